// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/telemetry.h"
#include "server/clients/influx.h"

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace labwarden::storage {
class Database;
}

namespace labwarden::telemetry {

/// How things stand, for boards: the newest value of one metric of every device. However many boards ask, an
/// answer is made at most once every `freshFor` and shared. Any thread; blocks on PostgreSQL and InfluxDB,
/// each with its deadline.
class Latest {
public:
    static constexpr std::chrono::milliseconds freshFor{2000};
    /// How old a value may be: this, or three of the device's own intervals where those are longer, but never
    /// more than `longestAge`.
    static constexpr std::chrono::milliseconds shortestAge{60'000};
    static constexpr std::chrono::minutes longestAge{15};

    /// The database outlives it. Throws std::invalid_argument on a URL that is not that of an InfluxDB
    /// database.
    Latest(clients::Url influx, storage::Database& database);

    /// `{metric, values: [LatestValue]}` as text; no value of a metric that nobody sends. Throws Invalid,
    /// Unavailable.
    std::shared_ptr<const std::string> of(const std::string& metric);
    /// The most frequent first, at most 500. Throws Unavailable.
    std::vector<LabMetric> metrics();

private:
    struct Answer {
        std::mutex making; ///< held by who makes it; the others wait for that one
        std::chrono::steady_clock::time_point madeAt;
        std::shared_ptr<const std::string> text;
    };
    std::shared_ptr<Answer> answerFor(const std::string& metric);
    std::vector<LatestValue> read(const std::string& metric);

    storage::Database& m_database;
    std::mutex m_mutex; ///< of the answers
    std::map<std::string, std::shared_ptr<Answer>> m_answers;
    std::mutex m_influxMutex;
    clients::InfluxClient m_influx;
};

} // namespace labwarden::telemetry
