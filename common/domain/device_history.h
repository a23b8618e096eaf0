// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/outcome.h"
#include "common/timestamp.h"

#include <boost/describe.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace labwarden {

/// Which part of a device an entry is of; the words of EventPart.
enum class HistoryKind { device, presence, lease, service };
BOOST_DESCRIBE_ENUM(HistoryKind, device, presence, lease, service)

/// The run of an entry of kind `lease`.
struct HistoryRun {
    std::string id; ///< UUIDv7
    std::int64_t number = 0;
    std::string testCaseKey;
    std::optional<Outcome> outcome; ///< of `freed`
};
BOOST_DESCRIBE_STRUCT(HistoryRun, (), (id, number, testCaseKey, outcome))

/// One thing that became of a device (`GET /devices/{id}/history`).
struct HistoryEntry {
    std::int64_t id = 0;
    Timestamp at;
    HistoryKind kind = HistoryKind::device;
    /// device: created updated deleted; presence: online offline; lease: taken freed; service: maintenance
    /// in_service.
    std::string change;
    std::string by; ///< a person's display name; empty: the device or the lab itself
    std::string reason;
    std::optional<HistoryRun> run;
    boost::json::value changes; ///< of `updated`: {field: {old, new}}; else null
};
BOOST_DESCRIBE_STRUCT(HistoryEntry, (), (id, at, kind, change, by, reason, run, changes))

/// How a device spent a range of time (`GET /devices/utilisation`), in shares of the seconds in which it was
/// registered; they add up to 1 unless `seconds` is 0.
struct DeviceUtilisation {
    std::string id, key, name;
    bool deleted = false;
    double seconds = 0;
    double available = 0, underTest = 0, maintenance = 0, offline = 0;
    std::int64_t runs = 0; ///< that held it at some time of the range
};
BOOST_DESCRIBE_STRUCT(DeviceUtilisation, (),
                      (id, key, name, deleted, seconds, available, underTest, maintenance, offline, runs))

} // namespace labwarden
