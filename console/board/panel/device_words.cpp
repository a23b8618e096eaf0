// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/panel/device_words.h"

#include "console/board/device_row.h"
#include "console/widgets/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QStringList>

#include <algorithm>

namespace labwarden::board {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("DeviceWords", text);
}
QString q(const std::string& text) {
    return QString::fromStdString(text);
}

QDateTime localTime(Timestamp at) {
    return QDateTime::fromMSecsSinceEpoch(at.ms);
}

QString clockText(Timestamp at, Timestamp now) {
    const QDateTime local = localTime(at);
    const QString time = local.time().toString(QStringLiteral("HH:mm"));
    if (local.date() == localTime(now).date())
        return time;
    return QStringLiteral("%1 %2").arg(QLocale().toString(local.date(), QLocale::ShortFormat), time);
}

QString listText(const std::vector<std::string>& words) {
    QStringList list;
    for (const auto& word : words)
        list << q(word);
    list.sort(Qt::CaseInsensitive);
    return list.join(QStringLiteral(", "));
}

QString presenceText(const DeviceDetail& device, Timestamp now) {
    const auto& presence = device.presence;
    if (presence.kind == PresenceKind::none)
        return tr("not watched");
    QString text = (presence.online ? tr("online %1") : tr("offline %1")).arg(sinceText(presence.since, now));
    if (device.lastSeen)
        text +=
            QLatin1Char('\n') + tr("last heard %1 ago").arg(widgets::durationText(now - *device.lastSeen));
    return text;
}

} // namespace

QString sinceText(Timestamp since, Timestamp now) {
    return tr("since %1 · %2").arg(clockText(since, now), widgets::durationText(now - since));
}

QString momentText(Timestamp at, Timestamp now) {
    return tr("at %1").arg(clockText(at, now));
}

QList<DeviceRemark> remarksOf(const DeviceDetail& device, Timestamp now) {
    QList<DeviceRemark> remarks;
    const auto& presence = device.presence;
    if (presence.flappingUntil && *presence.flappingUntil > now)
        remarks << DeviceRemark{{style::Icon::activity, style::Token::warning, tr("Flapping")},
                                tr("It comes and goes. It is offered again when it has been quiet until %1.")
                                    .arg(widgets::timeText(*presence.flappingUntil))};
    if (presence.kind == PresenceKind::none)
        remarks << DeviceRemark{{style::Icon::eyeOff, style::Token::secondary, tr("Unmonitored")},
                                tr("It has no agent: nothing notices when it goes away.")};
    return remarks;
}

QString stepText(const HoldingRun& run) {
    const auto& progress = run.progress;
    if (run.state != RunState::running)
        return tr("Waits for a runner");
    if (progress.step.empty())
        return tr("Begins");
    if (progress.stepCount <= progress.stepIndex)
        return tr("Step %1 · %2").arg(progress.stepIndex + 1).arg(q(progress.step));
    return tr("Step %1 of %2 · %3").arg(progress.stepIndex + 1).arg(progress.stepCount).arg(q(progress.step));
}

QString untilText(const HoldingRun& run, Timestamp now) {
    if (!run.until)
        return {};
    const auto left = *run.until - now;
    return left.count() > 0
               ? tr("Ends by %1 at most · in %2").arg(clockText(*run.until, now), widgets::durationText(left))
               : tr("Was to end by %1").arg(clockText(*run.until, now));
}

QList<QPair<QString, QString>> factsOf(const DeviceDetail& device, Timestamp now) {
    QList<QPair<QString, QString>> facts;
    const auto add = [&facts](const QString& caption, const QString& value) {
        if (!value.isEmpty())
            facts.append({caption, value});
    };
    QStringList location;
    for (const QString& part :
         {q(device.location.site), q(device.location.room), rackTitle(q(device.location.rack))})
        if (!part.isEmpty())
            location << part;
    if (!device.location.slot.empty())
        location << tr("slot %1").arg(q(device.location.slot));
    add(tr("Key"), q(device.key));
    add(tr("Type"), q(device.type));
    add(tr("Model"), q(device.model));
    add(tr("Serial"), q(device.serial));
    add(tr("Firmware"), q(device.firmware));
    add(tr("Location"), location.join(QStringLiteral(", ")));
    add(tr("Tags"), listText(device.tags));
    add(tr("Capabilities"), listText(device.capabilities));
    add(tr("Owner"), q(device.owner));
    add(tr("Presence"), presenceText(device, now));
    for (const auto& [name, value] : device.attributes)
        add(q(name), q(value));
    if (device.createdAt.ms > 0)
        add(tr("Registered"), widgets::dateTimeText(device.createdAt));
    return facts;
}

QString linkOf(const DeviceFacts& device) {
    return QStringLiteral("labwarden://device/%1").arg(q(device.key));
}

QString nameOf(const DeviceFacts& device) {
    return q(device.name.empty() ? device.key : device.name);
}

} // namespace labwarden::board
