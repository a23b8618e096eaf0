// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/tile_layout.h"

#include <algorithm>

namespace labwarden::board {

TileLayout::TileLayout(std::vector<Group> groups, int width)
    : GroupLayout(std::move(groups)), m_width(std::max(width, leastTileWidth + 2 * margin)) {
    m_columns = std::max(1, (m_width - 2 * margin + gap) / (leastTileWidth + gap));
    int top = 0;
    m_places.reserve(static_cast<std::size_t>(groupCount()));
    for (int i = 0; i < groupCount(); ++i) {
        const Place placed{top, group(i).folded ? 0 : (group(i).count + m_columns - 1) / m_columns};
        top += groupHeight(placed);
        m_places.push_back(placed);
    }
    setHeight(m_places.empty() ? 0 : top + margin / 2);
}

int TileLayout::groupHeight(const Place& place) const {
    return headerHeight + (place.rows > 0 ? place.rows * (tileHeight + gap) - gap + groupGap : 0);
}

QRect TileLayout::headerRect(int index) const {
    return {margin, place(index).top, m_width - 2 * margin, headerHeight};
}

QRect TileLayout::itemRect(BoardPosition position) const {
    if (!isOpen(position.group) || position.isHeader() || position.index >= group(position.group).count)
        return {};
    const int column = position.index % m_columns;
    const int row = position.index / m_columns;
    // Both edges from the whole width: rounding never adds up to a ragged right edge.
    const int room = m_width - 2 * margin + gap;
    const int left = margin + column * room / m_columns;
    const int right = margin + (column + 1) * room / m_columns - gap;
    return {left, place(position.group).top + headerHeight + row * (tileHeight + gap), right - left,
            tileHeight};
}

int TileLayout::groupAt(int y) const {
    const auto it = std::upper_bound(m_places.begin(), m_places.end(), y,
                                     [](int at, const Place& p) { return at < p.top; });
    return static_cast<int>(it - m_places.begin()) - 1;
}

std::vector<GroupLayout::Visible> TileLayout::visible(const QRect& rect) const {
    std::vector<Visible> found;
    for (int i = std::max(0, groupAt(rect.top())); i < groupCount() && place(i).top <= rect.bottom(); ++i) {
        const Place& p = place(i);
        Visible part{i, headerRect(i).intersects(rect), 0, 0};
        if (p.rows > 0) {
            const int tilesTop = p.top + headerHeight;
            const int pitch = tileHeight + gap;
            const int firstRow = std::clamp((rect.top() - tilesTop) / pitch, 0, p.rows);
            const int lastRow =
                rect.bottom() < tilesTop ? 0 : std::clamp((rect.bottom() - tilesTop) / pitch + 1, 0, p.rows);
            part.first = std::min(firstRow * m_columns, group(i).count);
            part.last = std::max(part.first, std::min(lastRow * m_columns, group(i).count));
        }
        if (part.header || part.last > part.first)
            found.push_back(part);
    }
    return found;
}

int TileLayout::columnAt(int x) const {
    const int room = m_width - 2 * margin + gap;
    return std::clamp((x - margin) * m_columns / room, 0, m_columns - 1);
}

BoardPosition TileLayout::inRow(int index, int row, int x) const {
    return {index, std::min(row * m_columns + columnAt(x), group(index).count - 1)};
}

BoardPosition TileLayout::rowStep(BoardPosition from, int direction, int x, bool headers) const {
    const int rows = place(from.group).rows;
    const int row = from.isHeader() ? (direction > 0 ? 0 : -1) : from.index / m_columns + direction;
    if (row >= 0 && row < rows)
        return inRow(from.group, row, x);
    if (headers && direction < 0 && !from.isHeader())
        return {from.group, BoardPosition::header};
    const int neighbour = from.group + direction;
    if (headers && neighbour >= 0 && neighbour < groupCount() && (direction > 0 || !isOpen(neighbour)))
        return {neighbour, BoardPosition::header};
    const int next = nextOpen(from.group, direction);
    if (next < 0)
        return from;
    return inRow(next, direction > 0 ? 0 : place(next).rows - 1, x);
}

} // namespace labwarden::board
