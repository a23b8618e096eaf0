// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/server/testcases/cases_fixture.h"

#include <gmock/gmock.h>

namespace labwarden::testcases {

namespace json = boost::json;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

namespace {

class ManyTestCases : public CasesFixture {
protected:
    static json::value seen(const std::string& id, int revision) {
        return {{"id", id}, {"revision", revision}};
    }
    test::ApiAnswer change(const json::object& wanted) {
        return api.post(std::string(path) + "/bulk", wanted, engineer);
    }
    json::value documentOf(const std::string& id) { return get("/" + id).body.at("document"); }
};

} // namespace

TEST_F(ManyTestCases, are_changed_at_once_each_with_a_revision_of_its_own) {
    const auto a = made(soak("A")), b = made(soak("B"));
    api.events.take();
    const auto answer = change({{"testCases", {seen(b, 1), seen(a, 1)}},
                                {"addTags", {"nightly", "thermal"}},
                                {"folder", "Power/Battery"},
                                {"owner", "ada"},
                                {"status", "retired"},
                                {"message", "Moved"}});
    ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
    EXPECT_THAT(answer.body.at("refused").as_array(), IsEmpty());
    const auto& changed = answer.body.at("changed").as_array();
    ASSERT_EQ(changed.size(), 2u);
    EXPECT_EQ(changed[0].at("id"), json::value(b)); // as they were asked for
    const auto summary = wire::read<TestCaseSummary>(changed[0], wire::people);
    ASSERT_TRUE(summary);
    EXPECT_EQ(summary.value.revision, 2);
    EXPECT_EQ(get("").body.at("testCases").at(1), changed[0]);
    EXPECT_EQ(documentOf(a).at("tags"), (json::value{"thermal", "nightly"}));
    EXPECT_EQ(documentOf(a).at("folder"), "Power/Battery");
    EXPECT_EQ(documentOf(a).at("owner"), "ada");
    EXPECT_EQ(documentOf(a).at("status"), "retired");
    EXPECT_EQ(documentOf(a).at("title"), "A");
    EXPECT_EQ(get("/" + a).body.at("message"), "Moved");
    const auto events = api.events.take();
    EXPECT_EQ(events.size(), 2u);
    EXPECT_EQ(answer.body.at("events"), json::value_from(events));
    EXPECT_EQ(
        api.schema.sql("SELECT count(*) FROM audit_log WHERE action = 'test_case.update'")[0][0].as<int>(),
        2);
}

TEST_F(ManyTestCases, keep_what_is_not_named_and_lose_tags_that_are_taken_away) {
    auto document = soak("A");
    document.as_object()["folder"] = "Power";
    document.as_object()["tags"] = {"one", "two"};
    const auto a = made(document);
    ASSERT_EQ(change({{"testCases", {seen(a, 1)}}, {"removeTags", {"one", "never there"}}}).status, 200);
    EXPECT_EQ(documentOf(a).at("tags"), (json::value{json::value("two")}));
    EXPECT_EQ(documentOf(a).at("folder"), "Power");
    ASSERT_EQ(change({{"testCases", {seen(a, 2)}}, {"folder", ""}}).status, 200);
    EXPECT_EQ(documentOf(a).at("folder"), "");
}

TEST_F(ManyTestCases, are_refused_one_by_one_with_the_reason) {
    const auto fine = made(soak("Fine")), changed = made(soak("Changed meanwhile")),
               full = made([] {
                   auto document = soak("Full");
                   json::array tags;
                   for (int i = 0; i < 32; ++i)
                       tags.push_back(json::value("tag-" + std::to_string(i)));
                   document.as_object()["tags"] = tags;
                   return document;
               }());
    save(changed, 1, soak("By somebody else"));
    const std::string none = "6f9619ff-8b86-4011-b42d-00cf4fc964ff";
    const auto answer = change(
        {{"testCases", {seen(none, 1), seen(changed, 1), seen(full, 1), seen(fine, 1)}}, {"addTags", {"x"}}});
    ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
    ASSERT_EQ(answer.body.at("changed").as_array().size(), 1u);
    EXPECT_EQ(answer.body.at("changed").at(0).at("id"), json::value(fine));
    const auto& refused = answer.body.at("refused").as_array();
    ASSERT_EQ(refused.size(), 3u);
    EXPECT_EQ(refused[0].at("reason"), "There is no such test case.");
    EXPECT_EQ(refused[1].at("reason"), "Somebody has changed it meanwhile.");
    EXPECT_EQ(refused[2].at("reason"), "It would have more than 32 tags.");
    EXPECT_EQ(get("/" + changed).body.at("revision"), 2);
}

TEST_F(ManyTestCases, are_approved_by_those_who_may_alone) {
    const auto a = made(soak("A"));
    const json::object approve{{"testCases", {seen(a, 1)}}, {"status", "approved"}};
    const auto refused = change(approve);
    ASSERT_EQ(refused.body.at("refused").as_array().size(), 1u);
    EXPECT_NE(textOf(refused.body.at("refused").at(0), "reason").find("testcases:approve"),
              std::string::npos);
    const auto manager = api.signIn("manager");
    EXPECT_EQ(api.post(std::string(path) + "/bulk", approve, manager).body.at("changed").as_array().size(),
              1u);
    // What is approved is not changed in passing either.
    const auto again = change({{"testCases", {seen(a, 2)}}, {"addTags", {"x"}}});
    EXPECT_EQ(again.body.at("refused").as_array().size(), 1u);
}

TEST_F(ManyTestCases, that_are_so_already_count_as_changed_and_get_no_revision) {
    const auto a = made(soak("A"));
    const auto answer = change({{"testCases", {seen(a, 1)}}, {"addTags", {"thermal"}}});
    ASSERT_EQ(answer.body.at("changed").as_array().size(), 1u);
    EXPECT_EQ(answer.body.at("changed").at(0), get("").body.at("testCases").at(0));
    EXPECT_THAT(answer.body.at("events").as_array(), IsEmpty());
}

TEST_F(ManyTestCases, are_more_than_fit_into_one_transaction) {
    json::array all;
    for (int i = 0; i < 230; ++i)
        all.push_back(seen(made(soak("Case " + std::to_string(i))), 1));
    const auto answer = change({{"testCases", all}, {"addTags", {"many"}}});
    EXPECT_EQ(answer.body.at("changed").as_array().size(), 230u);
    EXPECT_EQ(get("?tag=many&limit=1000").body.at("testCases").as_array().size(), 230u);
}

TEST_F(ManyTestCases, are_asked_for_with_all_faults_at_once) {
    const auto a = made(soak("A"));
    const auto answer = change({{"testCases", {seen(a, 1), seen("6f9619ff-8b86-4011-b42d-00cf4fc964ff", 0)}},
                                {"folder", "/x"},
                                {"status", "done"},
                                {"addTags", {""}},
                                {"colour", "red"}});
    EXPECT_EQ(answer.status, 422);
    EXPECT_THAT(answer.faultsAt(),
                UnorderedElementsAre("/testCases/1/revision", "/folder", "/status", "/addTags/0", "/colour"));
    EXPECT_THAT(change({{"testCases", {seen(a, 1), seen(a, 1)}}}).faultsAt(),
                UnorderedElementsAre("/testCases"));
    EXPECT_THAT(change({{"testCases", json::array()}}).faultsAt(), UnorderedElementsAre("/testCases"));
    EXPECT_EQ(
        api.post(std::string(path) + "/bulk", {{"testCases", {seen(a, 1)}}}, api.signIn("viewer")).status,
        403);
}

} // namespace labwarden::testcases
