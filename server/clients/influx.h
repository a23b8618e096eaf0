// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/timestamp.h"
#include "server/clients/http_client.h"
#include "server/clients/url.h"

#include <cstddef>
#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace labwarden::clients {

struct InfluxPoint {
    std::string measurement;
    std::vector<std::pair<std::string, std::string>> tags; ///< those with an empty value are left out
    std::vector<std::pair<std::string, std::variant<double, bool, std::string>>> fields; ///< at least one
    Timestamp at;
};

/// The point in line protocol with its newline; every name is escaped, so device keys and metric names may be
/// anything. Line breaks and other control characters, which the protocol cannot carry, become '_'. Fields
/// that are not finite are left out; without any field the line is empty.
std::string lineOf(const InfluxPoint& point);

/// `"name"` and `'text'` as InfluxQL wants them, with whatever is in them escaped.
std::string influxName(std::string_view name);
std::string influxText(std::string_view text);
/// A moment as InfluxQL wants it: "1767225600000ms".
std::string influxTime(Timestamp at);

using InfluxValue = std::variant<std::monostate, double, bool, std::string>; ///< monostate: null

struct InfluxRow {
    Timestamp at;
    std::vector<InfluxValue> values; ///< as InfluxSeries::columns
};

struct InfluxSeries {
    std::string name;
    std::map<std::string, std::string> tags;
    std::vector<std::string> columns; ///< without "time"
    std::vector<InfluxRow> rows;
};

/// InfluxDB would not have it (4xx): trying again gives nothing until somebody changes something. what() is
/// for the log, InfluxDB's own words in it.
class InfluxRejected : public std::runtime_error {
public:
    explicit InfluxRejected(const std::string& what, int status = 0)
        : std::runtime_error(what), m_status(status) {}
    /// Of the answer; 0 when a statement within an answer was refused.
    int status() const { return m_status; }

private:
    int m_status;
};

/// InfluxDB 1.x, as in `http://user:password@host:8086/?db=labwarden`. InfluxDB 2.x has the same paths when
/// the database is mapped to a bucket there, with any user and a token as password; untried. One object
/// belongs to one thread at a time. Every call has the deadline of `settings`. Throws Unavailable("influxdb")
/// when InfluxDB is away, slow or failing (5xx), InfluxRejected otherwise. A write may be repeated: the same
/// point twice is one point.
class InfluxClient {
public:
    /// Throws std::invalid_argument on a URL without database.
    explicit InfluxClient(Url url, HttpSettings settings = {});

    /// No error when it is there already.
    void createDatabase();
    /// With what is in it.
    void dropDatabase();
    void write(std::span<const InfluxPoint> points);
    /// Lines made by lineOf(), milliseconds. Batches of about 5,000 suit it best. Taken is what InfluxDB has
    /// answered with 204; any other word of success comes from something else and is Unavailable. When it is
    /// rejected with 400 in InfluxDB's words, every point that was good has been taken.
    void writeLines(const std::string& lines);
    /// One statement that reads; all its series.
    std::vector<InfluxSeries> query(const std::string& influxQl);
    /// Several with ';' between, in one request: the series of each, in their order.
    std::vector<std::vector<InfluxSeries>> queryEach(const std::string& influxQl);
    const std::string& database() const { return m_database; }

private:
    HttpResult call(HttpRequest request);
    void manage(const std::string& statement);

    Url m_url;
    std::string m_database;
    HttpClient m_http;
};

} // namespace labwarden::clients
