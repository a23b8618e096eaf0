// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device.h"
#include "common/domain/test_run.h"
#include "console/style/icons.h"

#include <QString>

#include <optional>

namespace labwarden::widgets {

/// How a state is shown everywhere: icon, colour and word, always the three together.
struct StateLook {
    style::Icon icon;
    style::Token colour;
    QString word; ///< translated, begins with a capital
};

StateLook lookOf(DeviceState state);
/// A finished run shows its outcome.
StateLook lookOf(RunState state, std::optional<Outcome> outcome);
StateLook lookOf(StepState state);
StateLook lookOf(const RunResult& result);
/// The badge of a device whose last run came to something else than passed or cancelled.
StateLook lastRunFailedLook();
/// The badge of a device that comes and goes.
StateLook flappingLook();
/// Whether the badge of a failed run is to be shown.
bool lastRunFailed(const Device& device);

} // namespace labwarden::widgets
