// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/api/environment_api.h"

#include "console/api/answers.h"

#include <boost/json/value_from.hpp>

namespace labwarden::console {
namespace {

const QString environmentsPath = QStringLiteral("/api/v1/environments");
constexpr int revisionPageSize = 100;

QString below(const std::string& id, const QString& rest = {}) {
    return environmentsPath + QLatin1Char('/') + QString::fromStdString(id) + rest;
}

std::optional<EnvironmentChange> changeOf(const boost::json::value& body) {
    auto environment = readTolerant<Environment>(body);
    if (!environment)
        return std::nullopt;
    const auto* events = body.as_object().if_contains("events");
    return EnvironmentChange{std::move(*environment), events ? readEvents(*events) : std::vector<Event>()};
}

} // namespace

ApiJob* EnvironmentApi::create(const EnvironmentDocument& document, QObject* context,
                               Done<EnvironmentChange> done) {
    return m_client.post(environmentsPath, boost::json::value_from(document), context,
                         typed<EnvironmentChange>(std::move(done), changeOf));
}

ApiJob* EnvironmentApi::newest(const std::string& id, QObject* context, Done<Environment> done) {
    return m_client.get(below(id), {}, context, typed<Environment>(std::move(done)));
}

ApiJob* EnvironmentApi::save(const std::string& id, const EnvironmentEdit& edit, int revision,
                             QObject* context, Done<EnvironmentChange> done) {
    return m_client.put(below(id), boost::json::value_from(edit), revision, context,
                        typed<EnvironmentChange>(std::move(done), changeOf));
}

ApiJob* EnvironmentApi::remove(const std::string& id, int revision, QObject* context, Done<bool> done) {
    return m_client.del(below(id), revision, context, noBody(std::move(done)));
}

ApiJob* EnvironmentApi::revisions(const std::string& id, const std::string& cursor, QObject* context,
                                  Done<EnvironmentHistory> done) {
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("limit"), QString::number(revisionPageSize));
    if (!cursor.empty())
        query.addQueryItem(QStringLiteral("cursor"), QString::fromStdString(cursor));
    return m_client.get(
        below(id, QStringLiteral("/revisions")), query, context,
        typed<EnvironmentHistory>(std::move(done), [](const auto& body) -> std::optional<EnvironmentHistory> {
            auto revisions = listOf<EnvironmentRevision>(body, "revisions");
            if (!revisions)
                return std::nullopt;
            return EnvironmentHistory{std::move(*revisions), textOf(body, "nextCursor")};
        }));
}

ApiJob* EnvironmentApi::atRevision(const std::string& id, int revision, QObject* context,
                                   Done<Environment> done) {
    return m_client.get(below(id, QStringLiteral("/revisions/%1").arg(revision)), {}, context,
                        typed<Environment>(std::move(done)));
}

ApiJob* EnvironmentApi::testConnection(ConnectionTest test, QObject* context, Done<ConnectionReport> done) {
    for (auto& variable : test.document.variables)
        if (variable.secret)
            variable.value.clear();
    boost::json::object body{{"document", boost::json::value_from(test.document)}};
    if (test.id)
        body["id"] = *test.id;
    return m_client.post(environmentsPath + QStringLiteral("/test-connection"), body, context,
                         typed<ConnectionReport>(std::move(done)));
}

} // namespace labwarden::console
