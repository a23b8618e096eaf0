// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/actions/words.h"

#include "console/board/device_row.h"
#include "console/widgets/format.h"

#include <QCoreApplication>

#include <algorithm>

namespace labwarden::board {
namespace {

constexpr std::size_t mostFaults = 3;

QString tr(const char* text) {
    return QCoreApplication::translate("BoardActions", text);
}

} // namespace

QString devicesText(qsizetype count) {
    return count == 1 ? tr("1 device") : tr("%1 devices").arg(widgets::countText(count));
}

QString namesText(const QStringList& names, int most) {
    if (names.size() <= most)
        return names.join(QStringLiteral(", "));
    return tr("%1 and %2 more")
        .arg(names.mid(0, most).join(QStringLiteral(", ")), widgets::countText(names.size() - most));
}

void sortByName(std::vector<std::string>& deviceIds, const console::LabStore& store) {
    std::vector<std::pair<QString, std::string>> named;
    for (auto& id : deviceIds) {
        const Device* device = store.device(id);
        named.emplace_back(device ? naturalKey(QString::fromStdString(device->name)) : QString(),
                           std::move(id));
    }
    std::sort(named.begin(), named.end());
    std::transform(named.begin(), named.end(), deviceIds.begin(),
                   [](auto& entry) { return std::move(entry.second); });
}

QString refusalText(const console::ApiError& error) {
    QStringList parts{widgets::sentenceText(error.text())};
    for (std::size_t i = 0; i < std::min(error.faults.size(), mostFaults); ++i)
        parts << widgets::sentenceText(QString::fromStdString(error.faults[i].message));
    if (error.faults.size() > mostFaults)
        parts << tr("And %1 more faults.").arg(error.faults.size() - mostFaults);
    return parts.join(QLatin1Char(' '));
}

} // namespace labwarden::board
