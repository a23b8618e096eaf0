// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/test_case.h"
#include "server/changed.h"
#include "server/event_sink.h"
#include "server/identity/caller.h"
#include "server/page.h"
#include "server/testcases/test_case_store.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace labwarden::testcases {

struct RevisionPage {
    std::vector<TestCaseRevision> revisions; ///< newest first
    std::optional<int> next;                 ///< the last of them, when there are older ones
};

/// Test cases and their revisions. Any thread. Documents come from people, read strictly, so without faults.
/// Throws Unavailable beside what is said of each.
class TestCases {
public:
    /// `approvedOnly`: runs are started of approved cases alone.
    TestCases(storage::Database& database, EventSink& events, bool approvedOnly = false)
        : m_store(database), m_events(events), m_approvedOnly(approvedOnly) {}

    /// A new one. It gets its first revision. Forbidden: it is approved, and the caller may not approve.
    /// Invalid: its attachments have not been sent.
    Changed<TestCase> create(const identity::Caller& caller, const TestCaseDocument& document);
    /// The next revision of a case whose newest is `revision`; a document that is the same makes none, and
    /// changes nothing. NotFound, Stale: of two who save one revision at once, too, one gets this; Forbidden
    /// and Invalid (with pointers into the edit) as create().
    Changed<TestCase> update(const identity::Caller& caller, const std::string& id, std::int64_t revision,
                             const TestCaseEdit& edit);
    /// Takes a case at that revision out of use; runs keep the revisions that they have pinned. Returns its
    /// tombstone. NotFound, Stale; Conflict while a run that has not ended or a health check uses it.
    std::vector<Event> remove(const identity::Caller& caller, const std::string& id, std::int64_t revision);
    /// Who uses it. NotFound.
    TestCaseUsage usage(const std::string& id);
    /// At its newest revision. NotFound.
    TestCase get(const std::string& id);
    /// As it was at that revision. NotFound.
    TestCase get(const std::string& id, int revision);
    /// Those before revision `before`; nothing: from the newest on. NotFound.
    RevisionPage revisions(const std::string& id, std::optional<int> before, int limit);
    /// Oldest first.
    Page<TestCaseSummary> list(const TestCaseFilter& filter, const PageRequest& request);

    /// Why no run is started of a case that stands so, as a sentence; empty: nothing is against it.
    std::string startRefusal(const TestCase& testCase) const;

private:
    TestCaseStore m_store;
    EventSink& m_events;
    const bool m_approvedOnly;
};

} // namespace labwarden::testcases
