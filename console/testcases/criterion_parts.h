// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/criteria/criterion.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace labwarden::console {

/// A criterion as the fields of a form, each as it is written there. A plain value.
struct CriterionParts {
    QString aggregate = QStringLiteral("max"); ///< "max", "p95"
    QString metric;                            ///< or "${name}"
    QString comparison = QStringLiteral("<="); ///< or "between"
    QString limit, upper;                      ///< numbers or "${name}"; `upper` with "between" only
    QString unit;
    QString window; ///< "30 s"; empty: the whole step
    bool operator==(const CriterionParts&) const = default;
};

/// "max(case_temp) < 78 °C over 30 s". Whatever stands in the parts, it may make no sense.
QString expressionOf(const CriterionParts& parts);
/// Nothing when it says more than the parts can (two units in one "between"), or cannot be read and is none
/// that expressionOf() has made.
std::optional<CriterionParts> partsOf(const QString& expression);

enum class CriterionPart { aggregate, metric, comparison, limit, upper, unit, window };
/// Which of the parts stands at a place of expressionOf(), in letters; the last one beyond its end.
CriterionPart partAt(const CriterionParts& parts, qsizetype letter);

/// What can be chosen.
QStringList aggregateWords();
QStringList comparisonWords();

} // namespace labwarden::console
