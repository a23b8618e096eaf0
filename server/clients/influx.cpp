// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/clients/influx.h"

#include "common/url_template.h"
#include "server/errors.h"

#include <boost/json.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <iterator>
#include <utility>

namespace labwarden::clients {
namespace {

namespace json = boost::json;

/// Appends with a backslash before each of `special`; a trailing backslash would swallow the separator, and
/// control characters end the line, so both become harmless.
void appendEscaped(std::string& out, std::string_view text, std::string_view special) {
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f || c == '\\') {
            out += '_';
            continue;
        }
        if (special.find(c) != std::string_view::npos)
            out += '\\';
        out += c;
    }
}

void appendNumber(std::string& out, double value) {
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out.append(digits.data(), end);
}

std::string quoted(std::string_view text, char quote) {
    std::string out(1, quote);
    for (const char c : text) {
        if (c == quote || c == '\\')
            out += '\\';
        if (c == '\n') {
            out += "\\n"; // a bare line break is not allowed within quotes
            continue;
        }
        out += c;
    }
    return out + quote;
}

InfluxValue valueOf(const json::value& v) {
    switch (v.kind()) {
    case json::kind::bool_:
        return v.get_bool();
    case json::kind::string:
        return std::string(v.get_string());
    case json::kind::int64:
        return static_cast<double>(v.get_int64());
    case json::kind::uint64:
        return static_cast<double>(v.get_uint64());
    case json::kind::double_:
        return v.get_double();
    default:
        return std::monostate();
    }
}

InfluxSeries seriesOf(const json::object& object) {
    InfluxSeries series;
    if (const auto* name = object.if_contains("name"))
        series.name = name->as_string();
    if (const auto* tags = object.if_contains("tags"))
        for (const auto& [key, value] : tags->as_object())
            series.tags.emplace(key, value.as_string());
    // "time" is the first column wherever there is one; SHOW statements have none.
    bool timed = false;
    for (const auto& column : object.at("columns").as_array()) {
        if (series.columns.empty() && !timed && column.as_string() == "time")
            timed = true;
        else
            series.columns.emplace_back(column.as_string());
    }
    const auto* values = object.if_contains("values");
    if (values == nullptr)
        return series;
    for (const auto& line : values->as_array()) {
        const auto& cells = line.as_array();
        InfluxRow row;
        row.values.reserve(cells.size());
        for (std::size_t i = 0; i < cells.size(); ++i) {
            if (i == 0 && timed)
                row.at.ms = cells[i].to_number<std::int64_t>();
            else
                row.values.push_back(valueOf(cells[i]));
        }
        series.rows.push_back(std::move(row));
    }
    return series;
}

[[noreturn]] void unavailable(const std::string& why) {
    spdlog::debug("InfluxDB: {}", why);
    throw Unavailable("influxdb", PublicText("The telemetry database is not available."));
}

/// InfluxDB's own words, cut to what a log line can take.
std::string reasonOf(const HttpResult& result) {
    return result.body.substr(0, 300);
}

} // namespace

std::string lineOf(const InfluxPoint& point) {
    std::string line;
    appendEscaped(line, point.measurement, ", ");
    for (const auto& [key, value] : point.tags) {
        if (value.empty())
            continue;
        line += ',';
        appendEscaped(line, key, ",= ");
        line += '=';
        appendEscaped(line, value, ",= ");
    }
    char separator = ' ';
    for (const auto& [key, value] : point.fields) {
        const auto* number = std::get_if<double>(&value);
        if (number != nullptr && !std::isfinite(*number))
            continue;
        line += std::exchange(separator, ',');
        appendEscaped(line, key, ",= ");
        line += '=';
        if (number != nullptr)
            appendNumber(line, *number);
        else if (const auto* flag = std::get_if<bool>(&value))
            line += *flag ? "true" : "false";
        else
            line += quoted(std::get<std::string>(value), '"');
    }
    if (separator == ' ')
        return {};
    line += ' ';
    line += std::to_string(point.at.ms);
    line += '\n';
    return line;
}

std::string influxName(std::string_view name) {
    return quoted(name, '"');
}
std::string influxText(std::string_view text) {
    return quoted(text, '\'');
}
std::string influxTime(Timestamp at) {
    return std::to_string(at.ms) + "ms";
}

InfluxClient::InfluxClient(Url url, HttpSettings settings)
    : m_url(std::move(url)), m_database(m_url.queryValue("db")), m_http(std::move(settings)) {
    if ((m_url.scheme != "http" && m_url.scheme != "https") || m_database.empty())
        throw std::invalid_argument("an InfluxDB URL is http(s)://host:port/?db=<database>");
}

HttpResult InfluxClient::call(HttpRequest request) {
    const bool base = m_url.path.empty() || m_url.path == "/";
    request.url = m_url.origin() + (base ? "" : m_url.path) + request.url;
    request.username = m_url.username;
    request.password = m_url.password;
    HttpResult result = m_http.send(request);
    if (result.failure != HttpFailure::None)
        unavailable(result.detail);
    if (result.status >= 500 || result.status == 429)
        unavailable("status " + std::to_string(result.status) + " " + reasonOf(result));
    if (result.status >= 300)
        throw InfluxRejected("InfluxDB says " + std::to_string(result.status) + ": " + reasonOf(result),
                             result.status);
    return result;
}

void InfluxClient::manage(const std::string& statement) {
    HttpRequest request;
    request.method = "POST";
    request.url = "/query?q=" + percentEncoded(statement);
    call(std::move(request));
}

void InfluxClient::createDatabase() {
    manage("CREATE DATABASE " + influxName(m_database));
}
void InfluxClient::dropDatabase() {
    manage("DROP DATABASE " + influxName(m_database));
}

void InfluxClient::write(std::span<const InfluxPoint> points) {
    std::string lines;
    for (const auto& point : points)
        lines += lineOf(point);
    writeLines(lines);
}

void InfluxClient::writeLines(const std::string& lines) {
    if (lines.empty())
        return;
    HttpRequest request;
    request.method = "POST";
    request.url = "/write?precision=ms&db=" + percentEncoded(m_database);
    request.contentType = "text/plain";
    request.body = lines;
    const HttpResult answer = call(std::move(request));
    if (answer.status != 204)
        unavailable("status " + std::to_string(answer.status) + " for a write: that is no InfluxDB");
}

std::vector<InfluxSeries> InfluxClient::query(const std::string& influxQl) {
    std::vector<InfluxSeries> all;
    for (auto& statement : queryEach(influxQl))
        std::ranges::move(statement, std::back_inserter(all));
    return all;
}

std::vector<std::vector<InfluxSeries>> InfluxClient::queryEach(const std::string& influxQl) {
    HttpRequest request;
    request.url = "/query?epoch=ms&db=" + percentEncoded(m_database) + "&q=" + percentEncoded(influxQl);
    const HttpResult answer = call(std::move(request));
    std::vector<std::vector<InfluxSeries>> all;
    try {
        const auto document = json::parse(answer.body);
        for (const auto& result : document.at("results").as_array()) {
            const auto& object = result.as_object();
            if (const auto* error = object.if_contains("error"))
                throw InfluxRejected("InfluxDB says: " + std::string(error->as_string()).substr(0, 300));
            auto& statement = all.emplace_back();
            if (const auto* list = object.if_contains("series"))
                for (const auto& series : list->as_array())
                    statement.push_back(seriesOf(series.as_object()));
        }
    } catch (const InfluxRejected&) {
        throw;
    } catch (const std::exception& e) {
        unavailable(std::string("an answer that cannot be read: ") + e.what());
    }
    return all;
}

} // namespace labwarden::clients
