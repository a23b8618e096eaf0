// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/telemetry/latest.h"

#include "server/clients/telemetry_reader.h"
#include "server/devices/messages.h"
#include "server/errors.h"
#include "server/storage/database.h"
#include "sql/queries/telemetry.h"

#include <boost/json.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace labwarden::telemetry {
namespace {

using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t mostAnswers = 32; ///< metrics that are kept; people look at few
constexpr int mostMetrics = 500;

clients::HttpSettings limits() {
    clients::HttpSettings settings;
    settings.connectTimeout = 2s;
    settings.totalTimeout = 5s;
    return settings;
}

std::chrono::milliseconds ageLimit(int intervalMs) {
    return std::clamp<std::chrono::milliseconds>(3 * std::chrono::milliseconds(intervalMs),
                                                 Latest::shortestAge, Latest::longestAge);
}

} // namespace

Latest::Latest(clients::Url influx, storage::Database& database)
    : m_database(database), m_influx(std::move(influx), limits()) {}

std::shared_ptr<Latest::Answer> Latest::answerFor(const std::string& metric) {
    const std::lock_guard lock(m_mutex);
    if (const auto known = m_answers.find(metric); known != m_answers.end())
        return known->second;
    if (m_answers.size() >= mostAnswers)
        m_answers.clear(); // whoever still looks has it made anew
    return m_answers.emplace(metric, std::make_shared<Answer>()).first->second;
}

std::shared_ptr<const std::string> Latest::of(const std::string& metric) {
    if (!devices::isMetricName(metric))
        throw Invalid(std::vector<Fault>{
            {"/metric", "must be the name of a metric: a-z, 0-9 and _, at most 64 characters"}});
    const auto answer = answerFor(metric);
    const std::lock_guard lock(answer->making);
    if (answer->text && SteadyClock::now() - answer->madeAt < freshFor)
        return answer->text;
    boost::json::object body;
    body["metric"] = metric;
    body["values"] = boost::json::value_from(read(metric));
    answer->text = std::make_shared<const std::string>(boost::json::serialize(body));
    answer->madeAt = SteadyClock::now();
    return answer->text;
}

std::vector<LatestValue> Latest::read(const std::string& metric) {
    const auto now = Timestamp::now();
    std::map<std::string, Sample> newest;
    try {
        const std::lock_guard lock(m_influxMutex);
        newest = clients::TelemetryReader(m_influx).latest(metric, now - longestAge);
    } catch (const clients::InfluxRejected& e) {
        spdlog::error("Telemetry: {}", e.what());
        throw Unavailable("influxdb", PublicText("The telemetry database could not answer."));
    }
    std::vector<LatestValue> values;
    if (newest.empty())
        return values;
    values.reserve(newest.size());
    for (const auto& row : m_database.acquire()->run(queries::telemetry::metric_devices, metric)) {
        const auto sample = newest.find(row["key"].as<std::string>());
        if (sample == newest.end())
            continue;
        const int interval = row["interval_ms"].is_null() ? 0 : row["interval_ms"].as<int>();
        if (now - sample->second.at > ageLimit(interval))
            continue;
        values.push_back({.deviceId = row["id"].as<std::string>(),
                          .at = sample->second.at,
                          .value = sample->second.value,
                          .unit = row["unit"].is_null() ? std::string() : row["unit"].as<std::string>()});
    }
    return values;
}

std::vector<LabMetric> Latest::metrics() {
    std::vector<LabMetric> metrics;
    for (const auto& row : m_database.acquire()->run(queries::telemetry::lab_metrics, mostMetrics))
        metrics.push_back({.name = row["name"].as<std::string>(),
                           .unit = row["unit"].as<std::string>(),
                           .devices = row["devices"].as<std::int64_t>()});
    return metrics;
}

} // namespace labwarden::telemetry
