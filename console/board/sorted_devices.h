// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/device_model.h"

#include <QAbstractProxyModel>
#include <QBasicTimer>

namespace labwarden::board {

/// The devices that a filter lets through, in the order of one column: what the table shows. Not Qt's sorting
/// proxy, which asks for keys at every comparison and tells what a filter changes one stretch of rows after
/// the other: here a row's key is worked out once, when the device changes, and live changes are put in place
/// at most once a second, and only when a key or the filter's answer has become another. Rows that come, go
/// and move are told as one change of the layout, through which selection and scroll position stay. GUI
/// thread.
class SortedDevices : public QAbstractProxyModel {
    Q_OBJECT
public:
    /// `devices` outlives it. By name to begin with.
    explicit SortedDevices(DeviceModel* devices, QObject* parent = nullptr);

    void setFilter(const DeviceFilter& filter);
    /// While it is paused its rows stay as they are, but for devices that go; afterwards it catches up.
    void setPaused(bool paused);
    /// The device model's row of a row here.
    int deviceRow(int place) const { return m_rows[static_cast<std::size_t>(place)]; }
    const DeviceRow& device(int place) const { return m_devices->at(deviceRow(place)); }
    /// The row here of a device; -1 for one that the filter hides or that is not there.
    int placeOfDevice(const std::string& id) const { return placeOf(m_devices->rowOfDevice(id)); }
    /// The row here of a device model's row; -1 for one that the filter hides.
    int placeOf(int deviceRow) const;
    void sort(int column, Qt::SortOrder order) override;
    std::pair<int, Qt::SortOrder> sortedBy() const { return {m_column, m_order}; }

    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex&) const override { return {}; }
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QModelIndex mapToSource(const QModelIndex& index) const override;
    QModelIndex mapFromSource(const QModelIndex& index) const override;
    /// Whole rows; neighbours become one range.
    QItemSelection mapSelectionToSource(const QItemSelection& selection) const override;
    QItemSelection mapSelectionFromSource(const QItemSelection& selection) const override;

protected:
    void timerEvent(QTimerEvent* event) override;

private:
    void onDataChanged(int first, int last, const QList<int>& roles);
    bool belongs(int deviceRow) const;
    void arrange();
    std::vector<int> arranged();
    void put(std::vector<int> rows);
    void dropRows(int first, int last);

    DeviceModel* m_devices;
    DeviceFilter m_filter;
    int m_column = DeviceModel::NameColumn;
    Qt::SortOrder m_order = Qt::AscendingOrder;
    bool m_paused = false;
    bool m_outdated = false;     ///< while paused: there is something to catch up with
    std::vector<int> m_rows;     ///< by place here: row of the device model
    std::vector<int> m_places;   ///< by row of the device model: place here, or -1
    std::vector<SortKey> m_keys; ///< by row of the device model, as m_rows is sorted
    std::vector<int> m_changed;  ///< rows of the device model, since the last arranging
    QBasicTimer m_timer;
    QModelIndexList m_heldHere; ///< persistent ones, while the device model moves its rows
    QList<QPersistentModelIndex> m_heldThere;
};

} // namespace labwarden::board
