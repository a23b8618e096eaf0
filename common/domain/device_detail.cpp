// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/domain/device_detail.h"

#include <boost/json/value_from.hpp>

#include <algorithm>

namespace labwarden {

namespace {

DeviceWhy offline(const Device& device) {
    DeviceWhy why;
    why.since = device.presence.since;
    switch (device.presence.cause) {
    case PresenceCause::goodbye:
        why.text = "It said goodbye, or its last will did.";
        break;
    case PresenceCause::silence:
        why.text = "Its heartbeats have stopped.";
        break;
    case PresenceCause::unknown:
        why.text = "Its link is lost.";
        break;
    }
    return why;
}

DeviceWhy underTest(const DeviceDetail& device) {
    DeviceWhy why;
    why.since = device.lease.since;
    why.by = device.lease.holder;
    why.runNumber = device.lease.runNumber;
    why.text = "Run";
    if (why.runNumber)
        why.text += " " + std::to_string(*why.runNumber);
    if (why.by)
        why.text += " of " + *why.by;
    if (!device.run)
        return why;
    why.until = device.run->until;
    const RunProgress& progress = device.run->progress;
    if (device.run->state != RunState::running)
        why.text += " waits for a runner.";
    else if (progress.step.empty())
        why.text += " is at work.";
    else
        why.text += " is at step " + std::to_string(progress.stepIndex + 1) +
                    (progress.stepCount > progress.stepIndex ? " of " + std::to_string(progress.stepCount)
                                                             : std::string()) +
                    ", " + progress.step + ".";
    return why;
}

DeviceWhy inMaintenance(const Service& service) {
    DeviceWhy why;
    why.since = service.since;
    why.text = service.reason;
    if (!service.by.empty())
        why.by = service.by;
    return why;
}

/// Since the last of what could have kept it from being so.
DeviceWhy available(const Device& device) {
    DeviceWhy why;
    why.since = std::max(device.lease.since, device.service.since);
    if (device.presence.kind == PresenceKind::none)
        why.text = "Nothing watches whether it is there: it has no agent.";
    else
        why.since = std::max(why.since, device.presence.since);
    return why;
}

} // namespace

DeviceWhy deviceWhy(const DeviceDetail& device) {
    switch (deviceState(device.presence, device.lease, device.service)) {
    case DeviceState::offline:
        return offline(device);
    case DeviceState::under_test:
        return underTest(device);
    case DeviceState::maintenance:
        return inMaintenance(device.service);
    case DeviceState::available:
        break;
    }
    return available(device);
}

void tag_invoke(const boost::json::value_from_tag&, boost::json::value& out, const DeviceDetail& device) {
    boost::json::object json = boost::json::value_from(static_cast<const Device&>(device)).as_object();
    json["notes"] = device.notes;
    json["attributes"] = boost::json::value_from(device.attributes);
    json["createdAt"] = boost::json::value_from(device.createdAt);
    json["run"] = boost::json::value_from(device.run);
    json["why"] = boost::json::value_from(deviceWhy(device));
    out = std::move(json);
}

} // namespace labwarden
