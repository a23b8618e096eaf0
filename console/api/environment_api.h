// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/environment.h"
#include "common/domain/environment_check.h"
#include "common/domain/event.h"
#include "console/api/api_client.h"

#include <string>
#include <vector>

namespace labwarden::console {

/// What a save answers: the environment at its new revision, and the parts that it changed, to be merged at
/// once.
struct EnvironmentChange {
    Environment environment;
    std::vector<Event> events;
};

struct EnvironmentHistory {
    std::vector<EnvironmentRevision> revisions; ///< newest first
    std::string nextCursor;                     ///< empty: no older ones
};

/// The requests about single environments, typed; LabApi lists them all, and its rules are those of this. A
/// `revision` is the one that a change was made from; with another one on the server by now nothing is
/// written and the error is ApiError::Kind::Stale. Values of secrets are sent and never answered. GUI thread
/// only.
class EnvironmentApi {
public:
    explicit EnvironmentApi(ApiClient& client) : m_client(client) {}

    ApiJob* create(const EnvironmentDocument& document, QObject* context, Done<EnvironmentChange> done);
    /// At its newest revision.
    ApiJob* newest(const std::string& id, QObject* context, Done<Environment> done);
    /// What equals the newest revision makes no new one. A secret with an empty value keeps the one that is
    /// stored.
    ApiJob* save(const std::string& id, const EnvironmentEdit& edit, int revision, QObject* context,
                 Done<EnvironmentChange> done);
    /// Conflict, which says who, while an unfinished run or a health check uses it. The removal comes as an
    /// event.
    ApiJob* remove(const std::string& id, int revision, QObject* context, Done<bool> done);

    /// `cursor` of the page before; empty: the first page.
    ApiJob* revisions(const std::string& id, const std::string& cursor, QObject* context,
                      Done<EnvironmentHistory> done);
    /// As it was at that revision.
    ApiJob* atRevision(const std::string& id, int revision, QObject* context, Done<Environment> done);

    /// Takes as long as two connections take to fail. No secret is sent: none is used.
    ApiJob* testConnection(ConnectionTest test, QObject* context, Done<ConnectionReport> done);

private:
    ApiClient& m_client;
};

} // namespace labwarden::console
