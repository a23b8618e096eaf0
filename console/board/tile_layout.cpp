// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/tile_layout.h"

#include <algorithm>

namespace labwarden::board {

TileLayout::TileLayout(const std::vector<Group>& groups, int width)
    : m_width(std::max(width, leastTileWidth + 2 * margin)) {
    m_columns = std::max(1, (m_width - 2 * margin + gap) / (leastTileWidth + gap));
    int top = 0;
    m_groups.reserve(groups.size());
    for (const Group& group : groups) {
        Placed placed{group.count, group.folded, top,
                      group.folded ? 0 : (group.count + m_columns - 1) / m_columns};
        top += groupHeight(placed);
        m_groups.push_back(placed);
    }
    m_height = m_groups.empty() ? 0 : top + margin / 2;
}

int TileLayout::groupHeight(const Placed& group) const {
    return headerHeight + (group.rows > 0 ? group.rows * (tileHeight + gap) - gap + groupGap : 0);
}

QRect TileLayout::headerRect(int index) const {
    return {margin, group(index).top, m_width - 2 * margin, headerHeight};
}

QRect TileLayout::tileRect(TilePosition position) const {
    const Placed& g = group(position.group);
    if (g.folded || position.index < 0 || position.index >= g.count)
        return {};
    const int column = position.index % m_columns;
    const int row = position.index / m_columns;
    // Both edges from the whole width: rounding never adds up to a ragged right edge.
    const int room = m_width - 2 * margin + gap;
    const int left = margin + column * room / m_columns;
    const int right = margin + (column + 1) * room / m_columns - gap;
    return {left, g.top + headerHeight + row * (tileHeight + gap), right - left, tileHeight};
}

int TileLayout::groupAt(int y) const {
    const auto it = std::upper_bound(m_groups.begin(), m_groups.end(), y,
                                     [](int at, const Placed& g) { return at < g.top; });
    return static_cast<int>(it - m_groups.begin()) - 1;
}

std::optional<TileLayout::Hit> TileLayout::at(QPoint point) const {
    const int index = groupAt(point.y());
    if (index < 0 || point.y() >= group(index).top + groupHeight(group(index)))
        return std::nullopt;
    if (point.y() < group(index).top + headerHeight) {
        if (headerRect(index).contains(point))
            return Hit{index, std::nullopt};
        return std::nullopt;
    }
    for (const TilePosition& tile : tilesIn({point, QSize(1, 1)}))
        return Hit{index, tile};
    return std::nullopt;
}

std::vector<TileLayout::Visible> TileLayout::visible(const QRect& rect) const {
    std::vector<Visible> found;
    for (int i = std::max(0, groupAt(rect.top())); i < groupCount() && group(i).top <= rect.bottom(); ++i) {
        const Placed& g = group(i);
        Visible part{i, headerRect(i).intersects(rect), 0, 0};
        if (g.rows > 0) {
            const int tilesTop = g.top + headerHeight;
            const int pitch = tileHeight + gap;
            const int firstRow = std::clamp((rect.top() - tilesTop) / pitch, 0, g.rows);
            const int lastRow =
                rect.bottom() < tilesTop ? 0 : std::clamp((rect.bottom() - tilesTop) / pitch + 1, 0, g.rows);
            part.first = std::min(firstRow * m_columns, g.count);
            part.last = std::max(part.first, std::min(lastRow * m_columns, g.count));
        }
        if (part.header || part.last > part.first)
            found.push_back(part);
    }
    return found;
}

std::vector<TilePosition> TileLayout::tilesIn(const QRect& rect) const {
    std::vector<TilePosition> tiles;
    for (const Visible& part : visible(rect))
        for (int i = part.first; i < part.last; ++i)
            if (tileRect({part.group, i}).intersects(rect))
                tiles.push_back({part.group, i});
    return tiles;
}

int TileLayout::nextOpen(int from, int direction) const {
    for (int i = from + direction; i >= 0 && i < groupCount(); i += direction)
        if (group(i).rows > 0)
            return i;
    return -1;
}

TilePosition TileLayout::step(TilePosition from, int direction) const {
    const int index = from.index + direction;
    if (index >= 0 && index < group(from.group).count)
        return {from.group, index};
    const int next = nextOpen(from.group, direction);
    if (next < 0)
        return from;
    return {next, direction > 0 ? 0 : group(next).count - 1};
}

TilePosition TileLayout::rowStep(TilePosition from, int direction) const {
    const Placed& g = group(from.group);
    const int column = from.index % m_columns;
    const int row = from.index / m_columns + direction;
    if (row >= 0 && row < g.rows)
        return {from.group, std::min(row * m_columns + column, g.count - 1)};
    const int next = nextOpen(from.group, direction);
    if (next < 0)
        return from;
    const Placed& n = group(next);
    const int nextRow = direction > 0 ? 0 : n.rows - 1;
    return {next, std::min(nextRow * m_columns + column, n.count - 1)};
}

TilePosition TileLayout::moved(TilePosition from, Move move, int pageHeight) const {
    if (from.group < 0 || from.group >= groupCount() || group(from.group).rows == 0)
        move = Move::first; // its group was folded or is gone
    switch (move) {
    case Move::left:
        return step(from, -1);
    case Move::right:
        return step(from, 1);
    case Move::up:
        return rowStep(from, -1);
    case Move::down:
        return rowStep(from, 1);
    case Move::pageUp:
    case Move::pageDown: {
        const int direction = move == Move::pageUp ? -1 : 1;
        const int target = tileRect(from).top() + direction * pageHeight;
        TilePosition at = from;
        for (TilePosition next = rowStep(at, direction); next != at; next = rowStep(at, direction)) {
            if (direction * (tileRect(next).top() - target) > 0)
                break;
            at = next;
        }
        return at;
    }
    case Move::first:
        if (const int open = nextOpen(-1, 1); open >= 0)
            return {open, 0};
        return from;
    case Move::last:
        if (const int open = nextOpen(groupCount(), -1); open >= 0)
            return {open, group(open).count - 1};
        return from;
    }
    return from;
}

} // namespace labwarden::board
