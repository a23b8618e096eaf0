// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/clock.h"
#include "console/api/environment_api.h"
#include "console/store/lab_store.h"
#include "console/store/lab_sync.h"

class QSettings;

namespace labwarden::console {

/// What the Environments page needs; everything outlives it.
struct EnvironmentParts {
    EnvironmentApi& environments;
    LabStore& store;
    LabSync& sync;
    const Clock& clock;
    QSettings& settings;
};

} // namespace labwarden::console
