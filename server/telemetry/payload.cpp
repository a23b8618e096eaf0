// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/telemetry/payload.h"

#include "server/telemetry/line_protocol.h"

namespace labwarden::telemetry {

Format formatOf(std::string_view payload) {
    const auto first = payload.find_first_not_of(" \t\r\n");
    const bool json = first != std::string_view::npos && (payload[first] == '{' || payload[first] == '[');
    return json ? Format::json : Format::lines;
}

std::optional<std::vector<devices::Reading>> readPayload(std::string_view payload, std::string_view deviceKey,
                                                         std::string& why) {
    if (formatOf(payload) == Format::json)
        return devices::readTelemetry(payload, why);
    if (payload.size() > devices::maxPayload) {
        why = "larger than 64 KB";
        return std::nullopt;
    }
    std::vector<Fault> faults;
    auto readings = readLines(payload, deviceKey, Precision::ns, devices::maxReadings, faults);
    if (faults.empty())
        return readings;
    why = "neither JSON nor line protocol: " + faults.front().message;
    return std::nullopt;
}

} // namespace labwarden::telemetry
