// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/clock.h"
#include "console/board/arrangement.h"
#include "console/board/device_columns.h"
#include "console/store/latest_values.h"
#include "console/store/watch_list.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <string>
#include <unordered_map>

namespace labwarden::board {

/// All devices of the store, a row each. Where a row stands means nothing (order() has that), though rows
/// that are loaded together are by name, which keeps selections of neighbours short. The store reports at
/// most every 100 ms; of that, each run of neighbouring rows that look different gives one dataChanged, and
/// rows that go are moved to the end and go at once, however many they are. GUI thread.
class DeviceModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using enum DeviceColumn;

    /// `store` outlives the model.
    explicit DeviceModel(const console::LabStore& store, QObject* parent = nullptr);
    /// Decides when a device has been quiet for long enough not to be flapping any more; outlives the model.
    /// Without one it is the machine's.
    void setClock(const console::Clock& clock);

    /// Shows the newest value of each device from now on; outlives the model.
    void setValues(const console::LatestValues& values);
    /// Marks what is watched from now on. `list` outlives the model.
    void setWatchList(const console::WatchList& list);

    const std::vector<DeviceRow>& devices() const { return m_rows; }
    const DeviceRow& at(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    /// Row of a device; -1 for one that is not here.
    int rowOfDevice(const std::string& id) const;
    /// Rows by name, as people order names.
    const std::vector<int>& order() const;
    const StateCounts& counts() const { return m_counts; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    /// Comes before rowsAboutToBeRemoved(), upon which selections and views let go of these rows.
    void leaving(int firstRow, int lastRow);

private:
    void rebuild();
    Timestamp now() const { return m_clock ? m_clock->now() : Timestamp::now(); }
    /// Shows the rows (in order) as they are now; says so of those that look different.
    void refresh(const std::vector<int>& rows);
    void awaitQuiet(const DeviceRow& row);
    void endFlapping();
    void onChanged(const console::StoreChanges& changes);
    DeviceRow makeRow(const Device& device) const;
    QString valueOf(const std::string& id) const;
    void showValues(const std::vector<std::string>& ids);
    void tellChanged(const std::vector<int>& rows);
    void append(std::vector<const Device*> devices);
    void remove(const std::vector<int>& rows);
    void moveToEnd(const std::vector<int>& rows);

    const console::LabStore& m_store;
    const console::WatchList* m_watches = nullptr;
    const console::LatestValues* m_values = nullptr;
    std::vector<DeviceRow> m_rows;
    std::unordered_map<std::string, int> m_rowOf;
    StateCounts m_counts;
    mutable std::vector<int> m_order;
    mutable bool m_orderValid = false;
    const console::Clock* m_clock = nullptr;
    QTimer m_quiet; ///< runs until the first device is no longer flapping
};

/// All that a tile or row says, in one sentence for screen readers and tool tips.
QString describe(const DeviceRow& row);

} // namespace labwarden::board
