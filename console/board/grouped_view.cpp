// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/grouped_view.h"

#include "console/board/grouped_accessible.h"
#include "console/board/row_ranges.h"

#include <QResizeEvent>
#include <QScopedValueRollback>
#include <QScrollBar>

#include <algorithm>

namespace labwarden::board {

namespace {
constexpr std::size_t anchorCount = 64;
} // namespace

GroupedView::GroupedView(DeviceGroups* groups, QItemSelectionModel* selection, LayoutMaker makeLayout,
                         QWidget* parent)
    : QAbstractItemView(parent)
    , m_groups(groups)
    , m_makeLayout(makeLayout)
    , m_headers(new HeaderCursor(this))
    , m_band(new RubberBand(this)) {
    GroupedAccessible::install();
    setSelectionMode(ExtendedSelection);
    setSelectionBehavior(SelectRows);
    setEditTriggers(NoEditTriggers);
    setFrameShape(NoFrame);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    viewport()->setAutoFillBackground(false);
    setAccessibleName(tr("Devices"));
    setModel(groups->devices());
    const std::unique_ptr<QItemSelectionModel> own(selectionModel());
    setSelectionModel(selection);
    connect(groups, &DeviceGroups::aboutToArrange, this, &GroupedView::noteAnchors);
    connect(groups, &DeviceGroups::arranged, this, &GroupedView::onArranged);
    connect(groups, &DeviceGroups::regrouped, this, &GroupedView::onRegrouped);
    connect(groups, &DeviceGroups::foldsChanged, this, &GroupedView::layOut);
    connect(m_headers, &HeaderCursor::moved, this, &GroupedView::onHeaderMoved);
    connect(m_headers, &HeaderCursor::folded, this, &GroupedView::onFolded);
    connect(m_band, &RubberBand::stretched, this, &GroupedView::selectInBand);
}

GroupedView::~GroupedView() = default;

void GroupedView::setSelectionModel(QItemSelectionModel* selection) {
    m_selected.clear();
    QAbstractItemView::setSelectionModel(selection);
}

void GroupedView::setStale(bool stale) {
    if (stale == m_stale)
        return;
    m_stale = stale;
    viewport()->update();
}

// --- where things are ---

void GroupedView::noteAnchors() {
    if (!m_anchors.isEmpty()) // noted before the first of several arrangings
        return;
    const std::vector<BoardPosition> seen = groupLayout().itemsIn(shownArea());
    const std::size_t stride = seen.size() / anchorCount + 1;
    const auto current = currentPosition();
    for (std::size_t i = 0; i < seen.size(); ++i)
        if (i % stride == 0 || seen[i] == current)
            m_anchors.note(m_groups->devices()->at(m_groups->rowAt(seen[i])).id,
                           onViewport(groupLayout().itemRect(seen[i])).top(), seen[i] == current);
}

void GroupedView::keepAnchors() {
    const auto y = [this](const std::string& id) -> std::optional<int> {
        const auto at = m_groups->positionOf(m_groups->devices()->rowOfDevice(id));
        const QRect rect = at ? groupLayout().itemRect(*at) : QRect();
        return rect.isEmpty() ? std::nullopt : std::optional(onViewport(rect).top());
    };
    const int shift = m_anchors.shift(y, viewport()->height());
    if (verticalOffset() > 0) // who looks at the top goes on looking at the top
        verticalScrollBar()->setValue(verticalOffset() + shift);
}

void GroupedView::onArranged() {
    m_selected.clear();
    m_headers->onArranged();
    layOut();
    keepAnchors();
}

void GroupedView::onRegrouped() {
    verticalScrollBar()->setValue(0);
    scrollTo(currentIndex());
}

void GroupedView::layOut() {
    m_layout.reset();
    m_headers->setGoalX(-1);
    if (QAccessible::isActive())
        if (auto* list = static_cast<GroupedAccessible*>(QAccessible::queryAccessibleInterface(this)))
            list->forgetItems();
    updateGeometries();
    viewport()->update();
    Q_EMIT laidOut();
}

const GroupLayout& GroupedView::groupLayout() const {
    if (!m_layout) {
        std::vector<GroupLayout::Group> groups;
        groups.reserve(m_groups->all().size());
        for (int i = 0; i < m_groups->count(); ++i)
            groups.push_back({static_cast<int>(m_groups->at(i).rows.size()), m_groups->isFolded(i)});
        m_layout = m_makeLayout(std::move(groups), size());
    }
    return *m_layout;
}

void GroupedView::updateGeometries() {
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setRange(0, std::max(0, groupLayout().height() - viewport()->height()));
    QAbstractItemView::updateGeometries();
}

int GroupedView::verticalOffset() const {
    return verticalScrollBar()->value();
}

QModelIndex GroupedView::indexOf(BoardPosition position) const {
    return m_groups->devices()->index(m_groups->rowAt(position), DeviceModel::NameColumn);
}

std::optional<BoardPosition> GroupedView::currentPosition() const {
    return m_groups->positionOf(currentIndex().row());
}

QRect GroupedView::visualRect(const QModelIndex& index) const {
    const auto position = index.isValid() ? m_groups->positionOf(index.row()) : std::nullopt;
    const QRect item = position ? groupLayout().itemRect(*position) : QRect();
    return item.isEmpty() ? QRect() : onViewport(item);
}

QModelIndex GroupedView::indexAt(const QPoint& point) const {
    if (headerAt(point) >= 0)
        return {};
    const auto hit = groupLayout().at(onContent(point));
    return hit && !hit->isHeader() ? indexOf(*hit) : QModelIndex();
}

int GroupedView::headerAt(const QPoint& point) const {
    const auto hit = groupLayout().at(onContent(point));
    return hit && hit->isHeader() ? hit->group : -1;
}

QRect GroupedView::headerRect(int group) const {
    return onViewport(groupLayout().headerRect(group));
}

void GroupedView::bringIntoView(const QRect& content, const QMargins& margins) {
    const QRect wanted = onViewport(content).marginsAdded(margins);
    QScrollBar* bar = verticalScrollBar();
    if (wanted.top() < 0)
        bar->setValue(bar->value() + wanted.top());
    else if (wanted.bottom() >= viewport()->height())
        bar->setValue(bar->value() + std::min(wanted.top(), wanted.bottom() + 1 - viewport()->height()));
}

void GroupedView::scrollTo(const QModelIndex& index, ScrollHint hint) {
    const auto position = index.isValid() ? m_groups->positionOf(index.row()) : std::nullopt;
    const QRect item = position ? groupLayout().itemRect(*position) : QRect();
    if (item.isEmpty())
        return;
    const QMargins margins = scrollMargins(*position);
    if (hint == EnsureVisible)
        bringIntoView(item, margins);
    else if (hint == PositionAtTop)
        verticalScrollBar()->setValue(item.top() - margins.top());
    else if (hint == PositionAtBottom)
        verticalScrollBar()->setValue(item.bottom() + 1 + margins.bottom() - viewport()->height());
    else
        verticalScrollBar()->setValue(item.center().y() - viewport()->height() / 2);
}

void GroupedView::reset() {
    QAbstractItemView::reset();
    m_hovered = QModelIndex();
    m_anchors = {};
    m_selected.clear();
}

bool GroupedView::isIndexHidden(const QModelIndex& index) const {
    return visualRect(index).isEmpty();
}

// A device that is seen is not lost when tiles find other places, or below what takes room away.
void GroupedView::resizeEvent(QResizeEvent* event) {
    const bool seen = visualRect(currentIndex()).intersects(QRect({}, event->oldSize()));
    const int chosen = m_room.chosen(verticalScrollBar()->value());
    QAbstractItemView::resizeEvent(event);
    layOut();
    verticalScrollBar()->setValue(chosen);
    if (seen)
        scrollTo(currentIndex());
    m_room.note(chosen, verticalScrollBar()->value());
}

// --- selecting ---

void GroupedView::selectAll() {
    selectOnly(*selectionModel(), selectionOfRows(*m_groups->devices(), m_groups->shownRows()));
}

// With Shift the view hands over a rectangle from where the selection begins to the current device: all
// between the two in reading order is meant.
void GroupedView::setSelection(const QRect& rect, QItemSelectionModel::SelectionFlags command) {
    const auto from = groupLayout().at(onContent(rect.topLeft()));
    const auto to = groupLayout().at(onContent(rect.bottomRight()));
    if (!from || !to || from->isHeader() || to->isHeader())
        return;
    const auto [first, last] = std::minmax(*from, *to);
    std::vector<int> rows;
    for (int g = first.group; g <= last.group; ++g) {
        if (m_groups->isFolded(g))
            continue;
        const auto& all = m_groups->at(g).rows;
        const auto begin = all.begin() + (g == first.group ? first.index : 0);
        const auto end = g == last.group ? all.begin() + last.index + 1 : all.end();
        rows.insert(rows.end(), begin, end);
    }
    selectionModel()->select(selectionOfRows(*m_groups->devices(), std::move(rows)), command);
}

QRegion GroupedView::visualRegionForSelection(const QItemSelection& selection) const {
    QRegion region;
    const QRect shown = viewport()->rect();
    for (const QItemSelectionRange& range : selection)
        for (int row = range.top(); row <= range.bottom(); ++row)
            if (const QRect rect = visualRect(m_groups->devices()->index(row, 0)); rect.intersects(shown))
                region += rect.adjusted(-overhang(), -overhang(), overhang(), overhang());
    return region;
}

void GroupedView::selectionChanged(const QItemSelection&, const QItemSelection&) {
    m_selected.clear();
    viewport()->update(); // the base asks for the region of thousands
    if (QAccessible::isActive()) {
        QAccessibleEvent event(this, QAccessible::SelectionWithin);
        QAccessible::updateAccessibility(&event);
    }
}

TileLook GroupedView::lookOf(int row) const {
    if (m_selected.empty()) {
        m_selected.assign(m_groups->devices()->devices().size(), false);
        for (const int selected : rowsOfSelection(selectionModel()->selection()))
            m_selected[static_cast<std::size_t>(selected)] = true;
    }
    TileLook look;
    look.selected = m_selected[static_cast<std::size_t>(row)];
    look.hovered = row == m_hovered.row();
    look.focused = hasFocus() && !m_headers->isOnHeader() && row == currentIndex().row();
    look.stale = m_stale;
    return look;
}

void GroupedView::anchorAt(const QModelIndex& index) {
    const QScopedValueRollback anchoring(m_anchoring, true);
    setCurrentIndex(index);
    scrollTo(index);
}

QItemSelectionModel::SelectionFlags GroupedView::selectionCommand(const QModelIndex& index,
                                                                  const QEvent* event) const {
    return m_anchoring ? QItemSelectionModel::NoUpdate : QAbstractItemView::selectionCommand(index, event);
}

// --- changes ---

void GroupedView::dataChanged(const QModelIndex& topLeft, const QModelIndex& bottomRight, const QList<int>&) {
    for (int row = topLeft.row(); row <= bottomRight.row(); ++row) {
        const auto position = m_groups->positionOf(row);
        if (!position)
            continue;
        if (const QRect item = groupLayout().itemRect(*position); !item.isEmpty())
            if (const QRect here = onViewport(item); here.intersects(viewport()->rect()))
                viewport()->update(here);
        updateHeader(position->group);
    }
    if (pointedAt().isValid())
        Q_EMIT pointedAtChanged();
}

void GroupedView::updateHeader(int group) {
    if (group < 0)
        return;
    if (const QRect here = headerRect(group); here.intersects(viewport()->rect()))
        viewport()->update(here);
}

void GroupedView::updateItem(const QModelIndex& index) {
    if (const QRect rect = visualRect(index); !rect.isEmpty())
        viewport()->update(rect.adjusted(-overhang(), -overhang(), overhang(), overhang()));
}

void GroupedView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    m_headers->moveTo(-1);
    QAbstractItemView::currentChanged(current, previous);
    updateItem(previous);
    updateItem(current);
    tellFocus();
    Q_EMIT pointedAtChanged();
}

void GroupedView::tellFocus() {
    if (!QAccessible::isActive() || !hasFocus())
        return;
    auto* list = static_cast<GroupedAccessible*>(QAccessible::queryAccessibleInterface(this));
    const BoardPosition at = m_headers->position();
    if (!list || at.group < 0)
        return;
    QAccessibleEvent event(this, QAccessible::Focus);
    event.setChild(list->childOf(at));
    QAccessible::updateAccessibility(&event);
}

// --- painting ---

GroupedView::Damage GroupedView::damageOf(const QRegion& region) const {
    Damage damage;
    for (const QRect& rect : region) {
        const QRect area =
            rect.adjusted(-overhang(), -overhang(), overhang(), overhang()).translated(0, verticalOffset());
        for (const GroupLayout::Visible& part : groupLayout().visible(area)) {
            if (part.header)
                damage.headers.push_back(part.group);
            for (int i = part.first; i < part.last; ++i)
                if (groupLayout().itemRect({part.group, i}).intersects(area))
                    damage.items.push_back({part.group, i});
        }
    }
    const auto once = [](auto& list) {
        std::sort(list.begin(), list.end());
        list.erase(std::unique(list.begin(), list.end()), list.end());
    };
    if (region.rectCount() > 1) {
        once(damage.headers);
        once(damage.items);
    }
    return damage;
}
} // namespace labwarden::board
