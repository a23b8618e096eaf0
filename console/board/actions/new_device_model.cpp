// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/actions/new_device_model.h"

#include "console/board/device_row.h"
#include "console/style/icons.h"
#include "console/widgets/format.h"
#include "console/widgets/state_look.h"

#include <QGuiApplication>
#include <QPalette>

#include <algorithm>

namespace labwarden::board {
namespace {

using style::Icon;
using style::Token;

bool isBefore(const UnregisteredDevice& a, const UnregisteredDevice& b) {
    const int order =
        naturalKey(QString::fromStdString(a.key)).compare(naturalKey(QString::fromStdString(b.key)));
    return order != 0 ? order < 0 : a.id < b.id;
}

widgets::StateLook lookOf(const UnregisteredDevice& device) {
    if (device.refusedAt)
        return {Icon::ban, Token::muted, NewDeviceModel::tr("Refused")};
    if (device.online)
        return {Icon::circleCheck, Token::available, NewDeviceModel::tr("Online")};
    return widgets::lookOf(DeviceState::offline);
}

} // namespace

int waitingDevices(const console::LabStore& store) {
    return static_cast<int>(std::count_if(store.unregistered().begin(), store.unregistered().end(),
                                          [](const auto& entry) { return !entry.second.refusedAt; }));
}

NewDeviceModel::NewDeviceModel(const console::LabStore& store, QObject* parent)
    : TableModel(parent), m_store(store) {
    connect(&store, &console::LabStore::changed, this, [this](const console::StoreChanges& changes) {
        if (changes.unregistered)
            follow();
    });
    connect(&store, &console::LabStore::reset, this, &NewDeviceModel::follow);
    follow();
}

void NewDeviceModel::setRefusedShown(bool shown) {
    m_refusedShown = shown;
    follow();
}

// Row by row, in the order of both: what is selected in a view stays selected.
void NewDeviceModel::follow() {
    std::vector<UnregisteredDevice> now;
    m_waiting = waitingDevices(m_store);
    m_refused = static_cast<int>(m_store.unregistered().size()) - m_waiting;
    for (const auto& [id, device] : m_store.unregistered())
        if (!device.refusedAt || m_refusedShown)
            now.push_back(device);
    std::sort(now.begin(), now.end(), isBefore);
    int row = 0;
    for (auto& device : now) {
        while (row < rowCount() && isBefore(at(row), device))
            removeAt(row);
        if (row == rowCount() || at(row).id != device.id)
            insertAt(row, std::move(device));
        else if (at(row) != device)
            replaceAt(row, std::move(device));
        ++row;
    }
    while (row < rowCount())
        removeAt(row);
    Q_EMIT countsChanged();
}

QString NewDeviceModel::heading(int column) const {
    switch (column) {
    case KeyColumn:
        return tr("Key");
    case StateColumn:
        return tr("State");
    case HeardColumn:
        return tr("First heard");
    default:
        return {};
    }
}

QString NewDeviceModel::text(const UnregisteredDevice& device, int column) const {
    switch (column) {
    case KeyColumn:
        return QString::fromStdString(device.key);
    case StateColumn:
        if (device.refusedAt)
            return tr("Refused by %1, %2")
                .arg(QString::fromStdString(device.refusedBy), widgets::dateTimeText(*device.refusedAt));
        return tr("%1 since %2").arg(lookOf(device).word, widgets::dateTimeText(device.since));
    case HeardColumn:
        return widgets::dateTimeText(device.heardAt);
    default:
        return {};
    }
}

QVariant NewDeviceModel::cell(const UnregisteredDevice& device, int column, int role) const {
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return text(device, column);
    case Qt::DecorationRole:
        return column == StateColumn ? QVariant(style::icon(lookOf(device).icon, lookOf(device).colour))
                                     : QVariant();
    case Qt::ForegroundRole:
        return style::tokens(
            QGuiApplication::palette())[column == KeyColumn && !device.refusedAt ? Token::text
                                                                                 : Token::secondary];
    default:
        return {};
    }
}

} // namespace labwarden::board
