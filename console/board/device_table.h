// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/device_model.h"

#include <QBasicTimer>
#include <QSortFilterProxyModel>
#include <QTableView>

class QSettings;

namespace labwarden::board {

/// Sorts and filters the devices for the table; live changes are put in place at most once a second.
class DeviceProxy : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit DeviceProxy(DeviceModel* devices, QObject* parent = nullptr);

    void setFilter(const DeviceFilter& filter);

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
    void timerEvent(QTimerEvent* event) override;

private:
    DeviceModel* m_devices;
    DeviceFilter m_filter;
    QBasicTimer m_timer;
};

/// The board as a table with sortable columns, whose widths are remembered.
class DeviceTable : public QTableView {
    Q_OBJECT
public:
    /// `devices` and `settings` outlive it.
    DeviceTable(DeviceModel* devices, QSettings& settings, QWidget* parent = nullptr);

    void setFilter(const DeviceFilter& filter) { m_proxy->setFilter(filter); }
    DeviceModel* devices() const { return m_devices; }
    /// Between the table's rows and those of the device model.
    int deviceRow(const QModelIndex& index) const { return m_proxy->mapToSource(index).row(); }
    QModelIndex indexOfDeviceRow(int row) const { return m_proxy->mapFromSource(m_devices->index(row, 0)); }

private:
    DeviceModel* m_devices;
    DeviceProxy* m_proxy;
};

} // namespace labwarden::board
