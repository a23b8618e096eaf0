// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/json/domain.h"
#include "server/testcases/attachment_routes.h"
#include "server/testcases/attachments.h"
#include "server/testcases/bulk_edit.h"
#include "server/testcases/routes.h"
#include "server/testcases/test_cases.h"
#include "tests/server/support/api.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace labwarden::testcases {

/// A valid document with that title: two steps, one parameter, one criterion.
inline boost::json::value soak(const std::string& title) {
    return {{"title", title},
            {"tags", {"thermal"}},
            {"parameters", {{{"name", "limit"}, {"type", "number"}, {"unit", "%"}, {"defaultValue", 85}}}},
            {"steps",
             {{{"name", "warm up"}, {"kind", "wait"}, {"durationSeconds", 1.5}},
              {{"name", "watch"}, {"kind", "measure"}, {"durationSeconds", 5}}}},
            {"criteria",
             {{{"expression", "max(mem_used_pct) <= ${limit} %"}, {"severity", "must"}, {"step", "watch"}}}},
            {"timeoutSeconds", 60}};
}

/// A text of an answer.
inline std::string textOf(const boost::json::value& object, const char* name) {
    return std::string(object.at(name).as_string());
}

/// The routes of test cases, and an engineer who is signed in.
class CasesFixture : public testing::Test {
protected:
    static constexpr const char* path = "/api/v1/test-cases";
    std::unique_ptr<TestCases> testCases;
    std::unique_ptr<BulkEdit> bulkEdit;
    std::unique_ptr<Attachments> attachments;
    test::TestApi api{[this](storage::Database& database, storage::Redis&, EventSink& events) {
        testCases = std::make_unique<TestCases>(database, events);
        bulkEdit = std::make_unique<BulkEdit>(database, events);
        attachments = std::make_unique<Attachments>(database);
        auto all = routes(*testCases, *bulkEdit);
        for (auto& route : attachmentRoutes(*attachments))
            all.push_back(std::move(route));
        return all;
    }};
    const std::string engineer = api.signIn("engineer");

    test::ApiAnswer create(const boost::json::value& document) { return api.post(path, document, engineer); }
    /// The id of a new case.
    std::string made(const boost::json::value& document) {
        const auto answer = create(document);
        EXPECT_EQ(answer.status, 201) << boost::json::serialize(answer.body);
        return answer.status == 201 ? textOf(answer.body, "id") : std::string();
    }
    test::ApiAnswer get(const std::string& rest) { return api.get(path + rest, engineer); }
    /// `revision` 0: without If-Match.
    test::ApiAnswer save(const std::string& id, std::int64_t revision, const boost::json::value& document,
                         const std::string& message = {}) {
        return api.put(std::string(path) + "/" + id, {{"document", document}, {"message", message}}, engineer,
                       revision);
    }
};

} // namespace labwarden::testcases
