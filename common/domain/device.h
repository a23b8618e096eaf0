// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/outcome.h"
#include "common/timestamp.h"

#include <boost/describe.hpp>
#include <boost/json/fwd.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace labwarden {

/// How a device makes itself known. `none`: it has no agent, is taken as present and shown as unmonitored.
enum class PresenceKind { none, mqtt };
BOOST_DESCRIBE_ENUM(PresenceKind, none, mqtt)

/// What a person sees; derived from the three facts by deviceState(), never stored.
enum class DeviceState { available, under_test, maintenance, offline };
BOOST_DESCRIBE_ENUM(DeviceState, available, under_test, maintenance, offline)

/// How a device went offline: it said goodbye (or its last will did for it), or its heartbeats stopped.
enum class PresenceCause { unknown, goodbye, silence };
BOOST_DESCRIBE_ENUM(PresenceCause, unknown, goodbye, silence)

/// The presence fact. Changes version when `kind` or `online` changes, never on a heartbeat.
struct Presence {
    PresenceKind kind = PresenceKind::none;
    bool online = true;
    Timestamp since;
    std::int64_t version = 0;
    PresenceCause cause = PresenceCause::unknown; ///< of being offline
    /// It comes and goes: until then it counts as flapping, unless it is lost again. May be past.
    std::optional<Timestamp> flappingUntil = std::nullopt;
    bool operator==(const Presence&) const = default;
};
BOOST_DESCRIBE_STRUCT(Presence, (), (kind, online, since, version, cause, flappingUntil))

/// The lease fact: exactly one run holds the device while `runId` is set. What the last run came to stays
/// with it.
struct Lease {
    std::optional<std::string> runId;
    std::optional<std::int64_t> runNumber;
    std::optional<std::string> holder; ///< display name of who started the run
    Timestamp since;                   ///< of the present holder, or of the last release
    std::optional<std::string> lastRunId;
    std::optional<Outcome> lastOutcome;
    std::int64_t version = 0;
    bool operator==(const Lease&) const = default;
};
BOOST_DESCRIBE_STRUCT(Lease, (), (runId, runNumber, holder, since, lastRunId, lastOutcome, version))

/// The service fact: `inService` false is maintenance, with the reason and who gave it; `since` is when the
/// device went out of service (or came back), whatever became of the reason meanwhile.
struct Service {
    bool inService = true;
    std::string reason;
    std::string by;
    Timestamp since;
    std::int64_t version = 0;
    bool operator==(const Service&) const = default;
};
BOOST_DESCRIBE_STRUCT(Service, (), (inService, reason, by, since, version))

struct Location {
    std::string site, room, rack, slot;
    bool operator==(const Location&) const = default;
};
BOOST_DESCRIBE_STRUCT(Location, (), (site, room, rack, slot))

/// What the board has of a device's description; `version` counts changes of the whole description, which
/// DeviceDetail has in full.
struct DeviceFacts {
    std::string id;  ///< UUID
    std::string key; ///< [a-z0-9-], immutable: MQTT topic, MQTT user, telemetry tag
    std::string name, type, model, serial, firmware;
    Location location;
    std::vector<std::string> tags, capabilities;
    std::string owner;
    std::int64_t version = 0;
    bool operator==(const DeviceFacts&) const = default;
};
BOOST_DESCRIBE_STRUCT(DeviceFacts, (),
                      (id, key, name, type, model, serial, firmware, location, tags, capabilities, owner,
                       version))

/// A device as `GET /devices` has it: its facts, the three state facts, and what follows from them.
struct Device : DeviceFacts {
    Presence presence;
    Lease lease;
    Service service;
    std::optional<Timestamp> lastSeen; ///< last message of any kind; absent for devices without an agent
    bool operator==(const Device&) const = default;
};
BOOST_DESCRIBE_STRUCT(Device, (DeviceFacts), (presence, lease, service, lastSeen))

/// All of the above in one flat object, with `state` and `currentRunId` derived.
void tag_invoke(const boost::json::value_from_tag&, boost::json::value& out, const Device& device);

/// offline, under_test, maintenance, available: the first that applies, in this order.
DeviceState deviceState(const Presence& presence, const Lease& lease, const Service& service);

/// Whether `key` may name a device: 1 to 64 of [a-z0-9-], not starting or ending with '-'.
bool isDeviceKey(std::string_view key);

/// How long the parts of a description may be, in characters (code points), and how many there may be.
namespace device_limits {
inline constexpr std::size_t key = 64;
inline constexpr std::size_t name = 200; ///< also type, model, serial, firmware, owner and each of location
inline constexpr std::size_t tag = 64;   ///< also a capability and the name of an attribute
inline constexpr std::size_t tags = 32;
inline constexpr std::size_t capabilities = 64;
inline constexpr std::size_t attributes = 64;
inline constexpr std::size_t attribute = 1000; ///< its value
inline constexpr std::size_t notes = 10'000;
inline constexpr std::size_t reason = 500; ///< of maintenance and of a forced release
} // namespace device_limits

/// What people say of a device (`PUT /devices/{id}`). All of Unicode is kept as it was sent, but for control
/// characters and those that turn the direction of what follows, which are refused, with line breaks and tabs
/// in `notes` alone. Tags, capabilities and the names of attributes neither begin nor end with a blank and
/// are there once; no value of an attribute is empty.
struct DeviceDescription {
    std::string name, type, model, serial, firmware;
    Location location;
    std::vector<std::string> tags, capabilities;
    std::string owner, notes;
    std::map<std::string, std::string> attributes;
    bool operator==(const DeviceDescription&) const = default;
};
BOOST_DESCRIBE_STRUCT(DeviceDescription, (),
                      (name, type, model, serial, firmware, location, tags, capabilities, owner, notes,
                       attributes))

/// What a person sends to register a device (`POST /devices`).
struct NewDevice : DeviceDescription {
    std::string key;
};
/// One flat object.
void tag_invoke(const boost::json::value_from_tag&, boost::json::value& out, const NewDevice& device);

} // namespace labwarden
