// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/test_case_actions.h"
#include "server/changed.h"
#include "server/identity/caller.h"
#include "server/page.h"
#include "server/storage/database.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace labwarden::testcases {

/// There is no such case (any more).
struct Missing {};
/// It stands at another revision.
struct Outdated {};
/// Of the document: its attachments are not there, or not of that size.
struct Faulty {
    std::vector<Fault> faults;
};
/// Something still uses it.
struct InUse {
    std::vector<std::int64_t> runs; ///< numbers of those that have not ended
    std::vector<std::string> types; ///< of the devices whose health check it is
};

/// What became of a save.
using SaveOutcome = std::variant<Changed<TestCase>, Missing, Outdated, Faulty>;

/// A case whose newest revision is `revision`, and its next one.
struct TestCaseSave {
    std::string id;
    int revision = 0;
    TestCaseDocument document;
};

/// Which cases a list is to have: those that fit everything that is said.
struct TestCaseFilter {
    std::optional<std::string> words;  ///< of key, title, description, tags or metrics, each by its beginning
    std::optional<std::string> folder; ///< with all folders below it; empty: the top alone
    std::vector<CaseStatus> states;    ///< one of these; empty: any
    std::vector<std::string> tags;     ///< all of these
    std::optional<std::string> owner;  ///< empty: those of nobody
};

/// The calls to PostgreSQL for test cases and their revisions. Any thread. Throws Unavailable. Ids must be
/// UUIDs.
class TestCaseStore {
public:
    explicit TestCaseStore(storage::Database& database) : m_database(database) {}

    std::variant<Changed<TestCase>, Faulty> create(const TestCaseDocument& document,
                                                   const identity::Caller& caller);
    SaveOutcome update(const TestCaseSave& save, const std::string& message, const identity::Caller& caller);
    /// Each by itself, in one transaction; with the ids of the cases, in any order.
    std::vector<std::pair<std::string, SaveOutcome>> updateMany(const std::vector<TestCaseSave>& saves,
                                                                const std::string& message,
                                                                const identity::Caller& caller);
    /// The tombstone.
    std::variant<std::vector<Event>, Missing, Outdated, InUse> remove(const std::string& id, int revision,
                                                                      const identity::Caller& caller);
    std::optional<TestCase> get(const std::string& id);
    /// Those that there are, in any order.
    std::vector<TestCase> getMany(const std::vector<std::string>& ids);
    std::optional<TestCaseUsage> usage(const std::string& id);
    std::optional<TestCase> get(const std::string& id, int revision);
    /// Newest first, at most `limit`, those before revision `before` (nothing: all). Empty: no such case, or
    /// none before.
    std::vector<TestCaseRevision> revisions(const std::string& id, std::optional<int> before, int limit);
    /// Oldest first.
    Page<TestCaseSummary> list(const TestCaseFilter& filter, const PageRequest& request);

private:
    storage::Database& m_database;
};

} // namespace labwarden::testcases
