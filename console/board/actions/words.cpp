// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/actions/words.h"

#include "console/board/device_row.h"
#include "console/widgets/format.h"
#include "console/widgets/notice.h"

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

QString standsText(const console::SequenceResult& result, const QString& done) {
    if (result.done == 0 && result.unknown == 0)
        return tr("Nothing was changed.");
    if (result.done == 0)
        return result.unknown == result.total ? tr("It is not known whether it was done; the board shows it.")
                                              : tr("Of the first %1 it is not known whether it was done, "
                                                   "which the board shows; the others "
                                                   "are as before.")
                                                    .arg(widgets::countText(result.unknown));
    const QString begun = done.arg(widgets::countText(result.done), devicesText(result.total));
    return result.unknown == 0
               ? tr("%1; the others are as before.").arg(begun)
               : tr("%1; of the next %2 it is not known, which the board shows; any others are "
                    "as before.")
                     .arg(begun, widgets::countText(result.unknown));
}

void sayHowFar(widgets::Notice& notice, const console::SequenceResult& result, const QString& done) {
    const QString stands = standsText(result, done);
    if (result.stopped)
        notice.say(style::Icon::circleMinus, style::Token::warning, tr("Stopped. %1").arg(stands));
    else
        notice.problem(stands, refusalText(result.error));
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
