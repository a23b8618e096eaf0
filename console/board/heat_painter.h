// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/tile_painter.h"
#include "console/widgets/state_look.h"

#include <QPixmap>

#include <array>

namespace labwarden::board {

/// What a cell of the heat view tells of its device.
enum class HeatMark { available, underTest, maintenance, lastRunFailed, offline };
inline constexpr int heatMarkCount = static_cast<int>(HeatMark::offline) + 1;

HeatMark markOf(const DeviceRow& row);
/// Icon, colour and word of a mark, as everywhere.
widgets::StateLook lookOf(HeatMark mark);

/// Paints the cells and headings of the heat view in one theme and size of cell. A state is a shape as well
/// as a colour: its icon where a cell has room for it, else a filled square (available, calm), a disc, a
/// diamond, a crossed square and a hollow square. Made for one paint event: each look is painted once and
/// then copied, so that 10,000 cells are as many copies.
class HeatPainter {
public:
    HeatPainter(QPainter& painter, const style::Tokens& tokens, int cell);

    void paintCell(const QRect& rect, HeatMark mark, TileLook look);
    void paintHeading(const QRect& rect, const DeviceGroup& group, HeaderLook look);

    /// A cell of this size shows icons.
    static bool hasIcons(int cell) { return cell >= 16; }

private:
    const QPixmap& pixmapOf(HeatMark mark, bool selected, bool stale);
    void draw(QPainter& painter, HeatMark mark, bool selected, bool stale) const;
    void drawShape(QPainter& painter, const QRectF& room, HeatMark mark, const QColor& colour,
                   const QColor& ground) const;

    QPainter& m_painter;
    const style::Tokens& m_tokens;
    int m_cell;
    std::array<QPixmap, std::size_t(heatMarkCount) * 4> m_pixmaps;
    QFont m_titleFont{style::font(style::Text::captionStrong)};
    QFont m_countFont{style::font(style::Text::caption)};
    QFontMetrics m_titleMetrics{m_titleFont};
    QFontMetrics m_countMetrics{m_countFont};
};

} // namespace labwarden::board
