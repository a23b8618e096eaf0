// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/telemetry/line_protocol.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

namespace labwarden::telemetry {
namespace {

constexpr std::int64_t largestMs = 9'000'000'000'000'000; ///< differences of times must not overflow

/// Why a line is none, for its sender.
struct Bad {
    const char* why;
};

/// Reads one line from its beginning to its end; throws Bad.
class LineReader {
public:
    LineReader(std::string_view line, std::string_view deviceKey, Precision precision)
        : m_rest(line), m_deviceKey(deviceKey), m_precision(precision) {}

    devices::Reading read() {
        skipEscaped(", ");
        if (m_skipped == 0)
            throw Bad{"it begins without a measurement"};
        while (take(','))
            readTag();
        if (!take(' '))
            throw Bad{"there is no space between tags and fields"};
        takeAll(' ');
        do
            readField();
        while (take(','));
        if (take(' ')) {
            takeAll(' ');
            if (!m_rest.empty())
                readTime();
        }
        takeAll(' ');
        if (!m_rest.empty())
            throw Bad{"there is more after the last field or the timestamp"};
        return std::move(m_reading);
    }

private:
    bool take(char c) {
        if (m_rest.empty() || m_rest.front() != c)
            return false;
        m_rest.remove_prefix(1);
        return true;
    }
    void takeAll(char c) {
        while (take(c)) {
        }
    }

    /// Up to one of `ends` that has no backslash before it; the text as it stands.
    std::string_view skipEscaped(std::string_view ends) {
        m_skipped = 0;
        while (m_skipped < m_rest.size() && ends.find(m_rest[m_skipped]) == std::string_view::npos)
            m_skipped += m_rest[m_skipped] == '\\' && m_skipped + 1 < m_rest.size() ? 2 : 1;
        const auto text = m_rest.substr(0, m_skipped);
        m_rest.remove_prefix(m_skipped);
        return text;
    }

    void readTag() {
        const auto name = skipEscaped(",= ");
        if (name.empty() || !take('='))
            throw Bad{"a tag is not: name=value"};
        const auto value = skipEscaped(",= ");
        if (value.empty())
            throw Bad{"a tag has no value"};
        // A key has no letter that would be escaped, and a name that needs none could be hidden by one.
        if (unescaped(name) == "device" && value != m_deviceKey)
            throw Bad{"the tag \"device\" names another device than the one that sends it"};
    }

    static std::string unescaped(std::string_view text) {
        std::string out;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '\\' && i + 1 < text.size())
                ++i;
            out += text[i];
        }
        return out;
    }

    void readField() {
        const auto end = m_rest.find_first_of("=, ");
        if (end == std::string_view::npos || m_rest[end] != '=')
            throw Bad{"a field is not: name=value"};
        const auto name = m_rest.substr(0, end);
        if (!devices::isMetricName(name))
            throw Bad{"a field's name is none of a metric: a-z, 0-9 and _, at most 64, not time, device, "
                      "clock_off"};
        m_rest.remove_prefix(end + 1);
        if (m_reading.values.size() >= devices::maxMetrics)
            throw Bad{"it has more than 256 fields"};
        const double value = readValue();
        m_reading.values.emplace_back(name, value);
    }

    double readValue() {
        const auto end = std::min(m_rest.find_first_of(", "), m_rest.size());
        auto text = m_rest.substr(0, end);
        m_rest.remove_prefix(end);
        if (!text.empty() && text.front() == '+')
            text.remove_prefix(1);
        double value = 0;
        const bool whole = text.size() > 1 && (text.back() == 'i' || text.back() == 'u');
        if (whole) {
            const bool isSigned = text.back() == 'i';
            text.remove_suffix(1);
            if (!readWhole(text, isSigned, value))
                throw Bad{"a whole number has something else in it or is too large"};
            return value;
        }
        const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (text.empty() || error != std::errc() || stop != text.data() + text.size() ||
            !std::isfinite(value))
            throw Bad{"a field's value is no finite number; texts and booleans are not kept"};
        return value;
    }

    static bool readWhole(std::string_view text, bool isSigned, double& value) {
        const char* const end = text.data() + text.size();
        std::int64_t number = 0;
        std::uint64_t positive = 0;
        const auto [stop, error] = isSigned ? std::from_chars(text.data(), end, number)
                                            : std::from_chars(text.data(), end, positive);
        value = isSigned ? static_cast<double>(number) : static_cast<double>(positive);
        return error == std::errc() && stop == end;
    }

    void readTime() {
        const auto end = std::min(m_rest.find(' '), m_rest.size());
        std::int64_t time = 0;
        const auto [stop, error] = std::from_chars(m_rest.data(), m_rest.data() + end, time);
        if (error != std::errc() || stop != m_rest.data() + end)
            throw Bad{"the timestamp is no whole number"};
        m_rest.remove_prefix(end);
        const auto cut = [&](std::int64_t by) { return time / by - (time % by < 0 ? 1 : 0); };
        switch (m_precision) {
        case Precision::ns:
            time = cut(1'000'000);
            break;
        case Precision::us:
            time = cut(1000);
            break;
        case Precision::ms:
            break;
        case Precision::s:
            time = std::clamp(time, -largestMs / 1000 - 1, largestMs / 1000 + 1) * 1000;
            break;
        }
        if (time < -largestMs || time > largestMs)
            throw Bad{"the timestamp is out of range: is its precision another?"};
        m_reading.at = Timestamp{time};
    }

    std::string_view m_rest;
    const std::string_view m_deviceKey;
    const Precision m_precision;
    std::size_t m_skipped = 0;
    devices::Reading m_reading;
};

} // namespace

std::optional<Precision> precisionOf(std::string_view name) {
    if (name == "ns")
        return Precision::ns;
    if (name == "us" || name == "u")
        return Precision::us;
    if (name == "ms")
        return Precision::ms;
    if (name == "s")
        return Precision::s;
    return std::nullopt;
}

std::vector<devices::Reading> readLines(std::string_view text, std::string_view deviceKey,
                                        Precision precision, std::size_t maxLines,
                                        std::vector<Fault>& faults) {
    std::vector<devices::Reading> readings;
    for (std::size_t number = 1; !text.empty() && faults.size() < maxFaults; ++number) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
        if (line.empty() || line.front() == '#')
            continue;
        const auto place = [&] { return "/lines/" + std::to_string(number); };
        if (readings.size() == maxLines) {
            faults.push_back({place(), "there are more than " + std::to_string(maxLines) + " lines"});
            break;
        }
        try {
            readings.push_back(LineReader(line, deviceKey, precision).read());
        } catch (const Bad& bad) {
            faults.push_back({place(), bad.why});
        }
    }
    if (readings.empty() && faults.empty())
        faults.push_back({"", "there is no line with a point"});
    return readings;
}

} // namespace labwarden::telemetry
