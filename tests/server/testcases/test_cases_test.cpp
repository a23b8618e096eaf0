// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/server/testcases/cases_fixture.h"

#include <gmock/gmock.h>

namespace labwarden::testcases {

namespace json = boost::json;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

namespace {

class TheTestCases : public CasesFixture {};

} // namespace

TEST_F(TheTestCases, grow_by_one_with_its_first_revision) {
    const auto answer = create(soak("Soak"));
    ASSERT_EQ(answer.status, 201) << json::serialize(answer.body);
    EXPECT_EQ(answer.body.at("key"), "TC-1");
    EXPECT_EQ(answer.body.at("revision"), 1);
    EXPECT_EQ(answer.body.at("version"), 1);
    EXPECT_EQ(answer.body.at("createdBy"), "The engineer");
    EXPECT_EQ(answer.body.at("document").at("title"), "Soak");
    EXPECT_EQ(answer.body.at("document").at("maxAttempts"), 1); // defaults are filled in
    auto expected = answer.body.as_object();
    expected.erase("events");
    EXPECT_EQ(api.get("/api/v1/test-cases/" + std::string(answer.body.at("id").as_string()), engineer).body,
              json::value(expected));
    EXPECT_EQ(create(soak("Another")).body.at("key"), "TC-2");
}

TEST_F(TheTestCases, are_stored_exactly_as_the_wire_has_them) {
    const auto answer = create(soak("Soak with \"quotes\", ümlauts and \\ "));
    const auto stored = json::parse(api.schema.sql("SELECT document FROM test_case_revisions")[0][0].c_str());
    const auto reading = wire::read<TestCaseDocument>(stored, wire::people); // strictly
    ASSERT_TRUE(reading);
    EXPECT_EQ(json::value_from(reading.value), answer.body.at("document"));
}

TEST_F(TheTestCases, tell_of_a_new_one_in_an_event_and_in_the_answer) {
    const auto answer = create(soak("Soak"));
    const auto events = api.events.take();
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0].part, EventPart::test_case);
    EXPECT_EQ(events[0].id, answer.body.at("id").as_string());
    EXPECT_EQ(answer.body.at("events"), json::value_from(events));
    const auto summary = wire::read<TestCaseSummary>(events[0].state, wire::people); // strictly
    ASSERT_TRUE(summary);
    EXPECT_EQ(summary.value.title, "Soak");
    EXPECT_EQ(summary.value.key, "TC-1");
    EXPECT_EQ(summary.value.changedBy, "The engineer");
}

TEST_F(TheTestCases, refuse_a_document_with_all_its_faults_at_once) {
    auto bad = soak("");
    bad.as_object()["steps"].as_array()[1].as_object()["durationSeconds"] = -1;
    bad.as_object()["criteria"].as_array()[0].as_object()["expression"] = "max(mem_used_pct <= 3";
    bad.as_object()["colour"] = "red";
    const auto answer = create(bad);
    EXPECT_EQ(answer.status, 422);
    EXPECT_THAT(answer.faultsAt(), UnorderedElementsAre("/title", "/steps/1/durationSeconds",
                                                        "/criteria/0/expression", "/colour"));
    EXPECT_EQ(api.schema.sql("SELECT count(*) FROM test_cases")[0][0].as<int>(), 0);
    EXPECT_EQ(create("text").status, 422);
}

TEST_F(TheTestCases, are_listed_page_by_page_each_once_in_order) {
    for (int i = 1; i <= 7; ++i)
        create(soak("Case " + std::to_string(i)));
    api.schema.sql("UPDATE test_cases SET created_at = date_trunc('second', created_at)"); // alike, so that
                                                                                           // the id decides
    std::vector<std::string> titles;
    std::string cursor;
    int pages = 0;
    do {
        const auto page =
            api.get("/api/v1/test-cases?limit=3" + (cursor.empty() ? "" : "&cursor=" + cursor), engineer);
        ASSERT_EQ(page.status, 200);
        for (const auto& testCase : page.body.at("testCases").as_array())
            titles.emplace_back(testCase.at("title").as_string());
        cursor =
            page.body.at("nextCursor").is_null() ? "" : std::string(page.body.at("nextCursor").as_string());
        ++pages;
    } while (!cursor.empty());
    EXPECT_EQ(pages, 3);
    EXPECT_THAT(titles,
                UnorderedElementsAre("Case 1", "Case 2", "Case 3", "Case 4", "Case 5", "Case 6", "Case 7"));
    EXPECT_EQ(api.get("/api/v1/test-cases", engineer).body.at("testCases").as_array().size(), 7u);
}

TEST_F(TheTestCases, are_listed_without_their_documents) {
    auto document = soak("Soak");
    document.as_object()["folder"] = "Power/Battery";
    document.as_object()["owner"] = "ada";
    const auto answer = create(document);
    const auto list = get("");
    ASSERT_EQ(list.body.at("testCases").as_array().size(), 1u);
    const auto& item = list.body.at("testCases").at(0);
    const auto summary = wire::read<TestCaseSummary>(item, wire::people); // strictly
    ASSERT_TRUE(summary);
    EXPECT_EQ(item, answer.body.at("events").at(0).at("state"));
    EXPECT_EQ(summary.value.folder, "Power/Battery");
    EXPECT_EQ(summary.value.owner, "ada");
    EXPECT_EQ(summary.value.status, CaseStatus::draft);
    EXPECT_THAT(summary.value.tags, ElementsAre("thermal"));
    EXPECT_EQ(json::value_from(summary.value.changedAt), answer.body.at("changedAt"));
}

TEST_F(TheTestCases, refuse_a_page_that_cannot_be) {
    EXPECT_THAT(api.get("/api/v1/test-cases?limit=0&cursor=nonsense", engineer).faultsAt(),
                ElementsAre("/limit", "/cursor"));
    for (const char* query : {"limit=1001", "limit=ten", "limit=", "limit=3x", "cursor=MTIz", "cursor=!!"})
        EXPECT_EQ(api.get(std::string("/api/v1/test-cases?") + query, engineer).status, 422) << query;
}

TEST_F(TheTestCases, leave_out_those_that_were_deleted) {
    const auto id = std::string(create(soak("Gone")).body.at("id").as_string());
    api.schema.sql("UPDATE test_cases SET deleted_at = now()");
    EXPECT_EQ(api.get("/api/v1/test-cases/" + id, engineer).status, 404);
    EXPECT_TRUE(api.get("/api/v1/test-cases", engineer).body.at("testCases").as_array().empty());
    EXPECT_EQ(api.get("/api/v1/test-cases/nonsense", engineer).status, 404);
}

TEST_F(TheTestCases, may_be_read_by_viewers_and_written_by_engineers) {
    const auto viewer = api.signIn("viewer");
    EXPECT_EQ(api.get("/api/v1/test-cases", viewer).status, 200);
    EXPECT_EQ(api.post("/api/v1/test-cases", soak("x"), viewer).status, 403);
    EXPECT_EQ(api.get("/api/v1/test-cases").status, 401);
}

TEST_F(TheTestCases, have_their_making_in_the_audit_log) {
    create(soak("Soak"));
    const auto rows = api.schema.sql("SELECT actor, address, new_value #>> '{document,title}' FROM audit_log "
                                     "WHERE action = 'test_case.create'");
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_STREQ(rows[0][0].c_str(), "engineer");
    EXPECT_STREQ(rows[0][1].c_str(), "127.0.0.1");
    EXPECT_STREQ(rows[0][2].c_str(), "Soak");
}

} // namespace labwarden::testcases
