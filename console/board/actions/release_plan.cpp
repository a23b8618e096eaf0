// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/actions/release_plan.h"

#include "console/board/actions/words.h"
#include "console/board/device_row.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>
#include <unordered_set>

namespace labwarden::board {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("ReleasePlan", text);
}

void sortNames(QStringList& names) {
    std::sort(names.begin(), names.end(),
              [](const QString& a, const QString& b) { return naturalKey(a) < naturalKey(b); });
}

} // namespace

QString ReleaseItem::devicesText() const {
    if (others.isEmpty())
        return namesText(devices);
    return others.size() == 1
               ? tr("%1, and %2 that is not selected").arg(namesText(devices), others.front())
               : tr("%1, and %2 that are not selected: %3")
                     .arg(namesText(devices), board::devicesText(others.size()), namesText(others));
}

std::vector<ReleaseItem> releasePlan(const console::LabStore& store,
                                     const std::vector<std::string>& deviceIds) {
    const std::unordered_set<std::string> chosen(deviceIds.begin(), deviceIds.end());
    std::map<std::string, ReleaseItem> byRun;
    for (const auto& id : deviceIds) {
        const Device* device = store.device(id);
        if (!device || !device->lease.runId)
            continue;
        ReleaseItem& item = byRun[*device->lease.runId];
        if (!item.runId.empty())
            continue;
        item.runId = *device->lease.runId;
        item.runNumber = device->lease.runNumber.value_or(0);
        item.holder = QString::fromStdString(device->lease.holder.value_or(std::string()));
        item.since = device->lease.since;
        item.deviceId = id;
        if (const TestRun* run = store.run(item.runId))
            item.testCase = QString::fromStdString(run->testCaseTitle);
    }
    if (byRun.empty())
        return {};
    for (const auto& [id, device] : store.devices()) {
        const auto at = device.lease.runId ? byRun.find(*device.lease.runId) : byRun.end();
        if (at != byRun.end())
            (chosen.contains(id) ? at->second.devices : at->second.others)
                << QString::fromStdString(device.name);
    }
    std::vector<ReleaseItem> plan;
    for (auto& [id, item] : byRun) {
        sortNames(item.devices);
        sortNames(item.others);
        plan.push_back(std::move(item));
    }
    std::sort(plan.begin(), plan.end(),
              [](const ReleaseItem& a, const ReleaseItem& b) { return a.runNumber < b.runNumber; });
    return plan;
}

QString releaseWords(const std::vector<ReleaseItem>& items) {
    using Outcome = ReleaseItem::Outcome;
    qsizetype released = 0;
    int ended = 0, failed = 0, waiting = 0;
    for (const auto& item : items) {
        released += item.outcome == Outcome::released ? item.devices.size() + item.others.size() : 0;
        ended += item.outcome == Outcome::hadEnded;
        failed += item.outcome == Outcome::failed;
        waiting += item.outcome == Outcome::waiting;
    }
    QStringList parts{released == 0 ? tr("Nothing was released.")
                                    : tr("Released: %1.").arg(devicesText(released))};
    if (ended > 0)
        parts << (ended == 1 ? tr("1 run had ended already.") : tr("%1 runs had ended already.").arg(ended));
    if (failed > 0)
        parts << (failed == 1 ? tr("1 run could not be ended.")
                              : tr("%1 runs could not be ended.").arg(failed));
    if (waiting > 0)
        parts << (waiting == 1 ? tr("1 run was left as it is.")
                               : tr("%1 runs were left as they are.").arg(waiting));
    return parts.join(QLatin1Char(' '));
}

} // namespace labwarden::board
