// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/test_case.h"
#include "server/changed.h"
#include "server/identity/caller.h"
#include "server/page.h"
#include "server/storage/database.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace labwarden::testcases {

/// There is no such case (any more).
struct Missing {};
/// It stands at another revision.
struct Outdated {};

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

    Changed<TestCase> create(const TestCaseDocument& document, const identity::Caller& caller);
    /// Makes the next revision of a case whose newest is `revision`.
    std::variant<Changed<TestCase>, Missing, Outdated>
    update(const std::string& id, int revision, const TestCaseEdit& edit, const identity::Caller& caller);
    std::optional<TestCase> get(const std::string& id);
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
