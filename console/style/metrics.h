// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

/// Sizes of the look in device-independent pixels, all on a grid of 4.
namespace labwarden::style::metrics {

inline constexpr int grid = 4;
inline constexpr int pageMargin = 20;    ///< between the edge of a page and its content
inline constexpr int controlHeight = 32; ///< buttons, inputs
inline constexpr int chipHeight = 28;
inline constexpr int rowHeight = 36;    ///< table rows
inline constexpr int headerHeight = 32; ///< table headers
inline constexpr int tabHeight = 40;
inline constexpr int menuRowHeight = 30;
inline constexpr int scrollBar = 10;
inline constexpr int icon = 16;
inline constexpr int radius = 6;
inline constexpr int cardRadius = 7;

} // namespace labwarden::style::metrics
