// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/sorted_devices.h"

#include <QTableView>

class QSettings;

namespace labwarden::board {

/// The board as a table with sortable columns, whose widths are remembered. It follows the devices while it
/// is shown.
class DeviceTable : public QTableView {
    Q_OBJECT
public:
    /// `board` is the board's one selection, over `devices`; all of them outlive it.
    DeviceTable(DeviceModel* devices, QItemSelectionModel& board, QSettings& settings,
                QWidget* parent = nullptr);

    void setFilter(const DeviceFilter& filter) { m_rows->setFilter(filter); }
    /// The devices in the order in which they stand.
    SortedDevices* rows() const { return m_rows; }

    void dataChanged(const QModelIndex& topLeft, const QModelIndex& bottomRight,
                     const QList<int>& roles) override;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    SortedDevices* m_rows;
};

} // namespace labwarden::board
