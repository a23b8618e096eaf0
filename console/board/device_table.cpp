// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/device_table.h"

#include "console/board/linked_selection.h"
#include "console/style/tokens.h"
#include "console/widgets/table.h"

#include <QAccessible>
#include <QHeaderView>
#include <QScopedValueRollback>
#include <QScrollBar>

#include <memory>

namespace labwarden::board {

namespace {

/// Rows without colour while what they say may no longer be true. The eye of a watched device stands behind
/// its name: names stay in line.
class DeviceDelegate final : public widgets::RowDelegate {
public:
    using RowDelegate::RowDelegate;
    void setStale(bool stale) { m_stale = stale; }

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        RowDelegate::initStyleOption(option, index);
        if (index.column() == DeviceModel::NameColumn) {
            option->decorationPosition = QStyleOptionViewItem::Right;
            option->textElideMode = Qt::ElideMiddle; // what tells devices apart is often at the end
        }
        if (!m_stale)
            return;
        const QColor muted = style::tokens(option->palette)[style::Token::muted];
        option->palette.setColor(QPalette::Text, muted);
        option->palette.setColor(QPalette::HighlightedText, muted);
        option->state &= ~QStyle::State_Enabled; // which takes the colour from icons
    }

private:
    bool m_stale = false;
};

} // namespace

DeviceTable::DeviceTable(DeviceModel* devices, QItemSelectionModel& board, QSettings& settings,
                         QWidget* parent)
    : QTableView(parent)
    , m_rows(new SortedDevices(devices, this))
    , m_columnsMenu(new ColumnsMenu(this, this)) {
    setModel(m_rows);
    const std::unique_ptr<QItemSelectionModel> own(selectionModel());
    setSelectionModel(new LinkedSelection(board, *m_rows, this));
    m_rows->setPaused(true);
    widgets::setUpTable(this);
    setItemDelegate(new DeviceDelegate(this));
    widgets::offerCopy(this);
    ColumnsMenu::reset(*this);
    widgets::rememberColumns(this, settings, QStringLiteral("board"));
    setAccessibleName(tr("Devices"));
    QHeaderView* header = horizontalHeader();
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QWidget::customContextMenuRequested, this,
            [this, header](const QPoint& point) { m_columnsMenu->popup(header->mapToGlobal(point)); });
    m_sortedBy = m_rows->sortedBy();
    connect(m_rows, &QAbstractItemModel::layoutAboutToBeChanged, this, &DeviceTable::noteAnchors);
    connect(m_rows, &QAbstractItemModel::layoutChanged, this, &DeviceTable::keepAnchors);
}

// Who sorts by something else wants to see other devices.
void DeviceTable::noteAnchors() {
    if (m_rows->sortedBy() != m_sortedBy || m_rows->rowCount() == 0)
        return;
    const int last = rowAt(viewport()->height() - 1);
    for (int place = std::max(0, rowAt(0)); place <= (last < 0 ? m_rows->rowCount() - 1 : last); ++place)
        m_anchors.note(m_rows->device(place).id, rowViewportPosition(place), place == currentIndex().row());
}

void DeviceTable::keepAnchors() {
    m_sortedBy = m_rows->sortedBy();
    const auto y = [this](const std::string& id) -> std::optional<int> {
        const int place = m_rows->placeOfDevice(id);
        return place < 0 ? std::nullopt : std::optional(rowViewportPosition(place));
    };
    const int shift = m_anchors.shift(y, viewport()->height());
    QScrollBar* bar = verticalScrollBar();
    if (const int value = bar->value(); value > 0) { // who looks at the top goes on looking at the top
        executeDelayedItemsLayout();
        bar->setValue(value + shift);
    }
}

void DeviceTable::setStale(bool stale) {
    static_cast<DeviceDelegate*>(itemDelegate())->setStale(stale);
    viewport()->update();
}

void DeviceTable::anchorAt(const QModelIndex& index) {
    const QScopedValueRollback anchoring(m_anchoring, true);
    setCurrentIndex(index);
    scrollTo(index);
}

QItemSelectionModel::SelectionFlags DeviceTable::selectionCommand(const QModelIndex& index,
                                                                  const QEvent* event) const {
    return m_anchoring ? QItemSelectionModel::NoUpdate : QTableView::selectionCommand(index, event);
}

// Only the rows that changed, where they are in sight: the base repaints the whole viewport.
void DeviceTable::dataChanged(const QModelIndex& topLeft, const QModelIndex& bottomRight, const QList<int>&) {
    const int top = rowViewportPosition(topLeft.row());
    const int bottom = rowViewportPosition(bottomRight.row()) + rowHeight(bottomRight.row());
    viewport()->update(QRect(0, top, viewport()->width(), bottom - top).intersected(viewport()->rect()));
    if (QAccessible::isActive()) {
        QAccessibleTableModelChangeEvent event(this, QAccessibleTableModelChangeEvent::DataChanged);
        event.setFirstRow(topLeft.row());
        event.setLastRow(bottomRight.row());
        event.setFirstColumn(topLeft.column());
        event.setLastColumn(bottomRight.column());
        QAccessible::updateAccessibility(&event);
    }
}

// A device that is seen is not lost below what takes room away, the bar of what is selected among others.
void DeviceTable::resizeEvent(QResizeEvent* event) {
    const QModelIndex current = currentIndex().siblingAtColumn(NameColumn);
    const bool seen = visualRect(current).intersects(QRect({}, event->oldSize()));
    const int chosen = m_room.chosen(verticalScrollBar()->value());
    QTableView::resizeEvent(event);
    verticalScrollBar()->setValue(chosen);
    if (seen)
        scrollTo(current);
    m_room.note(chosen, verticalScrollBar()->value());
}

void DeviceTable::showEvent(QShowEvent* event) {
    m_rows->setPaused(false);
    QTableView::showEvent(event);
}

void DeviceTable::hideEvent(QHideEvent* event) {
    m_rows->setPaused(true);
    QTableView::hideEvent(event);
}

} // namespace labwarden::board
