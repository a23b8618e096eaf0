// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/testcases/exchange/case_import.h"

#include <QString>

/// Texts that import and export have in common.
namespace labwarden::console {

/// "1 test case", "1 200 test cases".
QString casesText(qsizetype count);
QString filesText(qsizetype count);
/// How many files came to what, each counted once: "8 files imported · 2 files refused".
QString importSumsText(const ImportState& state, int leftOut);

} // namespace labwarden::console
