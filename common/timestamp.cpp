// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/timestamp.h"

#include <boost/json/value.hpp>

#include <array>
#include <cstdio>

namespace labwarden {

namespace {

constexpr Timestamp earliest{-62'135'596'800'000}; // 0001-01-01: PostgreSQL knows no year 0

/// Reads fixed-width decimal fields from the front of a text.
class Scanner {
public:
    explicit Scanner(std::string_view text) : m_rest(text) {}

    bool number(int digits, int& out) {
        if (m_rest.size() < static_cast<std::size_t>(digits))
            return false;
        int value = 0;
        for (int i = 0; i < digits; ++i) {
            const char c = m_rest[static_cast<std::size_t>(i)];
            if (c < '0' || c > '9')
                return false;
            value = value * 10 + (c - '0');
        }
        out = value;
        m_rest.remove_prefix(static_cast<std::size_t>(digits));
        return true;
    }
    bool any(std::string_view choices, char* found = nullptr) {
        if (m_rest.empty() || choices.find(m_rest.front()) == std::string_view::npos)
            return false;
        if (found)
            *found = m_rest.front();
        m_rest.remove_prefix(1);
        return true;
    }
    bool atEnd() const { return m_rest.empty(); }

private:
    std::string_view m_rest;
};

/// ".25" as 250; false when a point stands without a digit or with more than nine.
bool fraction(Scanner& in, int& ms) {
    ms = 0;
    if (!in.any("."))
        return true;
    int digits = 0;
    int weight = 100;
    for (int digit = 0; in.number(1, digit); ++digits) {
        ms += digit * weight;
        weight /= 10;
    }
    return digits >= 1 && digits <= 9;
}

/// Minutes east of UTC.
bool offset(Scanner& in, int& minutes) {
    minutes = 0;
    if (in.any("Zz"))
        return true;
    char sign = '+';
    int hour = 0;
    int minute = 0;
    if (!in.any("+-", &sign) || !in.number(2, hour) || !in.any(":") || !in.number(2, minute) || hour > 23 ||
        minute > 59)
        return false;
    minutes = (hour * 60 + minute) * (sign == '-' ? -1 : 1);
    return true;
}

} // namespace

Timestamp Timestamp::now() {
    using namespace std::chrono;
    return {duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count()};
}

std::optional<Timestamp> Timestamp::parse(std::string_view text) {
    using namespace std::chrono;
    Scanner in(text);
    int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0, ms = 0, east = 0;
    const bool shaped = in.number(4, y) && in.any("-") && in.number(2, mo) && in.any("-") &&
                        in.number(2, d) && in.any("Tt ") && in.number(2, h) && in.any(":") &&
                        in.number(2, mi) && in.any(":") && in.number(2, s) && fraction(in, ms) &&
                        offset(in, east) && in.atEnd();
    if (!shaped)
        return std::nullopt;
    const year_month_day date{year(y), month(static_cast<unsigned>(mo)), day(static_cast<unsigned>(d))};
    if (!date.ok() || h > 23 || mi > 59 || s > 60) // 60: a leap second counts as the next minute's first
        return std::nullopt;
    const auto at =
        sys_days(date).time_since_epoch() + hours(h) + minutes(mi - east) + seconds(s) + milliseconds(ms);
    const Timestamp whole{duration_cast<milliseconds>(at).count()};
    return whole < earliest ? std::nullopt : std::optional(whole);
}

std::string Timestamp::text() const {
    using namespace std::chrono;
    // What four digits of year can say, and parse() reads again; anything else would not be RFC 3339.
    constexpr std::int64_t first = earliest.ms;
    constexpr std::int64_t last = 253'402'300'799'999; // 9999-12-31
    const milliseconds whole(ms < first ? first : ms > last ? last : ms);
    const auto days = floor<std::chrono::days>(whole);
    const year_month_day date{sys_days(days)};
    const hh_mm_ss time(whole - days);
    std::array<char, 64> out{};
    const int length = std::snprintf(
        out.data(), out.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
        static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
        static_cast<int>(time.seconds().count()), static_cast<int>(time.subseconds().count()));
    return {out.data(), static_cast<std::size_t>(length)};
}

void tag_invoke(const boost::json::value_from_tag&, boost::json::value& out, const Timestamp& t) {
    out = t.text();
}

} // namespace labwarden
