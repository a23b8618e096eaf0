// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/clients/telemetry_reader.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace labwarden::clients {
namespace {

constexpr std::string_view measurement = "telemetry";
constexpr std::string_view deviceTag = "device";
constexpr std::string_view clockOffField = "clock_off";

std::string fromDevices() {
    return " FROM " + influxName(measurement) + " WHERE ";
}

std::string fromDevice(const std::string& device) {
    return fromDevices() + influxName(deviceTag) + " = " + influxText(device);
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

/// Both in the order of time; what is in both comes once.
std::vector<Sample> merged(const std::vector<Sample>& low, const std::vector<Sample>& high) {
    const auto at = [](const Sample& sample) { return sample.at; };
    std::vector<Sample> all;
    all.reserve(low.size() + high.size());
    std::ranges::merge(low, high, std::back_inserter(all), {}, at, at);
    const auto [rest, end] = std::ranges::unique(all, {}, at);
    all.erase(rest, end);
    return all;
}

std::string fromAnyDevice() {
    return " FROM " + influxName(measurement);
}

std::optional<Timestamp> timeOfFirst(const std::vector<InfluxSeries>& answer) {
    if (answer.empty() || answer.front().rows.empty())
        return std::nullopt;
    return answer.front().rows.front().at;
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

std::vector<Sample> TelemetryReader::allSamples(const std::string& device, const std::string& metric,
                                                Timestamp from, Timestamp to,
                                                const std::function<void()>& next) {
    constexpr std::size_t page = 50'000;
    std::vector<Sample> all;
    for (Timestamp after = from - std::chrono::milliseconds(1);;) {
        if (next)
            next();
        const auto some = samples(device, metric, after, to, page);
        all.insert(all.end(), some.begin(), some.end());
        if (some.size() < page)
            return all;
        after = some.back().at;
    }
}

std::int64_t TelemetryReader::count(const std::string& device, const std::vector<std::string>& metrics,
                                    Timestamp from, Timestamp to) {
    std::string counts;
    for (const auto& metric : metrics)
        counts += (counts.empty() ? "COUNT(" : ", COUNT(") + influxName(metric) + ")";
    double all = 0;
    for (const auto& series :
         m_influx.query("SELECT " + counts + fromDevice(device) + within(from, to, ">=", "<=")))
        for (const auto& row : series.rows)
            for (std::size_t i = 0; i < row.values.size(); ++i)
                if (const double* some = number(row, i))
                    all += *some;
    return static_cast<std::int64_t>(all);
}

std::vector<ThinnedSamples> TelemetryReader::thinned(const std::string& device,
                                                     const std::vector<std::string>& metrics, Timestamp from,
                                                     Timestamp to, int buckets) {
    if (to <= from || buckets < 1 || metrics.empty())
        return std::vector<ThinnedSamples>(metrics.size());
    const std::int64_t part = std::max<std::int64_t>((to.ms - from.ms + buckets - 1) / buckets, 1);
    const std::size_t budget = 2 * static_cast<std::size_t>(buckets);
    const std::string range = fromDevice(device) + within(from, to, ">=", "<");
    // InfluxDB counts parts from its epoch, also before it: the remainder must not be negative.
    const std::string parts = " GROUP BY time(" + std::to_string(part) + "ms, " +
                              std::to_string((from.ms % part + part) % part) + "ms)";
    // TOP and BOTTOM keep the moments of what they choose; MIN and MAX would give those of the parts.
    std::string statements;
    for (const auto& metric : metrics) {
        const std::string name = influxName(metric);
        statements += "SELECT " + name + range + " LIMIT " + std::to_string(budget + 1) + ";SELECT BOTTOM(" +
                      name + ", 1)" + range + parts + ";SELECT TOP(" + name + ", 1)" + range + parts + ";";
    }
    const auto answers = m_influx.queryEach(statements);
    std::vector<ThinnedSamples> all;
    for (std::size_t i = 0; i + 2 < answers.size() && all.size() < metrics.size(); i += 3) {
        auto every = samplesOf(answers[i]);
        if (every.size() <= budget)
            all.push_back({std::move(every)});
        else
            all.push_back({merged(samplesOf(answers[i + 1]), samplesOf(answers[i + 2])),
                           std::chrono::milliseconds(part)});
    }
    all.resize(metrics.size());
    return all;
}

std::optional<Timestamp> TelemetryReader::newest(const std::string& device) {
    return timeOfFirst(m_influx.query("SELECT *" + fromDevice(device) + " ORDER BY time DESC LIMIT 1"));
}

std::optional<Timestamp> TelemetryReader::newest() {
    return timeOfFirst(m_influx.query("SELECT *" + fromAnyDevice() + " ORDER BY time DESC LIMIT 1"));
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

std::map<std::string, Sample> TelemetryReader::latest(const std::string& metric, Timestamp since) {
    const auto answer = m_influx.query("SELECT LAST(" + influxName(metric) + ")" + fromDevices() +
                                       "time >= " + influxTime(since) + " GROUP BY " + influxName(deviceTag));
    std::map<std::string, Sample> newest;
    for (const auto& series : answer) {
        const auto device = series.tags.find(std::string(deviceTag));
        if (device == series.tags.end() || series.rows.empty())
            continue;
        if (const double* value = number(series.rows.front(), 0))
            newest.insert_or_assign(device->second, Sample{series.rows.front().at, *value});
    }
    return newest;
}

} // namespace labwarden::clients
