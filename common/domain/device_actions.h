// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

namespace labwarden {

/// `POST /devices/{id}/maintenance`.
struct MaintenanceRequest {
    std::string reason; ///< never empty
};
BOOST_DESCRIBE_STRUCT(MaintenanceRequest, (), (reason))

/// `POST /devices/maintenance/end`.
struct DevicesChoice {
    std::vector<std::string> deviceIds; ///< UUIDs, 1 to 500, each once
};
BOOST_DESCRIBE_STRUCT(DevicesChoice, (), (deviceIds))

/// `POST /devices/maintenance`.
struct MaintenanceOfMany {
    std::vector<std::string> deviceIds; ///< as above
    std::string reason;                 ///< never empty
};
BOOST_DESCRIBE_STRUCT(MaintenanceOfMany, (), (deviceIds, reason))

/// `POST /devices/{id}/release`.
struct ReleaseRequest {
    std::string reason;               ///< never empty
    std::optional<std::string> runId; ///< of the run that is meant; absent: whichever holds the device
};
BOOST_DESCRIBE_STRUCT(ReleaseRequest, (), (reason, runId))

} // namespace labwarden
