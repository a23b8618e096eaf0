// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/environment.h"
#include "server/changed.h"
#include "server/environments/environment_store.h"
#include "server/event_sink.h"
#include "server/identity/caller.h"
#include "server/page.h"

#include <string>

namespace labwarden::environments {

/// Environments in which runs take place. Any thread.
class Environments {
public:
    Environments(storage::Database& database, EventSink& events) : m_store(database), m_events(events) {}

    /// A new one from a document that has been read strictly, so without faults. Conflict: its name is taken.
    Changed<Environment> create(const identity::Caller& caller, const EnvironmentDocument& document);
    /// At its newest revision. NotFound.
    Environment get(const std::string& id);
    Page<Environment> list(const PageRequest& request);

private:
    EnvironmentStore m_store;
    EventSink& m_events;
};

} // namespace labwarden::environments
