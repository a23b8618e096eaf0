// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/api/test_case_api.h"

#include "common/enum_text.h"
#include "console/api/answers.h"

#include <boost/json/value_from.hpp>

namespace labwarden::console {
namespace {

const QString casesPath = QStringLiteral("/api/v1/test-cases");
const QString attachmentsPath = QStringLiteral("/api/v1/attachments/");
constexpr std::chrono::minutes fileTimeout{3}; // of an answer to whole files
constexpr int revisionPageSize = 100;

QString below(const std::string& id, const QString& rest = {}) {
    return casesPath + QLatin1Char('/') + QString::fromStdString(id) + rest;
}

std::vector<Event> eventsOf(const boost::json::value& body) {
    const auto* object = body.if_object();
    const auto* events = object ? object->if_contains("events") : nullptr;
    return events ? readEvents(*events) : std::vector<Event>();
}

std::optional<TestCaseChange> changeOf(const boost::json::value& body) {
    auto testCase = readTolerant<TestCase>(body);
    if (!testCase)
        return std::nullopt;
    return TestCaseChange{std::move(*testCase), eventsOf(body)};
}

boost::json::value bodyOf(const CasesChange& change) {
    boost::json::array cases;
    for (const auto& item : change.testCases)
        cases.push_back({{"id", item.id}, {"revision", item.revision}});
    boost::json::object body{{"testCases", std::move(cases)},
                             {"addTags", boost::json::value_from(change.addTags)},
                             {"removeTags", boost::json::value_from(change.removeTags)},
                             {"message", change.message}};
    if (change.folder)
        body["folder"] = *change.folder;
    if (change.owner)
        body["owner"] = *change.owner;
    if (change.status)
        body["status"] = text(*change.status);
    return body;
}

std::optional<CasesChanged> manyOf(const boost::json::value& body) {
    auto changed = listOf<TestCaseSummary>(body, "changed");
    if (!changed)
        return std::nullopt;
    CasesChanged result{std::move(*changed), {}};
    const auto* refused = body.as_object().if_contains("refused");
    if (const auto* list = refused ? refused->if_array() : nullptr)
        for (const auto& entry : *list)
            result.refused.push_back({textOf(entry, "id"), textOf(entry, "reason")});
    return result;
}

} // namespace

ApiJob* TestCaseApi::create(const TestCaseDocument& document, QObject* context, Done<TestCaseChange> done) {
    return m_client.post(casesPath, boost::json::value_from(document), context,
                         typed<TestCaseChange>(std::move(done), changeOf));
}

ApiJob* TestCaseApi::save(const std::string& id, const TestCaseEdit& edit, int revision, QObject* context,
                          Done<TestCaseChange> done) {
    return m_client.put(below(id), boost::json::value_from(edit), revision, context,
                        typed<TestCaseChange>(std::move(done), changeOf));
}

ApiJob* TestCaseApi::remove(const std::string& id, int revision, QObject* context,
                            Done<std::vector<Event>> done) {
    return m_client.del(below(id), revision, context,
                        typed<std::vector<Event>>(std::move(done), [](const boost::json::value& body) {
                            return std::optional(eventsOf(body));
                        }));
}

ApiJob* TestCaseApi::changeMany(const CasesChange& change, QObject* context, Done<CasesChanged> done) {
    return m_client.post(casesPath + QStringLiteral("/bulk"), bodyOf(change), context,
                         typed<CasesChanged>(std::move(done), manyOf));
}

ApiJob* TestCaseApi::usage(const std::string& id, QObject* context, Done<TestCaseUsage> done) {
    return m_client.get(below(id, QStringLiteral("/usage")), {}, context,
                        typed<TestCaseUsage>(std::move(done)));
}

ApiJob* TestCaseApi::revisions(const std::string& id, const std::string& cursor, QObject* context,
                               Done<RevisionPage> done) {
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("limit"), QString::number(revisionPageSize));
    if (!cursor.empty())
        query.addQueryItem(QStringLiteral("cursor"), QString::fromStdString(cursor));
    return m_client.get(
        below(id, QStringLiteral("/revisions")), query, context,
        typed<RevisionPage>(std::move(done), [](const auto& body) -> std::optional<RevisionPage> {
            auto revisions = listOf<TestCaseRevision>(body, "revisions");
            if (!revisions)
                return std::nullopt;
            return RevisionPage{std::move(*revisions), textOf(body, "nextCursor")};
        }));
}

ApiJob* TestCaseApi::backTest(const BackTestRequest& request, QObject* context, Done<BackTestAnswer> done) {
    return m_client.post(casesPath + QStringLiteral("/back-test"), boost::json::value_from(request), context,
                         typed<BackTestAnswer>(std::move(done)));
}

ApiJob* TestCaseApi::atRevision(const std::string& id, int revision, QObject* context, Done<TestCase> done) {
    return m_client.get(below(id, QStringLiteral("/revisions/%1").arg(revision)), {}, context,
                        typed<TestCase>(std::move(done)));
}

ApiJob* TestCaseApi::importCases(const QByteArray& folder, bool dryRun, QObject* context,
                                 Done<CaseImportReport> done) {
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("dryRun"), dryRun ? QStringLiteral("true") : QStringLiteral("false"));
    return m_client.postText(casesPath + QStringLiteral("/import"), query, folder, "application/json",
                             context, typed<CaseImportReport>(std::move(done)), fileTimeout);
}

ApiJob* TestCaseApi::sendAttachment(const std::string& sha256, const QByteArray& bytes, QObject* context,
                                    Done<bool> done) {
    return m_client.putBytes(attachmentsPath + QString::fromStdString(sha256), bytes, context,
                             noBody(std::move(done)), fileTimeout);
}

ApiJob* TestCaseApi::attachment(const std::string& sha256, QObject* context, Done<QByteArray> done) {
    return m_client.getText(
        attachmentsPath + QString::fromStdString(sha256), {}, "application/octet-stream", context,
        [done = std::move(done)](ApiResult<TextAnswer> answer) {
            done(answer ? ApiResult<QByteArray>(answer->text) : ApiResult<QByteArray>(answer.error()));
        },
        fileTimeout);
}

} // namespace labwarden::console
