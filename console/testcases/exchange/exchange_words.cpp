// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/exchange/exchange_words.h"

#include "console/widgets/format.h"

#include <QCoreApplication>
#include <QStringList>

namespace labwarden::console {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("ExchangeWords", text);
}

} // namespace

QString casesText(qsizetype count) {
    return count == 1 ? tr("1 test case") : tr("%1 test cases").arg(widgets::countText(count));
}

QString filesText(qsizetype count) {
    return count == 1 ? tr("1 file") : tr("%1 files").arg(widgets::countText(count));
}

QString importSumsText(const ImportState& state, int leftOut) {
    const auto& report = state.report;
    QStringList parts;
    const auto add = [&](qsizetype count, const QString& words) {
        if (count > 0)
            parts << words.arg(filesText(count));
    };
    add(report.imported, state.isDone ? tr("%1 imported") : tr("%1 can be imported"));
    add(report.withNotes, state.isDone ? tr("%1 imported with notes") : tr("%1 with notes"));
    add(report.refused, tr("%1 refused"));
    add(static_cast<qsizetype>(state.notSent.size()), tr("%1 not sent"));
    add(static_cast<qsizetype>(state.unknown.size()), tr("%1 of which it is not known"));
    add(leftOut, tr("%1 of other kinds left out"));
    return parts.join(QStringLiteral(" · "));
}

} // namespace labwarden::console
