// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/runs/start_check.h"

#include "console/widgets/format.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace labwarden::console {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("StartCheck", text);
}
QString q(const std::string& text) {
    return QString::fromStdString(text);
}

QString holderText(std::optional<std::int64_t> number, const std::string& holder) {
    const QString run = number ? tr("run %1").arg(*number) : tr("a run");
    return holder.empty() ? run : tr("%1 of %2").arg(run, q(holder));
}

} // namespace

QString whyBusy(const Device& device) {
    switch (deviceState(device.presence, device.lease, device.service)) {
    case DeviceState::offline:
        return tr("offline since %1").arg(widgets::dateTimeText(device.presence.since));
    case DeviceState::under_test:
        return holderText(device.lease.runNumber, device.lease.holder.value_or(std::string()));
    case DeviceState::maintenance:
        return device.service.reason.empty() ? tr("in maintenance")
                                             : tr("in maintenance: %1").arg(q(device.service.reason));
    case DeviceState::available:
        break;
    }
    return {};
}

QString whyUnfit(const Device& device, const Requirements& requirements) {
    if (!requirements.type.empty() && device.type != requirements.type)
        return device.type.empty() ? tr("not of type %1").arg(q(requirements.type))
                                   : tr("type %1, needed is %2").arg(q(device.type), q(requirements.type));
    for (const auto& tag : requirements.tags)
        if (std::find(device.tags.begin(), device.tags.end(), tag) == device.tags.end())
            return tr("lacks the tag %1").arg(q(tag));
    return {};
}

QString whyTaken(const Obstacle& obstacle) {
    switch (obstacle.reason) {
    case ObstacleReason::offline:
        return tr("offline");
    case ObstacleReason::maintenance:
        return obstacle.detail.empty() ? tr("in maintenance")
                                       : tr("in maintenance: %1").arg(q(obstacle.detail));
    case ObstacleReason::wanted:
        return tr("free, but %1 has waited for it longer")
            .arg(holderText(obstacle.runNumber, obstacle.holder.value_or(std::string())));
    case ObstacleReason::under_test:
        break;
    }
    const QString holder = holderText(obstacle.runNumber, obstacle.holder.value_or(std::string()));
    return obstacle.since == Timestamp{} ? holder
                                         : tr("%1 since %2").arg(holder, widgets::timeText(obstacle.since));
}

QString requirementsText(const Requirements& requirements) {
    QStringList parts;
    if (!requirements.type.empty())
        parts << tr("type %1").arg(q(requirements.type));
    for (const auto& tag : requirements.tags)
        parts << tr("tag %1").arg(q(tag));
    return parts.join(QLatin1String(", "));
}

} // namespace labwarden::console
