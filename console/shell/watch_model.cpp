// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/shell/watch_model.h"

#include <QGuiApplication>
#include <QPalette>

#include <algorithm>

namespace labwarden::console {
namespace {

constexpr std::size_t fewRows = 200;

} // namespace

WatchModel::WatchModel(const LabStore& store, const WatchList& list, QObject* parent)
    : TableModel(parent), m_store(store), m_list(list) {
    connect(&list, &WatchList::changed, this, &WatchModel::refresh);
    connect(&store, &LabStore::reset, this, &WatchModel::refresh);
    connect(&store, &LabStore::changed, this, &WatchModel::onStoreChanged);
    refresh();
}

int WatchModel::rowOf(const std::string& id) const {
    const auto at = std::find_if(rows().begin(), rows().end(), [&](const Watch& w) { return w.id == id; });
    return at == rows().end() ? -1 : static_cast<int>(at - rows().begin());
}

void WatchModel::refresh() {
    const auto& watches = m_list.watches();
    if (std::max(rows().size(), watches.size()) > fewRows) {
        resetRows(watches);
        return;
    }
    // In place where the rows are the same: what is chosen stays so.
    for (int row = rowCount() - 1; row >= 0; --row)
        if (!m_list.isWatched(at(row).id))
            removeAt(row);
    std::vector<Watch> added;
    for (const auto& watch : watches) {
        if (const int row = rowOf(watch.id); row < 0)
            added.push_back(watch);
        else if (at(row) != watch)
            replaceAt(row, watch);
    }
    append(std::move(added));
}

void WatchModel::onStoreChanged(const StoreChanges& changes) {
    if (rows().empty())
        return;
    for (const auto* ids : {&changes.devices, &changes.runs})
        for (const auto& id : *ids)
            if (const int row = m_list.isWatched(id) ? rowOf(id) : -1; row >= 0)
                Q_EMIT dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

QString WatchModel::heading(int column) const {
    switch (column) {
    case Name:
        return tr("Device or run");
    case State:
        return tr("State");
    default:
        return tr("You are told");
    }
}

std::optional<widgets::StateLook> WatchModel::lookOf(const Watch& watch) const {
    if (watch.kind == WatchKind::run) {
        const auto* run = m_store.run(watch.id);
        return run ? std::optional(widgets::lookOf(run->state, run->outcome)) : std::nullopt;
    }
    const auto* device = m_store.device(watch.id);
    return device
               ? std::optional(widgets::lookOf(deviceState(device->presence, device->lease, device->service)))
               : std::nullopt;
}

QString WatchModel::nameOf(const Watch& watch) const {
    if (watch.kind == WatchKind::run) {
        const auto* run = m_store.run(watch.id);
        return run ? tr("Run #%1 %2").arg(run->number).arg(QString::fromStdString(run->testCaseTitle))
                   : tr("Run %1").arg(watch.label);
    }
    const auto* device = m_store.device(watch.id);
    return device ? QString::fromStdString(device->name.empty() ? device->key : device->name) : watch.label;
}

QVariant WatchModel::cell(const Watch& watch, int column, int role) const {
    const auto look = lookOf(watch);
    switch (role) {
    case Qt::DecorationRole:
        if (column == Name)
            return style::icon(watch.kind == WatchKind::run ? style::Icon::circlePlay : style::Icon::server);
        return column == State && look ? QVariant(style::icon(look->icon, look->colour)) : QVariant();
    case Qt::ForegroundRole:
        // What is ordinary stays calm.
        return column == State && look && look->colour != style::Token::available
                   ? QVariant(style::tokens(QGuiApplication::palette())[look->colour])
                   : QVariant();
    case Qt::ToolTipRole:
    case Qt::DisplayRole:
        break;
    default:
        return {};
    }
    switch (column) {
    case Name:
        return nameOf(watch);
    case State:
        return look ? look->word : tr("Not known");
    default:
        if (watch.kind == WatchKind::run)
            return tr("How it ends");
        return watch.changes && watch.untilFree ? tr("Every change, and when it is free")
               : watch.untilFree                ? tr("Once, when it is free")
                                                : tr("Every change");
    }
}

} // namespace labwarden::console
