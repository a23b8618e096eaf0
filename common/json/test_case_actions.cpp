// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/json/domain.h"

#include <set>

namespace labwarden {

using wire::Items;
using wire::Lines;
using wire::Range;
using wire::Text;

namespace {
constexpr Range count{.min = 0, .max = 9e15};
constexpr Items tags{.max = 32};
constexpr Text tag{.max = 64, .min = 1};
} // namespace

void readFields(wire::Fields& in, UsingHealthCheck& out) {
    in.required("id", out.id, wire::Uuid{});
    in.required("deviceType", out.deviceType);
}

void readFields(wire::Fields& in, TestCaseUsage& out) {
    in.required("runs", out.runs, count);
    in.optional("lastRunAt", out.lastRunAt);
    in.optional("lastRunNumber", out.lastRunNumber, count);
    in.optional("healthChecks", out.healthChecks, Items{.max = 10'000});
}

void readFields(wire::Fields& in, SeenTestCase& out) {
    in.required("id", out.id, wire::Uuid{});
    in.required("revision", out.revision, Range{.min = 1});
}

void readFields(wire::Fields& in, TestCaseBulk& out) {
    in.required("testCases", out.testCases, Items{.max = 1000, .min = 1});
    in.optional("addTags", out.addTags, tags, tag);
    in.optional("removeTags", out.removeTags, Items{.max = 1000}, tag);
    in.optional("folder", out.folder, Text{.max = 807});
    in.optional("owner", out.owner, Text{.max = 64});
    in.optional("status", out.status);
    in.optional("message", out.message, Text{.max = 1000, .lines = Lines::many});
    if (!in.policy().meaning)
        return;
    if (out.folder && !isFolderPath(*out.folder))
        in.fault("folder",
                 "must be at most 8 names of at most 100 characters with single slashes between them");
    std::set<std::string> ids;
    for (const SeenTestCase& seen : out.testCases)
        ids.insert(seen.id);
    if (ids.size() < out.testCases.size())
        in.fault("testCases", "must name each test case once");
}

void readFields(wire::Fields& in, RefusedTestCase& out) {
    in.required("id", out.id, wire::Uuid{});
    in.required("reason", out.reason);
}

void readFields(wire::Fields& in, TestCaseBulkReport& out) {
    in.required("changed", out.changed, Items{.max = 1000});
    in.required("refused", out.refused, Items{.max = 1000});
}

} // namespace labwarden
