// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/runs/device_choice_model.h"

#include "console/runs/start_check.h"

#include <algorithm>
#include <tuple>

namespace labwarden::console {
namespace {

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

bool matches(const Device& device, const QStringList& words) {
    if (words.isEmpty())
        return true;
    QString hay = q(device.key) + QLatin1Char(' ') + q(device.name) + QLatin1Char(' ') + q(device.type) +
                  QLatin1Char(' ') + q(device.model) + QLatin1Char(' ') + q(device.location.rack);
    for (const auto& tag : device.tags)
        hay += QLatin1Char(' ') + q(tag);
    return std::all_of(words.begin(), words.end(),
                       [&](const QString& w) { return hay.contains(w, Qt::CaseInsensitive); });
}

} // namespace

DeviceChoiceModel::DeviceChoiceModel(const LabStore& store, QObject* parent)
    : QAbstractListModel(parent), m_store(store) {
    connect(&store, &LabStore::reset, this, &DeviceChoiceModel::rebuild);
    connect(&store, &LabStore::changed, this, [this](const StoreChanges& changes) {
        if (!changes.devices.empty())
            refresh();
    });
    rebuild();
}

void DeviceChoiceModel::setSearch(const QString& text) {
    m_words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    rebuild();
}

void DeviceChoiceModel::setRequirements(const Requirements& requirements) {
    m_requirements = requirements;
    rebuild();
    Q_EMIT choiceChanged();
}

void DeviceChoiceModel::choose(const std::vector<std::string>& deviceIds) {
    m_chosen = {deviceIds.begin(), deviceIds.end()};
    rebuild();
    Q_EMIT choiceChanged();
}

void DeviceChoiceModel::setRefusals(std::map<std::string, QString> refusals) {
    m_refusals = std::move(refusals);
    refresh();
}

std::vector<std::string> DeviceChoiceModel::chosen() const {
    std::vector<std::string> ids;
    for (const auto& id : m_chosen)
        if (m_store.device(id))
            ids.push_back(id);
    std::sort(ids.begin(), ids.end(), [this](const auto& a, const auto& b) {
        return m_store.device(a)->key < m_store.device(b)->key;
    });
    return ids;
}

int DeviceChoiceModel::chosenInVain() const {
    const auto ids = chosen();
    return static_cast<int>(
        std::count_if(ids.begin(), ids.end(), [this](const auto& id) { return isInVain(id); }));
}

int DeviceChoiceModel::chosenBusy() const {
    const auto ids = chosen();
    return static_cast<int>(std::count_if(
        ids.begin(), ids.end(), [this](const auto& id) { return !whyNotOf(id).isEmpty() && !isInVain(id); }));
}

void DeviceChoiceModel::setMayWait(bool mayWait) {
    m_mayWait = mayWait;
    rebuild();
    Q_EMIT choiceChanged();
}

bool DeviceChoiceModel::isInVain(const std::string& deviceId) const {
    const auto* device = m_store.device(deviceId);
    return m_mayWait ? device && !whyUnfit(*device, m_requirements).isEmpty() : !whyNotOf(deviceId).isEmpty();
}

QString DeviceChoiceModel::whyNotOf(const std::string& deviceId) const {
    if (const auto* device = m_store.device(deviceId)) {
        const QString unfit = whyUnfit(*device, m_requirements);
        if (const QString why = unfit.isEmpty() ? whyBusy(*device) : unfit; !why.isEmpty())
            return why;
    }
    const auto refused = m_refusals.find(deviceId);
    return refused == m_refusals.end() ? QString() : refused->second;
}

int DeviceChoiceModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant DeviceChoiceModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& id = m_rows[static_cast<std::size_t>(index.row())];
    const auto* device = m_store.device(id);
    if (!device)
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case KeyRole:
        return q(device->key);
    case ModelRole:
        return q(device->model.empty() ? device->type : device->model);
    case PlaceRole:
        return q(device->location.rack);
    case WhyNotRole:
        return whyNotOf(id);
    case Qt::CheckStateRole:
        return m_chosen.contains(id) ? Qt::Checked : Qt::Unchecked;
    case Qt::ToolTipRole:
        return whyNotOf(id);
    case Qt::AccessibleTextRole: {
        const QString why = whyNotOf(id);
        return why.isEmpty() ? q(device->key) : QStringLiteral("%1, %2").arg(q(device->key), why);
    }
    default:
        return {};
    }
}

bool DeviceChoiceModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::CheckStateRole || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    const auto& id = m_rows[static_cast<std::size_t>(index.row())];
    if (value.value<Qt::CheckState>() == Qt::Checked) {
        if (isInVain(id) || m_chosen.size() >= mostDevices)
            return false;
        m_chosen.insert(id);
    } else {
        m_chosen.erase(id);
        m_refusals.erase(id);
    }
    Q_EMIT dataChanged(index, index);
    Q_EMIT choiceChanged();
    return true;
}

/// A device that cannot be had can still be taken out of the choice.
Qt::ItemFlags DeviceChoiceModel::flags(const QModelIndex& index) const {
    if (!index.isValid())
        return Qt::NoItemFlags;
    const auto& id = m_rows[static_cast<std::size_t>(index.row())];
    const bool usable = m_chosen.contains(id) || !isInVain(id);
    const Qt::ItemFlags base = Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    return usable ? base | Qt::ItemIsEnabled | Qt::ItemIsUserCheckable : base;
}

void DeviceChoiceModel::rebuild() {
    struct Entry {
        int rank;
        const Device* device;
    };
    std::vector<Entry> entries;
    for (const auto& [id, device] : m_store.devices()) {
        const bool isChosen = m_chosen.contains(id);
        if (!isChosen && !matches(device, m_words))
            continue;
        entries.push_back({isChosen ? 0 : whyNotOf(id).isEmpty() ? 1 : 2, &device});
    }
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
        return std::tie(a.rank, a.device->key) < std::tie(b.rank, b.device->key);
    });
    beginResetModel();
    m_rows.clear();
    m_rows.reserve(entries.size());
    for (const auto& entry : entries)
        m_rows.push_back(entry.device->id);
    endResetModel();
}

/// Rows stay where they are, lest one chooses what has just moved under the pointer.
void DeviceChoiceModel::refresh() {
    std::erase_if(m_chosen, [this](const auto& id) { return !m_store.device(id); });
    for (int row = rowCount(); row-- > 0;) {
        if (m_store.device(m_rows[static_cast<std::size_t>(row)]))
            continue;
        beginRemoveRows({}, row, row);
        m_rows.erase(m_rows.begin() + row);
        endRemoveRows();
    }
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    Q_EMIT choiceChanged();
}

} // namespace labwarden::console
