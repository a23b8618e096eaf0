// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/environment.h"
#include "server/changed.h"
#include "server/environments/environment_store.h"
#include "server/event_sink.h"
#include "server/identity/caller.h"
#include "server/page.h"

#include <cstdint>
#include <string>
#include <vector>

namespace labwarden::environments {

/// Environments in which runs take place. Any thread. Documents come from people, read strictly, so without
/// faults of their own; what comes back has the values of secrets empty. Throws Unavailable beside what is
/// said of each.
class Environments {
public:
    Environments(storage::Database& database, EventSink& events) : m_store(database), m_events(events) {}

    /// Conflict: its name is taken.
    Changed<Environment> create(const identity::Caller& caller, const EnvironmentDocument& document);
    /// At its newest revision. NotFound.
    Environment get(const std::string& id);
    Page<Environment> list(const PageRequest& request);
    /// The next revision of one that stands at `revision`; a document that says what is there already makes
    /// none. NotFound, Stale; Conflict: the name is taken.
    Changed<Environment> update(const identity::Caller& caller, const std::string& id, std::int64_t revision,
                                EnvironmentEdit edit);
    /// Takes one that stands at `revision` out of use; its history stays, its name is free. Returns its
    /// tombstone. NotFound, Stale; Conflict while a run that has not ended or a health check uses it, naming
    /// each.
    std::vector<Event> remove(const identity::Caller& caller, const std::string& id, std::int64_t revision);
    /// Those before a revision, or all, newest first. NotFound.
    RevisionPage revisions(const std::string& id, std::optional<int> before, int limit);
    /// As it was then. NotFound.
    Environment revision(const std::string& id, int revision);

private:
    EnvironmentStore m_store;
    EventSink& m_events;
};

} // namespace labwarden::environments
