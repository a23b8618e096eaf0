// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/environment.h"
#include "server/changed.h"
#include "server/page.h"
#include "server/storage/database.h"

#include <boost/json/array.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace labwarden::environments {

/// There is no such environment (any more).
struct Missing {};
/// It stands at another revision.
struct Outdated {};
/// Another environment has the name.
struct TakenName {};
/// What it is needed for: runs that have not ended (`reason` test_run, runId, runNumber, holder, since) and
/// health checks (`reason` health_check, healthCheckId, deviceType).
struct Used {
    boost::json::array uses;
};

/// Sealed values of secrets by name, hexadecimal.
using SealedSecrets = std::map<std::string, std::string>;

/// Part of a history, newest first.
struct RevisionPage {
    std::vector<EnvironmentRevision> revisions;
    std::optional<int> next; ///< goes on before this revision; nothing: that was all
};

/// The calls to PostgreSQL for environments in which runs take place. Any thread. Throws Unavailable. Ids
/// must be UUIDs; documents hold no value of a secret.
class EnvironmentStore {
public:
    explicit EnvironmentStore(storage::Database& database) : m_database(database) {}

    std::variant<Changed<Environment>, TakenName>
    create(const std::string& id, const EnvironmentDocument& document, const SealedSecrets& sealed,
           const std::string& userId, const std::string& address);
    std::optional<Environment> get(const std::string& id);
    /// Oldest first.
    Page<Environment> list(const PageRequest& request);
    /// Secrets that are not in `sealed` keep the value they have.
    std::variant<Changed<Environment>, Missing, Outdated, TakenName>
    update(const std::string& id, std::int64_t revision, const EnvironmentEdit& edit,
           const SealedSecrets& sealed, const std::string& userId, const std::string& address);
    /// The tombstone.
    std::variant<std::vector<Event>, Missing, Outdated, Used> remove(const std::string& id,
                                                                     std::int64_t revision,
                                                                     const std::string& userId,
                                                                     const std::string& address);
    /// Those before a revision, or all.
    RevisionPage revisions(const std::string& id, std::optional<int> before, int limit);
    /// As it was then.
    std::optional<Environment> revision(const std::string& id, int revision);

private:
    storage::Database& m_database;
};

} // namespace labwarden::environments
