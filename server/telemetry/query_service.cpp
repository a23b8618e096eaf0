// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/telemetry/query_service.h"

#include "server/clients/telemetry_reader.h"
#include "server/devices/messages.h"
#include "server/devices/metrics.h"
#include "server/errors.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace labwarden::telemetry {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t maxIdle = 16;
// InfluxDB counts nanoseconds in 64 bits: from 1684 to 2255, with a little room.
constexpr Timestamp firstTime{-9'000'000'000'000}, lastTime{9'000'000'000'000};

clients::HttpSettings limits() {
    clients::HttpSettings settings;
    settings.connectTimeout = 2s;
    settings.totalTimeout = 5s;
    return settings;
}

void check(const SeriesQuery& query) {
    std::vector<Fault> faults;
    if (query.metrics.empty() || query.metrics.size() > maxSeries)
        faults.push_back({"/metric", "must name 1 to 16 metrics"});
    else if (!std::ranges::all_of(query.metrics, devices::isMetricName))
        faults.push_back({"/metric", "must be the name of a metric: a-z, 0-9 and _, at most 64 characters"});
    if (query.from < firstTime)
        faults.push_back({"/from", "is too long ago"});
    if (query.to > lastTime)
        faults.push_back({"/to", "is too far ahead"});
    if (query.from >= query.to)
        faults.push_back({"/from", "must be before \"to\""});
    else if (faults.empty() && query.to - query.from > longestRange)
        faults.push_back({"/from", "must be at most ten years before \"to\""});
    if (query.points < minPoints || query.points > maxPoints)
        faults.push_back({"/points", "must be from 2 to 10000"});
    if (!faults.empty())
        throw Invalid(std::move(faults));
}

std::vector<Gap> gapsOf(const clients::ThinnedSamples& thinned, Timestamp from,
                        std::chrono::milliseconds interval) {
    std::vector<Gap> gaps;
    // Two extremes may be far apart with samples between them, unless a whole part between them has none.
    const auto partBetween = [&](Timestamp a, Timestamp b) {
        return thinned.part == 0ms || (b - from) / thinned.part - (a - from) / thinned.part > 1;
    };
    for (std::size_t i = 1; i < thinned.samples.size(); ++i) {
        const auto a = thinned.samples[i - 1].at, b = thinned.samples[i].at;
        if (b - a > 3 * interval && partBetween(a, b))
            gaps.push_back({a, b});
    }
    return gaps;
}

} // namespace

/// A client for the length of one call: each belongs to one thread at a time.
class QueryService::Loan {
public:
    explicit Loan(QueryService& owner) : m_owner(owner), m_client(owner.take()) {}
    ~Loan() { m_owner.giveBack(std::move(m_client)); }
    Loan(const Loan&) = delete;
    Loan& operator=(const Loan&) = delete;

    /// A statement that InfluxDB refuses is a fault of ours or of its state: nothing that the caller could
    /// mend.
    template<class Call>
    auto use(Call call) {
        try {
            clients::TelemetryReader reader(*m_client);
            return call(reader);
        } catch (const clients::InfluxRejected& e) {
            spdlog::error("Telemetry: {}", e.what());
            throw Unavailable("influxdb", PublicText("The telemetry database could not answer."));
        }
    }

private:
    QueryService& m_owner;
    std::unique_ptr<clients::InfluxClient> m_client;
};

QueryService::QueryService(clients::Url influx, storage::Database& database)
    : m_influx(std::move(influx)), m_database(database) {
    m_idle.push_back(std::make_unique<clients::InfluxClient>(m_influx, limits()));
}

std::unique_ptr<clients::InfluxClient> QueryService::take() {
    {
        const std::lock_guard lock(m_mutex);
        if (!m_idle.empty()) {
            auto client = std::move(m_idle.back());
            m_idle.pop_back();
            return client;
        }
    }
    return std::make_unique<clients::InfluxClient>(m_influx, limits());
}

void QueryService::giveBack(std::unique_ptr<clients::InfluxClient> client) {
    const std::lock_guard lock(m_mutex);
    if (m_idle.size() < maxIdle)
        m_idle.push_back(std::move(client));
}

std::vector<SeriesAnswer> QueryService::series(const std::string& deviceId, const SeriesQuery& query) {
    check(query);
    const auto device = devices::deviceMetrics(m_database, deviceId);
    auto found = Loan(*this).use([&](clients::TelemetryReader& reader) {
        return reader.thinned(device.key, query.metrics, query.from, query.to, query.points / 2);
    });
    std::vector<SeriesAnswer> answers;
    for (std::size_t i = 0; i < query.metrics.size(); ++i) {
        SeriesAnswer answer;
        answer.series.device = device.key;
        answer.series.metric = query.metrics[i];
        const auto known = std::ranges::find(device.metrics, query.metrics[i], &Metric::name);
        if (known != device.metrics.end()) {
            answer.series.unit = known->unit;
            answer.intervalMs = known->intervalMs;
            answer.gaps = gapsOf(found[i], query.from, std::chrono::milliseconds(known->intervalMs));
        }
        answer.series.points = std::move(found[i].samples);
        answers.push_back(std::move(answer));
    }
    return answers;
}

WholeAnswer QueryService::whole(const std::string& deviceId, const WholeQuery& query) {
    const auto deadline = std::chrono::steady_clock::now() + query.deadline;
    const auto inTime = [&] {
        if (std::chrono::steady_clock::now() > deadline)
            throw Unavailable("influxdb",
                              PublicText("Reading the telemetry took too long. Try a shorter time "
                                         "or fewer metrics."));
    };
    const auto device = devices::deviceMetrics(m_database, deviceId);
    WholeAnswer answer{.device = device.key, .telemetry = {}};
    auto longest = 0ms;
    for (const auto& name : query.metrics) {
        MetricSamples metric{.metric = name, .samples = {}, .unit = {}};
        if (const auto known = std::ranges::find(device.metrics, name, &Metric::name);
            known != device.metrics.end()) {
            metric.unit = known->unit;
            metric.interval = std::chrono::milliseconds(known->intervalMs);
            longest = std::max(longest, metric.interval);
        }
        answer.telemetry.push_back(std::move(metric));
    }
    const TelemetryGap span = query.span(longest);
    check({.metrics = query.metrics, .from = span.from, .to = span.to});
    Loan(*this).use([&](clients::TelemetryReader& reader) {
        const auto count = reader.count(device.key, query.metrics, span.from, span.to);
        if (count > query.most)
            throw Invalid(std::vector<Fault>{
                {"/from", "has " + std::to_string(count) + " samples up to \"to\", more than the " +
                              std::to_string(query.most) +
                              " that can be judged at once; choose a shorter time or fewer metrics"}});
        for (MetricSamples& metric : answer.telemetry)
            metric.samples = reader.allSamples(device.key, metric.metric, span.from, span.to, inTime);
    });
    return answer;
}

std::vector<Metric> QueryService::metrics(const std::string& deviceId) {
    auto device = devices::deviceMetrics(m_database, deviceId);
    if (!device.metrics.empty())
        return std::move(device.metrics);
    const auto names =
        Loan(*this).use([&](clients::TelemetryReader& reader) { return reader.metrics(device.key); });
    std::vector<Metric> metrics;
    for (const auto& name : names)
        metrics.push_back({.name = name, .unit = {}, .intervalMs = 1000});
    return metrics;
}

} // namespace labwarden::telemetry
