// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/clients/telemetry_reader.h"

#include <algorithm>

namespace labwarden::clients {
namespace {

constexpr std::string_view measurement = "telemetry";
constexpr std::string_view deviceTag = "device";
constexpr std::string_view clockOffField = "clock_off";
/// Up to so many samples are read and thinned here; beyond it InfluxDB does it.
constexpr double exactLimit = 100'000;

std::string fromDevice(const std::string& device) {
    return " FROM " + influxName(measurement) + " WHERE " + influxName(deviceTag) + " = " +
           influxText(device);
}

std::string within(Timestamp after, Timestamp to, std::string_view lower, std::string_view upper) {
    return " AND time " + std::string(lower) + " " + influxTime(after) + " AND time " + std::string(upper) +
           " " + influxTime(to);
}

const double* number(const InfluxRow& row, std::size_t column) {
    return column < row.values.size() ? std::get_if<double>(&row.values[column]) : nullptr;
}

/// One sample for each row: what SELECT of one field or selector gives.
std::vector<Sample> samplesOf(const std::vector<InfluxSeries>& answer) {
    std::vector<Sample> samples;
    for (const auto& series : answer)
        for (const auto& row : series.rows)
            if (const double* value = number(row, 0))
                samples.push_back({row.at, *value});
    return samples;
}

} // namespace

std::string lineOf(const TelemetryPoint& point) {
    InfluxPoint out;
    out.measurement = measurement;
    out.tags = {{std::string(deviceTag), point.device}};
    out.at = point.at;
    out.fields.reserve(point.values.size() + 1);
    for (const auto& [metric, value] : point.values)
        out.fields.emplace_back(metric, value);
    if (point.clockOff && !point.values.empty())
        out.fields.emplace_back(std::string(clockOffField), true);
    return lineOf(out);
}

std::vector<Sample> TelemetryReader::samples(const std::string& device, const std::string& metric,
                                             Timestamp after, Timestamp to, std::size_t limit) {
    return samplesOf(m_influx.query("SELECT " + influxName(metric) + fromDevice(device) +
                                    within(after, to, ">", "<=") + " ORDER BY time ASC LIMIT " +
                                    std::to_string(limit)));
}

std::vector<Sample> TelemetryReader::thinned(const std::string& device, const std::string& metric,
                                             Timestamp from, Timestamp to, int buckets) {
    if (to <= from || buckets < 1)
        return {};
    const std::int64_t width = std::max<std::int64_t>((to.ms - from.ms + buckets - 1) / buckets, 1);
    const std::string range = fromDevice(device) + within(from, to, ">=", "<");
    const auto counted = samplesOf(m_influx.query("SELECT COUNT(" + influxName(metric) + ")" + range));
    if (!counted.empty() && counted.front().value > exactLimit)
        return groupedByInflux(metric, range, from, width);
    return groupedHere(device, metric, from, to, width);
}

std::vector<Sample> TelemetryReader::groupedHere(const std::string& device, const std::string& metric,
                                                 Timestamp from, Timestamp to, std::int64_t width) {
    std::vector<Sample> out;
    std::int64_t bucket = -1;
    Sample low, high;
    const auto flush = [&] {
        if (bucket < 0)
            return;
        out.push_back(low.at <= high.at ? low : high);
        if (low.at != high.at)
            out.push_back(low.at <= high.at ? high : low);
    };
    constexpr std::size_t page = 20'000;
    Timestamp after{from.ms - 1};
    for (;;) {
        const auto part = samples(device, metric, after, Timestamp{to.ms - 1}, page);
        for (const auto& sample : part) {
            const std::int64_t mine = (sample.at.ms - from.ms) / width;
            if (mine != bucket) {
                flush();
                bucket = mine;
                low = high = sample;
            } else if (sample.value < low.value) {
                low = sample;
            } else if (sample.value > high.value) {
                high = sample;
            }
        }
        if (part.size() < page)
            break;
        after = part.back().at;
    }
    flush();
    return out;
}

std::vector<Sample> TelemetryReader::groupedByInflux(const std::string& metric, const std::string& range,
                                                     Timestamp from, std::int64_t width) {
    const std::string name = influxName(metric);
    const std::string statement = "SELECT MIN(" + name + "), MAX(" + name + ")" + range + " GROUP BY time(" +
                                  std::to_string(width) + "ms, " + std::to_string(from.ms % width) +
                                  "ms) FILL(none)";
    std::vector<Sample> out;
    for (const auto& series : m_influx.query(statement))
        for (const auto& row : series.rows) {
            const double* low = number(row, 0);
            const double* high = number(row, 1);
            if (low == nullptr || high == nullptr)
                continue;
            out.push_back({row.at, *low});
            if (*high != *low)
                out.push_back({row.at + std::chrono::milliseconds(width / 2), *high});
        }
    return out;
}

std::optional<Timestamp> TelemetryReader::newest(const std::string& device) {
    const auto answer = m_influx.query("SELECT *" + fromDevice(device) + " ORDER BY time DESC LIMIT 1");
    if (answer.empty() || answer.front().rows.empty())
        return std::nullopt;
    return answer.front().rows.front().at;
}

std::vector<std::string> TelemetryReader::metrics(const std::string& device) {
    // SHOW FIELD KEYS knows no device, so the newest values say which fields this one has.
    const auto answer = m_influx.query("SELECT LAST(*)" + fromDevice(device) + " AND time > now() - 30d");
    std::vector<std::string> names;
    constexpr std::string_view prefix = "last_";
    for (const auto& series : answer) {
        for (std::size_t i = 0; i < series.columns.size(); ++i) {
            const std::string_view column = series.columns[i];
            if (!column.starts_with(prefix) || column.substr(prefix.size()) == clockOffField)
                continue;
            if (!series.rows.empty() && number(series.rows.front(), i) != nullptr)
                names.emplace_back(column.substr(prefix.size()));
        }
    }
    std::ranges::sort(names);
    return names;
}

} // namespace labwarden::clients
