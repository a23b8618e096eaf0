// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/console/testcases/fake_cases.h"

#include "common/json/domain.h"
#include "tests/console/support/fake_devices.h"

#include <boost/json/parse.hpp>
#include <boost/json/value_from.hpp>
#include <boost/json/value_to.hpp>

#include <algorithm>
#include <stdexcept>

namespace labwarden::console::test {
namespace {

Event eventOf(const TestCase& testCase) {
    return {EventPart::test_case, testCase.id, testCase.version, false,
            boost::json::value_from(summaryOf(testCase))};
}

FakeServer::Answer changed(const TestCase& testCase, const Event& event, int status) {
    auto body = boost::json::value_from(testCase);
    body.as_object()["events"] = boost::json::value_from(std::vector{event});
    return FakeServer::Answer::json(body, status);
}

std::string idIn(const FakeServer::Request& request) {
    return request.path.section(QLatin1Char('/'), 4, 4).toStdString();
}

std::vector<std::string> texts(const boost::json::object& body, const char* name) {
    return boost::json::value_to<std::vector<std::string>>(body.at(name));
}

} // namespace

FakeCases::FakeCases(FakeLab& lab, FakeServer& server) : m_lab(lab), m_server(server) {
    for (const char* permission : {"testcases:read", "testcases:write", "testcases:approve"})
        lab.permissions.emplace_back(permission);
    for (const auto& testCase : lab.testCases)
        revisions[testCase.id] = {testCase};
    on("POST", "/api/v1/test-cases", [this](const Request& request) { return create(request); });
    on("POST", "/api/v1/test-cases/bulk", [this](const Request& request) { return bulk(request); });
    on("PUT", "/api/v1/test-cases/", [this](const Request& request) { return save(request); });
    on("DELETE", "/api/v1/test-cases/", [this](const Request& request) { return erase(request); });
    on("GET", "/api/v1/test-cases/", [this](const Request& request) { return get(request); });
}

void FakeCases::on(const char* method, const char* path, std::function<Answer(const Request&)> handler) {
    m_server.on(method, QLatin1String(path),
                [this, handler, isRead = QByteArray(method) == "GET"](const Request& request) {
                    if (!m_lab.account.isSignedIn(request))
                        return Answer::problem(401, "You are not signed in.");
                    if (m_refusal && !isRead)
                        return *m_refusal;
                    return handler(request);
                });
}

TestCase& FakeCases::byId(const std::string& id) {
    const auto at = std::find_if(m_lab.testCases.begin(), m_lab.testCases.end(),
                                 [&](const auto& each) { return each.id == id; });
    if (at == m_lab.testCases.end())
        throw std::logic_error("no test case " + id);
    return *at;
}

Event FakeCases::store(TestCase& testCase, const TestCaseDocument& document, const std::string& who,
                       const std::string& message) {
    testCase.document = document;
    ++testCase.revision;
    ++testCase.version;
    testCase.changedBy = who;
    testCase.changedAt = Timestamp::now();
    testCase.message = message;
    revisions[testCase.id].push_back(testCase);
    return eventOf(testCase);
}

void FakeCases::saveAs(const std::string& who, const std::string& id,
                       const std::function<void(TestCaseDocument&)>& change, const std::string& message) {
    auto document = byId(id).document;
    change(document);
    m_lab.tell({store(byId(id), document, who, message)});
}

void FakeCases::remove(const std::string& id) {
    const auto version = byId(id).version + 1;
    std::erase_if(m_lab.testCases, [&](const auto& each) { return each.id == id; });
    m_lab.tell({removal(EventPart::test_case, id, version)});
}

void FakeCases::addMany(int count) {
    const char* areas[] = {"Battery", "Charging", "Radio", "Thermal", "Updates"};
    const char* what[] = {"Cold start", "Soak", "Brown-out", "Recovery", "Endurance", "Limits"};
    for (int i = 0; i < count; ++i) {
        auto made = thermalCase(i + 10);
        made.document.title = std::string(what[i % 6]) + " " + std::to_string(i + 1);
        made.document.folder = std::string(areas[i % 5]) + "/Set " + std::to_string(i / 5 % 8 + 1) +
                               "/Part " + std::to_string(i / 40 % 5 + 1);
        made.document.status = static_cast<CaseStatus>(i % 7 == 0 ? 2 : i % 3 == 0 ? 0 : 1);
        made.document.tags = {i % 2 ? "nightly" : "weekly", "gen4"};
        made.document.owner = i % 4 ? "keller" : "lindqvist";
        made.changedBy = "M. Keller";
        made.changedAt = Timestamp::now();
        m_lab.testCases.push_back(std::move(made));
    }
}

Event FakeCases::add(const TestCaseDocument& document) {
    TestCase made;
    made.id = uuid(1000 + m_next);
    made.key = "TC-" + std::to_string(m_next++);
    made.revisionId = uuid(5000 + m_next);
    made.createdAt = Timestamp::now();
    made.createdBy = m_lab.account.user.displayName;
    m_lab.testCases.push_back(made);
    return store(m_lab.testCases.back(), document, made.createdBy, {});
}

Event FakeCases::change(const std::string& id, const TestCaseDocument& document, const std::string& message) {
    return store(byId(id), document, m_lab.account.user.displayName, message);
}

FakeCases::Answer FakeCases::create(const Request& request) {
    const auto wanted = wire::readText<TestCaseDocument>(request.body.toStdString(), wire::people);
    if (!wanted)
        return faultsAnswer(wanted.faults);
    const auto event = add(wanted.value);
    return changed(m_lab.testCases.back(), event, 201);
}

FakeCases::Answer FakeCases::save(const Request& request) {
    auto& testCase = byId(idIn(request));
    if (request.headers.value("if-match") != '"' + QByteArray::number(testCase.revision) + '"')
        return staleAnswer();
    const auto edit = wire::readText<TestCaseEdit>(request.body.toStdString(), wire::people);
    if (!edit)
        return faultsAnswer(edit.faults);
    const auto event = change(testCase.id, edit.value.document, edit.value.message);
    return changed(testCase, event, 200);
}

FakeCases::Answer FakeCases::bulk(const Request& request) {
    const auto body = boost::json::parse(request.body.toStdString()).as_object();
    boost::json::array done, refused;
    std::vector<Event> events;
    for (const auto& item : body.at("testCases").as_array()) {
        const std::string id(item.at("id").as_string());
        auto& testCase = byId(id);
        if (item.at("revision").as_int64() != testCase.revision) {
            refused.push_back({{"id", id}, {"reason", "Somebody else has changed it meanwhile."}});
            continue;
        }
        auto document = testCase.document;
        for (const auto& tag : texts(body, "removeTags"))
            std::erase(document.tags, tag);
        for (const auto& tag : texts(body, "addTags"))
            document.tags.push_back(tag);
        if (const auto* folder = body.if_contains("folder"))
            document.folder = std::string(folder->as_string());
        if (const auto* status = body.if_contains("status"))
            document.status = status->as_string() == "retired"    ? CaseStatus::retired
                              : status->as_string() == "approved" ? CaseStatus::approved
                                                                  : CaseStatus::draft;
        events.push_back(store(testCase, document, "M. Keller", std::string(body.at("message").as_string())));
        done.push_back(boost::json::value_from(summaryOf(testCase)));
    }
    m_lab.tell(events);
    return Answer::json({{"changed", done}, {"refused", refused}});
}

FakeCases::Answer FakeCases::get(const Request& request) {
    const auto id = idIn(request);
    const QString part = request.path.section(QLatin1Char('/'), 5, 5);
    if (part == QLatin1String("usage"))
        return Answer::json(boost::json::value_from(usage[id]));
    const auto known = revisions.find(id);
    if (part.isEmpty() || known == revisions.end()) {
        const auto at = std::find_if(m_lab.testCases.begin(), m_lab.testCases.end(),
                                     [&](const auto& each) { return each.id == id; });
        return at == m_lab.testCases.end() ? Answer::problem(404, "There is no such test case.")
                                           : Answer::json(boost::json::value_from(*at));
    }
    const int number = request.path.section(QLatin1Char('/'), 6, 6).toInt();
    boost::json::array list;
    for (auto at = known->second.rbegin(); at != known->second.rend(); ++at) {
        if (at->revision == number)
            return Answer::json(boost::json::value_from(*at));
        list.push_back(boost::json::value_from(TestCaseRevision{
            at->revision, at->revisionId, at->message, at->document.status,
            at->changedBy.empty() ? at->createdBy : at->changedBy, at->changedAt, at->revision % 3}));
    }
    return Answer::json({{"revisions", list}, {"nextCursor", nullptr}});
}

FakeCases::Answer FakeCases::erase(const Request& request) {
    const auto id = idIn(request);
    const auto version = byId(id).version + 1;
    std::erase_if(m_lab.testCases, [&](const auto& each) { return each.id == id; });
    m_lab.tell({removal(EventPart::test_case, id, version)});
    return Answer::nothing();
}

} // namespace labwarden::console::test
