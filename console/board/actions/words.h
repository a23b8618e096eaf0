// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/api_error.h"

#include <QStringList>

/// Texts that the actions of the board have in common.
namespace labwarden::board {

/// "1 device", "1 200 devices".
QString devicesText(qsizetype count);
/// "r07-u01, r07-u02 and 10 more": the first `most` names, and how many others there are.
QString namesText(const QStringList& names, int most = 6);
/// The server's own words for a refusal, the faults that it names among them.
QString refusalText(const console::ApiError& error);

} // namespace labwarden::board
