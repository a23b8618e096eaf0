// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/json/domain.h"
#include "common/json/samples.h"

#include <set>

namespace labwarden {

using wire::Items;
using wire::Range;
using wire::Text;

namespace {
using wire::Lines;
using wire::Shape;

constexpr Text name{.max = device_limits::name, .shape = Shape::plain};
constexpr Text tag{.max = device_limits::tag, .min = 1, .shape = Shape::word};
constexpr Text attribute{.max = device_limits::attribute, .min = 1, .shape = Shape::plain};
constexpr Text notes{.max = device_limits::notes, .lines = Lines::many, .shape = Shape::plain};
constexpr Range version{.min = 0, .max = 9e15};

std::vector<Fault> doubles(const std::string& field, const std::vector<std::string>& items) {
    std::vector<Fault> faults;
    std::set<std::string_view> known;
    for (std::size_t i = 0; i < items.size(); ++i)
        if (!known.insert(items[i]).second)
            faults.push_back({"/" + field + "/" + std::to_string(i), "is there twice"});
    return faults;
}

/// Each once, which is asked of people alone.
void readSet(wire::Fields& in, const char* field, std::vector<std::string>& out, std::size_t max) {
    in.optional(field, out, Items{.max = max}, tag);
    if (in.policy().meaning)
        in.check(doubles(field, out));
}

/// The fields a person may set that the board shows, the same in DeviceDescription and DeviceFacts.
template<class T>
void readShown(wire::Fields& in, T& out) {
    in.optional("type", out.type, name);
    in.optional("model", out.model, name);
    in.optional("serial", out.serial, name);
    in.optional("firmware", out.firmware, name);
    in.optional("location", out.location);
    readSet(in, "tags", out.tags, device_limits::tags);
    readSet(in, "capabilities", out.capabilities, device_limits::capabilities);
    in.optional("owner", out.owner, name);
}

template<class T>
void readUnshown(wire::Fields& in, T& out) {
    in.optional("notes", out.notes, notes);
    in.optional("attributes", out.attributes, Items{.max = device_limits::attributes}, tag, attribute);
}

void readDescription(wire::Fields& in, DeviceDescription& out) {
    in.required("name", out.name, Text{.max = device_limits::name, .min = 1, .shape = Shape::word});
    readShown(in, out);
    readUnshown(in, out);
}
} // namespace

void readFields(wire::Fields& in, Presence& out) {
    in.required("kind", out.kind);
    in.required("online", out.online);
    in.required("since", out.since);
    in.required("version", out.version, version);
    in.optional("cause", out.cause);
    in.optional("flappingUntil", out.flappingUntil);
}

void readFields(wire::Fields& in, UnregisteredDevice& out) {
    in.required("id", out.id, wire::Uuid{});
    in.required("key", out.key);
    in.required("online", out.online);
    in.required("since", out.since);
    in.required("heardAt", out.heardAt);
    in.optional("refusedBy", out.refusedBy);
    in.optional("refusedAt", out.refusedAt);
    in.required("version", out.version, version);
}

void readFields(wire::Fields& in, Lease& out) {
    in.optional("runId", out.runId, wire::Uuid{});
    in.optional("runNumber", out.runNumber);
    in.optional("holder", out.holder);
    in.required("since", out.since);
    in.optional("lastRunId", out.lastRunId, wire::Uuid{});
    in.optional("lastOutcome", out.lastOutcome);
    in.required("version", out.version, version);
}

void readFields(wire::Fields& in, Service& out) {
    in.required("inService", out.inService);
    in.optional("reason", out.reason, Text{.lines = wire::Lines::many});
    in.optional("by", out.by);
    in.required("since", out.since);
    in.required("version", out.version, version);
}

void readFields(wire::Fields& in, Location& out) {
    in.optional("site", out.site, name);
    in.optional("room", out.room, name);
    in.optional("rack", out.rack, name);
    in.optional("slot", out.slot, name);
}

void readFields(wire::Fields& in, DeviceFacts& out) {
    in.required("id", out.id, wire::Uuid{});
    in.required("key", out.key, Text{.max = 64, .min = 1});
    in.required("name", out.name, name);
    readShown(in, out);
    in.required("version", out.version, version);
}

void readFields(wire::Fields& in, Device& out) {
    readFields(in, static_cast<DeviceFacts&>(out));
    in.required("presence", out.presence);
    in.required("lease", out.lease);
    in.required("service", out.service);
    in.optional("lastSeen", out.lastSeen);
}

void readFields(wire::Fields& in, NewDevice& out) {
    in.required("key", out.key, Text{.max = device_limits::key, .min = 1});
    if (!out.key.empty() && !isDeviceKey(out.key))
        in.fault("key", "must be 1 to 64 of a-z, 0-9 and '-', not starting or ending with '-'");
    readDescription(in, out);
}

void readFields(wire::Fields& in, DeviceDescription& out) {
    readDescription(in, out);
    std::optional<std::string> key;
    in.optional("key", key);
    if (key)
        in.fault("key", "cannot be changed: it is the device's name for good. Leave it out");
}

void readFields(wire::Fields& in, HoldingRun& out) {
    in.required("id", out.id, wire::Uuid{});
    in.required("state", out.state);
    in.optional("testCaseKey", out.testCaseKey);
    in.optional("testCaseTitle", out.testCaseTitle);
    in.optional("progress", out.progress);
    in.optional("until", out.until);
}

void readFields(wire::Fields& in, DeviceDetail& out) {
    readFields(in, static_cast<Device&>(out));
    readUnshown(in, out);
    in.optional("createdAt", out.createdAt);
    in.optional("run", out.run);
}

namespace {
void readReason(wire::Fields& in, std::string& out) {
    in.required("reason", out,
                Text{.max = device_limits::reason, .min = 1, .lines = Lines::many, .shape = Shape::word});
}

void readDeviceIds(wire::Fields& in, std::vector<std::string>& out) {
    in.required("deviceIds", out, Items{.max = 500, .min = 1}, wire::Uuid{});
    in.check(doubles("deviceIds", out));
}
} // namespace

void readFields(wire::Fields& in, MaintenanceRequest& out) {
    readReason(in, out.reason);
}

void readFields(wire::Fields& in, DevicesChoice& out) {
    readDeviceIds(in, out.deviceIds);
}

void readFields(wire::Fields& in, MaintenanceOfMany& out) {
    readDeviceIds(in, out.deviceIds);
    readReason(in, out.reason);
}

void readFields(wire::Fields& in, ReleaseRequest& out) {
    readReason(in, out.reason);
    in.optional("runId", out.runId, wire::Uuid{});
}

void readFields(wire::Fields& in, HistoryRun& out) {
    in.required("id", out.id, wire::Uuid{});
    in.required("number", out.number);
    in.optional("testCaseKey", out.testCaseKey);
    in.optional("outcome", out.outcome);
}

void readFields(wire::Fields& in, HistoryEntry& out) {
    in.required("id", out.id);
    in.required("at", out.at);
    in.required("kind", out.kind);
    in.required("change", out.change);
    in.optional("by", out.by);
    in.optional("reason", out.reason, Text{.lines = Lines::many});
    in.optional("run", out.run);
    in.optional("changes", out.changes);
}

void readFields(wire::Fields& in, DeviceUtilisation& out) {
    in.required("id", out.id, wire::Uuid{});
    in.required("key", out.key);
    in.optional("name", out.name);
    in.optional("deleted", out.deleted);
    in.required("seconds", out.seconds);
    in.optional("available", out.available);
    in.optional("underTest", out.underTest);
    in.optional("maintenance", out.maintenance);
    in.optional("offline", out.offline);
    in.optional("runs", out.runs);
}

namespace {
void readLine(wire::Fields& in, std::size_t& out) {
    std::int64_t line = 0;
    in.optional("line", line, Range{.min = 0, .max = 1e9});
    out = static_cast<std::size_t>(line);
}
} // namespace

void readFields(wire::Fields& in, ImportFault& out) {
    readLine(in, out.line);
    in.optional("pointer", out.pointer);
    in.required("message", out.message, Text{.max = 4000, .lines = Lines::many});
}

void readFields(wire::Fields& in, ImportedDevice& out) {
    readLine(in, out.line);
    in.required("key", out.key);
    in.required("change", out.change);
    in.optional("fields", out.fields);
}

void readFields(wire::Fields& in, ImportReport& out) {
    in.required("dryRun", out.dryRun);
    in.optional("created", out.created);
    in.optional("updated", out.updated);
    in.optional("unchanged", out.unchanged);
    in.optional("devices", out.devices, Items{.max = mostImportedDevices});
    in.optional("faults", out.faults, Items{.max = 100'000});
}

void readFields(wire::Fields& in, NewHealthCheck& out) {
    in.required("deviceType", out.deviceType,
                Text{.max = device_limits::name, .min = 1, .shape = Shape::word});
    in.required("testCaseId", out.testCaseId, wire::Uuid{});
    in.required("environmentId", out.environmentId, wire::Uuid{});
    in.optional("everyHours", out.everyHours, Range{.min = 0, .max = 8760});
}

void readFields(wire::Fields& in, HealthCheck& out) {
    in.required("id", out.id, wire::Uuid{});
    in.required("deviceType", out.deviceType);
    in.required("testCaseId", out.testCaseId, wire::Uuid{});
    in.required("testCaseKey", out.testCaseKey);
    in.required("testCaseTitle", out.testCaseTitle);
    in.required("environmentId", out.environmentId, wire::Uuid{});
    in.required("environmentName", out.environmentName);
    in.required("everyHours", out.everyHours);
    in.required("changedBy", out.changedBy);
    in.required("changedAt", out.changedAt);
    in.required("version", out.version, version);
}

void readFields(wire::Fields& in, Metric& out) {
    in.required("name", out.name, Text{.max = 64, .min = 1});
    in.optional("unit", out.unit, Text{.max = 32});
    in.optional("intervalMs", out.intervalMs, Range{.min = 1, .max = 86'400'000});
}

void readFields(wire::Fields& in, TelemetrySeries& out) {
    in.required("device", out.device);
    in.required("metric", out.metric);
    in.optional("unit", out.unit);
    Points points{out.points};
    in.required("points", points);
    Gaps gaps{out.gaps};
    in.optional("gaps", gaps);
}

void readFields(wire::Fields& in, LatestValue& out) {
    in.required("deviceId", out.deviceId, wire::Uuid{});
    in.required("at", out.at);
    in.required("value", out.value);
    in.optional("unit", out.unit);
}

void readFields(wire::Fields& in, LabMetric& out) {
    in.required("name", out.name);
    in.optional("unit", out.unit);
    in.optional("devices", out.devices);
}

} // namespace labwarden
