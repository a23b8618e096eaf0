// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/server/testcases/cases_fixture.h"

#include "server/clients/http_client.h"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

namespace labwarden::testcases {

namespace json = boost::json;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

namespace {

class RevisionsOfATestCase : public CasesFixture {
protected:
    const std::string id = made(soak("First"));
    void SetUp() override { api.events.take(); }
    std::vector<int> listed(const std::string& query = {}) {
        std::vector<int> numbers;
        const auto page = get("/" + id + "/revisions" + query);
        for (const auto& item : page.body.at("revisions").as_array())
            numbers.push_back(item.at("revision").to_number<int>());
        return numbers;
    }
};

} // namespace

TEST_F(RevisionsOfATestCase, are_made_by_each_save_with_author_and_message) {
    auto document = soak("Second");
    document.as_object()["status"] = "retired";
    const auto answer = save(id, 1, document, "The old sensor is gone");
    ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
    EXPECT_EQ(answer.body.at("revision"), 2);
    EXPECT_EQ(answer.body.at("version"), 2);
    EXPECT_EQ(answer.body.at("message"), "The old sensor is gone");
    EXPECT_EQ(answer.body.at("changedBy"), "The engineer");
    const auto events = api.events.take();
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(answer.body.at("events"), json::value_from(events));
    EXPECT_EQ(events[0].version, 2);
    EXPECT_EQ(events[0].state.at("title"), "Second");
    EXPECT_EQ(events[0].state.at("status"), "retired");
    EXPECT_EQ(get("").body.at("testCases").at(0), events[0].state);
    auto newest = get("/" + id).body;
    auto expected = answer.body;
    expected.as_object().erase("events");
    EXPECT_EQ(newest, expected);
}

TEST_F(RevisionsOfATestCase, stay_as_they_were_and_can_be_read_one_by_one) {
    save(id, 1, soak("Second"));
    const auto first = get("/" + id + "/revisions/1");
    ASSERT_EQ(first.status, 200);
    ASSERT_TRUE(wire::read<TestCase>(first.body, wire::people)); // strictly
    EXPECT_EQ(first.body.at("document").at("title"), "First");
    EXPECT_EQ(first.body.at("revision"), 1);
    EXPECT_EQ(get("/" + id + "/revisions/2").body.at("document").at("title"), "Second");
    for (const char* none : {"3", "0", "-1", "x", "1x", "99999999999"})
        EXPECT_EQ(get("/" + id + "/revisions/" + none).status, 404) << none;
    EXPECT_ANY_THROW(api.schema.sqlAsApp("UPDATE test_case_revisions SET message = 'x'"));
    EXPECT_ANY_THROW(api.schema.sqlAsApp("DELETE FROM test_case_revisions"));
}

TEST_F(RevisionsOfATestCase, are_listed_newest_first_page_by_page) {
    for (int i = 1; i <= 4; ++i)
        save(id, i, soak("Save " + std::to_string(i)), "Message " + std::to_string(i));
    const auto page = get("/" + id + "/revisions?limit=2");
    ASSERT_EQ(page.status, 200);
    const auto newest = wire::read<TestCaseRevision>(page.body.at("revisions").at(0), wire::people);
    ASSERT_TRUE(newest); // strictly
    EXPECT_EQ(newest.value.revision, 5);
    EXPECT_EQ(newest.value.message, "Message 4");
    EXPECT_EQ(newest.value.createdBy, "The engineer");
    EXPECT_EQ(newest.value.runs, 0);
    EXPECT_THAT(listed("?limit=2&cursor=" + textOf(page.body, "nextCursor")), ElementsAre(3, 2));
    EXPECT_THAT(listed(), ElementsAre(5, 4, 3, 2, 1));
    EXPECT_TRUE(get("/" + id + "/revisions").body.at("nextCursor").is_null());
    EXPECT_THAT(get("/" + id + "/revisions?limit=0&cursor=x").faultsAt(), ElementsAre("/limit", "/cursor"));
    EXPECT_EQ(get("/6f9619ff-8b86-4011-b42d-00cf4fc964ff/revisions").status, 404);
    EXPECT_EQ(get("/nonsense/revisions").status, 404);
}

TEST_F(RevisionsOfATestCase, are_not_made_by_saving_what_is_there) {
    save(id, 1, soak("Second"));
    api.events.take();
    const auto again = save(id, 2, soak("Second"), "Nothing");
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(again.body.at("revision"), 2);
    EXPECT_EQ(again.body.at("message"), "");
    EXPECT_THAT(again.body.at("events").as_array(), IsEmpty());
    EXPECT_THAT(listed(), ElementsAre(2, 1));
    EXPECT_THAT(api.events.take(), IsEmpty());
}

TEST_F(RevisionsOfATestCase, are_not_made_over_a_revision_that_was_not_seen) {
    ASSERT_EQ(save(id, 1, soak("Second")).status, 200);
    EXPECT_EQ(save(id, 1, soak("Third")).status, 412);
    EXPECT_EQ(save(id, 3, soak("Third")).status, 412);
    EXPECT_EQ(save(id, 0, soak("Third")).status, 428);
    EXPECT_EQ(save("6f9619ff-8b86-4011-b42d-00cf4fc964ff", 1, soak("Third")).status, 404);
    EXPECT_EQ(save("nonsense", 1, soak("Third")).status, 404);
    EXPECT_THAT(listed(), ElementsAre(2, 1));
}

TEST_F(RevisionsOfATestCase, are_refused_with_all_their_faults_at_once) {
    auto bad = soak("");
    bad.as_object()["folder"] = "a//b";
    bad.as_object()["steps"].as_array()[1].as_object()["durationSeconds"] = 0;
    const auto answer =
        api.put(std::string(path) + "/" + id, {{"document", bad}, {"colour", "red"}}, engineer, 1);
    EXPECT_EQ(answer.status, 422);
    EXPECT_THAT(answer.faultsAt(), UnorderedElementsAre("/document/title", "/document/folder",
                                                        "/document/steps/1/durationSeconds", "/colour"));
}

TEST_F(RevisionsOfATestCase, of_many_who_save_the_same_one_at_once_exactly_one_is_made) {
    constexpr int savers = 8;
    for (int revision = 1; revision <= 5; ++revision) {
        std::atomic<int> won = 0, stale = 0, others = 0;
        std::atomic<bool> go = false;
        std::vector<std::thread> threads;
        for (int saver = 0; saver < savers; ++saver)
            threads.emplace_back([&, saver] {
                clients::HttpClient client;
                clients::HttpRequest request;
                request.method = "PUT";
                request.url = "http://127.0.0.1:" + std::to_string(api.port()) + path + "/" + id;
                request.headers = {{"Authorization", "Bearer " + engineer},
                                   {"If-Match", '"' + std::to_string(revision) + '"'}};
                const auto word = std::to_string(revision) + "/" + std::to_string(saver);
                request.body =
                    json::serialize(json::value{{"document", soak("Save " + word)}, {"message", word}});
                while (!go)
                    std::this_thread::yield();
                const int status = client.send(request).status;
                ++(status == 200 ? won : status == 412 ? stale : others);
            });
        go = true;
        for (auto& thread : threads)
            thread.join();
        EXPECT_EQ(won, 1);
        EXPECT_EQ(stale, savers - 1);
        EXPECT_EQ(others, 0);
        EXPECT_EQ(listed().front(), revision + 1);
    }
    EXPECT_EQ(
        api.schema.sql("SELECT count(*) FROM audit_log WHERE action = 'test_case.update'")[0][0].as<int>(),
        5);
    EXPECT_EQ(api.schema.sql("SELECT count(*) FROM event_outbox")[0][0].as<int>(), 6);
}

TEST_F(RevisionsOfATestCase, stand_in_the_audit_log_with_what_was_before) {
    save(id, 1, soak("Second"), "Why");
    const auto rows =
        api.schema.sql("SELECT actor, old_value #>> '{document,title}', "
                       "new_value #>> '{document,title}', new_value ->> 'message' FROM audit_log "
                       "WHERE action = 'test_case.update'");
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_STREQ(rows[0][0].c_str(), "engineer");
    EXPECT_STREQ(rows[0][1].c_str(), "First");
    EXPECT_STREQ(rows[0][2].c_str(), "Second");
    EXPECT_STREQ(rows[0][3].c_str(), "Why");
}

TEST_F(RevisionsOfATestCase, are_made_by_those_who_may_write_alone) {
    const auto viewer = api.signIn("viewer");
    EXPECT_EQ(api.put(std::string(path) + "/" + id, {{"document", soak("x")}}, viewer, 1).status, 403);
    EXPECT_EQ(api.get(std::string(path) + "/" + id + "/revisions", viewer).status, 200);
}

} // namespace labwarden::testcases
