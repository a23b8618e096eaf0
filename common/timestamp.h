// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <boost/json/fwd.hpp>

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace labwarden {

/// A moment in UTC with millisecond resolution, as the wire has it: RFC 3339, "2026-03-01T14:02:18.250Z".
/// A plain value; every thread may use it.
struct Timestamp {
    std::int64_t ms = 0; ///< milliseconds since 1970-01-01T00:00:00Z

    /// The machine's clock. Whatever is stored takes PostgreSQL's clock instead.
    static Timestamp now();
    /// Accepts any RFC 3339 offset and 0 to 9 fractional digits (more than three are cut); nothing on bad
    /// text.
    static std::optional<Timestamp> parse(std::string_view text);
    /// Always in UTC with three fractional digits and "Z".
    std::string text() const;

    Timestamp operator+(std::chrono::milliseconds d) const { return {ms + d.count()}; }
    Timestamp operator-(std::chrono::milliseconds d) const { return {ms - d.count()}; }
    std::chrono::milliseconds operator-(Timestamp other) const {
        return std::chrono::milliseconds(ms - other.ms);
    }
    auto operator<=>(const Timestamp&) const = default;
};

void tag_invoke(const boost::json::value_from_tag&, boost::json::value& out, const Timestamp& t);

} // namespace labwarden
