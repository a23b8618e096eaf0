// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/telemetry/influx_sink.h"

#include "server/errors.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>
#include <string_view>

namespace labwarden::telemetry {
namespace {

using namespace std::chrono_literals;

clients::HttpSettings within(std::chrono::milliseconds limit) {
    clients::HttpSettings settings;
    settings.connectTimeout = std::min<std::chrono::milliseconds>(limit, 2s);
    settings.totalTimeout = limit;
    return settings;
}

/// How many of `points` InfluxDB has dropped, by its own words ("partial write: … dropped=3"); all when it
/// does not say.
std::size_t droppedOf(std::string_view words, std::size_t points) {
    constexpr std::string_view mark = "dropped=";
    const auto at = words.rfind(mark);
    std::size_t dropped = points;
    if (words.find("partial write") != std::string_view::npos && at != std::string_view::npos)
        std::from_chars(words.data() + at + mark.size(), words.data() + words.size(), dropped);
    // It counts lines that it cannot read as none dropped, but names them.
    if (dropped == 0)
        for (std::size_t found = words.find("unable to parse"); found != std::string_view::npos;
             found = words.find("unable to parse", found + 1))
            ++dropped;
    return std::min(dropped, points);
}

bool inInfluxWords(std::string_view words) {
    return words.find("\"error\":") != std::string_view::npos;
}

} // namespace

InfluxSink::InfluxSink(const clients::Url& influx, std::chrono::milliseconds deadline)
    : m_influx(influx, within(deadline)) {}

bool InfluxSink::ready() {
    if (m_databaseMade)
        return true;
    try {
        m_influx.createDatabase();
    } catch (const clients::InfluxRejected& e) {
        spdlog::debug("Telemetry: the database is not made here: {}", e.what());
    } catch (const Unavailable&) {
        return false;
    }
    m_databaseMade = true;
    return true;
}

Delivery InfluxSink::write(const Batch& batch) {
    if (!ready())
        return {.why = "InfluxDB is not available"};
    try {
        m_influx.writeLines(batch.lines);
        return {.taken = true};
    } catch (const Unavailable& e) {
        return {.why = e.what()};
    } catch (const clients::InfluxRejected& e) {
        const std::string_view words = e.what();
        if (e.status() == 400 && inInfluxWords(words))
            return {.taken = true, .refused = droppedOf(words, batch.points), .why = e.what()};
        if (e.status() == 413)
            return batch.points > 1 ? writeHalves(batch)
                                    : Delivery{.taken = true, .refused = 1, .why = e.what()};
        if (words.find("database not found") != std::string_view::npos)
            m_databaseMade = false; // somebody has dropped it, or this account may not make it
        return {.why = e.what()};
    }
}

/// Something on the way takes less at once.
Delivery InfluxSink::writeHalves(const Batch& batch) {
    std::size_t middle = 0;
    for (std::size_t line = 0; line < batch.points / 2; ++line)
        middle = batch.lines.find('\n', middle) + 1;
    const Delivery first = write({batch.lines.substr(0, middle), batch.points / 2});
    if (!first.taken)
        return first;
    Delivery second = write({batch.lines.substr(middle), batch.points - batch.points / 2});
    if (second.taken) {
        second.refused += first.refused;
        if (second.why.empty())
            second.why = first.why;
    }
    return second;
}

} // namespace labwarden::telemetry
