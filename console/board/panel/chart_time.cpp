// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/panel/chart_time.h"

#include <algorithm>

namespace labwarden::board {
namespace {

/// So far from now counts as now: live charts are that much behind themselves.
std::chrono::milliseconds nearlyNow(std::chrono::milliseconds length) {
    return std::max<std::chrono::milliseconds>(length / 100, std::chrono::seconds(2));
}

} // namespace

widgets::TimeSpan ChartTime::at(Timestamp now) const {
    const Timestamp to = m_to.value_or(now);
    return {to - m_length, to};
}

ChartTime ChartTime::of(const widgets::TimeSpan& wanted, Timestamp now) {
    ChartTime time(wanted.length());
    if (wanted.to + nearlyNow(time.m_length) < now)
        time.m_to = wanted.to;
    return time;
}

ChartTime ChartTime::standing(const widgets::TimeSpan& window) {
    ChartTime time(window.length());
    time.m_to = window.to;
    return time;
}

} // namespace labwarden::board
