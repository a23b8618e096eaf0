// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/widgets/plot_navigation.h"

#include <chrono>
#include <optional>

namespace labwarden::board {

/// Which time the charts of a device show: the last so long until now, live, or a window that stands still.
/// A plain value.
class ChartTime {
public:
    explicit ChartTime(std::chrono::milliseconds last) : m_length(last) {}

    bool isLive() const { return !m_to; }
    std::chrono::milliseconds length() const { return m_length; }
    widgets::TimeSpan at(Timestamp now) const;
    /// What comes of it when a person goes to `wanted`: never beyond now; live where its end is now, or as
    /// good as.
    static ChartTime of(const widgets::TimeSpan& wanted, Timestamp now);
    /// Exactly this window, standing still.
    static ChartTime standing(const widgets::TimeSpan& window);
    /// As long as before, until now.
    ChartTime live() const { return ChartTime(m_length); }
    bool operator==(const ChartTime&) const = default;

private:
    std::chrono::milliseconds m_length;
    std::optional<Timestamp> m_to; ///< nothing: now
};

} // namespace labwarden::board
