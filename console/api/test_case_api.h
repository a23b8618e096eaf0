// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/back_test.h"
#include "common/domain/case_import.h"
#include "common/domain/event.h"
#include "common/domain/test_case.h"
#include "common/domain/test_case_actions.h"
#include "console/api/api_client.h"

#include <optional>
#include <string>
#include <vector>

namespace labwarden::console {

/// What a save answers: the case at its new revision, and the parts that it changed, to be merged at once.
struct TestCaseChange {
    TestCase testCase;
    std::vector<Event> events;
};

struct RevisionPage {
    std::vector<TestCaseRevision> revisions; ///< newest first
    std::string nextCursor;                  ///< empty: no older ones
};

/// What many cases shall be; what is not set stays as it is.
struct CasesChange {
    struct Item {
        std::string id;
        int revision = 0; ///< that the change was made from
    };
    std::vector<Item> testCases; ///< at most mostCasesOfOneRequest
    std::vector<std::string> addTags, removeTags;
    std::optional<std::string> folder, owner;
    std::optional<CaseStatus> status;
    std::string message;
};

/// Each case by itself: those that could not be changed are named with the reason.
struct CasesChanged {
    struct Refusal {
        std::string id, reason;
    };
    std::vector<TestCaseSummary> changed;
    std::vector<Refusal> refused;
};

inline constexpr std::size_t mostCasesOfOneRequest = 1000;
inline constexpr qsizetype mostImportedBytes = 10 << 20; ///< of the body of one import
inline constexpr qint64 mostAttachedBytes = 10 << 20;    ///< of one attachment

/// The requests that write test cases and read their history, typed; LabApi lists and reads them, and its
/// rules are those of this. A `revision` is the one that a change was made from; with another one on the
/// server by now nothing is written and the error is ApiError::Kind::Stale. GUI thread only.
class TestCaseApi {
public:
    explicit TestCaseApi(ApiClient& client) : m_client(client) {}

    ApiJob* create(const TestCaseDocument& document, QObject* context, Done<TestCaseChange> done);
    /// What equals the newest revision makes no new one.
    ApiJob* save(const std::string& id, const TestCaseEdit& edit, int revision, QObject* context,
                 Done<TestCaseChange> done);
    /// Conflict while an unfinished run or a health check uses it.
    ApiJob* remove(const std::string& id, int revision, QObject* context, Done<std::vector<Event>> done);
    ApiJob* changeMany(const CasesChange& change, QObject* context, Done<CasesChanged> done);

    /// Who uses it, in any of its revisions.
    ApiJob* usage(const std::string& id, QObject* context, Done<TestCaseUsage> done);
    /// `cursor` of the page before; empty: the first page.
    ApiJob* revisions(const std::string& id, const std::string& cursor, QObject* context,
                      Done<RevisionPage> done);
    /// As it was at that revision.
    ApiJob* atRevision(const std::string& id, int revision, QObject* context, Done<TestCase> done);

    /// `folder`: a CaseFolder as JSON, of at most mostImportedBytes. A file with faults is refused, and
    /// that is no error.
    ApiJob* importCases(const QByteArray& folder, bool dryRun, QObject* context, Done<CaseImportReport> done);

    /// The bytes of a file beside test cases, by their hash; sent before a case names them.
    ApiJob* sendAttachment(const std::string& sha256, const QByteArray& bytes, QObject* context,
                           Done<bool> done);
    ApiJob* attachment(const std::string& sha256, QObject* context, Done<QByteArray> done);
    /// Changes nothing on the server.
    ApiJob* backTest(const BackTestRequest& request, QObject* context, Done<BackTestAnswer> done);

private:
    ApiClient& m_client;
};

} // namespace labwarden::console
