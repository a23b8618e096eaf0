// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/agent/device.h"
#include "server/devices/command_messages.h"

namespace labwarden::agent {

/// What the agent's device answers to a command. The list is fixed and nothing in it changes the device or
/// this machine: `ping`, `identify`, `metrics`, `read METRIC` (from `lastTold`, the values that were told
/// last). Anything else is refused with the list.
devices::ReplyMessage answerCommand(const devices::CommandMessage& command, const Device& device,
                                    const Values& lastTold);

} // namespace labwarden::agent
