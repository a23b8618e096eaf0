// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/unregistered_device.h"
#include "server/changed.h"
#include "server/event_sink.h"
#include "server/identity/caller.h"

#include <string>
#include <vector>

namespace labwarden::storage {
class Database;
}

namespace labwarden::devices {

/// Devices that speak and that nobody has registered; PresenceWatch hears them. To accept one is to register
/// it with its key (Registry::create, an import). Any thread. Throws Unavailable.
class Unregistered {
public:
    Unregistered(storage::Database& database, EventSink& events) : m_database(database), m_events(events) {}

    /// A thousand at most, refused ones too, in the order in which they were heard.
    std::vector<UnregisteredDevice> list();
    /// It is not heard any more, until forget(). NotFound.
    Changed<UnregisteredDevice> refuse(const identity::Caller& caller, const std::string& id);
    /// It appears again when it speaks. NotFound. The tombstone.
    std::vector<Event> forget(const identity::Caller& caller, const std::string& id);

private:
    storage::Database& m_database;
    EventSink& m_events;
};

} // namespace labwarden::devices
