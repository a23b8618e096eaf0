// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/testcases/bulk_edit.h"
#include "server/testcases/import.h"
#include "server/testcases/import_routes.h"
#include "tests/server/testcases/cases_fixture.h"

#include <gmock/gmock.h>

namespace labwarden::testcases {

using testing::HasSubstr;
namespace json = boost::json;

namespace {

std::string caseText(const std::string& title, const std::string& key = {}) {
    return (key.empty() ? "" : "key: " + key + "\n") + "title: " + title +
           "\nsteps:\n  - name: Look\n    kind: manual\n    command: Is it so?\n";
}

class AnImportOfTestCases : public testing::Test {
protected:
    std::unique_ptr<TestCases> testCases;
    std::unique_ptr<BulkEdit> bulkEdit;
    std::unique_ptr<CaseImport> import;
    test::TestApi api{[this](storage::Database& database, storage::Redis&, EventSink& events) {
        testCases = std::make_unique<TestCases>(database, events);
        import = std::make_unique<CaseImport>(database, *testCases);
        bulkEdit = std::make_unique<BulkEdit>(database, events);
        auto all = routes(*testCases, *bulkEdit);
        for (auto& route : importRoutes(*import))
            all.push_back(std::move(route));
        return all;
    }};
    const std::string engineer = api.signIn("engineer");

    test::ApiAnswer post(const std::vector<CaseFile>& files, bool dryRun = false) {
        return api.post(std::string("/api/v1/test-cases/import?dryRun=") + (dryRun ? "true" : "false"),
                        {{"files", json::value_from(files)}}, engineer);
    }
    std::int64_t cases() {
        return static_cast<std::int64_t>(
            api.get("/api/v1/test-cases", engineer).body.at("testCases").as_array().size());
    }
};

} // namespace

TEST_F(AnImportOfTestCases, makes_a_case_of_a_file_without_key_and_says_the_key) {
    const auto answer = post({{"power/a.yaml", caseText("Boots")}});
    ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
    EXPECT_EQ(answer.body.at("created"), 1);
    const json::value& one = answer.body.at("files").at(0).at("cases").at(0);
    EXPECT_EQ(one.at("key"), "TC-1");
    EXPECT_EQ(one.at("change"), "create");
    EXPECT_EQ(cases(), 1);
}

TEST_F(AnImportOfTestCases, changes_nothing_in_a_dry_run) {
    const auto answer = post({{"a.yaml", caseText("Boots")}}, true);
    ASSERT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body.at("dryRun"), true);
    EXPECT_EQ(answer.body.at("created"), 1);
    EXPECT_EQ(answer.body.at("files").at(0).at("cases").at(0).at("key"), "");
    EXPECT_EQ(cases(), 0);
}

TEST_F(AnImportOfTestCases, updates_the_case_that_a_file_names_and_only_when_it_differs) {
    post({{"a.yaml", caseText("Boots")}});
    const auto same = post({{"a.yaml", caseText("Boots", "TC-1")}});
    EXPECT_EQ(same.body.at("unchanged"), 1);
    const auto other = post({{"a.yaml", caseText("Boots fast", "TC-1")}});
    EXPECT_EQ(other.body.at("updated"), 1);
    const auto list = api.get("/api/v1/test-cases", engineer).body;
    const json::value& newest = list.at("testCases").at(0);
    EXPECT_EQ(newest.at("title"), "Boots fast");
    EXPECT_EQ(newest.at("revision"), 2);
    const auto revisions =
        api.get("/api/v1/test-cases/" + textOf(newest, "id") + "/revisions", engineer).body;
    EXPECT_EQ(revisions.at("revisions").at(0).at("message"), "From a.yaml");
}

TEST_F(AnImportOfTestCases, makes_no_second_case_of_a_file_without_key) {
    post({{"a.yaml", caseText("Boots")}});
    const auto again = post({{"a.yaml", caseText("Boots")}});
    EXPECT_EQ(again.body.at("unchanged"), 1);
    EXPECT_EQ(again.body.at("withNotes"), 1);
    const json::value& one = again.body.at("files").at(0).at("cases").at(0);
    EXPECT_EQ(one.at("key"), "TC-1");
    EXPECT_THAT(textOf(one.at("notes").at(0), "message"),
                HasSubstr("TC-1 stands in that folder with that title"));
    EXPECT_EQ(cases(), 1);
}

TEST_F(AnImportOfTestCases, refuses_files_by_themselves_with_their_lines) {
    const auto answer = post({{"good.yaml", caseText("Good")},
                              {"nokey.yaml", caseText("Of nobody", "TC-99")},
                              {"typo.yaml", "title: Typo\nstepz: []\n"},
                              {"odd.yaml", "title: a\x01\n"},
                              {"notes.txt", "hello"}});
    ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
    EXPECT_EQ(answer.body.at("created"), 1);
    EXPECT_EQ(answer.body.at("refused"), 4);
    std::vector<std::string> told;
    for (const auto& file : answer.body.at("files").as_array())
        for (const auto& fault : file.at("faults").as_array())
            told.push_back(textOf(file, "path") + ":" + json::serialize(fault.at("line")) + " " +
                           textOf(fault, "message"));
    EXPECT_THAT(told, testing::IsSupersetOf(
                          {"nokey.yaml:1 there is no test case TC-99", "typo.yaml:2 is not a known field"}));
    EXPECT_EQ(cases(), 1);
}

TEST_F(AnImportOfTestCases, has_to_be_told_whether_it_is_a_dry_run_and_needs_the_permission) {
    const json::value body = {{"files", json::value_from(std::vector<CaseFile>{{"a.yaml", caseText("a")}})}};
    EXPECT_EQ(api.post("/api/v1/test-cases/import", body, engineer).status, 422);
    EXPECT_EQ(api.post("/api/v1/test-cases/import?dryRun=true", body, api.signIn("viewer")).status, 403);
    EXPECT_EQ(api.post("/api/v1/test-cases/import?dryRun=true", {{"files", json::array()}}, engineer).status,
              422);
}

} // namespace labwarden::testcases
