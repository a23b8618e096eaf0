// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/sorted_devices.h"

#include "console/board/row_ranges.h"

#include <QTimerEvent>

#include <algorithm>
#include <chrono>
#include <utility>

namespace labwarden::board {

namespace {
constexpr std::chrono::milliseconds arrangeEvery(1000);
}

SortedDevices::SortedDevices(DeviceModel* devices, QObject* parent)
    : QAbstractProxyModel(parent), m_devices(devices) {
    setSourceModel(devices);
    connect(devices, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex& first, const QModelIndex& last, const QList<int>& roles) {
                onDataChanged(first.row(), last.row(), roles);
            });
    connect(devices, &QAbstractItemModel::rowsInserted, this, &SortedDevices::arrange);
    connect(devices, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            [this](const QModelIndex&, int first, int last) { dropRows(first, last); });
    connect(devices, &QAbstractItemModel::modelAboutToBeReset, this, [this] { beginResetModel(); });
    connect(devices, &QAbstractItemModel::modelReset, this, [this] {
        m_keys.clear();
        m_changed.clear();
        m_rows = arranged();
        endResetModel();
    });
    connect(devices, &QAbstractItemModel::layoutAboutToBeChanged, this, [this] {
        Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
        m_heldHere = persistentIndexList();
        for (const QModelIndex& held : std::as_const(m_heldHere))
            m_heldThere << mapToSource(held);
    });
    connect(devices, &QAbstractItemModel::layoutChanged, this, [this] {
        m_keys.clear();
        m_changed.clear();
        m_rows = arranged();
        QModelIndexList now;
        for (const QPersistentModelIndex& held : std::as_const(m_heldThere))
            now << mapFromSource(held);
        changePersistentIndexList(std::exchange(m_heldHere, {}), now);
        m_heldThere.clear();
        Q_EMIT layoutChanged({}, VerticalSortHint);
    });
    m_rows = arranged();
}

void SortedDevices::setFilter(const DeviceFilter& filter) {
    m_filter = filter;
    arrange();
}

void SortedDevices::setPaused(bool paused) {
    if (paused == m_paused)
        return;
    m_paused = paused;
    if (paused && m_timer.isActive())
        m_outdated = true;
    m_timer.stop();
    if (!paused && m_outdated)
        arrange();
}

int SortedDevices::placeOf(int deviceRow) const {
    const auto row = static_cast<std::size_t>(deviceRow);
    return row < m_places.size() ? m_places[row] : -1;
}

void SortedDevices::sort(int column, Qt::SortOrder order) {
    if (column < 0 || (column == m_column && order == m_order))
        return;
    m_column = column;
    m_order = order;
    m_keys.clear();
    arrange();
}

// A row that looks different is told at once; whether it still belongs where it stands is asked later.
void SortedDevices::onDataChanged(int first, int last, const QList<int>& roles) {
    std::vector<int> places;
    for (int row = first; row <= last; ++row) {
        if (!m_paused)
            m_changed.push_back(row);
        if (const int place = placeOf(row); place >= 0)
            places.push_back(place);
    }
    if (m_paused) {
        m_outdated = true;
        m_keys.clear();
    } else if (!m_timer.isActive()) {
        m_timer.start(arrangeEvery.count(), this);
    }
    for (const QItemSelectionRange& range : selectionOfRows(*this, std::move(places)))
        Q_EMIT dataChanged(range.topLeft(), range.bottomRight(), roles);
}

void SortedDevices::timerEvent(QTimerEvent* event) {
    if (event->timerId() != m_timer.timerId())
        return QAbstractProxyModel::timerEvent(event);
    m_timer.stop();
    if (std::all_of(m_changed.begin(), m_changed.end(), [this](int row) { return belongs(row); }))
        m_changed.clear();
    else
        arrange();
}

bool SortedDevices::belongs(int deviceRow) const {
    return m_filter.accepts(m_devices->at(deviceRow)) == (placeOf(deviceRow) >= 0) &&
           columnKey(m_devices->at(deviceRow), m_column) == m_keys[static_cast<std::size_t>(deviceRow)];
}

void SortedDevices::arrange() {
    m_timer.stop();
    m_outdated = m_paused;
    if (!m_paused)
        put(arranged());
}

// Brings keys and places up to date too. Devices of the same key are in the order of their names.
std::vector<int> SortedDevices::arranged() {
    const std::size_t count = m_devices->devices().size();
    const std::size_t known = m_keys.size();
    m_keys.resize(count);
    for (std::size_t row = known; row < count; ++row)
        m_keys[row] = columnKey(m_devices->devices()[row], m_column);
    for (const int row : m_changed)
        m_keys[static_cast<std::size_t>(row)] = columnKey(m_devices->at(row), m_column);
    m_changed.clear();
    std::vector<int> rows;
    rows.reserve(count);
    for (const int row : m_devices->order())
        if (m_filter.accepts(m_devices->at(row)))
            rows.push_back(row);
    const auto key = [this](int row) -> const SortKey& { return m_keys[static_cast<std::size_t>(row)]; };
    std::stable_sort(rows.begin(), rows.end(), [&](int a, int b) {
        return m_order == Qt::AscendingOrder ? key(a) < key(b) : key(b) < key(a);
    });
    m_places.assign(count, -1);
    for (std::size_t place = 0; place < rows.size(); ++place)
        m_places[static_cast<std::size_t>(rows[place])] = static_cast<int>(place);
    return rows;
}

void SortedDevices::put(std::vector<int> rows) {
    if (rows == m_rows)
        return;
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    QModelIndexList after;
    after.reserve(before.size());
    for (const QModelIndex& held : before) {
        const int place = placeOf(deviceRow(held.row()));
        after << (place < 0 ? QModelIndex() : createIndex(place, held.column()));
    }
    m_rows = std::move(rows);
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

// The device model takes rows from its end only: what is left keeps its row there.
void SortedDevices::dropRows(int first, int last) {
    std::erase_if(m_changed, [&](int row) { return row >= first; });
    std::vector<int> rows;
    rows.reserve(m_rows.size());
    for (const int row : m_rows)
        if (row < first || row > last)
            rows.push_back(row);
    for (int row = first; row <= last; ++row)
        m_places[static_cast<std::size_t>(row)] = -1;
    for (std::size_t place = 0; place < rows.size(); ++place)
        m_places[static_cast<std::size_t>(rows[place])] = static_cast<int>(place);
    put(std::move(rows));
    m_places.resize(static_cast<std::size_t>(first));
    m_keys.resize(std::min(m_keys.size(), static_cast<std::size_t>(first)));
}

QModelIndex SortedDevices::index(int row, int column, const QModelIndex& parent) const {
    return hasIndex(row, column, parent) ? createIndex(row, column) : QModelIndex();
}

int SortedDevices::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int SortedDevices::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : m_devices->columnCount();
}

QVariant SortedDevices::headerData(int section, Qt::Orientation orientation, int role) const {
    return m_devices->headerData(section, orientation, role);
}

QModelIndex SortedDevices::mapToSource(const QModelIndex& index) const {
    return index.isValid() ? m_devices->index(deviceRow(index.row()), index.column()) : QModelIndex();
}

QModelIndex SortedDevices::mapFromSource(const QModelIndex& index) const {
    const int place = index.isValid() ? placeOf(index.row()) : -1;
    return place < 0 ? QModelIndex() : createIndex(place, index.column());
}

QItemSelection SortedDevices::mapSelectionToSource(const QItemSelection& selection) const {
    std::vector<int> rows = rowsOfSelection(selection);
    for (int& row : rows)
        row = deviceRow(row);
    return selectionOfRows(*m_devices, std::move(rows));
}

QItemSelection SortedDevices::mapSelectionFromSource(const QItemSelection& selection) const {
    std::vector<int> places;
    for (const int row : rowsOfSelection(selection))
        if (const int place = placeOf(row); place >= 0)
            places.push_back(place);
    return selectionOfRows(*this, std::move(places));
}

} // namespace labwarden::board
