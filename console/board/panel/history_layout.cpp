// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/panel/history_layout.h"

#include "console/style/fonts.h"
#include "console/style/metrics.h"
#include "console/widgets/text_wrap.h"

#include <algorithm>

namespace labwarden::board {
namespace {

constexpr int margin = style::metrics::pageMargin;
constexpr int dayHeight = 36;
constexpr int padding = 8; ///< above and below a line
constexpr int timeWidth = 36;
constexpr int iconSize = 16;
constexpr int gap = 12;
constexpr int textLeft = margin + timeWidth + gap + iconSize + gap;
constexpr int titleHeight = 18;

} // namespace

HistoryLayout layOut(const HistoryRow& row, int width) {
    HistoryLayout layout;
    layout.axis = margin + timeWidth + gap + iconSize / 2;
    if (row.isDay) {
        layout.height = dayHeight;
        layout.title = QRect(margin, 12, std::max(0, width - 2 * margin), titleHeight);
        return layout;
    }
    const int room = std::max(1, width - textLeft - margin);
    layout.time = QRect(margin, padding, timeWidth, titleHeight);
    layout.icon = QRect(margin + timeWidth + gap, padding + 1, iconSize, iconSize);
    layout.title = QRect(textLeft, padding, room, titleHeight);
    int bottom = padding + titleHeight;
    const auto below = [&](const QString& text, style::Text font) {
        const int height = widgets::wrappedSize(text, style::font(font), room).height();
        if (height == 0)
            return QRect();
        const QRect rect(textLeft, bottom + 2, room, height);
        bottom = rect.top() + height;
        return rect;
    };
    layout.detail = below(row.detail, style::Text::secondary);
    layout.lines = below(row.lines.join(QLatin1Char('\n')), style::Text::secondary);
    layout.height = bottom + padding;
    return layout;
}

} // namespace labwarden::board
