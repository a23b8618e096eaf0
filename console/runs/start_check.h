// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device.h"
#include "common/domain/test_case.h"
#include "console/api/api_error.h"

#include <QString>

namespace labwarden::console {

/// Why a run cannot be started on the device now, in a few words; empty when it can. The server decides; this
/// saves a person the way there.
QString whyNot(const Device& device, const Requirements& requirements);

/// Who has a device that a start was refused: "run 48213 of M. Keller since 14:02:18".
QString whyTaken(const StartConflict& conflict);

/// What a case asks of its devices: "type dc-dc, tag thermal"; empty when it takes any.
QString requirementsText(const Requirements& requirements);

} // namespace labwarden::console
