// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/device_table.h"

#include "console/board/linked_selection.h"
#include "console/widgets/table.h"

#include <QAccessible>
#include <QHeaderView>

#include <memory>

namespace labwarden::board {

namespace {

/// The eye of a watched device stands behind its name: names stay in line.
class NameDelegate : public widgets::RowDelegate {
public:
    using RowDelegate::RowDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        RowDelegate::initStyleOption(option, index);
        option->decorationPosition = QStyleOptionViewItem::Right;
    }
};

} // namespace

DeviceTable::DeviceTable(DeviceModel* devices, QItemSelectionModel& board, QSettings& settings,
                         QWidget* parent)
    : QTableView(parent), m_rows(new SortedDevices(devices, this)) {
    setModel(m_rows);
    const std::unique_ptr<QItemSelectionModel> own(selectionModel());
    setSelectionModel(new LinkedSelection(board, *m_rows, this));
    m_rows->setPaused(true);
    widgets::setUpTable(this);
    setItemDelegateForColumn(DeviceModel::NameColumn, new NameDelegate(this));
    sortByColumn(DeviceModel::NameColumn, Qt::AscendingOrder);
    constexpr std::pair<DeviceModel::Column, int> widths[] = {
        {DeviceModel::NameColumn, 130}, {DeviceModel::StateColumn, 190},    {DeviceModel::ModelColumn, 140},
        {DeviceModel::TypeColumn, 90},  {DeviceModel::LocationColumn, 180}, {DeviceModel::TagsColumn, 100}};
    for (const auto& [column, width] : widths)
        setColumnWidth(column, width);
    widgets::rememberColumns(this, settings, QStringLiteral("board"));
    setAccessibleName(tr("Devices"));
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

void DeviceTable::showEvent(QShowEvent* event) {
    m_rows->setPaused(false);
    QTableView::showEvent(event);
}

void DeviceTable::hideEvent(QHideEvent* event) {
    m_rows->setPaused(true);
    QTableView::hideEvent(event);
}

} // namespace labwarden::board
