// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/panel/history_rows.h"

#include <QRect>

namespace labwarden::board {

/// Where the parts of one line of a timeline are, in pixels from its upper left corner. A plain value.
struct HistoryLayout {
    int height = 0;
    int axis = 0; ///< x of the line that joins the icons
    QRect time;
    QRect icon;
    QRect title;
    QRect detail; ///< empty without one; texts wrap in it
    QRect lines;  ///< the same for the changes
};

/// In `width` pixels.
HistoryLayout layOut(const HistoryRow& row, int width);

} // namespace labwarden::board
