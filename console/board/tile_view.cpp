// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/tile_view.h"

#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace labwarden::board {

namespace {

// The scroll bar stands in the right margin: tiles end where the header above them ends, with or without it.
std::unique_ptr<const GroupLayout> layoutOf(std::vector<GroupLayout::Group> groups, QSize size) {
    return std::make_unique<TileLayout>(std::move(groups), size.width());
}

} // namespace

TileView::TileView(DeviceGroups* groups, QItemSelectionModel* selection, QWidget* parent)
    : GroupedView(groups, selection, layoutOf, parent) {}

QMargins TileView::scrollMargins(BoardPosition) const {
    return {0, TileLayout::headerHeight, 0, TileLayout::gap}; // the header that stays is above
}

void TileView::updateGeometries() {
    verticalScrollBar()->setSingleStep(TileLayout::tileHeight / 2);
    GroupedView::updateGeometries();
}

// The group whose header would be out of sight above its tiles; -1 when there is none.
int TileView::stuckGroup() const {
    if (groupLayout().groupCount() == 0 || verticalOffset() <= 0)
        return -1;
    const int group = static_cast<const TileLayout&>(groupLayout()).groupAt(verticalOffset());
    return group >= 0 && groupLayout().headerRect(group).top() < verticalOffset() ? group : -1;
}

QRect TileView::headerRect(int group) const {
    QRect rect = GroupedView::headerRect(group);
    if (group != stuckGroup())
        return rect;
    rect.moveTop(0);
    if (group + 1 < groupLayout().groupCount()) // is pushed away by the next one
        rect.moveBottom(std::min(rect.bottom(), GroupedView::headerRect(group + 1).top() - 1));
    return rect;
}

int TileView::headerAt(const QPoint& point) const {
    if (const int stuck = stuckGroup(); stuck >= 0 && point.y() <= headerRect(stuck).bottom())
        return headerRect(stuck).contains(point) ? stuck : -1;
    return GroupedView::headerAt(point);
}

HeaderLook TileView::headerLook(int group) const {
    return {groups()->isFolded(group), hasFocus() && group == currentHeader(), isStale()};
}

void TileView::paintEvent(QPaintEvent* event) {
    QPainter painter(viewport());
    const style::Tokens& tokens = style::tokens(this);
    TilePainter tiles(painter, tokens);
    const int stuck = stuckGroup();
    const Damage damage = damageOf(event->region());
    for (const int group : damage.headers)
        if (group != stuck)
            tiles.paintHeader(headerRect(group), groups()->at(group), groups()->countsOf(group),
                              headerLook(group));
    for (const BoardPosition position : damage.items) {
        const int row = groups()->rowAt(position);
        tiles.paintTile(onViewport(groupLayout().itemRect(position)), groups()->devices()->at(row),
                        lookOf(row));
    }
    if (stuck >= 0) {
        const QRect rect = headerRect(stuck);
        const QRect strip(0, rect.top(), viewport()->width(), rect.height());
        painter.fillRect(strip, tokens[style::Token::bg]);
        painter.fillRect(QRect(0, strip.bottom(), strip.width(), 1), tokens[style::Token::border]);
        tiles.paintHeader(rect, groups()->at(stuck), groups()->countsOf(stuck), headerLook(stuck));
    }
    paintBand(painter);
}

} // namespace labwarden::board
