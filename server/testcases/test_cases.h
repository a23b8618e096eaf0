// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/test_case.h"
#include "server/changed.h"
#include "server/event_sink.h"
#include "server/identity/caller.h"
#include "server/page.h"
#include "server/testcases/test_case_store.h"

#include <string>

namespace labwarden::testcases {

/// Test cases and their revisions. Any thread.
class TestCases {
public:
    TestCases(storage::Database& database, EventSink& events) : m_store(database), m_events(events) {}

    /// A new one from a document that has been read strictly, so without faults. It gets its first revision.
    Changed<TestCase> create(const identity::Caller& caller, const TestCaseDocument& document);
    /// At its newest revision. NotFound.
    TestCase get(const std::string& id);
    Page<TestCase> list(const PageRequest& request);

private:
    TestCaseStore m_store;
    EventSink& m_events;
};

} // namespace labwarden::testcases
