// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device.h"
#include "common/domain/test_case.h"
#include "console/api/api_error.h"

#include <QString>

namespace labwarden::console {

/// Why the device is none for a case that asks for this, in a few words; empty when it is one. The server
/// decides; this saves a person the way there.
QString whyUnfit(const Device& device, const Requirements& requirements);
/// Why a run cannot have the device now; empty when it can.
QString whyBusy(const Device& device);

/// The same as the server says it: "run 48213 of M. Keller since 14:02:18".
QString whyTaken(const Obstacle& obstacle);

/// What a case asks of its devices: "type dc-dc, tag thermal"; empty when it takes any.
QString requirementsText(const Requirements& requirements);

} // namespace labwarden::console
