// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/back_test.h"
#include "common/domain/telemetry.h"
#include "server/clients/influx.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace labwarden::storage {
class Database;
}

namespace labwarden::telemetry {

/// What a person asks of a device's telemetry.
struct SeriesQuery {
    std::vector<std::string> metrics;
    Timestamp from, to;
    int points = 600; ///< at most so many of each metric come back
};

inline constexpr int minPoints = 2, maxPoints = 10'000;
inline constexpr std::size_t maxSeries = 16; ///< metrics in one question
inline constexpr std::chrono::days longestRange{3660};

/// A time without samples, from the last before it to the first after it.
struct Gap {
    Timestamp from, to;
};

/// One metric's answer.
struct SeriesAnswer {
    TelemetrySeries series;
    std::optional<int> intervalMs; ///< as the device says it in its meta
    std::vector<Gap> gaps; ///< longer than three intervals, and than a part where samples were left out; none
                           ///< when the interval is not known
};

/// Every sample of some metrics, as it takes to judge them.
struct WholeQuery {
    std::vector<std::string> metrics; ///< at most maxSeries
    /// What to read, once the longest interval of these metrics is known.
    std::function<TelemetryGap(std::chrono::milliseconds longestInterval)> span;
    std::int64_t most = 1'000'000;              ///< samples of all of them together
    std::chrono::milliseconds deadline{10'000}; ///< for all of it
};

struct WholeAnswer {
    std::string device;                   ///< key
    std::vector<MetricSamples> telemetry; ///< in the order of the metrics
};

/// Telemetry for people. Any thread; blocks on PostgreSQL and InfluxDB, each with its deadline.
class QueryService {
public:
    /// The database outlives it. Throws std::invalid_argument on a URL that is not that of an InfluxDB
    /// database.
    QueryService(clients::Url influx, storage::Database& database);

    /// Of each metric, in their order: all samples if they are few enough, else thinned to minimum and
    /// maximum of each part of the time asked for, at their own moments. Throws NotFound, Invalid,
    /// Unavailable.
    std::vector<SeriesAnswer> series(const std::string& deviceId, const SeriesQuery& query);
    /// Throws NotFound; Invalid when there are more than `most`; Unavailable, also past the deadline.
    WholeAnswer whole(const std::string& deviceId, const WholeQuery& query);
    /// Those the device names in its meta; of a device without meta those that InfluxDB has, without unit.
    /// Throws NotFound, Unavailable.
    std::vector<Metric> metrics(const std::string& deviceId);

private:
    class Loan;
    std::unique_ptr<clients::InfluxClient> take();
    void giveBack(std::unique_ptr<clients::InfluxClient> client);

    const clients::Url m_influx;
    storage::Database& m_database;
    std::mutex m_mutex;
    std::vector<std::unique_ptr<clients::InfluxClient>> m_idle; ///< with connections that are open
};

} // namespace labwarden::telemetry
