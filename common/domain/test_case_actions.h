// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/test_case.h"
#include "common/timestamp.h"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace labwarden {

/// A health check that a case is used for.
struct UsingHealthCheck {
    std::string id; ///< UUID
    std::string deviceType;
};
BOOST_DESCRIBE_STRUCT(UsingHealthCheck, (), (id, deviceType))

/// `GET /test-cases/{id}/usage`: who uses a case, at any of its revisions.
struct TestCaseUsage {
    std::int64_t runs = 0;
    std::optional<Timestamp> lastRunAt;
    std::optional<std::int64_t> lastRunNumber;
    std::vector<UsingHealthCheck> healthChecks;
};
BOOST_DESCRIBE_STRUCT(TestCaseUsage, (), (runs, lastRunAt, lastRunNumber, healthChecks))

/// A case at the revision that somebody has seen.
struct SeenTestCase {
    std::string id; ///< UUID
    int revision = 0;
};
BOOST_DESCRIBE_STRUCT(SeenTestCase, (), (id, revision))

/// `POST /test-cases/bulk`: what many cases shall be; what is absent stays as it is.
struct TestCaseBulk {
    std::vector<SeenTestCase> testCases; ///< 1 to 1000, each once
    std::vector<std::string> addTags, removeTags;
    std::optional<std::string> folder, owner;
    std::optional<CaseStatus> status;
    std::string message;
};
BOOST_DESCRIBE_STRUCT(TestCaseBulk, (), (testCases, addTags, removeTags, folder, owner, status, message))

struct RefusedTestCase {
    std::string id;
    std::string reason; ///< a sentence
};
BOOST_DESCRIBE_STRUCT(RefusedTestCase, (), (id, reason))

/// Each case by itself, in the order they were asked for.
struct TestCaseBulkReport {
    std::vector<TestCaseSummary> changed; ///< those that are so now, also when they have been before
    std::vector<RefusedTestCase> refused;
};
BOOST_DESCRIBE_STRUCT(TestCaseBulkReport, (), (changed, refused))

} // namespace labwarden
