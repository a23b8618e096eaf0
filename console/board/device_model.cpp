// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/device_model.h"

#include "console/style/icons.h"
#include "console/widgets/format.h"
#include "console/widgets/state_look.h"

#include <QGuiApplication>
#include <QPalette>

#include <algorithm>
#include <numeric>
#include <set>

namespace labwarden::board {

namespace {

constexpr std::chrono::hours longestWait(1); ///< of a timer; then it is looked at again

bool byName(const DeviceRow& a, const DeviceRow& b) {
    const int order = a.sortKey.compare(b.sortKey);
    return order != 0 ? order < 0 : a.id < b.id;
}

} // namespace

QString describe(const DeviceRow& row) {
    QStringList parts{QStringLiteral("%1: %2").arg(row.name, widgets::lookOf(row.state).word)};
    if (row.state == DeviceState::under_test || !row.holder.isEmpty())
        parts << DeviceModel::tr("run #%1, started by %2").arg(row.runNumber).arg(row.holder);
    if (row.percent >= 0)
        parts << DeviceModel::tr("%1 % done").arg(row.percent);
    if (!row.note.isEmpty())
        parts << row.note;
    if (row.lastRunFailed)
        parts << DeviceModel::tr("last run failed");
    if (row.flapping)
        parts << DeviceModel::tr("flapping: it comes and goes");
    if (row.unmonitored)
        parts << DeviceModel::tr("unmonitored: it has no agent");
    if (row.watched)
        parts << DeviceModel::tr("watched");
    if (!row.value.isEmpty())
        parts << row.value;
    if (row.since.ms > 0)
        parts << DeviceModel::tr("since %1").arg(widgets::dateTimeText(row.since));
    const QString location = row.location();
    if (!location.isEmpty())
        parts << location;
    return parts.join(QStringLiteral("\n"));
}

DeviceModel::DeviceModel(const console::LabStore& store, QObject* parent)
    : QAbstractTableModel(parent), m_store(store) {
    connect(&store, &console::LabStore::reset, this, [this] {
        beginResetModel();
        rebuild();
        endResetModel();
    });
    connect(&store, &console::LabStore::changed, this, &DeviceModel::onChanged);
    m_quiet.setSingleShot(true);
    connect(&m_quiet, &QTimer::timeout, this, &DeviceModel::endFlapping);
    rebuild();
}

void DeviceModel::setClock(const console::Clock& clock) {
    m_clock = &clock;
    endFlapping();
}

void DeviceModel::awaitQuiet(const DeviceRow& row) {
    if (!row.flapping)
        return;
    using std::chrono::milliseconds;
    const auto wait = std::clamp(row.flappingUntil - now(), milliseconds(0), milliseconds(longestWait));
    if (!m_quiet.isActive() || wait < m_quiet.remainingTimeAsDuration())
        m_quiet.start(wait + milliseconds(1));
}

// Nothing is told when a device becomes quiet: only time has passed.
void DeviceModel::endFlapping() {
    std::vector<int> rows;
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        if (m_rows[i].flapping || m_rows[i].flappingUntil > now())
            rows.push_back(static_cast<int>(i));
    refresh(rows);
    for (const int row : rows)
        awaitQuiet(at(row));
}

void DeviceModel::setWatchList(const console::WatchList& list) {
    m_watches = &list;
    const auto take = [this](const std::vector<std::string>& ids) {
        console::StoreChanges changes;
        changes.devices = ids;
        onChanged(changes);
    };
    connect(&list, &console::WatchList::changed, this, take);
    std::vector<std::string> ids;
    for (const auto& watch : list.watches())
        ids.push_back(watch.id);
    take(ids);
}

int DeviceModel::rowOfDevice(const std::string& id) const {
    const auto it = m_rowOf.find(id);
    return it == m_rowOf.end() ? -1 : it->second;
}

const std::vector<int>& DeviceModel::order() const {
    if (!m_orderValid) {
        m_order.resize(m_rows.size());
        std::iota(m_order.begin(), m_order.end(), 0);
        std::sort(m_order.begin(), m_order.end(), [this](int a, int b) { return byName(at(a), at(b)); });
        m_orderValid = true;
    }
    return m_order;
}

DeviceRow DeviceModel::makeRow(const Device& device) const {
    DeviceRow row = rowOf(device, device.lease.runId ? m_store.run(*device.lease.runId) : nullptr, now());
    row.watched = m_watches && m_watches->isWatched(device.id);
    row.value = valueOf(device.id);
    return row;
}

QString DeviceModel::valueOf(const std::string& id) const {
    const LatestValue* value = m_values ? m_values->of(id) : nullptr;
    return value ? widgets::valueText(value->value, QString::fromStdString(value->unit)) : QString();
}

void DeviceModel::setValues(const console::LatestValues& values) {
    m_values = &values;
    connect(&values, &console::LatestValues::changed, this, &DeviceModel::showValues);
}

// Nothing else of the rows is worked out anew: there may be thousands, every few seconds.
void DeviceModel::showValues(const std::vector<std::string>& ids) {
    std::vector<int> different;
    for (const std::string& id : ids) {
        const int row = rowOfDevice(id);
        if (row < 0)
            continue;
        QString now = valueOf(id);
        QString& before = m_rows[static_cast<std::size_t>(row)].value;
        if (now == before)
            continue;
        before = std::move(now);
        different.push_back(row);
    }
    std::sort(different.begin(), different.end());
    tellChanged(different);
}

void DeviceModel::rebuild() {
    m_rows.clear();
    m_rowOf.clear();
    m_counts = {};
    m_orderValid = false;
    m_rows.reserve(m_store.devices().size());
    for (const auto& [id, device] : m_store.devices())
        m_rows.push_back(makeRow(device));
    std::sort(m_rows.begin(), m_rows.end(), byName);
    for (const DeviceRow& row : m_rows) {
        m_rowOf.emplace(row.id, static_cast<int>(m_rowOf.size()));
        m_counts.add(row);
        awaitQuiet(row);
    }
}

void DeviceModel::onChanged(const console::StoreChanges& changes) {
    std::set<int> touched;
    std::vector<const Device*> fresh;
    for (const std::string& id : changes.devices) {
        const Device* device = m_store.device(id);
        const int row = rowOfDevice(id);
        if (device && row >= 0)
            touched.insert(row);
        else if (device)
            fresh.push_back(device);
    }
    for (const std::string& id : changes.runs)
        if (const TestRun* run = m_store.run(id))
            for (const RunDevice& device : run->devices)
                if (const int row = rowOfDevice(device.id); row >= 0)
                    touched.insert(row);

    refresh({touched.begin(), touched.end()});
    append(std::move(fresh));
    std::vector<int> gone;
    for (const std::string& id : changes.devices)
        if (const int row = rowOfDevice(id); row >= 0 && !m_store.device(id))
            gone.push_back(row);
    remove(gone);
}

void DeviceModel::refresh(const std::vector<int>& rows) {
    std::vector<int> different;
    for (const int row : rows) {
        const Device* device = m_store.device(at(row).id);
        if (!device)
            continue;
        DeviceRow fresh = makeRow(*device);
        DeviceRow& before = m_rows[static_cast<std::size_t>(row)];
        if (fresh == before)
            continue;
        m_counts.add(before, -1);
        m_counts.add(fresh);
        m_orderValid = m_orderValid && fresh.sortKey == before.sortKey;
        before = std::move(fresh);
        awaitQuiet(before);
        different.push_back(row);
    }
    tellChanged(different);
}

// Neighbours together.
void DeviceModel::tellChanged(const std::vector<int>& different) {
    static const QList<int> roles{Qt::DisplayRole, Qt::DecorationRole, Qt::ForegroundRole, Qt::ToolTipRole,
                                  Qt::AccessibleTextRole};
    for (std::size_t i = 0; i < different.size();) {
        std::size_t end = i + 1;
        while (end < different.size() && different[end] == different[end - 1] + 1)
            ++end;
        Q_EMIT dataChanged(index(different[i], 0), index(different[end - 1], columnTotal - 1), roles);
        i = end;
    }
}

void DeviceModel::append(std::vector<const Device*> devices) {
    if (devices.empty())
        return;
    const int first = static_cast<int>(m_rows.size());
    beginInsertRows({}, first, first + static_cast<int>(devices.size()) - 1);
    for (const Device* device : devices) {
        m_rowOf.emplace(device->id, static_cast<int>(m_rows.size()));
        m_rows.push_back(makeRow(*device));
        m_counts.add(m_rows.back());
        awaitQuiet(m_rows.back());
    }
    m_orderValid = false;
    endInsertRows();
}

void DeviceModel::remove(const std::vector<int>& rows) {
    if (rows.empty())
        return;
    moveToEnd(rows);
    const std::size_t kept = m_rows.size() - rows.size();
    Q_EMIT leaving(static_cast<int>(kept), rowCount() - 1);
    beginRemoveRows({}, static_cast<int>(kept), rowCount() - 1);
    for (std::size_t row = kept; row < m_rows.size(); ++row) {
        m_counts.add(m_rows[row], -1);
        m_rowOf.erase(m_rows[row].id);
    }
    m_rows.resize(kept);
    m_orderValid = false;
    endRemoveRows();
}

// The others keep their order among themselves.
void DeviceModel::moveToEnd(const std::vector<int>& rows) {
    std::vector<bool> goes(m_rows.size());
    for (const int row : rows)
        goes[static_cast<std::size_t>(row)] = true;
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    std::vector<int> movedTo(m_rows.size());
    std::vector<DeviceRow> moved;
    moved.reserve(m_rows.size());
    for (const bool going : {false, true})
        for (std::size_t row = 0; row < m_rows.size(); ++row)
            if (goes[row] == going) {
                movedTo[row] = static_cast<int>(moved.size());
                m_rowOf[m_rows[row].id] = movedTo[row];
                moved.push_back(std::move(m_rows[row]));
            }
    m_rows = std::move(moved);
    m_orderValid = false;
    const QModelIndexList before = persistentIndexList();
    QModelIndexList after;
    after.reserve(before.size());
    for (const QModelIndex& held : before)
        after << createIndex(movedTo[static_cast<std::size_t>(held.row())], held.column());
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

int DeviceModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int DeviceModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(columnTotal);
}

QVariant DeviceModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const DeviceRow& row = at(index.row());
    const auto state = [&] { return widgets::lookOf(row.state); };
    const auto colour = [](style::Token token) { return style::tokens(QGuiApplication::palette())[token]; };
    switch (role) {
    case Qt::DisplayRole:
        return columnText(row, index.column());
    case Qt::DecorationRole:
        if (index.column() == NameColumn && row.watched)
            return style::icon(style::Icon::eye, style::Token::accent);
        if (index.column() == StateColumn)
            return style::icon(state().icon, state().colour);
        if (index.column() == RunColumn && row.runId.size() > 0 && row.state != DeviceState::under_test &&
            row.lastRunFailed)
            return style::icon(widgets::lastRunFailedLook().icon, widgets::lastRunFailedLook().colour);
        return {};
    case Qt::ForegroundRole:
        if (index.column() == StateColumn)
            return row.state == DeviceState::available ? colour(style::Token::text) : colour(state().colour);
        if (index.column() == RunColumn && row.lastRunFailed && row.state != DeviceState::under_test)
            return colour(style::Token::failed);
        if (index.column() == NameColumn && row.state != DeviceState::offline)
            return colour(style::Token::text);
        return colour(row.state == DeviceState::offline ? style::Token::muted : style::Token::secondary);
    case Qt::ToolTipRole:
    case Qt::AccessibleDescriptionRole:
        return describe(row);
    case Qt::AccessibleTextRole:
        return index.column() == NameColumn ? QStringLiteral("%1, %2").arg(row.name, state().word) +
                                                  (row.watched ? tr(", watched") : QString())
                                            : columnText(row, index.column());
    default:
        return {};
    }
}

QVariant DeviceModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    return role == Qt::DisplayRole ? columnHeading(section) : QVariant();
}

} // namespace labwarden::board
