// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/console/environments/fake_environments.h"

#include "common/json/domain.h"
#include "tests/console/support/fake_devices.h"

#include <boost/json/value_from.hpp>

#include <algorithm>
#include <stdexcept>

namespace labwarden::console::test {
namespace {

Event eventOf(const Environment& environment) {
    return {EventPart::environment, environment.id, environment.version, false,
            boost::json::value_from(environment)};
}

FakeServer::Answer changed(const Environment& environment, const Event& event, int status) {
    auto body = boost::json::value_from(environment);
    body.as_object()["events"] = boost::json::value_from(std::vector{event});
    return FakeServer::Answer::json(body, status);
}

std::string idIn(const FakeServer::Request& request) {
    return request.path.section(QLatin1Char('/'), 4, 4).toStdString();
}

} // namespace

FakeEnvironments::FakeEnvironments(FakeLab& lab, FakeServer& server) : m_lab(lab), m_server(server) {
    lab.permissions.emplace_back("environments:write");
    for (const auto& environment : lab.environments)
        revisions[environment.id] = {environment};
    on("POST", "/api/v1/environments", [this](const Request& request) { return create(request); });
    on("PUT", "/api/v1/environments/", [this](const Request& request) { return save(request); });
    on("DELETE", "/api/v1/environments/", [this](const Request& request) { return erase(request); });
    on("GET", "/api/v1/environments/", [this](const Request& request) { return get(request); });
    on("POST", "/api/v1/environments/test-connection",
       [this](const Request& request) { return test(request); });
}

void FakeEnvironments::on(const char* method, const char* path,
                          std::function<Answer(const Request&)> handler) {
    m_server.on(method, QLatin1String(path),
                [this, handler, isRead = QByteArray(method) == "GET"](const Request& request) {
                    if (!m_lab.account.isSignedIn(request))
                        return Answer::problem(401, "You are not signed in.");
                    if (m_refusal && !isRead)
                        return *m_refusal;
                    return handler(request);
                });
}

Environment& FakeEnvironments::byId(const std::string& id) {
    const auto at = std::ranges::find(m_lab.environments, id, &Environment::id);
    if (at == m_lab.environments.end())
        throw std::logic_error("no environment " + id);
    return *at;
}

Environment& FakeEnvironments::byName(const std::string& name) {
    const auto at = std::ranges::find_if(m_lab.environments,
                                         [&](const Environment& each) { return each.document.name == name; });
    if (at == m_lab.environments.end())
        throw std::logic_error("no environment " + name);
    return *at;
}

Event FakeEnvironments::store(Environment& environment, EnvironmentDocument document, const std::string& who,
                              const std::string& message) {
    for (auto& variable : document.variables) {
        if (!variable.secret || variable.value.empty())
            continue;
        secrets[environment.id + " " + variable.name] = variable.value;
        variable.value.clear();
    }
    environment.document = std::move(document);
    ++environment.revision;
    ++environment.version;
    environment.changedBy = who;
    environment.changedAt = Timestamp::now();
    environment.message = message;
    revisions[environment.id].push_back(environment);
    return eventOf(environment);
}

void FakeEnvironments::saveAs(const std::string& who, const std::string& id,
                              const std::function<void(EnvironmentDocument&)>& change,
                              const std::string& message) {
    auto document = byId(id).document;
    change(document);
    m_lab.tell({store(byId(id), document, who, message)});
}

void FakeEnvironments::remove(std::string id) {
    const auto version = byId(id).version + 1;
    std::erase_if(m_lab.environments, [&](const auto& each) { return each.id == id; });
    m_lab.tell({removal(EventPart::environment, id, version)});
}

std::vector<Fault> FakeEnvironments::faultsOfSecrets(const EnvironmentDocument& document,
                                                     const std::string& id, const std::string& at) const {
    std::vector<Fault> faults;
    for (std::size_t i = 0; i < document.variables.size(); ++i) {
        const auto& variable = document.variables[i];
        if (variable.secret && variable.value.empty() && !secrets.contains(id + " " + variable.name))
            faults.push_back({at + "/variables/" + std::to_string(i) + "/value",
                              "is required: no value is stored of this secret"});
    }
    return faults;
}

FakeEnvironments::Answer FakeEnvironments::create(const Request& request) {
    const auto wanted = wire::readText<EnvironmentDocument>(request.body.toStdString(), wire::people);
    if (!wanted)
        return faultsAnswer(wanted.faults);
    if (auto faults = faultsOfSecrets(wanted.value, {}, {}); !faults.empty())
        return faultsAnswer(faults);
    for (const auto& other : m_lab.environments)
        if (other.document.name == wanted.value.name)
            return Answer::problem(409, "There is an environment of that name already.");
    Environment made;
    made.id = uuid(m_next++);
    made.createdAt = Timestamp::now();
    made.createdBy = m_lab.account.user.displayName;
    m_lab.environments.push_back(made);
    const auto event = store(m_lab.environments.back(), wanted.value, made.createdBy, {});
    return changed(m_lab.environments.back(), event, 201);
}

FakeEnvironments::Answer FakeEnvironments::save(const Request& request) {
    auto& environment = byId(idIn(request));
    if (request.headers.value("if-match") != '"' + QByteArray::number(environment.revision) + '"')
        return staleAnswer();
    const auto edit = wire::readText<EnvironmentEdit>(request.body.toStdString(), wire::people);
    if (!edit)
        return faultsAnswer(edit.faults);
    if (auto faults = faultsOfSecrets(edit.value.document, environment.id, "/document"); !faults.empty())
        return faultsAnswer(faults);
    const auto event =
        store(environment, edit.value.document, m_lab.account.user.displayName, edit.value.message);
    return changed(environment, event, 200);
}

FakeEnvironments::Answer FakeEnvironments::get(const Request& request) {
    const auto id = idIn(request);
    const QString part = request.path.section(QLatin1Char('/'), 5, 5);
    const auto known = revisions.find(id);
    if (known == revisions.end())
        return Answer::problem(404, "There is no such environment.");
    if (part.isEmpty())
        return Answer::json(boost::json::value_from(byId(id)));
    const QString wanted = request.path.section(QLatin1Char('/'), 6, 6);
    boost::json::array entries;
    for (auto at = known->second.rbegin(); at != known->second.rend(); ++at) {
        if (!wanted.isEmpty() && at->revision == wanted.toInt())
            return Answer::json(boost::json::value_from(*at));
        const bool isFirst = at->changedBy.empty();
        entries.push_back(boost::json::value_from(
            EnvironmentRevision{at->revision, at->message, isFirst ? at->createdBy : at->changedBy,
                                isFirst ? at->createdAt : at->changedAt}));
    }
    return wanted.isEmpty() ? Answer::json({{"revisions", entries}, {"nextCursor", nullptr}})
                            : Answer::problem(404, "There is no such revision of an environment.");
}

FakeEnvironments::Answer FakeEnvironments::erase(const Request& request) {
    auto& environment = byId(idIn(request));
    if (request.headers.value("if-match") != '"' + QByteArray::number(environment.revision) + '"')
        return staleAnswer();
    remove(environment.id);
    return Answer::nothing();
}

FakeEnvironments::Answer FakeEnvironments::test(const Request& request) {
    const auto wanted = wire::readText<ConnectionTest>(request.body.toStdString(), wire::people);
    if (!wanted)
        return faultsAnswer(wanted.faults);
    return parksTests ? Answer::parked() : Answer::json(boost::json::value_from(report));
}

} // namespace labwarden::console::test
