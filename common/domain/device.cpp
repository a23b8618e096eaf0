// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/domain/device.h"

#include <boost/json/value_from.hpp>

#include <algorithm>

namespace labwarden {

DeviceState deviceState(const Presence& presence, const Lease& lease, const Service& service) {
    if (presence.kind == PresenceKind::mqtt && !presence.online)
        return DeviceState::offline;
    if (lease.runId)
        return DeviceState::under_test;
    if (!service.inService)
        return DeviceState::maintenance;
    return DeviceState::available;
}

bool isDeviceKey(std::string_view key) {
    const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    return !key.empty() && key.size() <= 64 && key.front() != '-' && key.back() != '-' &&
           std::ranges::all_of(key, allowed);
}

void tag_invoke(const boost::json::value_from_tag&, boost::json::value& out, const NewDevice& device) {
    boost::json::object json =
        boost::json::value_from(static_cast<const DeviceDescription&>(device)).as_object();
    json["key"] = device.key;
    out = std::move(json);
}

void tag_invoke(const boost::json::value_from_tag&, boost::json::value& out, const Device& device) {
    boost::json::object json = boost::json::value_from(static_cast<const DeviceFacts&>(device)).as_object();
    json["presence"] = boost::json::value_from(device.presence);
    json["lease"] = boost::json::value_from(device.lease);
    json["service"] = boost::json::value_from(device.service);
    json["lastSeen"] = boost::json::value_from(device.lastSeen);
    json["state"] = boost::json::value_from(deviceState(device.presence, device.lease, device.service));
    json["currentRunId"] = boost::json::value_from(device.lease.runId);
    out = std::move(json);
}

} // namespace labwarden
