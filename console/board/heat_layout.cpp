// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/heat_layout.h"

#include <algorithm>
#include <cmath>

namespace labwarden::board {

namespace {

constexpr int cellSizes[] = {HeatLayout::largestCell, 36, 32, 28, 24, 20, 18, 16, 14, 12, 10, 8, 7,
                             HeatLayout::smallestCell};
constexpr int topMargin = 8;
constexpr double blockShape = 2; ///< columns to rows

} // namespace

HeatLayout::HeatLayout(std::vector<Group> groups, QSize room) : GroupLayout(std::move(groups)) {
    const int width = std::max(room.width(), leastBlockWidth + 2 * margin);
    for (const int cell : cellSizes) {
        place(width, cell);
        if (height() <= room.height())
            return;
    }
    place(width, scrolledCell);
}

HeatLayout::Block HeatLayout::blockOf(const Group& group, int width) const {
    const int most = std::max(1, (width - 2 * margin + gap()) / pitch());
    const int least = std::min(most, (leastBlockWidth + gap() + pitch() - 1) / pitch());
    Block block;
    block.columns = std::max(least, static_cast<int>(std::ceil(std::sqrt(group.count * blockShape))));
    if (block.columns > most / 2) // no second one would stand beside it
        block.columns = most;
    block.rows = group.folded ? 0 : (group.count + block.columns - 1) / block.columns;
    if (block.rows > 0) // as narrow as these rows can be
        block.columns = std::max(least, (group.count + block.rows - 1) / block.rows);
    else
        block.columns = least;
    block.width = block.columns * pitch() - gap();
    return block;
}

void HeatLayout::place(int width, int cell) {
    m_cell = cell;
    m_blocks.clear();
    m_shelves.clear();
    int left = margin;
    for (int i = 0; i < groupCount(); ++i) {
        Block next = blockOf(group(i), width);
        if (m_shelves.empty() || left + next.width > width - margin) {
            const int top =
                m_shelves.empty() ? topMargin : m_shelves.back().top + m_shelves.back().height + blockGap();
            m_shelves.push_back({i, i, top, 0});
            left = margin;
        }
        Shelf& shelf = m_shelves.back();
        next.left = left;
        next.top = shelf.top;
        left += next.width + blockGap();
        shelf.last = i + 1;
        shelf.height = std::max(shelf.height, heightOf(next));
        m_blocks.push_back(next);
    }
    setHeight(m_shelves.empty() ? 0 : m_shelves.back().top + m_shelves.back().height + topMargin);
}

QRect HeatLayout::headerRect(int index) const {
    const Block& b = block(index);
    return {b.left, b.top, b.width, headingHeight};
}

QRect HeatLayout::itemRect(BoardPosition position) const {
    if (!isOpen(position.group) || position.isHeader() || position.index >= group(position.group).count)
        return {};
    const Block& b = block(position.group);
    return {b.left + position.index % b.columns * pitch(),
            b.top + headingHeight + position.index / b.columns * pitch(), m_cell, m_cell};
}

int HeatLayout::shelfAt(int y) const {
    const auto it = std::upper_bound(m_shelves.begin(), m_shelves.end(), y,
                                     [](int at, const Shelf& s) { return at < s.top; });
    return std::max(0, static_cast<int>(it - m_shelves.begin()) - 1);
}

int HeatLayout::shelfOf(int index) const {
    const auto it = std::upper_bound(m_shelves.begin(), m_shelves.end(), index,
                                     [](int at, const Shelf& s) { return at < s.first; });
    return static_cast<int>(it - m_shelves.begin()) - 1;
}

std::vector<GroupLayout::Visible> HeatLayout::visible(const QRect& rect) const {
    std::vector<Visible> found;
    if (m_shelves.empty())
        return found;
    for (auto s = static_cast<std::size_t>(shelfAt(rect.top()));
         s < m_shelves.size() && m_shelves[s].top <= rect.bottom(); ++s)
        for (int i = m_shelves[s].first; i < m_shelves[s].last; ++i) {
            const Block& b = block(i);
            if (b.left > rect.right() || b.left + b.width <= rect.left())
                continue;
            Visible part{i, headerRect(i).intersects(rect), 0, 0};
            const int cellsTop = b.top + headingHeight;
            if (b.rows > 0 && rect.bottom() >= cellsTop) {
                const int firstRow = std::clamp((rect.top() - cellsTop) / pitch(), 0, b.rows);
                const int lastRow = std::clamp((rect.bottom() - cellsTop) / pitch() + 1, 0, b.rows);
                part.first = std::min(firstRow * b.columns, group(i).count);
                part.last = std::max(part.first, std::min(lastRow * b.columns, group(i).count));
            }
            if (part.header || part.last > part.first)
                found.push_back(part);
        }
    return found;
}

int HeatLayout::nearestBlock(const Shelf& shelf, int x, bool open) const {
    int nearest = -1;
    int least = 0;
    for (int i = shelf.first; i < shelf.last; ++i) {
        if (open && !isOpen(i))
            continue;
        const Block& b = block(i);
        const int distance = x < b.left ? b.left - x : std::max(0, x - (b.left + b.width));
        if (nearest < 0 || distance < least) {
            nearest = i;
            least = distance;
        }
    }
    return nearest;
}

BoardPosition HeatLayout::inRow(int index, int row, int x) const {
    const Block& b = block(index);
    const int column = std::clamp((x - b.left) / pitch(), 0, b.columns - 1);
    return {index, std::min(row * b.columns + column, group(index).count - 1)};
}

BoardPosition HeatLayout::rowStep(BoardPosition from, int direction, int x, bool headers) const {
    // Folded blocks may fill a shelf: from one to the next in reading order.
    if (headers && from.isHeader() && !isOpen(from.group)) {
        const int neighbour = from.group + direction;
        return {neighbour >= 0 && neighbour < groupCount() ? neighbour : from.group, BoardPosition::header};
    }
    const Block& here = block(from.group);
    const int row = from.isHeader() ? (direction > 0 ? 0 : -1) : from.index / here.columns + direction;
    if (row >= 0 && row < here.rows)
        return inRow(from.group, row, x);
    if (headers && direction < 0 && !from.isHeader())
        return {from.group, BoardPosition::header};
    for (int s = shelfOf(from.group) + direction; s >= 0 && s < static_cast<int>(m_shelves.size());
         s += direction) {
        const int next = nearestBlock(m_shelves[static_cast<std::size_t>(s)], x, !headers);
        if (next < 0)
            continue;
        if (headers && (direction > 0 || !isOpen(next)))
            return {next, BoardPosition::header};
        return inRow(next, direction > 0 ? 0 : block(next).rows - 1, x);
    }
    return from;
}

} // namespace labwarden::board
