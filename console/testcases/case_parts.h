// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/clock.h"
#include "console/api/lab_api.h"
#include "console/api/test_case_api.h"
#include "console/store/lab_store.h"
#include "console/store/lab_sync.h"

class QSettings;

namespace labwarden::console {

/// What the Test cases page needs; everything outlives it.
struct CaseParts {
    LabApi& api;
    TestCaseApi& cases;
    LabStore& store;
    LabSync& sync;
    const Clock& clock;
    QSettings& settings;
};

} // namespace labwarden::console
