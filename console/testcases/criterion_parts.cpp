// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/criterion_parts.h"

#include "common/criteria/parser.h"

#include <QList>
#include <QPair>
#include <QRegularExpression>

namespace labwarden::console {
namespace {

const QString between = QStringLiteral("between");

QString numberOf(const criteria::Quantity& quantity) {
    return quantity.parameter.empty()
               ? QString::fromStdString(criteria::printNumber(quantity.value))
               : QStringLiteral("${%1}").arg(QString::fromStdString(quantity.parameter));
}

/// The expression from left to right; blanks and words between belong to the part before them.
QList<QPair<CriterionPart, QString>> piecesOf(const CriterionParts& parts) {
    using Part = CriterionPart;
    QList<QPair<Part, QString>> pieces{{Part::aggregate, parts.aggregate.trimmed() + QLatin1Char('(')},
                                       {Part::metric, parts.metric.trimmed() + QLatin1String(") ")},
                                       {Part::comparison, parts.comparison}};
    const QString unit = parts.unit.trimmed();
    const auto add = [&](Part part, const QString& number, const char* before) {
        pieces.append({part, QLatin1String(before) + number.trimmed()});
        if (!unit.isEmpty())
            pieces.append({Part::unit, QLatin1Char(' ') + unit});
    };
    add(Part::limit, parts.limit, " ");
    if (parts.comparison == between)
        add(Part::upper, parts.upper, " and ");
    if (!parts.window.trimmed().isEmpty())
        pieces.append({Part::window, QLatin1String(" over ") + parts.window.trimmed()});
    return pieces;
}

} // namespace

QString expressionOf(const CriterionParts& parts) {
    QString text;
    for (const auto& [part, words] : piecesOf(parts))
        text += words;
    return text;
}

CriterionPart partAt(const CriterionParts& parts, qsizetype letter) {
    qsizetype end = 0;
    CriterionPart last = CriterionPart::limit;
    for (const auto& [part, words] : piecesOf(parts)) {
        end += words.size();
        last = part;
        if (letter < end)
            break;
    }
    return last;
}

/// The fields of what fields have written, however wrong it is.
static std::optional<CriterionParts> unfinishedParts(const QString& expression) {
    static const QRegularExpression shape(
        QStringLiteral("^([^()\\s]*)\\(([^()]*)\\) (<=|>=|==|!=|<|>|between) ?(\\S*)(?: (?!and )(\\S+))?"
                       "(?: and (\\S*)(?: (\\S+))?)?(?: over (.+))?$"));
    const auto match = shape.match(expression);
    if (!match.hasMatch())
        return std::nullopt;
    const CriterionParts parts{match.captured(1), match.captured(2), match.captured(3), match.captured(4),
                               match.captured(6), match.captured(5), match.captured(8)};
    return expressionOf(parts) == expression ? std::optional(parts) : std::nullopt;
}

std::optional<CriterionParts> partsOf(const QString& expression) {
    const auto read = criteria::parse(expression.toStdString());
    if (!read)
        return unfinishedParts(expression);
    const auto& criterion = *read.criterion;
    CriterionParts parts;
    parts.aggregate = QString::fromStdString(criteria::printAggregate(criterion));
    parts.metric = QString::fromStdString(criterion.metric);
    if (criterion.metricIsParameter)
        parts.metric = QStringLiteral("${%1}").arg(parts.metric);
    const auto symbol = criteria::symbol(criterion.comparison);
    parts.comparison =
        symbol.empty() ? between : QString::fromUtf8(symbol.data(), static_cast<qsizetype>(symbol.size()));
    parts.limit = numberOf(criterion.limit);
    parts.unit = QString::fromStdString(criterion.limit.unit);
    if (criterion.upper) {
        parts.upper = numberOf(*criterion.upper);
        if (parts.unit.isEmpty())
            parts.unit = QString::fromStdString(criterion.upper->unit);
        else if (!criterion.upper->unit.empty() && criterion.upper->unit != criterion.limit.unit)
            return std::nullopt;
    }
    if (criterion.window)
        parts.window =
            numberOf(*criterion.window) + QLatin1Char(' ') + QString::fromStdString(criterion.window->unit);
    // What the parts come to has to be the same criterion again, whatever was forgotten above.
    const auto again = criteria::parse(expressionOf(parts).toStdString());
    if (!again)
        return std::nullopt;
    auto meant = criterion;
    if (meant.upper) {
        meant.limit.unit = parts.unit.toStdString();
        meant.upper->unit = parts.unit.toStdString();
    }
    return *again.criterion == meant ? std::optional(parts) : std::nullopt;
}

QStringList aggregateWords() {
    return {QStringLiteral("max"),    QStringLiteral("min"),    QStringLiteral("mean"),
            QStringLiteral("median"), QStringLiteral("p95"),    QStringLiteral("p99"),
            QStringLiteral("first"),  QStringLiteral("last"),   QStringLiteral("count"),
            QStringLiteral("sum"),    QStringLiteral("stddev"), QStringLiteral("delta"),
            QStringLiteral("rate")};
}

QStringList comparisonWords() {
    return {QStringLiteral("<"),
            QStringLiteral("<="),
            QStringLiteral(">"),
            QStringLiteral(">="),
            QStringLiteral("=="),
            QStringLiteral("!="),
            between};
}

} // namespace labwarden::console
