// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/identity.h"

#include <string>
#include <vector>

/// The audit log for spreadsheets. Pure, any thread.
namespace labwarden::identity {

/// RFC 4180, UTF-8: a line of names, then one a entry, each ending in CR LF, every cell in quotes, none
/// of them a formula (common/csv.h).
std::string csvOf(const std::vector<AuditEntry>& entries);

} // namespace labwarden::identity
