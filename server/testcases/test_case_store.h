// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/test_case.h"
#include "server/changed.h"
#include "server/page.h"
#include "server/storage/database.h"

#include <optional>
#include <string>

namespace labwarden::testcases {

/// The calls to PostgreSQL for test cases and their revisions. Any thread. Throws Unavailable.
class TestCaseStore {
public:
    explicit TestCaseStore(storage::Database& database) : m_database(database) {}

    Changed<TestCase> create(const TestCaseDocument& document, const std::string& userId,
                             const std::string& address);
    /// `id` must be a UUID.
    std::optional<TestCase> get(const std::string& id);
    /// Oldest first.
    Page<TestCase> list(const PageRequest& request);

private:
    storage::Database& m_database;
};

} // namespace labwarden::testcases
