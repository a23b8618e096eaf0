// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <boost/describe.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace labwarden {

/// What part of the lab an event carries. `device` is DeviceFacts; presence, lease and service are the parts
/// of the device whose id the event names; run is TestRun; test_case and environment are those. user and role
/// only say that somebody's account, or a role, has changed (state is an empty object): whoever may know more
/// asks for it.
enum class EventPart {
    device,
    presence,
    lease,
    service,
    run,
    test_case,
    environment,
    user,
    role,
    unregistered_device
};
BOOST_DESCRIBE_ENUM(EventPart, device, presence, lease, service, run, test_case, environment, user, role,
                    unregistered_device)

/// The whole state of one part with that part's version: the higher version wins, so order does not matter.
struct Event {
    EventPart part = EventPart::device;
    std::string id; ///< of the device (registered or not), run, case, environment, user or role
    std::int64_t version = 0;
    bool deleted = false;
    boost::json::value state; ///< null when deleted
};
BOOST_DESCRIBE_STRUCT(Event, (), (part, id, version, deleted, state))

/// `GET /events`: with `reset` the reader fetches everything anew and goes on from `cursor`.
struct EventBundle {
    std::string cursor;
    bool reset = false;
    std::vector<Event> events;
};
BOOST_DESCRIBE_STRUCT(EventBundle, (), (cursor, reset, events))

} // namespace labwarden
