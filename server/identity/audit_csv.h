// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/identity.h"

#include <string>
#include <string_view>
#include <vector>

/// The audit log for spreadsheets. Pure, any thread.
namespace labwarden::identity {

/// RFC 4180, UTF-8: a line of names, then one a entry, each ending in CR LF, every cell in quotes.
std::string csvOf(const std::vector<AuditEntry>& entries);

/// One cell in quotes. A text that a spreadsheet would take for a formula gets an apostrophe in front, so
/// that it is shown and never run (OWASP, CSV Injection).
std::string csvCell(std::string_view text);

} // namespace labwarden::identity
