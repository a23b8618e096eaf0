// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/casetext/case_text.h"
#include "common/domain/test_case.h"

#include <QStringList>

#include <vector>

/// Where test cases stand as files. Pure functions.
namespace labwarden::console {

/// A name that every file system takes: without characters that Windows keeps for itself, and no device of
/// its ("CON", "lpt1.txt").
QString safeFileName(const QString& name);

/// A relative path for each, with '/': its folders, then its key, since a title changes and a file that is
/// kept under version control should stay where it is. No two are the same but for upper and lower case.
QStringList exportPaths(const std::vector<TestCaseSummary>& cases, casetext::Notation notation);

} // namespace labwarden::console
