// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/device_table.h"

#include "console/widgets/table.h"

#include <QHeaderView>
#include <QTimerEvent>

namespace labwarden::board {

DeviceProxy::DeviceProxy(DeviceModel* devices, QObject* parent)
    : QSortFilterProxyModel(parent), m_devices(devices) {
    setDynamicSortFilter(false);
    setSortRole(DeviceModel::SortRole);
    setSourceModel(devices);
    connect(devices, &QAbstractItemModel::dataChanged, this, [this] {
        if (!m_timer.isActive())
            m_timer.start(1000, this);
    });
    connect(devices, &QAbstractItemModel::rowsInserted, this, &QSortFilterProxyModel::invalidate);
}

void DeviceProxy::setFilter(const DeviceFilter& filter) {
    m_filter = filter;
    invalidateFilter();
}

bool DeviceProxy::filterAcceptsRow(int row, const QModelIndex&) const {
    return m_filter.accepts(m_devices->at(row));
}

void DeviceProxy::timerEvent(QTimerEvent* event) {
    if (event->timerId() != m_timer.timerId())
        return QSortFilterProxyModel::timerEvent(event);
    m_timer.stop();
    invalidate();
}

DeviceTable::DeviceTable(DeviceModel* devices, QSettings& settings, QWidget* parent)
    : QTableView(parent), m_devices(devices), m_proxy(new DeviceProxy(devices, this)) {
    setModel(m_proxy);
    widgets::setUpTable(this);
    sortByColumn(DeviceModel::NameColumn, Qt::AscendingOrder);
    constexpr std::pair<DeviceModel::Column, int> widths[] = {
        {DeviceModel::NameColumn, 130}, {DeviceModel::StateColumn, 190},    {DeviceModel::ModelColumn, 140},
        {DeviceModel::TypeColumn, 90},  {DeviceModel::LocationColumn, 180}, {DeviceModel::TagsColumn, 100}};
    for (const auto& [column, width] : widths)
        setColumnWidth(column, width);
    widgets::rememberColumns(this, settings, QStringLiteral("board"));
    setAccessibleName(tr("Devices"));
}

} // namespace labwarden::board
