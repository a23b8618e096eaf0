// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/back_test_model.h"

#include "console/style/fonts.h"
#include "console/style/icons.h"
#include "console/style/tokens.h"

#include <algorithm>

namespace labwarden::console {
namespace {

using criteria::Verdict;

QString q(const std::string& text) {
    return QString::fromStdString(text);
}

widgets::StateLook lookOfLine(const BackTestLine& line) {
    if (!line.isTried())
        return {style::Icon::circleMinus, style::Token::muted, BackTestModel::tr("Not tried")};
    return lookOf(line.result, line.criterion.severity);
}

QString tipOf(const BackTestLine& line) {
    return line.isTried() ? q(line.result.message) : line.why;
}

QString placeOf(const BackTestLine& line) {
    if (!line.isTried())
        return line.why;
    const bool isTold = line.result.verdict == Verdict::noData || line.result.verdict == Verdict::invalid;
    if (isTold && line.result.broken.empty())
        return q(line.result.message).section(QStringLiteral(": "), 1); // the measure stands beside it
    return whereWords(line.result);
}

} // namespace

void BackTestModel::setLines(std::vector<BackTestLine> lines) {
    if (lines.size() != rows().size()) {
        resetRows(std::move(lines));
        return;
    }
    for (std::size_t i = 0; i < lines.size(); ++i)
        replaceAt(static_cast<int>(i), std::move(lines[i]));
}

QString BackTestModel::heading(int column) const {
    switch (column) {
    case State:
        return tr("Verdict");
    case Criterion:
        return tr("Criterion");
    case Value:
        return tr("Worst value");
    default:
        return tr("Where");
    }
}

QVariant BackTestModel::cell(const BackTestLine& line, int column, int role) const {
    const auto look = lookOfLine(line);
    switch (role) {
    case Qt::DisplayRole:
        return column == State       ? look.word
               : column == Criterion ? q(line.isTried() ? line.result.expression : line.criterion.expression)
               : column == Value     ? (line.isTried() ? valueWords(line.result) : QString())
                                     : placeOf(line);
    case Qt::DecorationRole:
        return column == State ? QVariant(style::icon(look.icon, look.colour)) : QVariant();
    case Qt::FontRole:
        return column == Criterion ? QVariant(style::font(style::Text::code)) : QVariant();
    case Qt::ToolTipRole:
        return tipOf(line);
    case Qt::AccessibleTextRole:
        return column == Criterion ? QVariant(QStringLiteral("%1: %2, %3")
                                                  .arg(q(line.criterion.expression), look.word, tipOf(line)))
                                   : QVariant();
    default:
        return {};
    }
}

QString summaryOf(const std::vector<BackTestLine>& lines) {
    const auto count = [&](auto is) { return std::count_if(lines.begin(), lines.end(), is); };
    const auto tried = count([](const BackTestLine& line) { return line.isTried(); });
    const auto with = [&](Verdict verdict) {
        return count(
            [&](const BackTestLine& line) { return line.isTried() && line.result.verdict == verdict; });
    };
    if (tried == 0)
        return {};
    QStringList parts{BackTestModel::tr("%1 of %2 would have held").arg(with(Verdict::passed)).arg(tried)};
    const auto inGaps =
        count([](const BackTestLine& line) { return line.isTried() && isBrokenInGaps(line.result); });
    if (const auto broken = with(Verdict::failed) + inGaps)
        parts << BackTestModel::tr("%1 broken").arg(broken);
    if (const auto unknown = with(Verdict::noData) + with(Verdict::invalid) - inGaps)
        parts << BackTestModel::tr("%1 without verdict").arg(unknown);
    if (const auto leftOut = static_cast<std::ptrdiff_t>(lines.size()) - tried)
        parts << BackTestModel::tr("%1 not tried").arg(leftOut);
    return parts.join(QStringLiteral(" · "));
}

} // namespace labwarden::console
