// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/api/lab_api.h"

#include "console/api/answers.h"

#include <boost/json/value_from.hpp>

#include <algorithm>

namespace labwarden::console {
namespace {

const QString api = QStringLiteral("/api/v1");
constexpr int runsPerPage = 200;
constexpr int casesPerPage = 1000;

std::optional<RunChange> runChange(const boost::json::value& body) {
    auto run = readTolerant<TestRun>(body);
    if (!run)
        return std::nullopt;
    RunChange change{std::move(*run), {}};
    if (const auto* events = body.get_object().if_contains("events"))
        change.events = readEvents(*events);
    return change;
}

/// gaps: [[ms, ms], …]; none when there is no such list.
std::vector<TelemetryGap> gapsOf(const boost::json::object& series) {
    std::vector<TelemetryGap> gaps;
    const auto* list = series.if_contains("gaps");
    const auto* array = list ? list->if_array() : nullptr;
    if (!array)
        return gaps;
    for (const auto& entry : *array)
        if (const auto* pair = entry.if_array();
            pair && pair->size() == 2 && (*pair)[0].is_number() && (*pair)[1].is_number())
            gaps.push_back({Timestamp{(*pair)[0].to_number<std::int64_t>()},
                            Timestamp{(*pair)[1].to_number<std::int64_t>()}});
    return gaps;
}

/// points: [[ms, value], …]
std::optional<TelemetrySeries> series(const boost::json::value& body) {
    const auto* object = body.if_object();
    const auto* points = object ? object->if_contains("points") : nullptr;
    const auto* array = points ? points->if_array() : nullptr;
    if (!array)
        return std::nullopt;
    TelemetrySeries series{
        textOf(body, "device"), textOf(body, "metric"), textOf(body, "unit"), {}, gapsOf(*object)};
    series.points.reserve(array->size());
    for (const auto& entry : *array) {
        const auto* pair = entry.if_array();
        if (!pair || pair->size() != 2 || !(*pair)[0].is_number() || !(*pair)[1].is_number())
            continue;
        series.points.push_back(
            {Timestamp{(*pair)[0].to_number<std::int64_t>()}, (*pair)[1].to_number<double>()});
    }
    return series;
}

/// One series as it is, several below `series`.
std::optional<std::vector<TelemetrySeries>> allSeries(const boost::json::value& body) {
    const auto* object = body.if_object();
    const auto* list = object ? object->if_contains("series") : nullptr;
    const auto* array = list ? list->if_array() : nullptr;
    std::vector<TelemetrySeries> all;
    const auto add = [&all](const boost::json::value& one) {
        auto read = series(one);
        if (read)
            all.push_back(std::move(*read));
        return read.has_value();
    };
    const bool read = array ? std::all_of(array->begin(), array->end(), add) : add(body);
    return read ? std::optional(std::move(all)) : std::nullopt;
}

QString runPath(const std::string& id) {
    return api + QStringLiteral("/test-runs/") + QString::fromStdString(id);
}

QString devicePath(const std::string& id) {
    return api + QStringLiteral("/devices/") + QString::fromStdString(id);
}

} // namespace

ApiJob* LabApi::devices(QObject* context, Done<DeviceBoard> done) {
    return m_client.get(
        api + QStringLiteral("/devices"), {}, context,
        typed<DeviceBoard>(std::move(done), [](const auto& body) -> std::optional<DeviceBoard> {
            auto devices = listOf<Device>(body, "devices");
            if (!devices)
                return std::nullopt;
            return DeviceBoard{std::move(*devices), textOf(body, "cursor")};
        }));
}

ApiJob* LabApi::unregisteredDevices(QObject* context, Done<std::vector<UnregisteredDevice>> done) {
    return m_client.get(api + QStringLiteral("/unregistered-devices"), {}, context,
                        typed<std::vector<UnregisteredDevice>>(std::move(done), [](const auto& body) {
                            return listOf<UnregisteredDevice>(body, "unregisteredDevices");
                        }));
}

ApiJob* LabApi::testCases(const std::string& cursor, QObject* context, Done<TestCasePage> done) {
    return findTestCases({}, cursor, context, std::move(done));
}

ApiJob* LabApi::findTestCases(const QString& words, const std::string& cursor, QObject* context,
                              Done<TestCasePage> done) {
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("limit"), QString::number(casesPerPage));
    if (!words.isEmpty())
        query.addQueryItem(QStringLiteral("q"), QString::fromLatin1(QUrl::toPercentEncoding(words)));
    if (!cursor.empty())
        query.addQueryItem(QStringLiteral("cursor"), QString::fromStdString(cursor));
    return m_client.get(
        api + QStringLiteral("/test-cases"), query, context,
        typed<TestCasePage>(std::move(done), [](const auto& body) -> std::optional<TestCasePage> {
            auto testCases = listOf<TestCaseSummary>(body, "testCases");
            if (!testCases)
                return std::nullopt;
            return TestCasePage{std::move(*testCases), textOf(body, "nextCursor")};
        }));
}

ApiJob* LabApi::testCase(const std::string& id, QObject* context, Done<TestCase> done) {
    return m_client.get(api + QStringLiteral("/test-cases/") + QString::fromStdString(id), {}, context,
                        typed<TestCase>(std::move(done), readTolerant<TestCase>));
}

ApiJob* LabApi::environments(QObject* context, Done<std::vector<Environment>> done) {
    return m_client.get(api + QStringLiteral("/environments"), {}, context,
                        typed<std::vector<Environment>>(std::move(done), [](const auto& body) {
                            return listOf<Environment>(body, "environments");
                        }));
}

ApiJob* LabApi::runs(const std::string& cursor, bool activeOnly, QObject* context, Done<RunPage> done) {
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("limit"), QString::number(runsPerPage));
    if (activeOnly)
        query.addQueryItem(QStringLiteral("state"), QStringLiteral("active"));
    if (!cursor.empty())
        query.addQueryItem(QStringLiteral("cursor"), QString::fromStdString(cursor));
    return m_client.get(api + QStringLiteral("/test-runs"), query, context,
                        typed<RunPage>(std::move(done), [](const auto& body) -> std::optional<RunPage> {
                            auto runs = listOf<TestRun>(body, "testRuns");
                            if (!runs)
                                return std::nullopt;
                            return RunPage{std::move(*runs), textOf(body, "nextCursor")};
                        }));
}

ApiJob* LabApi::run(const std::string& id, QObject* context, Done<TestRunDetail> done) {
    return m_client.get(runPath(id), {}, context,
                        typed<TestRunDetail>(std::move(done), readTolerant<TestRunDetail>));
}

ApiJob* LabApi::startRun(const NewTestRun& run, const QByteArray& idempotencyKey, QObject* context,
                         Done<RunChange> done) {
    return m_client.post(api + QStringLiteral("/test-runs"), boost::json::value_from(run), context,
                         typed<RunChange>(std::move(done), runChange), idempotencyKey);
}

ApiJob* LabApi::cancelRun(const std::string& id, QObject* context, Done<RunChange> done) {
    return m_client.post(runPath(id) + QStringLiteral("/cancel"), nullptr, context,
                         typed<RunChange>(std::move(done), runChange));
}

ApiJob* LabApi::metrics(const std::string& deviceId, QObject* context, Done<std::vector<Metric>> done) {
    return m_client.get(devicePath(deviceId) + QStringLiteral("/metrics"), {}, context,
                        typed<std::vector<Metric>>(std::move(done), [](const auto& body) {
                            return listOf<Metric>(body, "metrics");
                        }));
}

ApiJob* LabApi::telemetry(const std::string& deviceId, const std::vector<std::string>& metrics,
                          Timestamp from, Timestamp to, int points, QObject* context,
                          Done<std::vector<TelemetrySeries>> done) {
    QUrlQuery query;
    for (const auto& metric : metrics)
        query.addQueryItem(QStringLiteral("metric"), QString::fromStdString(metric));
    query.addQueryItem(QStringLiteral("from"), QString::fromStdString(from.text()));
    query.addQueryItem(QStringLiteral("to"), QString::fromStdString(to.text()));
    query.addQueryItem(QStringLiteral("points"), QString::number(points));
    return m_client.get(devicePath(deviceId) + QStringLiteral("/telemetry"), query, context,
                        typed<std::vector<TelemetrySeries>>(std::move(done), allSeries));
}

ApiJob* LabApi::latestValues(const std::string& metric, QObject* context,
                             Done<std::vector<LatestValue>> done) {
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("metric"), QString::fromStdString(metric));
    return m_client.get(api + QStringLiteral("/telemetry/latest"), query, context,
                        typed<std::vector<LatestValue>>(std::move(done), [](const auto& body) {
                            return listOf<LatestValue>(body, "values");
                        }));
}

ApiJob* LabApi::labMetrics(QObject* context, Done<std::vector<LabMetric>> done) {
    return m_client.get(api + QStringLiteral("/telemetry/metrics"), {}, context,
                        typed<std::vector<LabMetric>>(std::move(done), [](const auto& body) {
                            return listOf<LabMetric>(body, "metrics");
                        }));
}

} // namespace labwarden::console
