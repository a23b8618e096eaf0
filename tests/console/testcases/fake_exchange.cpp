// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/console/testcases/fake_exchange.h"

#include "common/casetext/difference.h"
#include "common/casetext/import.h"
#include "common/json/domain.h"
#include "tests/console/support/fake_devices.h"

#include <QCryptographicHash>

#include <boost/json/value_from.hpp>

#include <algorithm>
#include <utility>

namespace labwarden::console::test {
namespace {

const QString importPath = QStringLiteral("/api/v1/test-cases/import");
const QString attachmentsPath = QStringLiteral("/api/v1/attachments/");

} // namespace

FakeExchange::FakeExchange(FakeLab& lab, FakeServer& server, FakeCases& cases)
    : m_lab(lab), m_server(server), m_cases(cases) {
    const auto on = [this](const char* method, const QString& path, auto handler) {
        m_server.on(method, path, [this, handler](const Request& request) {
            if (!m_lab.account.isSignedIn(request))
                return Answer::problem(401, "You are not signed in.");
            if (m_refusal)
                return *m_refusal;
            return handler(request);
        });
    };
    on("POST", importPath, [this](const Request& request) {
        if (!m_parks)
            return import(request);
        m_parked.push_back(request);
        return Answer::parked();
    });
    on("PUT", attachmentsPath, [this](const Request& request) { return put(request); });
    on("GET", attachmentsPath, [this](const Request& request) { return get(request); });
}

void FakeExchange::answerParked() {
    for (const auto& request : std::exchange(m_parked, {}))
        m_server.answerParked(importPath, import(request));
}

FakeServer::Answer FakeExchange::import(const Request& request) {
    const QString word = request.query.queryItemValue(QStringLiteral("dryRun"));
    if (word != QLatin1String("true") && word != QLatin1String("false"))
        return faultsAnswer({{"/dryRun", "must be true or false"}});
    const auto folder = wire::readText<CaseFolder>(request.body.toStdString(), wire::people);
    if (!folder)
        return faultsAnswer(folder.faults);
    const bool dryRun = word == QLatin1String("true");
    ++(dryRun ? dryRuns : imports);
    const auto read = casetext::readFolder(folder.value.files);
    auto report = casetext::reportOf(read);
    report.dryRun = dryRun;
    std::vector<Event> events;
    for (std::size_t i = 0; i < read.size(); ++i) {
        std::vector<TestCaseDocument> documents;
        for (const auto& found : read[i].cases)
            documents.push_back(found.text.document);
        compare(report.files[i], documents, dryRun, events);
    }
    casetext::countUp(report);
    if (!events.empty())
        m_lab.tell(events);
    return Answer::json(boost::json::value_from(report));
}

void FakeExchange::compare(CaseFileReport& file, const std::vector<TestCaseDocument>& documents, bool dryRun,
                           std::vector<Event>& events) {
    for (std::size_t i = 0; i < file.cases.size(); ++i) {
        auto& one = file.cases[i];
        const auto& document = documents[i];
        const auto at = std::find_if(m_lab.testCases.begin(), m_lab.testCases.end(), [&](const auto& each) {
            return one.key.empty()
                       ? each.document.folder == document.folder && each.document.title == document.title
                       : each.key == one.key;
        });
        const bool isKnown = at != m_lab.testCases.end();
        if (one.key.empty() && isKnown) {
            one.key = at->key;
            one.change = CaseChange::unchanged;
            one.notes.push_back({one.line, one.key + " stands in that folder with that title"});
            file.outcome = FileOutcome::imported_with_notes;
        } else if (one.key.empty()) {
            if (dryRun)
                continue;
            events.push_back(m_cases.add(document));
            one.key = m_lab.testCases.back().key;
        } else if (!isKnown) {
            file.faults.push_back({one.line, 1, "/key", "there is no test case " + one.key});
        } else if (casetext::differences(at->document, document).empty()) {
            one.change = CaseChange::unchanged;
        } else if (!dryRun) {
            events.push_back(m_cases.change(at->id, document, "From " + file.path));
        }
    }
    if (file.faults.empty())
        return;
    file.outcome = FileOutcome::refused;
    file.cases.clear();
}

FakeServer::Answer FakeExchange::put(const Request& request) {
    const auto sha256 = request.path.section(QLatin1Char('/'), -1).toLatin1();
    if (QCryptographicHash::hash(request.body, QCryptographicHash::Sha256).toHex() != sha256)
        return faultsAnswer({{"/sha256", "is not that of the bytes"}});
    attached[sha256.toStdString()] = request.body.toStdString();
    return Answer::nothing();
}

FakeServer::Answer FakeExchange::get(const Request& request) {
    const auto at = attached.find(request.path.section(QLatin1Char('/'), -1).toStdString());
    if (at == attached.end())
        return Answer::problem(404, "There is no such file.");
    Answer answer;
    answer.body = QByteArray::fromStdString(at->second);
    return answer;
}

} // namespace labwarden::console::test
