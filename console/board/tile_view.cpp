// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/tile_view.h"

#include "console/board/row_ranges.h"
#include "console/board/tile_accessible.h"
#include "console/board/tile_painter.h"

#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTimerEvent>

#include <algorithm>
#include <chrono>
#include <memory>

namespace labwarden::board {

namespace {
constexpr std::chrono::milliseconds arrangeEvery(1000);

} // namespace

TileView::TileView(QWidget* parent) : QAbstractItemView(parent) {
    TileListAccessible::install();
    setSelectionMode(ExtendedSelection);
    setSelectionBehavior(SelectRows);
    setEditTriggers(NoEditTriggers);
    setFrameShape(NoFrame);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    viewport()->setAutoFillBackground(false);
    setAccessibleName(tr("Devices"));
}

void TileView::setDevices(DeviceModel* devices, QItemSelectionModel* selection) {
    m_devices = devices;
    setModel(devices);
    const std::unique_ptr<QItemSelectionModel> own(selectionModel());
    setSelectionModel(selection);
    connect(devices, &QAbstractItemModel::layoutChanged, this, &TileView::arrangeNow);
    connect(devices, &QAbstractItemModel::rowsRemoved, this, &TileView::arrangeNow);
}

void TileView::setGrouping(Grouping grouping) {
    if (grouping == m_grouping)
        return;
    m_grouping = grouping;
    m_folded.clear();
    arrangeNow();
}

void TileView::setFilter(const DeviceFilter& filter) {
    m_filter = filter;
    arrangeNow();
}

void TileView::setStale(bool stale) {
    if (stale == m_stale)
        return;
    m_stale = stale;
    viewport()->update();
}

bool TileView::isFolded(int group) const {
    return m_folded.contains(m_groups[static_cast<std::size_t>(group)].key);
}

void TileView::setFolded(int group, bool folded) {
    const QString& key = m_groups[static_cast<std::size_t>(group)].key;
    if (folded)
        m_folded.insert(key);
    else
        m_folded.remove(key);
    layOut();
}

void TileView::arrangeNow() {
    m_arrangeTimer.stop();
    m_groups.clear();
    m_shown = 0;
    m_positions.assign(m_devices ? m_devices->devices().size() : 0, {-1, 0});
    if (m_devices)
        m_groups = arrange(m_devices->devices(), m_devices->order(), m_grouping, m_filter);
    for (std::size_t g = 0; g < m_groups.size(); ++g) {
        int index = 0;
        for (const int row : m_groups[g].rows)
            m_positions[static_cast<std::size_t>(row)] = {static_cast<int>(g), index++};
        m_shown += index;
    }
    m_counts.assign(m_groups.size(), std::nullopt);
    if (QAccessible::isActive())
        if (auto* list = static_cast<TileListAccessible*>(QAccessible::queryAccessibleInterface(this)))
            list->forgetItems();
    layOut();
}

void TileView::arrangeSoon() {
    if (!m_arrangeTimer.isActive())
        m_arrangeTimer.start(arrangeEvery.count(), this);
}

void TileView::layOut() {
    std::vector<TileLayout::Group> groups;
    groups.reserve(m_groups.size());
    for (const DeviceGroup& group : m_groups)
        groups.push_back({static_cast<int>(group.rows.size()), m_folded.contains(group.key)});
    // The scroll bar stands in the right margin: tiles end where the header above them ends, with or without
    // it.
    m_layout = TileLayout(groups, width());
    updateGeometries();
    viewport()->update();
}

void TileView::updateGeometries() {
    verticalScrollBar()->setSingleStep(TileLayout::tileHeight / 2);
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setRange(0, std::max(0, m_layout.height() - viewport()->height()));
    QAbstractItemView::updateGeometries();
}

int TileView::verticalOffset() const {
    return verticalScrollBar()->value();
}

std::optional<TilePosition> TileView::positionOf(int row) const {
    if (row < 0 || row >= static_cast<int>(m_positions.size()))
        return std::nullopt;
    const TilePosition position = m_positions[static_cast<std::size_t>(row)];
    return position.group < 0 ? std::nullopt : std::optional(position);
}

QModelIndex TileView::indexOf(TilePosition position) const {
    const auto& rows = m_groups[static_cast<std::size_t>(position.group)].rows;
    return m_devices->index(rows[static_cast<std::size_t>(position.index)], 0);
}

QModelIndex TileView::shownIndex(int place) const {
    for (const DeviceGroup& group : m_groups) {
        const int count = static_cast<int>(group.rows.size());
        if (place >= 0 && place < count)
            return m_devices->index(group.rows[static_cast<std::size_t>(place)], 0);
        place -= count;
    }
    return {};
}

int TileView::placeOf(const QModelIndex& index) const {
    const auto position = index.isValid() ? positionOf(index.row()) : std::nullopt;
    if (!position)
        return -1;
    int place = position->index;
    for (int g = 0; g < position->group; ++g)
        place += static_cast<int>(m_groups[static_cast<std::size_t>(g)].rows.size());
    return place;
}

QRect TileView::visualRect(const QModelIndex& index) const {
    const auto position = index.isValid() ? positionOf(index.row()) : std::nullopt;
    const QRect tile = position ? m_layout.tileRect(*position) : QRect();
    return tile.isEmpty() ? QRect() : onViewport(tile);
}

QModelIndex TileView::indexAt(const QPoint& point) const {
    const auto hit = m_layout.at(onContent(point));
    return hit && hit->tile ? indexOf(*hit->tile) : QModelIndex();
}

int TileView::headerAt(const QPoint& point) const {
    const auto hit = m_layout.at(onContent(point));
    return hit && !hit->tile ? hit->group : -1;
}

void TileView::scrollTo(const QModelIndex& index, ScrollHint hint) {
    const QRect tile = visualRect(index);
    if (tile.isEmpty())
        return;
    // The first row brings its group's header along.
    const auto position = positionOf(index.row());
    const int above =
        position && position->index < m_layout.columns() ? TileLayout::headerHeight : TileLayout::gap;
    const int top = tile.top() - above;
    const int bottom = tile.bottom() + TileLayout::gap - viewport()->height();
    QScrollBar* bar = verticalScrollBar();
    if (hint == PositionAtTop || (hint == EnsureVisible && top < 0))
        bar->setValue(bar->value() + top);
    else if (hint == PositionAtBottom || (hint == EnsureVisible && bottom > 0))
        bar->setValue(bar->value() + bottom);
    else if (hint == PositionAtCenter)
        bar->setValue(bar->value() + tile.center().y() - viewport()->height() / 2);
}

void TileView::reset() {
    QAbstractItemView::reset();
    m_hovered = QModelIndex();
    arrangeNow();
}

bool TileView::isIndexHidden(const QModelIndex& index) const {
    return visualRect(index).isEmpty();
}

void TileView::selectAll() {
    std::vector<int> rows;
    for (const DeviceGroup& group : m_groups)
        rows.insert(rows.end(), group.rows.begin(), group.rows.end());
    selectionModel()->select(selectionOfRows(*m_devices, std::move(rows)),
                             QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

QModelIndex TileView::moveCursor(CursorAction action, Qt::KeyboardModifiers) {
    using Move = TileLayout::Move;
    if (m_shown == 0)
        return {};
    const auto from = positionOf(currentIndex().row());
    const auto to = [&](Move move) {
        const TilePosition target =
            m_layout.moved(from.value_or(TilePosition{-1, 0}), move, viewport()->height());
        return target.group < 0 || m_layout.tileRect(target).isEmpty() ? QModelIndex() : indexOf(target);
    };
    switch (action) {
    case MoveLeft:
    case MovePrevious:
        return to(Move::left);
    case MoveRight:
    case MoveNext:
        return to(Move::right);
    case MoveUp:
        return to(Move::up);
    case MoveDown:
        return to(Move::down);
    case MovePageUp:
        return to(Move::pageUp);
    case MovePageDown:
        return to(Move::pageDown);
    case MoveHome:
        return to(Move::first);
    case MoveEnd:
        return to(Move::last);
    }
    return {};
}

void TileView::setSelection(const QRect& rect, QItemSelectionModel::SelectionFlags command) {
    std::vector<int> rows;
    const auto add = [&](TilePosition position) {
        rows.push_back(m_groups[static_cast<std::size_t>(position.group)]
                           .rows[static_cast<std::size_t>(position.index)]);
    };
    // With Shift the view hands over a rectangle from the anchor to the current tile; what is meant are all
    // tiles between the two in reading order. A rubber band (no anchor under its corner) means what it
    // touches.
    const QRect content = rect.normalized().translated(0, verticalOffset());
    const auto current = positionOf(currentIndex().row());
    const auto anchor = positionOf(indexAt(rect.topLeft()).row());
    const auto other = positionOf(indexAt(rect.bottomRight()).row());
    if (state() != DragSelectingState && current && anchor && other) {
        const auto [first, last] = std::minmax(*anchor, *other);
        for (int g = first.group; g <= last.group; ++g) {
            if (isFolded(g))
                continue;
            const int from = g == first.group ? first.index : 0;
            const int to = g == last.group
                               ? last.index
                               : static_cast<int>(m_groups[static_cast<std::size_t>(g)].rows.size()) - 1;
            for (int i = from; i <= to; ++i)
                add({g, i});
        }
    } else {
        for (const TilePosition position : m_layout.tilesIn(content))
            add(position);
    }
    selectionModel()->select(selectionOfRows(*m_devices, std::move(rows)), command);
}

QRegion TileView::visualRegionForSelection(const QItemSelection& selection) const {
    QRegion region;
    const QRect shown = viewport()->rect();
    for (const QItemSelectionRange& range : selection)
        for (int row = range.top(); row <= range.bottom(); ++row)
            if (const QRect rect = visualRect(m_devices->index(row, 0)); rect.intersects(shown))
                region += rect.adjusted(-4, -4, 4, 4);
    return region;
}

bool TileView::belongs(int row) const {
    const DeviceRow& device = m_devices->at(row);
    const auto position = positionOf(row);
    if (m_filter.accepts(device) != position.has_value())
        return false;
    return !position ||
           m_groups[static_cast<std::size_t>(position->group)].key == groupKey(device, m_grouping);
}

void TileView::dataChanged(const QModelIndex& topLeft, const QModelIndex& bottomRight, const QList<int>&) {
    const QRect shown = viewport()->rect();
    for (int row = topLeft.row(); row <= bottomRight.row(); ++row) {
        if (!belongs(row))
            arrangeSoon();
        const auto position = positionOf(row);
        if (!position)
            continue;
        m_counts[static_cast<std::size_t>(position->group)].reset();
        for (const QRect& rect : {m_layout.tileRect(*position), m_layout.headerRect(position->group)})
            if (const QRect here = onViewport(rect); here.intersects(shown))
                viewport()->update(here);
    }
}

void TileView::rowsInserted(const QModelIndex& parent, int start, int end) {
    QAbstractItemView::rowsInserted(parent, start, end);
    arrangeNow();
}

void TileView::rowsAboutToBeRemoved(const QModelIndex& parent, int start, int end) {
    QAbstractItemView::rowsAboutToBeRemoved(parent, start, end);
    // Nothing may be asked of rows that are going; once they are gone, all is put in place anew.
    m_groups.clear();
    m_counts.clear();
    m_positions.clear();
    m_layout = {};
}

void TileView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QAbstractItemView::currentChanged(current, previous);
    for (const QModelIndex& index : {current, previous}) // the ring stands outside the tile
        if (const QRect rect = visualRect(index); !rect.isEmpty())
            viewport()->update(rect.adjusted(-5, -5, 5, 5));
    if (QAccessible::isActive() && hasFocus() && placeOf(current) >= 0) {
        QAccessibleEvent event(this, QAccessible::Focus);
        event.setChild(placeOf(current));
        QAccessible::updateAccessibility(&event);
    }
}

const StateCounts& TileView::countsOf(int group) const {
    auto& counts = m_counts[static_cast<std::size_t>(group)];
    if (!counts) {
        counts.emplace();
        for (const int row : m_groups[static_cast<std::size_t>(group)].rows)
            counts->add(m_devices->at(row));
    }
    return *counts;
}

void TileView::paintEvent(QPaintEvent* event) {
    QPainter painter(viewport());
    const style::Tokens& tokens = style::tokens(this);
    TilePainter tiles(painter, tokens);
    const QRect area = event->rect().adjusted(-5, -5, 5, 5).translated(0, verticalOffset());
    for (const TileLayout::Visible& part : m_layout.visible(area)) {
        const DeviceGroup& group = m_groups[static_cast<std::size_t>(part.group)];
        if (part.header)
            tiles.paintHeader(onViewport(m_layout.headerRect(part.group)), group, countsOf(part.group),
                              isFolded(part.group), m_stale);
        for (int i = part.first; i < part.last; ++i) {
            const QRect rect = onViewport(m_layout.tileRect({part.group, i}));
            if (!event->region().intersects(rect.adjusted(-5, -5, 5, 5)))
                continue;
            const QModelIndex index = m_devices->index(group.rows[static_cast<std::size_t>(i)], 0);
            TileLook look;
            look.selected = selectionModel()->isSelected(index);
            look.hovered = index == m_hovered;
            look.focused = hasFocus() && index.row() == currentIndex().row();
            look.stale = m_stale;
            tiles.paintTile(rect, m_devices->at(index.row()), look);
        }
    }
}

void TileView::resizeEvent(QResizeEvent* event) {
    QAbstractItemView::resizeEvent(event);
    layOut();
}

void TileView::mousePressEvent(QMouseEvent* event) {
    const int header = event->button() == Qt::LeftButton ? headerAt(event->position().toPoint()) : -1;
    if (header >= 0) {
        setFolded(header, !isFolded(header));
        return;
    }
    QAbstractItemView::mousePressEvent(event);
}

void TileView::mouseMoveEvent(QMouseEvent* event) {
    const QPoint point = event->position().toPoint();
    setHovered(event->buttons() == Qt::NoButton ? indexAt(point) : QModelIndex());
    viewport()->setCursor(headerAt(point) >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    QAbstractItemView::mouseMoveEvent(event);
}

void TileView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (headerAt(event->position().toPoint()) >= 0)
        return mousePressEvent(event); // two quick clicks on a header fold and unfold it
    QAbstractItemView::mouseDoubleClickEvent(event);
}

void TileView::setHovered(const QModelIndex& index) {
    if (m_hovered == index)
        return;
    viewport()->update(visualRect(m_hovered));
    m_hovered = index;
    viewport()->update(visualRect(m_hovered));
}

void TileView::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::NoModifier && currentIndex().isValid()) {
        selectionModel()->select(currentIndex(), QItemSelectionModel::Toggle | QItemSelectionModel::Rows);
        return;
    }
    QAbstractItemView::keyPressEvent(event);
}

void TileView::timerEvent(QTimerEvent* event) {
    if (event->timerId() == m_arrangeTimer.timerId())
        arrangeNow();
    else
        QAbstractItemView::timerEvent(event);
}

bool TileView::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::Leave || event->type() == QEvent::HoverLeave)
        setHovered({});
    return QAbstractItemView::viewportEvent(event);
}

} // namespace labwarden::board
