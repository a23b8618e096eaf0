// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/criteria/judging.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace labwarden::criteria {

namespace {

std::string roundedTo(double value, int digits) {
    std::array<char, 64> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                   std::chars_format::general, digits);
    double rounded = value;
    std::from_chars(buffer.data(), end.ptr, rounded);
    return printNumber(rounded);
}

} // namespace

bool nearlyEqual(double a, double b) {
    return std::abs(a - b) <= 1e-12 * std::max(std::abs(a), std::abs(b));
}

bool Limit::keeps(double value) const {
    const bool same = nearlyEqual(value, lower);
    switch (comparison) {
    case Comparison::less:
        return value < lower && !same;
    case Comparison::lessOrEqual:
        return value < lower || same;
    case Comparison::greater:
        return value > lower && !same;
    case Comparison::greaterOrEqual:
        return value > lower || same;
    case Comparison::equal:
        return same;
    case Comparison::notEqual:
        return !same;
    case Comparison::between:
        return (value > lower || same) && (value < upper || nearlyEqual(value, upper));
    }
    return false;
}

double Limit::badness(double value) const {
    switch (comparison) {
    case Comparison::less:
    case Comparison::lessOrEqual:
        return value;
    case Comparison::greater:
    case Comparison::greaterOrEqual:
        return -value;
    case Comparison::equal:
        return std::abs(value - lower);
    case Comparison::notEqual:
        return -std::abs(value - lower);
    case Comparison::between:
        return std::max(lower - value, value - upper);
    }
    return 0;
}

bool Limit::breaksLike(double value, double other) const {
    const bool hasSides = comparison == Comparison::between || comparison == Comparison::equal;
    return !keeps(value) && (!hasSides || (value > upper) == (other > upper));
}

std::string clockText(Timestamp at) {
    return at.text().substr(11, 8) + "Z";
}

std::string secondsText(std::int64_t ms) {
    return printNumber(static_cast<double>(ms) / 1000) + " s";
}

std::string readable(double value, const std::function<bool(double)>& keeps) {
    for (int digits = 5; digits < 17; ++digits) {
        const std::string text = roundedTo(value, digits);
        double rounded = value;
        std::from_chars(text.data(), text.data() + text.size(), rounded);
        if (keeps(rounded) == keeps(value))
            return text;
    }
    return printNumber(value);
}

std::vector<Sample> usable(std::span<const Sample> samples, Timestamp from, Timestamp to) {
    std::vector<Sample> out;
    out.reserve(samples.size());
    std::ranges::copy_if(samples, std::back_inserter(out), [&](const Sample& s) {
        return std::isfinite(s.value) && s.at >= from && s.at <= to;
    });
    if (!std::ranges::is_sorted(out, {}, &Sample::at))
        std::ranges::stable_sort(out, {}, &Sample::at);
    return out;
}

std::optional<double> estimatedInterval(const std::vector<Sample>& samples) {
    std::vector<std::int64_t> spacings;
    for (std::size_t i = 1; i < samples.size(); ++i) {
        if (samples[i].at > samples[i - 1].at)
            spacings.push_back((samples[i].at - samples[i - 1].at).count());
    }
    if (spacings.empty())
        return std::nullopt;
    const auto middle = spacings.begin() + static_cast<std::ptrdiff_t>((spacings.size() - 1) / 2);
    std::ranges::nth_element(spacings, middle);
    return static_cast<double>(*middle);
}

std::vector<TelemetryGap> gapsOf(const std::vector<Sample>& samples, Timestamp from, Timestamp to,
                                 double interval, std::size_t most) {
    std::vector<TelemetryGap> gaps;
    Timestamp previous = from;
    const auto look = [&](Timestamp next) {
        if (gaps.size() < most &&
            static_cast<double>((next - previous).count()) > allowedIntervals * interval)
            gaps.push_back({previous, next});
        previous = next;
    };
    for (const Sample& sample : samples)
        look(sample.at);
    look(to);
    return gaps;
}

std::vector<Window> windowsOf(const std::vector<Sample>& samples, Timestamp from, Timestamp to,
                              std::optional<std::chrono::milliseconds> length) {
    if (!length)
        return {{0, samples.size(), to}};
    std::vector<Window> windows;
    std::size_t begin = 0;
    const auto add = [&](std::size_t end, Timestamp closes) {
        while (begin < end && samples[begin].at <= closes - *length)
            ++begin;
        windows.push_back({begin, end, closes});
    };
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const bool lastOfItsTime = i + 1 == samples.size() || samples[i + 1].at != samples[i].at;
        if (lastOfItsTime && samples[i].at - from >= *length)
            add(i + 1, samples[i].at);
    }
    if (windows.empty())
        add(samples.size(), to);
    return windows;
}

} // namespace labwarden::criteria
