// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/console/admin/fake_admin.h"

#include "common/json/domain.h"
#include "tests/console/support/fake_lab.h"

#include <boost/json/value_from.hpp>

#include <algorithm>
#include <stdexcept>

namespace labwarden::console::test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

template<class T>
boost::json::value list(const char* member, const std::vector<T>& items, const std::string& next = {}) {
    return {{member, boost::json::value_from(items)}, {"nextCursor", next}};
}

QString path(const char* below) {
    return QStringLiteral("/api/v1/") + QLatin1String(below);
}

std::string lastPart(const QString& path) {
    return path.section(QLatin1Char('/'), -1).toStdString();
}

Role makeRole(int number, const char* name, const char* description, bool builtIn,
              std::vector<std::string> permissions) {
    return {uuid(5000 + number), name, description, builtIn, std::move(permissions), 0, 1};
}

} // namespace

FakeAdmin::FakeAdmin(FakeServer& server) : m_server(server) {
    fillPeople();
    fillLog();
    serveRoles();
    serveKeys();
    serveLog();
}

void FakeAdmin::fillPeople() {
    const std::vector<std::string> viewer{"devices:read", "testcases:read", "environments:read", "runs:read"};
    auto engineer = viewer;
    engineer.insert(engineer.end(), {"testcases:write", "environments:write", "runs:start", "runs:cancel"});
    auto manager = engineer;
    manager.insert(manager.end(), {"devices:write", "runs:cancel-any"});
    roles = {makeRole(1, "viewer", "Sees everything of the lab, changes nothing", true, viewer),
             makeRole(2, "engineer", "Writes test cases and environments, starts test runs", true, engineer),
             makeRole(3, "lab manager", "Keeps the devices, and the runs of others in check", true, manager),
             makeRole(4, "admin", "Decides who may do what", true, permissionNames()),
             makeRole(5, "auditor", "Reads the log for the quarterly review", false,
                      {"devices:read", "runs:read", "users:read", "audit:read"}),
             makeRole(6, "night shift", "Starts the soak tests and keeps the racks running", false,
                      {"devices:read", "devices:write", "runs:read", "runs:start", "runs:cancel"})};
    const auto add = [this](const char* username, const char* name, std::vector<std::string> held,
                            bool disabled) {
        User user;
        user.id = uuid(9001 + static_cast<int>(users.size()));
        user.username = username;
        user.displayName = name;
        user.email = std::string(username) + "@lab.example";
        user.roles = std::move(held);
        user.disabled = disabled;
        user.createdAt = Timestamp::now() - hours(24 * 90);
        user.version = 1;
        users.push_back(user);
    };
    add("engineer", "M. Keller", {"admin"}, false);
    add("ada", "Ada Byron", {"engineer"}, false);
    add("grace", "Grace Hopper", {"lab manager"}, false);
    add("lindqvist", "J. Lindqvist", {"night shift"}, false);
    add("okafor", "C. Okafor", {"night shift", "engineer"}, false);
    add("tanaka", "Y. Tanaka", {"night shift", "viewer"}, false);
    add("ruiz", "P. Ruiz", {"night shift"}, true);
    add("moreau", "L. Moreau", {"auditor"}, false);
    add("novak", "T. Novak", {"viewer"}, false);
    count();

    const auto now = Timestamp::now();
    const auto key = [&](int number, const char* name, std::vector<std::string> scopes, hours left) {
        ApiKey k;
        k.id = uuid(7000 + number);
        k.name = name;
        k.scopes = std::move(scopes);
        k.createdBy = number % 2 ? "engineer" : "grace";
        k.createdAt = now - hours(24 * 40);
        k.expiresAt = now + left;
        k.lastUsedAt = now - minutes(7 * number);
        return k;
    };
    apiKeys = {key(1, "ci", {"runs:read", "runs:start", "runs:cancel", "devices:read", "testcases:read"},
                   hours(24 * 210)),
               key(2, "grafana", {"devices:read", "runs:read"}, hours(24 * 5 + 3)),
               key(3, "runner-rack-07", {"runs:read"}, hours(24 * 90)),
               key(4, "nightly-report", {"runs:read", "audit:read"}, hours(-24 * 3)),
               key(5, "old-ci", {"runs:start", "runs:read"}, hours(24 * 20)),
               key(6, "device-import", {"devices:read", "devices:write"}, hours(24 * 300))};
    apiKeys[4].endedAt = now - hours(30);
    apiKeys[5].lastUsedAt.reset();
}

void FakeAdmin::fillLog() {
    const auto now = Timestamp::now();
    const auto add = [&](const char* actor, const char* action, const char* kind, const char* name,
                         boost::json::value before, boost::json::value after) {
        const auto number = static_cast<int>(entries.size());
        AuditEntry entry;
        entry.id = 1000 - number;
        entry.at = now - minutes(3 + 11 * number);
        entry.actor = actor;
        const auto person = std::find_if(users.begin(), users.end(),
                                         [&](const User& user) { return user.username == actor; });
        entry.actorId = person == users.end() ? std::string() : person->id;
        entry.address = *actor || std::string_view(action) == "login.failed"
                            ? "10.20.4." + std::to_string(17 + number % 9)
                            : "";
        entry.action = action;
        entry.targetKind = kind;
        entry.targetName = name;
        entry.targetId = *kind ? uuid(9100 + number % 9) : std::string();
        entry.oldValue = std::move(before);
        entry.newValue = std::move(after);
        entries.push_back(std::move(entry));
    };
    for (int round = 0; round < 20; ++round) {
        add("engineer", "user.update", "user", "ada",
            {{"displayName", "Ada Byron"},
             {"email", "ada@lab.example"},
             {"roles", {"viewer"}},
             {"disabled", false}},
            {{"displayName", "Ada Lovelace"},
             {"email", "ada@lab.example"},
             {"roles", {"viewer", "engineer"}},
             {"disabled", false}});
        add("engineer", "user.update", "user", "ruiz", {{"disabled", false}}, {{"disabled", true}});
        add("grace", "run.start", "run", "48213", nullptr,
            {{"number", 48213}, {"devices", {"r07-u02"}}, {"priority", 0}});
        add("", "login.failed", "user", "moreau", nullptr, nullptr);
        add("moreau", "session.open", "session", "", nullptr, nullptr);
        add("engineer", "role.update", "role", "night shift",
            {{"name", "night shift"}, {"permissions", {"devices:read", "runs:read", "runs:start"}}},
            {{"name", "night shift"},
             {"permissions", {"devices:read", "devices:write", "runs:read", "runs:start", "runs:cancel"}}});
        add("engineer", "user.reset-password", "user", "tanaka", nullptr, nullptr);
        add("engineer", "api-key.create", "api-key", "ci", nullptr,
            {{"name", "ci"},
             {"scopes", {"runs:read", "runs:start"}},
             {"expiresAt", "2027-06-30T00:00:00.000Z"}});
        add("grace", "device.create", "device", "r09-u12", nullptr,
            {{"key", "r09-u12"},
             {"name", "r09-u12"},
             {"type", "drive"},
             {"location", {{"site", "Main"}, {"rack", "Rack 09"}, {"slot", "12"}}}});
        add("ada", "test_case.create", "test_case", "TC-12", nullptr,
            {{"key", "TC-12"}, {"title", "Power-on self test"}});
        add("", "run.end", "run", "48213", nullptr, {{"outcome", "passed"}, {"reason", ""}});
        add("grace", "run.cancel", "run", "48210", {{"state", "running"}}, nullptr);
        add("engineer", "user.create", "user", "novak", nullptr,
            {{"username", "novak"},
             {"displayName", "T. Novak"},
             {"email", "novak@lab.example"},
             {"roles", {"viewer"}}});
    }
}

void FakeAdmin::count() {
    for (auto& role : roles)
        role.userCount = std::count_if(users.begin(), users.end(), [&](const User& user) {
            return std::find(user.roles.begin(), user.roles.end(), role.name) != user.roles.end();
        });
}

Role& FakeAdmin::role(const std::string& name) {
    const auto at =
        std::find_if(roles.begin(), roles.end(), [&](const Role& role) { return role.name == name; });
    if (at == roles.end())
        throw std::logic_error("no role " + name);
    return *at;
}

User& FakeAdmin::user(const std::string& username) {
    const auto at =
        std::find_if(users.begin(), users.end(), [&](const User& user) { return user.username == username; });
    if (at == users.end())
        throw std::logic_error("no user " + username);
    return *at;
}

Role& FakeAdmin::changeRole(const std::string& name, const std::vector<std::string>& allowed) {
    auto& changed = role(name);
    changed.permissions = allowed;
    ++changed.version;
    return changed;
}

AuditEntry& FakeAdmin::happen(const std::string& actor, const std::string& action, const std::string& kind,
                              const std::string& name) {
    AuditEntry entry;
    entry.id = entries.empty() ? 1 : entries.front().id + 1;
    entry.at = Timestamp::now();
    entry.actor = actor;
    entry.address = "10.20.4.17";
    entry.action = action;
    entry.targetKind = kind;
    entry.targetName = name;
    entry.targetId = uuid(9102);
    entries.insert(entries.begin(), entry);
    return entries.front();
}

void FakeAdmin::serveRoles() {
    m_server.on("GET", path("users"), [this](const Request&) { return Answer::json(list("users", users)); });
    m_server.on("GET", path("permissions"),
                [this](const Request&) { return Answer::json(list("permissions", permissions)); });
    m_server.on("GET", path("roles"), [this](const Request&) {
        count();
        return Answer::json(list("roles", roles));
    });
    m_server.on("POST", path("roles"), [this](const Request& request) {
        const auto edit = wire::readText<RoleEdit>(request.body.toStdString(), wire::people);
        if (!edit)
            return Answer::problem(422, "The input has faults.");
        roles.push_back({uuid(5100 + static_cast<int>(roles.size())), edit.value.name, edit.value.description,
                         false, edit.value.permissions, 0, 1});
        return Answer::json(boost::json::value_from(roles.back()), 201);
    });
    const auto find = [this](const Request& request) {
        return std::find_if(roles.begin(), roles.end(),
                            [id = lastPart(request.path)](const Role& role) { return role.id == id; });
    };
    const auto isStale = [](const Request& request, const Role& role) {
        return request.headers.value("if-match") !=
               '"' + QByteArray::number(static_cast<qlonglong>(role.version)) + '"';
    };
    m_server.on("PUT", path("roles/"), [this, find, isStale](const Request& request) {
        const auto edit = wire::readText<RoleEdit>(request.body.toStdString(), wire::people);
        const auto role = find(request);
        if (role == roles.end())
            return Answer::problem(404, "There is no such role.");
        if (isStale(request, *role))
            return Answer::problem(412, "Somebody else has changed this role.");
        role->name = edit.value.name;
        role->description = edit.value.description;
        role->permissions = edit.value.permissions;
        ++role->version;
        return Answer::json(boost::json::value_from(*role));
    });
    m_server.on("DELETE", path("roles/"), [this, find, isStale](const Request& request) {
        const auto role = find(request);
        if (role == roles.end())
            return Answer::problem(404, "There is no such role.");
        if (isStale(request, *role))
            return Answer::problem(412, "Somebody else has changed this role.");
        if (role->userCount > 0)
            return Answer::problem(409, "This role is in use.", "2 people have it.");
        roles.erase(role);
        return Answer{204, {}, {}, false, false};
    });
}

void FakeAdmin::serveKeys() {
    m_server.on("GET", path("api-keys"),
                [this](const Request&) { return Answer::json(list("apiKeys", apiKeys)); });
    m_server.on("POST", path("api-keys"), [this](const Request& request) {
        const auto wanted = wire::readText<NewApiKey>(request.body.toStdString(), wire::people);
        if (!wanted)
            return Answer::problem(422, "The input has faults.");
        ApiKey key;
        key.id = uuid(7100 + static_cast<int>(apiKeys.size()));
        key.name = wanted.value.name;
        key.scopes = wanted.value.scopes;
        key.createdBy = "engineer";
        key.createdAt = Timestamp::now();
        key.expiresAt = wanted.value.expiresAt;
        apiKeys.push_back(key);
        return Answer::json(boost::json::value_from(CreatedApiKey{key, secret}), 201);
    });
    m_server.on("DELETE", path("api-keys/"), [this](const Request& request) {
        const auto key = std::find_if(apiKeys.begin(), apiKeys.end(),
                                      [id = lastPart(request.path)](const ApiKey& k) { return k.id == id; });
        if (key == apiKeys.end())
            return Answer::problem(404, "There is no such key.");
        key->endedAt = Timestamp::now();
        return Answer{204, {}, {}, false, false};
    });
}

std::vector<AuditEntry> FakeAdmin::matching(const Request& request) const {
    const auto item = [&](const char* name) {
        return request.query.queryItemValue(QLatin1String(name), QUrl::FullyDecoded).toStdString();
    };
    const auto action = item("action");
    const auto from = Timestamp::parse(item("from")), to = Timestamp::parse(item("to"));
    std::vector<AuditEntry> found;
    std::copy_if(entries.begin(), entries.end(), std::back_inserter(found), [&](const AuditEntry& entry) {
        const bool actionFits =
            action.empty() || entry.action == action ||
            (action.ends_with('*') &&
             entry.action.starts_with(std::string_view(action).substr(0, action.size() - 1)));
        return actionFits && (item("actor").empty() || entry.actor == item("actor")) &&
               (item("targetKind").empty() || entry.targetKind == item("targetKind")) &&
               (item("targetId").empty() || entry.targetId == item("targetId")) &&
               (!from || entry.at >= *from) && (!to || entry.at < *to);
    });
    return found;
}

void FakeAdmin::serveLog() {
    m_server.on("GET", path("audit-log"), [this](const Request& request) {
        const auto found = matching(request);
        const auto limit = request.query.queryItemValue(QStringLiteral("limit")).toULongLong();
        const auto from = std::min<std::size_t>(
            found.size(), request.query.queryItemValue(QStringLiteral("cursor")).toULongLong());
        const auto to = std::min<std::size_t>(found.size(), from + limit);
        const std::vector<AuditEntry> page(found.begin() + static_cast<std::ptrdiff_t>(from),
                                           found.begin() + static_cast<std::ptrdiff_t>(to));
        return Answer::json(list("entries", page, to < found.size() ? std::to_string(to) : std::string()));
    });
    m_server.on("GET", path("audit-log.csv"), [this](const Request& request) {
        const auto found = matching(request);
        const auto from = request.query.queryItemValue(QStringLiteral("cursor")).toULongLong();
        const auto to = std::min<std::size_t>(found.size(), from + static_cast<std::size_t>(csvPageSize));
        std::string text = "at,actor,action,target\r\n";
        for (std::size_t i = from; i < to; ++i)
            text += found[i].at.text() + "," + found[i].actor + "," + found[i].action + ",\"" +
                    found[i].targetName + "\"\r\n";
        Answer answer{200, QByteArray::fromStdString(text), {}, false, false};
        if (to < found.size()) {
            auto query = request.query;
            query.removeQueryItem(QStringLiteral("cursor"));
            query.addQueryItem(QStringLiteral("cursor"), QString::number(to));
            answer.headers.append({"Link", "</api/v1/audit-log.csv?" +
                                               query.toString(QUrl::FullyEncoded).toUtf8() +
                                               ">; rel=\"next\""});
        }
        return answer;
    });
}

} // namespace labwarden::console::test
