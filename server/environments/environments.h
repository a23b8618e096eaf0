// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/environment.h"
#include "server/changed.h"
#include "server/environments/environment_store.h"
#include "server/environments/secret_keys.h"
#include "server/event_sink.h"
#include "server/identity/caller.h"
#include "server/page.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace labwarden::environments {

/// Environments in which runs take place. Any thread. Documents come from people, read strictly, so without
/// faults of their own; what comes back has the values of secrets empty. Throws Unavailable beside what is
/// said of each.
class Environments {
public:
    /// Without keys environments with secrets are refused.
    Environments(storage::Database& database, EventSink& events, SecretKeys keys = SecretKeys())
        : m_store(database), m_events(events), m_keys(std::move(keys)) {}

    /// Conflict: its name is taken. Invalid: a secret without a value, or without a key to keep it.
    Changed<Environment> create(const identity::Caller& caller, EnvironmentDocument document);
    /// At its newest revision. NotFound.
    Environment get(const std::string& id);
    Page<Environment> list(const PageRequest& request);
    /// The next revision of one that stands at `revision`; a document that says what is there already makes
    /// none. A secret without a value keeps the one it has. NotFound, Stale; Conflict: the name is taken;
    /// Invalid: a secret that has no value yet, or no key to keep it.
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

    /// `faults` and those that create() and update() would find in the document, so that one answer has all.
    /// `id`: the environment that is saved, empty for a new one; `at`: the document's pointer in the input.
    std::vector<Fault> withSecretFaults(std::vector<Fault> faults, const EnvironmentDocument& document,
                                        const std::string& id, const std::string& at);
    /// A sealed value, as PostgreSQL has it; nothing when no key of this server opens it.
    std::optional<std::string> opened(const std::string& id, const std::string& name,
                                      const std::string& sealed) const {
        return m_keys.open(id, name, sealed);
    }

private:
    SealedSecrets sealed(const std::string& id, EnvironmentDocument& document) const;

    EnvironmentStore m_store;
    EventSink& m_events;
    const SecretKeys m_keys;
};

} // namespace labwarden::environments
