// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/devices/messages.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace labwarden::telemetry {

enum class Format { json, lines };

/// Of a payload that does not say: JSON begins with a brace or a bracket.
Format formatOf(std::string_view payload);

/// The payload of a telemetry topic, in either format, within the limits of MQTT.md. Nothing when it is not
/// as it should be; `why` then says so with nothing of the payload.
std::optional<std::vector<devices::Reading>> readPayload(std::string_view payload, std::string_view deviceKey,
                                                         std::string& why);

} // namespace labwarden::telemetry
