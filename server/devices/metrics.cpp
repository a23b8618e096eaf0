// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/devices/metrics.h"

#include "common/uuid.h"
#include "server/errors.h"
#include "server/storage/database.h"
#include "sql/queries/devices.h"

namespace labwarden::devices {

DeviceMetrics deviceMetrics(storage::Database& database, const std::string& deviceId) {
    if (!isUuid(deviceId))
        throw NotFound(PublicText("There is no such device."));
    const auto rows = database.acquire()->run(queries::devices::metrics, deviceId);
    if (rows.empty())
        throw NotFound(PublicText("There is no such device."));
    DeviceMetrics device{.key = rows.front()["key"].as<std::string>(), .metrics = {}};
    for (const auto& row : rows)
        if (!row["name"].is_null())
            device.metrics.push_back({.name = row["name"].as<std::string>(),
                                      .unit = row["unit"].as<std::string>(),
                                      .intervalMs = row["interval_ms"].as<int>()});
    return device;
}

} // namespace labwarden::devices
