// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/group_layout.h"

namespace labwarden::board {

QRect GroupLayout::rectOf(BoardPosition position) const {
    return position.isHeader() ? headerRect(position.group) : itemRect(position);
}

std::optional<BoardPosition> GroupLayout::at(QPoint point) const {
    for (const Visible& part : visible({point, QSize(1, 1)})) {
        if (part.header && headerRect(part.group).contains(point))
            return BoardPosition{part.group, BoardPosition::header};
        for (int i = part.first; i < part.last; ++i)
            if (itemRect({part.group, i}).contains(point))
                return BoardPosition{part.group, i};
    }
    return std::nullopt;
}

std::vector<BoardPosition> GroupLayout::itemsIn(const QRect& rect) const {
    std::vector<BoardPosition> items;
    for (const Visible& part : visible(rect))
        for (int i = part.first; i < part.last; ++i)
            if (itemRect({part.group, i}).intersects(rect))
                items.push_back({part.group, i});
    return items;
}

int GroupLayout::nextOpen(int from, int direction) const {
    for (int i = from + direction; i >= 0 && i < groupCount(); i += direction)
        if (isOpen(i))
            return i;
    return -1;
}

BoardPosition GroupLayout::step(BoardPosition from, int direction) const {
    if (from.isHeader() && direction > 0 && isOpen(from.group))
        return {from.group, 0};
    const int index = from.index + direction;
    if (!from.isHeader() && index >= 0 && index < group(from.group).count)
        return {from.group, index};
    const int next = nextOpen(from.group, direction);
    if (next < 0)
        return from;
    return {next, direction > 0 ? 0 : group(next).count - 1};
}

BoardPosition GroupLayout::page(BoardPosition from, int direction, const Travel& travel) const {
    const int x = travel.x >= 0 ? travel.x : rectOf(from).center().x();
    const int target = rectOf(from).top() + direction * travel.pageHeight;
    BoardPosition at = from;
    for (auto next = rowStep(at, direction, x, false); next != at; next = rowStep(at, direction, x, false)) {
        if (direction * (itemRect(next).top() - target) > 0 && at != from)
            break;
        at = next;
    }
    return at;
}

BoardPosition GroupLayout::moved(BoardPosition from, Move move, const Travel& travel) const {
    const bool isThere = from.group >= 0 && from.group < groupCount() &&
                         (from.isHeader() || (isOpen(from.group) && from.index < group(from.group).count));
    if (!isThere) { // its group was folded or is gone
        if (travel.headers && nextOpen(-1, 1) < 0 && groupCount() > 0)
            return {0, BoardPosition::header};
        move = Move::first;
    }
    const auto x = [&] {
        if (travel.x >= 0)
            return travel.x;
        return from.isHeader() ? headerRect(from.group).left() : itemRect(from).center().x();
    };
    switch (move) {
    case Move::left:
        return step(from, -1);
    case Move::right:
        return step(from, 1);
    case Move::up:
        return rowStep(from, -1, x(), travel.headers);
    case Move::down:
        return rowStep(from, 1, x(), travel.headers);
    case Move::pageUp:
        return page(from, -1, travel);
    case Move::pageDown:
        return page(from, 1, travel);
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
