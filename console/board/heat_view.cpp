// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/heat_view.h"

#include "console/board/heat_painter.h"

#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>

#include <array>

namespace labwarden::board {

namespace {

// The scroll bar stands in the right margin, so that it takes no room away when it comes.
std::unique_ptr<const GroupLayout> layoutOf(std::vector<GroupLayout::Group> groups, QSize size) {
    return std::make_unique<HeatLayout>(std::move(groups), size);
}

} // namespace

HeatView::HeatView(DeviceGroups* groups, QItemSelectionModel* selection, QWidget* parent)
    : GroupedView(groups, selection, layoutOf, parent) {}

QMargins HeatView::scrollMargins(BoardPosition) const {
    return {0, HeatLayout::headingHeight, 0, HeatLayout::scrolledCell};
}

void HeatView::updateGeometries() {
    verticalScrollBar()->setSingleStep(HeatLayout::largestCell);
    GroupedView::updateGeometries();
}

void HeatView::paintEvent(QPaintEvent* event) {
    QPainter painter(viewport());
    HeatPainter cells(painter, style::tokens(this), cell());
    const Damage damage = damageOf(event->region());
    for (const int group : damage.headers)
        cells.paintHeading(headerRect(group), groups()->at(group),
                           {groups()->isFolded(group), hasFocus() && group == currentHeader(), isStale()});
    // What is marked comes last: its ring reaches over its neighbours.
    std::array<std::optional<std::pair<BoardPosition, TileLook>>, 2> marked;
    const auto paint = [&](BoardPosition position, TileLook look) {
        const DeviceRow& row = groups()->devices()->at(groups()->rowAt(position));
        cells.paintCell(onViewport(groupLayout().itemRect(position)), markOf(row), look);
    };
    for (const BoardPosition position : damage.items) {
        const TileLook look = lookOf(groups()->rowAt(position));
        if (look.focused || look.hovered)
            marked[look.focused ? 1 : 0] = {position, look};
        else
            paint(position, look);
    }
    for (const auto& last : marked)
        if (last)
            paint(last->first, last->second);
    paintBand(painter);
}

} // namespace labwarden::board
