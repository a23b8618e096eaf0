// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/exchange/case_import_report.h"

#include "common/csv.h"
#include "console/widgets/format.h"

#include <QCoreApplication>

#include <array>

namespace labwarden::console {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("CaseImportReport", text);
}

/// What becomes of a row in a word, and whether it is noted beside.
QString outcomeOf(const ImportItem& item, bool isDone) {
    if (item.place < 0)
        return lookOf(item.group, isDone).word;
    return lookOf(item.change == CaseChange::create   ? ImportGroup::created
                  : item.change == CaseChange::update ? ImportGroup::updated
                                                      : ImportGroup::unchanged,
                  isDone)
        .word;
}

QString nameOf(const ImportItem& item) {
    return item.key.isEmpty() || item.title.isEmpty() ? item.key + item.title
                                                      : item.key + QLatin1Char(' ') + item.title;
}

} // namespace

QByteArray importReportText(const std::vector<ImportItem>& items, bool isDone) {
    std::array<int, importGroupCount> counts{};
    QString lines;
    for (const auto& item : items) {
        ++counts[static_cast<std::size_t>(item.group)];
        const QString outcome = outcomeOf(item, isDone);
        const QString name = nameOf(item);
        lines += QStringLiteral("%1: %2").arg(placeText(item.path, item.line, 0), outcome);
        lines += name.isEmpty() ? QStringLiteral("\n") : QStringLiteral(": %1\n").arg(name);
        for (const auto& remark : item.remarks)
            lines += QStringLiteral("%1: %2\n")
                         .arg(placeText(item.path, remark.line, remark.column), remark.words);
        for (const auto& script : item.scripts)
            lines += tr("%1: needs the script %2 in the runner's directory\n")
                         .arg(item.path, QString::fromStdString(script.name));
    }
    QStringList sums;
    for (int i = 0; i < importGroupCount; ++i)
        if (const int count = counts[static_cast<std::size_t>(i)]; count > 0)
            sums << QStringLiteral("%1: %2").arg(lookOf(static_cast<ImportGroup>(i), isDone).word).arg(count);
    const QString head =
        isDone ? tr("Import of test cases") : tr("Import of test cases, looked at and not done");
    return QStringLiteral("%1\n%2\n\n%3").arg(head, sums.join(QStringLiteral(", ")), lines).toUtf8();
}

QByteArray importReportCsv(const std::vector<ImportItem>& items, bool isDone) {
    std::string out;
    csv::addLine(out, {"file", "line", "column", "outcome", "kind", "key", "title", "message"});
    const auto number = [](std::size_t value) { return value == 0 ? std::string() : std::to_string(value); };
    for (const auto& item : items) {
        const auto add = [&](std::size_t line, std::size_t column, const char* kind, const QString& words) {
            csv::addLine(out, {csv::cell(item.path.toStdString()), number(line), number(column),
                               csv::cell(outcomeOf(item, isDone).toStdString()), kind,
                               csv::cell(item.key.toStdString()), csv::cell(item.title.toStdString()),
                               csv::cell(words.toStdString())});
        };
        if (item.remarks.empty())
            add(item.line, 0, "", {});
        for (const auto& remark : item.remarks)
            add(remark.line, remark.column, remark.isFault ? "fault" : "note", remark.words);
    }
    return QByteArray::fromStdString(out);
}

} // namespace labwarden::console
