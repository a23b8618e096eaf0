// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/test_case_actions.h"
#include "server/changed.h"
#include "server/event_sink.h"
#include "server/identity/caller.h"
#include "server/testcases/test_case_store.h"

#include <span>

namespace labwarden::testcases {

/// Changes many test cases, each by itself and by the rules of TestCases. Any thread. Throws Unavailable.
class BulkEdit {
public:
    BulkEdit(storage::Database& database, EventSink& events) : m_store(database), m_events(events) {}

    /// One that cannot be changed is named with the reason and keeps no other from it. When PostgreSQL goes
    /// away in the middle, some may be changed already.
    Changed<TestCaseBulkReport> run(const identity::Caller& caller, const TestCaseBulk& wanted);

private:
    void runSome(const identity::Caller& caller, const TestCaseBulk& wanted,
                 std::span<const SeenTestCase> some, Changed<TestCaseBulkReport>& out);

    TestCaseStore m_store;
    EventSink& m_events;
};

} // namespace labwarden::testcases
