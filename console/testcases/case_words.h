// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/test_case.h"
#include "common/domain/test_case_actions.h"
#include "console/widgets/state_look.h"

#include <QStringList>

namespace labwarden::console {

/// Icon, colour and word of a status.
widgets::StateLook lookOf(CaseStatus status);
QStringList statusWords(); ///< in the order of CaseStatus
/// Icon and word of a kind of step.
style::Icon iconOf(StepKind kind);
QStringList stepKindWords(); ///< in the order of StepKind
QStringList parameterTypeWords();
QStringList severityWords();

/// Where a fault is, for people: "Step 2", "Title"; the document names nothing, so numbers do.
QString placeWords(const QString& pointer);
/// Who uses a case: "12 runs, the last is 841; health check of dc-dc".
QString usageWords(const TestCaseUsage& usage);
/// The last name of a folder's path; "Power/Battery" is "Battery".
QString folderName(const QString& path);

} // namespace labwarden::console
