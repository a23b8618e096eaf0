// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/console/support/fake_people.h"

#include "common/json/domain.h"
#include "tests/console/support/fake_permissions.h"

#include <boost/json/value_from.hpp>

#include <algorithm>
#include <cstdio>
#include <stdexcept>

namespace labwarden::console::test {
namespace {

constexpr int page = 200;

User person(int number, const char* username, const char* name, std::vector<std::string> roles,
            int hoursAgo) {
    User user;
    user.id = uuid(number);
    user.username = username;
    user.displayName = name;
    user.email = std::string(username) + "@lab.example";
    user.roles = std::move(roles);
    user.createdAt = Timestamp::now() - std::chrono::hours(24 * 90);
    if (hoursAgo >= 0)
        user.lastLoginAt = Timestamp::now() - std::chrono::hours(hoursAgo);
    user.version = 1;
    return user;
}

bool isAdmin(const User& user) {
    return !user.disabled && std::find(user.roles.begin(), user.roles.end(), "admin") != user.roles.end();
}

std::int64_t versionOf(const FakeServer::Request& request) {
    return request.headers.value("if-match").mid(1).chopped(1).toLongLong();
}

FakeServer::Answer nothing() {
    return {204, {}, {}, false, false};
}

} // namespace

FakeServer::Answer refusal(int status, std::string_view type, const char* detail) {
    return FakeServer::Answer::json(
        boost::json::value{
            {"type", std::string(type)}, {"title", "Refused"}, {"status", status}, {"detail", detail}},
        status);
}

FakePeople::FakePeople(FakeLab& lab, FakeServer& server, const std::string& as)
    : m_lab(lab), m_server(server) {
    permissions = allPermissions();
    const std::vector<std::string> viewing{"devices:read", "testcases:read", "environments:read",
                                           "runs:read"};
    auto engineering = viewing;
    engineering.insert(engineering.end(),
                       {"testcases:write", "environments:write", "runs:start", "runs:cancel"});
    auto managing = engineering;
    managing.insert(managing.end(), {"devices:write", "runs:cancel-any"});
    std::sort(engineering.begin(), engineering.end());
    std::sort(managing.begin(), managing.end());
    roles = {{uuid(9101), "viewer", "Sees everything of the lab, changes nothing", true, viewing, 0, 1},
             {uuid(9102), "engineer", "Writes test cases and environments, starts test runs", true,
              engineering, 0, 1},
             {uuid(9103), "lab manager", "Keeps the devices, and the runs of others in check", true, managing,
              0, 1},
             {uuid(9104), "admin", "Decides who may do what", true, permissionNames(), 0, 1},
             {uuid(9105), "auditor", "Reads the audit log", false, {"audit:read", "users:read"}, 0, 3}};
    users = {person(9001, "engineer", "M. Keller", {as}, 0),
             person(9002, "ada", "Ada Lovelace", {"admin", "lab manager"}, 3),
             person(9003, "grace", "Grace Hopper", {"engineer"}, 26),
             person(9004, "j.lindqvist", "Johanna Lindqvist", {"engineer", "lab manager", "viewer"}, 2),
             person(9005, "k.zuse", "Konrad Zuse", {"viewer"}, 900),
             person(9006, "hedy", "Hedy Lamarr", {"engineer"}, -1),
             person(9007, "katherine", "Katherine Johnson", {"auditor", "viewer"}, 50),
             person(9008, "old.account", "Bernd Altmann", {"engineer"}, 4000)};
    byName("k.zuse").locked = true;
    byName("hedy").mustChangePassword = true;
    byName("old.account").disabled = true;
    const auto session = [](int number, int hours, const char* address, const char* agent) {
        SessionInfo info;
        info.id = uuid(number);
        info.createdAt = Timestamp::now() - std::chrono::hours(hours + 4);
        info.lastUsedAt = Timestamp::now() - std::chrono::hours(hours);
        info.expiresAt = Timestamp::now() + std::chrono::hours(8);
        info.address = address;
        info.userAgent = agent;
        return info;
    };
    sessions[uuid(9001)] = {session(9201, 0, "10.20.1.15", "labwarden/0.2.0")};
    sessions[uuid(9001)].front().current = true;
    sessions[uuid(9003)] = {session(9202, 0, "10.20.1.31", "labwarden/0.2.0"),
                            session(9203, 7, "10.20.4.8", "curl/8.4.0")};
    m_lab.permissions = allowedBy(as);
    serve();
}

std::vector<std::string> FakePeople::allowedBy(const std::string& role) const {
    const auto at = std::find_if(roles.begin(), roles.end(), [&](const Role& r) { return r.name == role; });
    if (at == roles.end())
        throw std::logic_error("no role " + role);
    return at->permissions;
}

User& FakePeople::byName(const std::string& username) {
    const auto at =
        std::find_if(users.begin(), users.end(), [&](const User& u) { return u.username == username; });
    if (at == users.end())
        throw std::logic_error("no user " + username);
    return *at;
}

void FakePeople::addMany(int count) {
    for (int i = 1; i <= count; ++i) {
        char name[32];
        std::snprintf(name, sizeof name, "person-%04d", i);
        auto user = person(20000 + i, name, "", {i % 3 ? "engineer" : "viewer"}, i);
        user.displayName = "Person " + std::to_string(i);
        user.disabled = i % 10 == 0;
        users.push_back(std::move(user));
    }
}

void FakePeople::tellOf(const User& user) {
    m_lab.tell({{EventPart::user, user.id, user.version, false, boost::json::object()}});
}

void FakePeople::change(const std::string& username, const UserEdit& edit) {
    auto& user = byName(username);
    user.displayName = edit.displayName;
    user.email = edit.email;
    user.roles = edit.roles;
    user.disabled = edit.disabled;
    user.version += 1;
    tellOf(user);
}

void FakePeople::remove(const std::string& username) {
    const auto user = byName(username);
    std::erase_if(users, [&](const User& u) { return u.id == user.id; });
    m_lab.tell({removal(EventPart::user, user.id, user.version + 1)});
}

void FakePeople::on(const char* method, const char* path, std::function<Answer(const Request&)> handler) {
    m_server.on(
        method, QString::fromLatin1(path), [this, handler = std::move(handler)](const Request& request) {
            if (request.headers.value("authorization") != "Bearer " + QByteArray::fromStdString(m_lab.token))
                return Answer::problem(401, "You are not signed in.");
            return handler(request);
        });
}

void FakePeople::serve() {
    on("GET", "/api/v1/users", [this](const Request& r) { return listUsers(r); });
    on("POST", "/api/v1/users", [this](const Request& r) { return create(r); });
    on("POST", "/api/v1/users/bulk", [this](const Request& r) { return bulk(r); });
    on("POST", "/api/v1/users/", [this](const Request& r) { return act(r); });
    on("PUT", "/api/v1/users/", [this](const Request& r) { return put(r); });
    on("DELETE", "/api/v1/users/", [this](const Request& r) { return erase(r); });
    on("GET", "/api/v1/users/", [this](const Request& request) {
        const auto* user = byPath(request);
        if (!user)
            return refusal(404, "about:blank", "There is no such user.");
        if (request.path.endsWith(QStringLiteral("/sessions")))
            return Answer::json(
                boost::json::value{{"sessions", boost::json::value_from(sessions[user->id])}});
        return Answer::json(boost::json::value_from(*user));
    });
    on("GET", "/api/v1/roles", [this](const Request&) {
        for (auto& role : roles)
            role.userCount = std::count_if(users.begin(), users.end(), [&](const User& u) {
                return std::find(u.roles.begin(), u.roles.end(), role.name) != u.roles.end();
            });
        return Answer::json(boost::json::value{{"roles", boost::json::value_from(roles)}});
    });
    on("GET", "/api/v1/permissions", [this](const Request&) {
        return Answer::json(boost::json::value{{"permissions", boost::json::value_from(permissions)}});
    });
    on("GET", "/api/v1/api-keys", [this](const Request&) {
        return Answer::json(boost::json::value{{"apiKeys", boost::json::value_from(apiKeys)}});
    });
}

FakePeople::Answer FakePeople::listUsers(const Request& request) const {
    const auto from =
        static_cast<std::size_t>(request.query.queryItemValue(QStringLiteral("cursor")).toInt());
    const auto to = std::min(from + page, users.size());
    const std::vector<User> some(users.begin() + static_cast<std::ptrdiff_t>(from),
                                 users.begin() + static_cast<std::ptrdiff_t>(to));
    return Answer::json(
        boost::json::value{{"users", boost::json::value_from(some)},
                           {"nextCursor", to < users.size() ? std::to_string(to) : std::string()}});
}

User* FakePeople::byPath(const Request& request) {
    const auto id = request.path.section(QLatin1Char('/'), 4, 4).toStdString();
    const auto at = std::find_if(users.begin(), users.end(), [&](const User& u) { return u.id == id; });
    return at == users.end() ? nullptr : &*at;
}

bool FakePeople::isLastAdmin(const User& user) const {
    return isAdmin(user) && std::count_if(users.begin(), users.end(), isAdmin) == 1;
}

FakePeople::Answer FakePeople::create(const Request& request) {
    const auto given = wire::readText<NewUser>(request.body.toStdString(), wire::people);
    if (!given)
        return Answer::json(
            {{"title", "Refused"}, {"status", 422}, {"errors", boost::json::value_from(given.faults)}}, 422);
    for (const auto& user : users)
        if (user.username == given.value.username)
            return Answer::json(
                {{"title", "Refused"},
                 {"status", 422},
                 {"errors", boost::json::array{{{"pointer", "/username"}, {"message", "is taken already"}}}}},
                422);
    User user = person(m_next++, given.value.username.c_str(), "", given.value.roles, -1);
    user.displayName = given.value.displayName;
    user.email = given.value.email;
    user.mustChangePassword = true;
    users.push_back(user);
    return Answer::json(
        boost::json::value_from(CreatedUser{user, {password, Timestamp::now() + std::chrono::hours(72)}}),
        201);
}

FakePeople::Answer FakePeople::put(const Request& request) {
    auto* user = byPath(request);
    const auto edit = wire::readText<UserEdit>(request.body.toStdString(), wire::people);
    if (!user)
        return refusal(404, "about:blank", "There is no such user.");
    if (user->version != versionOf(request))
        return refusal(412, "about:blank", "Somebody has changed this meanwhile. Look at it again.");
    if (!edit)
        return Answer::json(
            {{"title", "Refused"}, {"status", 422}, {"errors", boost::json::value_from(edit.faults)}}, 422);
    User changed = *user;
    changed.displayName = edit.value.displayName;
    changed.email = edit.value.email;
    changed.roles = edit.value.roles;
    changed.disabled = edit.value.disabled;
    changed.version += 1;
    if (isLastAdmin(*user) && !isAdmin(changed))
        return refusal(409, problem_type::lastAdmin, "This is the last active admin.");
    *user = changed;
    return Answer::json(boost::json::value_from(changed));
}

FakePeople::Answer FakePeople::bulk(const Request& request) {
    const auto wish = wire::readText<UserBulk>(request.body.toStdString(), wire::people);
    if (!wish)
        return Answer::problem(422, "The input has faults.");
    std::vector<User> changed;
    for (const auto& one : wish.value.users) {
        const auto at =
            std::find_if(users.begin(), users.end(), [&](const User& u) { return u.id == one.id; });
        if (at == users.end() || at->version != one.version)
            return refusal(412, "about:blank", "Somebody has changed this meanwhile. Look at it again.");
        User user = *at;
        user.disabled = wish.value.disabled.value_or(user.disabled);
        for (const auto& role : wish.value.removeRoles)
            std::erase(user.roles, role);
        for (const auto& role : wish.value.addRoles)
            user.roles.push_back(role);
        user.version += 1;
        changed.push_back(std::move(user));
    }
    for (const auto& user : changed)
        *std::find_if(users.begin(), users.end(), [&](const User& u) { return u.id == user.id; }) = user;
    return Answer::json(boost::json::value{{"users", boost::json::value_from(changed)}});
}

FakePeople::Answer FakePeople::erase(const Request& request) {
    auto* user = byPath(request);
    if (!user)
        return refusal(404, "about:blank", "There is no such user.");
    if (request.path.contains(QStringLiteral("/sessions"))) {
        const auto id = request.path.section(QLatin1Char('/'), 6).toStdString();
        std::erase_if(sessions[user->id], [&](const SessionInfo& s) { return id.empty() || s.id == id; });
        return nothing();
    }
    if (user->version != versionOf(request))
        return refusal(412, "about:blank", "Somebody has changed this meanwhile. Look at it again.");
    if (isLastAdmin(*user))
        return refusal(409, problem_type::lastAdmin, "This is the last active admin.");
    std::erase_if(users, [id = user->id](const User& u) { return u.id == id; });
    return nothing();
}

FakePeople::Answer FakePeople::act(const Request& request) {
    auto* user = byPath(request);
    if (!user)
        return refusal(404, "about:blank", "There is no such user.");
    user->version += 1;
    if (request.path.endsWith(QStringLiteral("/unlock"))) {
        user->locked = false;
        return nothing();
    }
    user->mustChangePassword = true;
    sessions[user->id].clear();
    return Answer::json(
        boost::json::value_from(OneTimePassword{password, Timestamp::now() + std::chrono::hours(72)}));
}

} // namespace labwarden::console::test
