// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/timestamp.h"

#include <boost/describe.hpp>

#include <cstdint>
#include <string>

namespace labwarden {

/// The test case that devices of a type have to pass before they are offered: when they are accepted, after a
/// forced release, after their runner was lost; and by the clock. `POST /health-checks`.
struct NewHealthCheck {
    std::string deviceType;    ///< as DeviceFacts::type has it; never empty, one check a type
    std::string testCaseId;    ///< UUID; at its newest revision; all its parameters have defaults
    std::string environmentId; ///< UUID
    int everyHours = 0;        ///< since the last check; 0: never by the clock; at most 8760
};
BOOST_DESCRIBE_STRUCT(NewHealthCheck, (), (deviceType, testCaseId, environmentId, everyHours))

/// One that is; the fields of NewHealthCheck, and these.
struct HealthCheck {
    std::string id; ///< UUID
    std::string deviceType;
    std::string testCaseId, testCaseKey, testCaseTitle;
    std::string environmentId, environmentName;
    int everyHours = 0;
    std::string changedBy; ///< display name of the person in whose name the checks run
    Timestamp changedAt;
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(HealthCheck, (),
                      (id, deviceType, testCaseId, testCaseKey, testCaseTitle, environmentId, environmentName,
                       everyHours, changedBy, changedAt, version))

} // namespace labwarden
