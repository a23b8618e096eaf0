// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/columns_menu.h"
#include "console/board/given_room.h"
#include "console/board/scroll_anchors.h"
#include "console/board/sorted_devices.h"

#include <QTableView>

class QSettings;

namespace labwarden::board {

/// The board as a table. Which columns it shows, their order, widths and sorting are chosen in columnsMenu(),
/// which its headings have too, and remembered. Ctrl+C copies the selected rows. It follows the devices while
/// it is shown.
class DeviceTable : public QTableView {
    Q_OBJECT
public:
    /// `board` is the board's one selection, over `devices`; all of them outlive it.
    DeviceTable(DeviceModel* devices, QItemSelectionModel& board, QSettings& settings,
                QWidget* parent = nullptr);

    void setFilter(const DeviceFilter& filter) { m_rows->setFilter(filter); }
    /// The devices in the order in which they stand.
    SortedDevices* rows() const { return m_rows; }
    QMenu* columnsMenu() const { return m_columnsMenu; }
    /// Painted without colour while the feed is down.
    void setStale(bool stale);
    /// Makes a device current, and that from which Shift extends the selection, which stays as it is.
    void anchorAt(const QModelIndex& index);

    void dataChanged(const QModelIndex& topLeft, const QModelIndex& bottomRight,
                     const QList<int>& roles) override;

protected:
    QItemSelectionModel::SelectionFlags selectionCommand(const QModelIndex& index,
                                                         const QEvent* event) const override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void noteAnchors();
    void keepAnchors();

    SortedDevices* m_rows;
    ColumnsMenu* m_columnsMenu;
    ScrollAnchors m_anchors;
    GivenRoom m_room;
    std::pair<int, Qt::SortOrder> m_sortedBy;
    bool m_anchoring = false;
};

} // namespace labwarden::board
