// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/telemetry.h"

#include <string>
#include <vector>

namespace labwarden::storage {
class Database;
}

namespace labwarden::devices {

/// A device's key and what it says of its metrics (topic `meta`), in alphabetical order.
struct DeviceMetrics {
    std::string key;
    std::vector<Metric> metrics;
};

/// By the device's id. Throws NotFound, also for an id that is no UUID; Unavailable. Any thread that may
/// block on PostgreSQL.
DeviceMetrics deviceMetrics(storage::Database& database, const std::string& deviceId);

} // namespace labwarden::devices
