// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/device_groups.h"

#include "console/widgets/format.h"

#include <QTimerEvent>

#include <algorithm>
#include <chrono>

namespace labwarden::board {

namespace {
constexpr std::chrono::milliseconds arrangeEvery(1000);
}

DeviceGroups::DeviceGroups(DeviceModel* devices, QObject* parent) : QObject(parent), m_devices(devices) {
    connect(devices, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex& first, const QModelIndex& last) {
                for (int row = first.row(); row <= last.row(); ++row) {
                    if (!belongs(row) && !m_timer.isActive())
                        m_timer.start(arrangeEvery.count(), this);
                    if (const auto position = positionOf(row))
                        m_counts[static_cast<std::size_t>(position->group)].reset();
                }
            });
    connect(devices, &QAbstractItemModel::rowsAboutToBeInserted, this, &DeviceGroups::aboutToArrange);
    connect(devices, &QAbstractItemModel::rowsInserted, this, &DeviceGroups::arrange);
    connect(devices, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            [this](const QModelIndex&, int first, int last) { dropRows(first, last); });
    connect(devices, &QAbstractItemModel::layoutAboutToBeChanged, this, &DeviceGroups::aboutToArrange);
    connect(devices, &QAbstractItemModel::layoutChanged, this, &DeviceGroups::arrange);
    connect(devices, &QAbstractItemModel::modelReset, this, &DeviceGroups::arrange);
    arrange();
}

void DeviceGroups::setGrouping(Grouping grouping) {
    if (grouping == m_grouping)
        return;
    Q_EMIT aboutToArrange();
    m_grouping = grouping;
    adopt(board::arrange(m_devices->devices(), m_devices->order(), m_grouping, m_filter));
    Q_EMIT regrouped();
}

void DeviceGroups::setFilter(const DeviceFilter& filter) {
    m_filter = filter;
    Q_EMIT aboutToArrange();
    arrange();
}

void DeviceGroups::arrange() {
    adopt(board::arrange(m_devices->devices(), m_devices->order(), m_grouping, m_filter));
}

void DeviceGroups::adopt(std::vector<DeviceGroup> groups) {
    m_timer.stop();
    m_groups = std::move(groups);
    m_shown = 0;
    m_positions.assign(m_devices->devices().size(), {-1, 0});
    for (int g = 0; g < count(); ++g) {
        int index = 0;
        for (const int row : at(g).rows)
            m_positions[static_cast<std::size_t>(row)] = {g, index++};
        m_shown += index;
    }
    m_counts.assign(m_groups.size(), std::nullopt);
    Q_EMIT arranged();
}

// The device model takes rows from its end only: those that are left keep theirs.
void DeviceGroups::dropRows(int first, int last) {
    Q_EMIT aboutToArrange();
    std::vector<DeviceGroup> groups = m_groups;
    for (DeviceGroup& group : groups)
        std::erase_if(group.rows, [&](int row) { return row >= first && row <= last; });
    std::erase_if(groups, [](const DeviceGroup& group) { return group.rows.empty(); });
    adopt(std::move(groups));
}

void DeviceGroups::timerEvent(QTimerEvent* event) {
    if (event->timerId() != m_timer.timerId())
        return QObject::timerEvent(event);
    Q_EMIT aboutToArrange();
    arrange();
}

bool DeviceGroups::belongs(int row) const {
    const DeviceRow& device = m_devices->at(row);
    const auto position = positionOf(row);
    if (m_filter.accepts(device) != position.has_value())
        return false;
    return !position || at(position->group).key == groupKey(device, m_grouping);
}

int DeviceGroups::groupOfKey(const QString& key) const {
    const auto it = std::find_if(m_groups.begin(), m_groups.end(),
                                 [&](const DeviceGroup& group) { return group.key == key; });
    return it == m_groups.end() ? -1 : static_cast<int>(it - m_groups.begin());
}

std::vector<int> DeviceGroups::shownRows() const {
    std::vector<int> rows;
    rows.reserve(static_cast<std::size_t>(m_shown));
    for (const DeviceGroup& group : m_groups)
        rows.insert(rows.end(), group.rows.begin(), group.rows.end());
    return rows;
}

std::optional<BoardPosition> DeviceGroups::positionOf(int row) const {
    if (row < 0 || row >= static_cast<int>(m_positions.size()))
        return std::nullopt;
    const BoardPosition position = m_positions[static_cast<std::size_t>(row)];
    return position.group < 0 ? std::nullopt : std::optional(position);
}

int DeviceGroups::rowAt(BoardPosition position) const {
    return at(position.group).rows[static_cast<std::size_t>(position.index)];
}

const StateCounts& DeviceGroups::countsOf(int group) const {
    auto& counts = m_counts[static_cast<std::size_t>(group)];
    if (!counts) {
        counts.emplace();
        for (const int row : at(group).rows)
            counts->add(m_devices->at(row));
    }
    return *counts;
}

QString DeviceGroups::describe(int group) const {
    const StateCounts& counts = countsOf(group);
    QStringList parts{at(group).title};
    if (!at(group).note.isEmpty())
        parts << at(group).note;
    parts << (counts.total == 1 ? tr("1 device") : tr("%1 devices").arg(widgets::countText(counts.total)));
    for (const widgets::Share& share : counts.shares())
        if (share.count > 0)
            parts << QStringLiteral("%1 %2").arg(widgets::countText(share.count), share.word);
    return parts.join(QStringLiteral(", "));
}

void DeviceGroups::setFolded(int group, bool folded) {
    if (folded == isFolded(group))
        return;
    if (folded)
        folds().insert(at(group).key);
    else
        folds().remove(at(group).key);
    Q_EMIT foldsChanged();
}

void DeviceGroups::setAllFolded(bool folded) {
    folds().clear();
    if (folded)
        for (const DeviceGroup& group : m_groups)
            folds().insert(group.key);
    Q_EMIT foldsChanged();
}

bool DeviceGroups::areAllFolded() const {
    return !m_groups.empty() &&
           std::all_of(m_groups.begin(), m_groups.end(),
                       [this](const DeviceGroup& group) { return folds().contains(group.key); });
}

QStringList DeviceGroups::foldedKeys(Grouping grouping) const {
    const QSet<QString>& keys = m_folded[static_cast<std::size_t>(grouping)];
    return {keys.begin(), keys.end()};
}

void DeviceGroups::setFoldedKeys(Grouping grouping, const QStringList& keys) {
    m_folded[static_cast<std::size_t>(grouping)] = {keys.begin(), keys.end()};
    if (grouping == m_grouping)
        Q_EMIT foldsChanged();
}

} // namespace labwarden::board
