// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/criteria/evaluator.h"

#include "common/criteria/aggregates.h"
#include "common/criteria/units.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <vector>

namespace labwarden::criteria {

namespace {

/// How many sample intervals may pass without a sample.
constexpr double allowedIntervals = 3;

/// Two numbers that differ by rounding alone are equal.
bool nearlyEqual(double a, double b) {
    return std::abs(a - b) <= 1e-12 * std::max(std::abs(a), std::abs(b));
}

/// The limits of a criterion in the metric's own unit.
struct Limit {
    Comparison comparison;
    double lower, upper; ///< the same but for `between`

    bool keeps(double value) const {
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
    /// How bad a value is: the higher the worse.
    double badness(double value) const {
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
};

std::string clockText(Timestamp at) {
    return at.text().substr(11, 8) + "Z";
}

std::string secondsText(std::int64_t ms) {
    return printNumber(static_cast<double>(ms) / 1000) + " s";
}

std::string roundedTo(double value, int digits) {
    std::array<char, 64> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                   std::chars_format::general, digits);
    double rounded = value;
    std::from_chars(buffer.data(), end.ptr, rounded);
    return printNumber(rounded);
}

/// As few digits as people need, but never so few that the number seems to lie on the other side of the
/// limit.
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

/// The median spacing of samples; nothing when there are no two at different times.
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

struct Gap {
    Timestamp from, to;
};

/// The first stretch without samples that is too long, the edges of the step included.
std::optional<Gap> firstGap(const std::vector<Sample>& samples, Timestamp from, Timestamp to,
                            double interval) {
    Timestamp previous = from;
    const auto tooLong = [&](Timestamp next) {
        return static_cast<double>((next - previous).count()) > allowedIntervals * interval;
    };
    for (const Sample& sample : samples) {
        if (tooLong(sample.at))
            return Gap{previous, sample.at};
        previous = sample.at;
    }
    return tooLong(to) ? std::optional(Gap{previous, to}) : std::nullopt;
}

/// (t - length, t] for each sample time t once `length` has passed; where no sample came after that, the one
/// window that closes with the step. Without `length` the whole step.
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

/// One evaluation; each step of it either goes on or says why there is no verdict.
class Evaluation {
public:
    Evaluation(const Criterion& criterion, const Series& series, Timestamp from, Timestamp to)
        : m_criterion(criterion), m_series(series), m_from(from), m_to(to) {
        m_result.limit = printLimit(criterion);
    }

    Judgement run() {
        if (readLimits() && readWindow() && readSamples())
            judge();
        return std::move(m_result);
    }

private:
    bool stop(Verdict verdict, const std::string& why) {
        m_result.verdict = verdict;
        m_result.message = printMeasure(m_criterion) + ": " + why;
        return false;
    }

    bool readLimits() {
        if (m_criterion.hasParameters())
            return stop(Verdict::invalid, "its parameters have no values");
        const std::string& asked = m_criterion.limit.unit;
        const std::string own = m_series.unit ? unitOf(m_criterion, *m_series.unit) : asked;
        if (const std::string fault = m_series.unit ? unitFault(m_criterion, *m_series.unit) : "";
            !fault.empty()) {
            stop(Verdict::invalid, "");
            m_result.message = fault;
            return false;
        }
        m_result.unit = asked.empty() ? own : asked;
        m_toShown = asked.empty() ? Conversion{} : *conversion(own, asked);
        m_limit.comparison = m_criterion.comparison;
        m_limit.lower = m_toShown.inverse()(m_criterion.limit.value);
        m_limit.upper = m_limit.lower;
        if (const auto& upper = m_criterion.upper) {
            const std::optional<Conversion> toOwn =
                upper->unit.empty() ? Conversion{} : conversion(upper->unit, own);
            if (!toOwn)
                return stop(Verdict::invalid, "its two limits have units that do not fit");
            m_limit.upper = (*toOwn)(upper->value);
        }
        return true;
    }

    bool readWindow() {
        if (!m_criterion.window)
            return true;
        const std::optional<double> seconds = secondsIn(m_criterion.window->unit);
        const double ms = seconds ? std::round(m_criterion.window->value * *seconds * 1000) : 0;
        if (!(ms >= 1 && ms <= 1e12))
            return stop(Verdict::invalid, "its window has no usable length");
        m_window = std::chrono::milliseconds(static_cast<std::int64_t>(ms));
        if (m_to - m_from < *m_window)
            return stop(Verdict::noData, "no data, the step of " + secondsText((m_to - m_from).count()) +
                                             " is shorter than the window of " +
                                             secondsText(m_window->count()));
        return true;
    }

    bool readSamples() {
        m_samples = usable(m_series.samples, m_from, m_to);
        if (m_samples.empty())
            return stop(Verdict::noData,
                        "no data, nothing came between " + clockText(m_from) + " and " + clockText(m_to));
        const bool known = m_series.interval.count() > 0;
        const std::optional<double> interval =
            known ? std::optional(static_cast<double>(m_series.interval.count()))
                  : estimatedInterval(m_samples);
        if (!interval)
            return stop(Verdict::noData,
                        "no data, one sample alone does not show how often they should come");
        if (const std::optional<Gap> gap = firstGap(m_samples, m_from, m_to, *interval))
            return stop(Verdict::noData, "no data for " + secondsText((gap->to - gap->from).count()) +
                                             " from " + clockText(gap->from) + " to " + clockText(gap->to) +
                                             ", more than three sample intervals of " +
                                             secondsText(static_cast<std::int64_t>(*interval)));
        return true;
    }

    void judge() {
        const std::vector<Window> windows = windowsOf(m_samples, m_from, m_to, m_window);
        std::optional<Measured> worst;
        double worstBadness = 0;
        bool undefined = false;
        measure(m_criterion, m_samples, windows, [&](const Window&, const std::optional<Measured>& measured) {
            if (!measured || !std::isfinite(measured->value)) {
                undefined = true;
                return;
            }
            const double badness = m_limit.badness(measured->value);
            if (!worst || badness > worstBadness) {
                worst = measured;
                worstBadness = badness;
            }
        });
        if (undefined || !worst || !std::isfinite(m_toShown(worst->value))) {
            const bool needsTwo =
                m_criterion.aggregate == Aggregate::delta || m_criterion.aggregate == Aggregate::rate;
            stop(Verdict::noData, needsTwo ? "no data, a window has fewer than two samples"
                                           : "no data, the value cannot be computed");
            return;
        }
        report(*worst);
    }

    void report(const Measured& worst) {
        const bool kept = m_limit.keeps(worst.value);
        m_result.verdict = kept ? Verdict::passed : Verdict::failed;
        m_result.value = m_toShown(worst.value);
        m_result.at = worst.at;
        const std::string number = readable(
            *m_result.value, [&](double shown) { return m_limit.keeps(m_toShown.inverse()(shown)); });
        m_result.message = printMeasure(m_criterion) + " was " + number +
                           (m_result.unit.empty() ? "" : " " + m_result.unit) + ", limit " + m_result.limit;
        if (m_criterion.window)
            m_result.message +=
                " over " + printNumber(m_criterion.window->value) + " " + m_criterion.window->unit;
        m_result.message += ", at " + clockText(worst.at);
    }

    const Criterion& m_criterion;
    const Series& m_series;
    Timestamp m_from, m_to;
    std::vector<Sample> m_samples;
    std::optional<std::chrono::milliseconds> m_window;
    Conversion m_toShown; ///< from the measure's own unit into the one that is reported
    Limit m_limit{};
    Judgement m_result;
};

} // namespace

Judgement evaluate(const Criterion& criterion, const Series& series, Timestamp from, Timestamp to) {
    return Evaluation(criterion, series, from, to).run();
}

} // namespace labwarden::criteria
