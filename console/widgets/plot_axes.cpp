// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/plot_axes.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace labwarden::widgets {

namespace {

// 1, 2 or 5 times a power of ten, the first that is not less than `raw`.
double roundStep(double raw) {
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double factor : {1.0, 2.0, 5.0})
        if (power * factor >= raw * 0.999999)
            return power * factor;
    return power * 10;
}

constexpr qint64 second = 1000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;
constexpr std::array<qint64, 22> timeSteps{
    second,     2 * second,  5 * second,  10 * second, 15 * second, 30 * second, minute,   2 * minute,
    5 * minute, 10 * minute, 15 * minute, 30 * minute, hour,        2 * hour,    3 * hour, 6 * hour,
    12 * hour,  day,         2 * day,     7 * day,     14 * day,    28 * day};

} // namespace

std::vector<ValueTick> valueTicks(double lowest, double highest, int wanted) {
    std::vector<ValueTick> ticks;
    if (!(highest > lowest) || wanted < 1)
        return ticks;
    const double step = roundStep((highest - lowest) / wanted);
    const int digits = std::max(0, static_cast<int>(-std::floor(std::log10(step) + 1e-9)));
    const auto first = static_cast<qint64>(std::ceil(lowest / step - 1e-9));
    const auto last = static_cast<qint64>(std::floor(highest / step + 1e-9));
    for (qint64 i = first; i <= last; ++i)
        ticks.push_back(
            {static_cast<double>(i) * step, QString::number(static_cast<double>(i) * step, 'f', digits)});
    return ticks;
}

std::vector<TimeTick> timeTicks(Timestamp from, Timestamp to, int most) {
    std::vector<TimeTick> ticks;
    if (to <= from || most < 1)
        return ticks;
    const qint64 span = to.ms - from.ms;
    const auto* found =
        std::find_if(timeSteps.begin(), timeSteps.end(), [&](qint64 s) { return span / s < most; });
    const qint64 step =
        found == timeSteps.end() ? timeSteps.back() * (span / timeSteps.back() / most + 1) : *found;
    const QString format = step < minute ? QStringLiteral("HH:mm:ss")
                           : step < day  ? QStringLiteral("HH:mm")
                                         : QLocale().dateFormat(QLocale::ShortFormat);
    // Steps count from local midnight; the offset is that of the beginning, which is right but for the two
    // hours a year in which clocks change.
    const qint64 offset = QDateTime::fromMSecsSinceEpoch(from.ms).offsetFromUtc() * second;
    qint64 at = (from.ms + offset + step - 1) / step * step - offset;
    for (; at <= to.ms; at += step)
        ticks.push_back({Timestamp{at}, QDateTime::fromMSecsSinceEpoch(at).toString(format)});
    return ticks;
}

ValueRange roundRange(double lowest, double highest) {
    if (!(highest > lowest)) {
        const double air = std::max(std::abs(lowest) * 0.1, 1.0);
        return {lowest - air, highest + air};
    }
    // Finer than the marks: whole steps would leave a third of the picture empty at worst.
    const double grain = roundStep((highest - lowest) / 4) / 4;
    ValueRange range{std::floor(lowest / grain) * grain, std::ceil(highest / grain) * grain};
    // Values that never go below zero are not shown with an axis that does.
    if (lowest >= 0 && range.lowest < 0)
        range.lowest = 0;
    if (range.highest - highest < grain * 0.4)
        range.highest += grain;
    return range;
}

} // namespace labwarden::widgets
