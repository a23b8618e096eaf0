// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/device_row.h"

#include "console/widgets/state_look.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace labwarden::board {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("DeviceRow", text);
}

QString joined(std::initializer_list<QString> parts) {
    QStringList filled;
    for (const QString& part : parts)
        if (!part.isEmpty())
            filled << part;
    return filled.join(QStringLiteral(", "));
}

QStringList listOf(const std::vector<std::string>& words) {
    QStringList list;
    for (const std::string& word : words)
        list << QString::fromStdString(word);
    list.sort(Qt::CaseInsensitive);
    return list;
}

Timestamp stateSince(const Device& device, DeviceState state) {
    switch (state) {
    case DeviceState::offline:
        return device.presence.since;
    case DeviceState::maintenance:
        return device.service.since;
    case DeviceState::under_test:
    case DeviceState::available:
        break;
    }
    return device.lease.since;
}

} // namespace

QString naturalKey(const QString& text) {
    constexpr qsizetype digits = 12;
    QString key;
    const QString folded = text.toCaseFolded();
    for (qsizetype i = 0; i < folded.size();) {
        if (!folded[i].isDigit()) {
            key += folded[i++];
            continue;
        }
        qsizetype end = i;
        while (end < folded.size() && folded[end].isDigit())
            ++end;
        key += folded.mid(i, end - i).rightJustified(digits, QLatin1Char('0'));
        i = end;
    }
    return key;
}

QString rackTitle(const QString& rack) {
    const bool numbered = std::any_of(rack.begin(), rack.end(), [](QChar c) { return c.isDigit(); });
    return numbered && !rack.contains(QLatin1Char(' ')) ? tr("Rack %1").arg(rack) : rack;
}

QString DeviceRow::location() const {
    return joined({rackTitle(rack), slot.isEmpty() ? QString() : tr("slot %1").arg(slot), place});
}

DeviceRow rowOf(const Device& device, const TestRun* run, Timestamp now) {
    DeviceRow row;
    row.id = device.id;
    row.name = QString::fromStdString(device.name.empty() ? device.key : device.name);
    row.model = QString::fromStdString(device.model);
    row.type = QString::fromStdString(device.type);
    row.rack = QString::fromStdString(device.location.rack);
    row.slot = QString::fromStdString(device.location.slot);
    row.site = QString::fromStdString(device.location.site);
    row.room = QString::fromStdString(device.location.room);
    row.place = joined({row.site, row.room});
    row.key = QString::fromStdString(device.key);
    row.serial = QString::fromStdString(device.serial);
    row.firmware = QString::fromStdString(device.firmware);
    row.owner = QString::fromStdString(device.owner);
    row.tagList = listOf(device.tags);
    row.capabilities = listOf(device.capabilities);
    row.tags = row.tagList.join(QStringLiteral(", "));
    row.state = deviceState(device.presence, device.lease, device.service);
    row.lastRunFailed = widgets::lastRunFailed(device);
    row.unmonitored = device.presence.kind == PresenceKind::none;
    row.flappingUntil = device.presence.flappingUntil.value_or(Timestamp());
    row.flapping = row.flappingUntil > now;
    if (device.lease.runId) {
        row.runId = *device.lease.runId;
        row.runNumber = device.lease.runNumber.value_or(0);
        row.holder = QString::fromStdString(device.lease.holder.value_or(std::string()));
        if (run && run->state == RunState::running)
            row.percent = std::clamp(static_cast<int>(std::lround(run->progress.percent)), 0, 100);
    } else if (row.lastRunFailed) {
        row.runId = device.lease.lastRunId.value_or(std::string());
    }
    if (!device.service.inService)
        row.note = QString::fromStdString(device.service.reason);
    row.by = !row.holder.isEmpty() || device.service.inService ? row.holder
                                                               : QString::fromStdString(device.service.by);
    row.since = stateSince(device, row.state);
    row.sortKey = naturalKey(row.name);
    row.words =
        QStringList{
            row.name,       row.key,    row.model,    row.type,  row.tags,
            row.location(), row.serial, row.firmware, row.owner, row.capabilities.join(QLatin1Char('\n')),
            row.by,         row.note}
            .join(QLatin1Char('\n'))
            .toCaseFolded();
    return row;
}

} // namespace labwarden::board
