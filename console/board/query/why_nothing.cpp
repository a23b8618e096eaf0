// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/query/why_nothing.h"

#include "console/board/query/text_match.h"
#include "console/widgets/format.h"

#include <QCoreApplication>
#include <QSet>
#include <QStringList>

#include <algorithm>

namespace labwarden::board {

namespace {

constexpr int mostLines = 3;
constexpr qsizetype longestTerm = 60;

QString tr(const char* text) {
    return QCoreApplication::translate("WhyNothing", text);
}

int countOf(const std::vector<DeviceRow>& rows, const DeviceFilter& filter) {
    return static_cast<int>(
        std::count_if(rows.begin(), rows.end(), [&](const DeviceRow& row) { return filter.accepts(row); }));
}

QString shown(const QueryTerm& term) {
    const QString text = term.canonical();
    return text.size() <= longestTerm ? text : text.left(longestTerm - 1) + QChar(0x2026);
}

QString devices(int count) {
    return count == 1 ? tr("1 device") : tr("%1 devices").arg(widgets::countText(count));
}

// The value of the field that was probably meant by one that no device has.
QString nearestValue(const std::vector<DeviceRow>& rows, const QueryTerm& term) {
    if (term.kind != QueryTerm::Kind::equals || term.values.size() != 1)
        return {};
    QSet<QString> values;
    for (const DeviceRow& row : rows)
        anyValue(row, term.field, [&](const QString& value) {
            values.insert(value);
            return false;
        });
    QStringList known(values.begin(), values.end());
    known.sort();
    return nearest(term.values.front(), known);
}

} // namespace

QString whyNothing(const std::vector<DeviceRow>& rows, const DeviceFilter& filter, const QString& chip) {
    if (rows.empty() || countOf(rows, filter) > 0)
        return {};
    QStringList lines;
    const auto& terms = filter.query.terms();
    for (const QueryTerm& term : terms) {
        const bool isMet =
            std::any_of(rows.begin(), rows.end(), [&](const DeviceRow& row) { return term.accepts(row); });
        if (isMet)
            continue;
        const QString meant = nearestValue(rows, term);
        lines << (meant.isEmpty()
                      ? tr("No device of this lab meets “%1”.").arg(shown(term))
                      : tr("No device of this lab meets “%1”. Did you mean “%2”?")
                            .arg(shown(term), nameOf(term.field) + QLatin1Char(':') + quotedValue(meant)));
    }
    QStringList parts;
    for (std::size_t i = 0; i < terms.size() && lines.isEmpty(); ++i) {
        DeviceFilter rest = filter;
        rest.query = filter.query.without(i);
        if (rest.isEmpty())
            continue;
        if (const int count = countOf(rows, rest); count > 0)
            parts << tr("Without “%1” there would be %2.").arg(shown(terms[i]), devices(count));
    }
    if (!chip.isEmpty() && lines.isEmpty()) {
        DeviceFilter rest;
        rest.query = filter.query;
        const int count = countOf(rows, rest);
        if (rest.isEmpty())
            lines << tr("No device is shown as “%1” now.").arg(chip);
        else if (count > 0)
            parts.prepend(tr("In other states than “%1” there would be %2.").arg(chip, devices(count)));
    }
    lines << parts;
    if (lines.isEmpty())
        lines << tr("Several parts of the filter exclude each other.");
    return lines.mid(0, mostLines).join(QLatin1Char('\n'));
}

} // namespace labwarden::board
