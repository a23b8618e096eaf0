// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/board/arrangement.h"
#include "console/board/device_model.h"
#include "console/board/group_layout.h"

#include <QBasicTimer>
#include <QObject>
#include <QSet>

#include <array>

namespace labwarden::board {

/// The devices that the filter lets through, in their groups, and which groups are folded: what tiles and
/// heat view show, kept once for both. A device that no longer belongs where it stands (its state left the
/// filter or its group) is moved at most once a second, so that nothing jumps about under the pointer;
/// devices that come and go are put in place at once. GUI thread.
class DeviceGroups : public QObject {
    Q_OBJECT
public:
    /// `devices` outlives it.
    explicit DeviceGroups(DeviceModel* devices, QObject* parent = nullptr);

    DeviceModel* devices() const { return m_devices; }
    Grouping grouping() const { return m_grouping; }
    void setGrouping(Grouping grouping);
    const DeviceFilter& filter() const { return m_filter; }
    void setFilter(const DeviceFilter& filter);

    const std::vector<DeviceGroup>& all() const { return m_groups; }
    int count() const { return static_cast<int>(m_groups.size()); }
    const DeviceGroup& at(int group) const { return m_groups[static_cast<std::size_t>(group)]; }
    /// -1 when there is none.
    int groupOfKey(const QString& key) const;
    /// Devices that the filter lets through, folded groups included.
    int shownCount() const { return m_shown; }
    /// Their rows in the device model, in reading order.
    std::vector<int> shownRows() const;
    /// Where the device of a row stands; nothing for one that the filter hides.
    std::optional<BoardPosition> positionOf(int row) const;
    /// The row of the device at a position that is there.
    int rowAt(BoardPosition position) const;
    const StateCounts& countsOf(int group) const;
    /// The group's title, how many devices it has and in which states: for screen readers.
    QString describe(int group) const;

    bool isFolded(int group) const { return folds().contains(at(group).key); }
    void setFolded(int group, bool folded);
    void setAllFolded(bool folded);
    bool areAllFolded() const;
    /// Keys of folded groups; each grouping has its own.
    QStringList foldedKeys(Grouping grouping) const;
    void setFoldedKeys(Grouping grouping, const QStringList& keys);

Q_SIGNALS:
    /// Groups, their order, or what is in them will be others. Rows of the device model mean what they did.
    void aboutToArrange();
    void arranged();
    /// After arranged(), when devices are put together by something else now.
    void regrouped();
    void foldsChanged();

private:
    void arrange();
    void adopt(std::vector<DeviceGroup> groups);
    void dropRows(int first, int last);
    bool belongs(int row) const;
    const QSet<QString>& folds() const { return m_folded[static_cast<std::size_t>(m_grouping)]; }
    QSet<QString>& folds() { return m_folded[static_cast<std::size_t>(m_grouping)]; }
    void timerEvent(QTimerEvent* event) override;

    DeviceModel* m_devices;
    Grouping m_grouping = Grouping::rack;
    DeviceFilter m_filter;
    std::vector<DeviceGroup> m_groups;
    std::vector<BoardPosition> m_positions; ///< by row of the device model; group -1 for a hidden one
    mutable std::vector<std::optional<StateCounts>> m_counts; ///< by group, counted when asked for
    std::array<QSet<QString>, groupingCount> m_folded;        ///< keys of groups, by grouping
    int m_shown = 0;
    QBasicTimer m_timer;
};

} // namespace labwarden::board
