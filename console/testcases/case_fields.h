// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/forms/fields.h"
#include "console/testcases/case_draft.h"

namespace labwarden::console {

/// Fields of a test case.
using CaseFields = FieldsOf<TestCaseDocument>;

} // namespace labwarden::console
