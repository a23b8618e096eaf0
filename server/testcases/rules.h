// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/test_case.h"
#include "server/errors.h"
#include "server/identity/caller.h"

#include <optional>

namespace labwarden::testcases {

/// Whether two documents say the same.
bool same(const TestCaseDocument& a, const TestCaseDocument& b);

/// Why the caller may not save this change: what is approved, or stays so while something of it changes,
/// needs somebody who may approve. Nothing: they may.
std::optional<PublicText> refusalOf(const identity::Caller& caller, const TestCaseDocument& changed);

} // namespace labwarden::testcases
