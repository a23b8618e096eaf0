// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/testcases/exchange/case_import_model.h"

#include <QByteArray>

namespace labwarden::console {

/// What became of an import, for a file. As text a line each, as compilers write them
/// ("power/soak.yaml:4:9: refused: …"), sums first; as CSV a line for each fault and note, and one for each
/// case without any.
QByteArray importReportText(const std::vector<ImportItem>& items, bool isDone);
QByteArray importReportCsv(const std::vector<ImportItem>& items, bool isDone);

} // namespace labwarden::console
