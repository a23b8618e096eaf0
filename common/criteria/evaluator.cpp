// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/criteria/evaluator.h"

#include "common/criteria/judging.h"
#include "common/criteria/units.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace labwarden::criteria {

namespace {

/// Broken values to stretches of time, in the measure's own unit.
class Stretches {
public:
    Stretches(const Limit& limit, double interval) : m_limit(limit), m_interval(interval) {}

    /// The value that stood at `at` breaks the limit; later than all before it.
    void add(Timestamp at, const Measured& measured) {
        const auto isNear = [&] {
            const auto apart = static_cast<double>((at - m_all.back().to).count());
            return apart == 0 || (m_isOpen && apart <= allowedIntervals * m_interval);
        };
        const bool goesOn = !m_all.empty() && isNear();
        const BrokenSpan one{at, at, measured.value, measured.at};
        if (goesOn)
            join(m_all.back(), one);
        else
            m_all.push_back(one);
        m_isOpen = true;
    }
    /// One that keeps it.
    void end() { m_isOpen = false; }

    /// At most `most`: those with the least time between them become one. Whether that was needed.
    bool limitTo(std::size_t most) {
        if (m_all.size() <= most)
            return false;
        std::vector<std::int64_t> between;
        for (std::size_t i = 1; i < m_all.size(); ++i)
            between.push_back((m_all[i].from - m_all[i - 1].to).count());
        auto sorted = between;
        const auto nth = sorted.begin() + static_cast<std::ptrdiff_t>(m_all.size() - most - 1);
        std::ranges::nth_element(sorted, nth);
        std::size_t toJoin = m_all.size() - most;
        std::vector<BrokenSpan> fewer{m_all.front()};
        for (std::size_t i = 1; i < m_all.size(); ++i) {
            const bool isNear = toJoin > 0 && between[i - 1] <= *nth;
            toJoin -= isNear ? 1 : 0;
            if (isNear)
                join(fewer.back(), m_all[i]);
            else
                fewer.push_back(m_all[i]);
        }
        m_all = std::move(fewer);
        return true;
    }
    std::vector<BrokenSpan> take() { return std::move(m_all); }

private:
    void join(BrokenSpan& earlier, const BrokenSpan& later) const {
        earlier.to = later.to;
        if (m_limit.badness(later.worst) > m_limit.badness(earlier.worst)) {
            earlier.worst = later.worst;
            earlier.at = later.at;
        }
    }

    const Limit& m_limit;
    double m_interval;
    std::vector<BrokenSpan> m_all;
    bool m_isOpen = false;
};

/// One evaluation; each step of it either goes on or says why there is no verdict.
class Evaluation {
public:
    /// With a trace, gaps are noted in it and do not end the evaluation.
    Evaluation(const Criterion& criterion, const Series& series, Timestamp from, Timestamp to,
               Trace* trace = nullptr)
        : m_criterion(criterion), m_series(series), m_from(from), m_to(to), m_trace(trace) {
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
        if (m_samples.empty() && m_trace)
            m_trace->gaps = {{m_from, m_to}};
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
        m_interval = *interval;
        auto gaps = gapsOf(m_samples, m_from, m_to, m_interval, m_trace ? Trace::mostSpans : 1);
        if (gaps.empty())
            return true;
        const TelemetryGap gap = gaps.front();
        stop(Verdict::noData, "no data for " + secondsText((gap.to - gap.from).count()) + " from " +
                                  clockText(gap.from) + " to " + clockText(gap.to) +
                                  ", more than three sample intervals of " +
                                  secondsText(static_cast<std::int64_t>(m_interval)));
        m_hasGap = true;
        if (m_trace)
            m_trace->gaps = std::move(gaps);
        return m_trace != nullptr;
    }

    void judge() {
        const std::vector<Window> windows = windowsOf(m_samples, m_from, m_to, m_window);
        Stretches broken(m_limit, m_interval);
        std::optional<Measured> worst;
        double worstBadness = 0;
        bool undefined = false;
        measure(m_criterion, m_samples, windows,
                [&](const Window& window, const std::optional<Measured>& measured) {
                    if (!measured || !std::isfinite(measured->value)) {
                        undefined = true;
                        broken.end();
                        return;
                    }
                    const double badness = m_limit.badness(measured->value);
                    if (!worst || badness > worstBadness) {
                        worst = measured;
                        worstBadness = badness;
                    }
                    if (m_trace && m_window)
                        note(window.closes, *measured, broken);
                });
        if (m_trace && worst) {
            if (!m_window)
                noteSamples(*worst, broken);
            finishTrace(*worst, broken);
        }
        if (m_hasGap)
            return;
        if (undefined || !worst || !std::isfinite(m_toShown(worst->value))) {
            const bool needsTwo =
                m_criterion.aggregate == Aggregate::delta || m_criterion.aggregate == Aggregate::rate;
            stop(Verdict::noData, needsTwo ? "no data, a window has fewer than two samples"
                                           : "no data, the value cannot be computed");
            return;
        }
        report(*worst);
    }

    void note(Timestamp closes, const Measured& measured, Stretches& broken) {
        m_trace->measured.push_back({closes, m_toShown(measured.value)});
        if (m_limit.keeps(measured.value))
            broken.end();
        else
            broken.add(closes, measured);
    }

    /// Which samples have made the whole step break.
    void noteSamples(const Measured& whole, Stretches& broken) {
        if (m_limit.keeps(whole.value))
            return;
        switch (m_criterion.aggregate) {
        case Aggregate::first:
        case Aggregate::last:
            broken.add(whole.at, whole);
            return;
        case Aggregate::count:
        case Aggregate::sum:
        case Aggregate::stddev:
        case Aggregate::delta:
        case Aggregate::rate:
            m_trace->isWholeStep = true;
            return;
        default:
            break;
        }
        m_trace->isWholeStep = true;
        for (const Sample& sample : m_samples) {
            if (!m_limit.breaksLike(sample.value, whole.value)) {
                broken.end();
                continue;
            }
            m_trace->isWholeStep = false;
            broken.add(sample.at, {sample.value, sample.at});
        }
    }

    void finishTrace(const Measured& worst, Stretches& broken) {
        m_trace->seen = m_toShown(worst.value);
        m_trace->isJoined = broken.limitTo(Trace::mostSpans);
        m_trace->broken = broken.take();
        if (m_trace->isWholeStep)
            m_trace->broken = {{m_from, m_to, worst.value, worst.at}};
        for (BrokenSpan& span : m_trace->broken)
            span.worst = m_toShown(span.worst);
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
    double m_interval = 0; ///< between samples, in milliseconds
    bool m_hasGap = false;
    Judgement m_result;
    Trace* m_trace;
};

} // namespace

Judgement evaluate(const Criterion& criterion, const Series& series, Timestamp from, Timestamp to) {
    return Evaluation(criterion, series, from, to).run();
}

Trace trace(const Criterion& criterion, const Series& series, Timestamp from, Timestamp to) {
    Trace out;
    out.judgement = Evaluation(criterion, series, from, to, &out).run();
    return out;
}

} // namespace labwarden::criteria
