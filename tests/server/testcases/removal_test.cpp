// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/server/testcases/cases_fixture.h"

#include <gmock/gmock.h>

namespace labwarden::testcases {

namespace json = boost::json;
using testing::HasSubstr;
using testing::IsEmpty;

namespace {

class TheRemovalOfATestCase : public CasesFixture {
protected:
    const std::string id = made(soak("Soak"));
    test::ApiAnswer remove(int revision) { return api.remove(path + ("/" + id), engineer, revision); }
    /// A run of a revision, in that state.
    std::string run(int revision, const std::string& state) {
        api.schema.sql(
            "INSERT INTO environments (name, document, created_by) SELECT 'lab', '{\"name\": \"lab\"}', "
            "id FROM users WHERE username = 'engineer' ON CONFLICT DO NOTHING");
        return api.schema
            .sql("INSERT INTO test_runs (id, case_revision_id, environment_id, environment, state, outcome, "
                 "created_by) SELECT gen_random_uuid(), v.id, e.id, e.document, '" +
                 state + "', CASE '" + state +
                 "' WHEN 'finished' THEN 'passed' END, e.created_by FROM test_case_revisions v, environments "
                 "e "
                 "WHERE v.revision = " +
                 std::to_string(revision) + " RETURNING number")[0][0]
            .c_str();
    }
    void check(const std::string& type) {
        run(1, "finished");
        api.schema.sql(
            "INSERT INTO health_checks (device_type, test_case_id, environment_id, changed_by) SELECT '" +
            type + "', '" + id + "', id, created_by FROM environments");
    }
};

} // namespace

TEST_F(TheRemovalOfATestCase, takes_it_out_of_lists_and_leaves_a_tombstone) {
    api.events.take();
    const auto answer = remove(1);
    ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
    const auto events = api.events.take();
    ASSERT_EQ(events.size(), 1u);
    EXPECT_TRUE(events[0].deleted);
    EXPECT_EQ(events[0].id, id);
    EXPECT_EQ(events[0].version, 2);
    EXPECT_EQ(answer.body.at("events"), json::value_from(events));
    EXPECT_THAT(get("").body.at("testCases").as_array(), IsEmpty());
    for (const char* below : {"", "/revisions", "/revisions/1", "/usage"})
        EXPECT_EQ(get("/" + id + below).status, 404) << below;
    EXPECT_EQ(save(id, 1, soak("x")).status, 404);
    EXPECT_EQ(remove(1).status, 404);
    EXPECT_EQ(api.schema.sql("SELECT count(*) FROM test_case_revisions")[0][0].as<int>(), 1);
    EXPECT_EQ(api.schema
                  .sql("SELECT old_value #>> '{document,title}' FROM audit_log WHERE action = "
                       "'test_case.delete'")[0][0]
                  .as<std::string>(),
              "Soak");
}

TEST_F(TheRemovalOfATestCase, is_of_the_revision_that_was_seen) {
    save(id, 1, soak("Changed"));
    EXPECT_EQ(remove(1).status, 412);
    EXPECT_EQ(remove(0).status, 428);
    EXPECT_EQ(remove(2).status, 200);
}

TEST_F(TheRemovalOfATestCase, is_refused_while_a_run_of_any_revision_has_not_ended) {
    const auto number = run(1, "running");
    save(id, 1, soak("Changed"));
    const auto answer = remove(2);
    EXPECT_EQ(answer.status, 409);
    EXPECT_THAT(textOf(answer.body, "detail"), HasSubstr("have not ended: " + number + "."))
        << json::serialize(answer.body);
    api.schema.sql("UPDATE test_runs SET state = 'finished', outcome = 'passed'");
    EXPECT_EQ(remove(2).status, 200);
}

TEST_F(TheRemovalOfATestCase, is_refused_while_it_is_a_health_check) {
    check("gateway");
    const auto answer = remove(1);
    EXPECT_EQ(answer.status, 409);
    EXPECT_THAT(textOf(answer.body, "detail"), HasSubstr("devices of type \"gateway\"."));
    api.schema.sql("DELETE FROM health_checks");
    EXPECT_EQ(remove(1).status, 200);
}

TEST_F(TheRemovalOfATestCase, is_told_before_by_who_uses_it) {
    auto usage = get("/" + id + "/usage");
    ASSERT_EQ(usage.status, 200);
    ASSERT_TRUE(wire::read<TestCaseUsage>(usage.body, wire::people)); // strictly
    EXPECT_EQ(usage.body.at("runs"), 0);
    EXPECT_TRUE(usage.body.at("lastRunAt").is_null());
    EXPECT_TRUE(usage.body.at("lastRunNumber").is_null());
    save(id, 1, soak("Changed"));
    check("gateway");
    const auto last = run(2, "finished");
    usage = get("/" + id + "/usage");
    const auto reading = wire::read<TestCaseUsage>(usage.body, wire::people); // strictly
    ASSERT_TRUE(reading);
    EXPECT_EQ(reading.value.runs, 2);
    EXPECT_EQ(std::to_string(reading.value.lastRunNumber.value_or(0)), last);
    EXPECT_TRUE(reading.value.lastRunAt);
    ASSERT_EQ(reading.value.healthChecks.size(), 1u);
    EXPECT_EQ(reading.value.healthChecks[0].deviceType, "gateway");
    EXPECT_EQ(get("/6f9619ff-8b86-4011-b42d-00cf4fc964ff/usage").status, 404);
    EXPECT_EQ(get("/" + id + "/revisions").body.at("revisions").at(0).at("runs"), 1);
}

TEST_F(TheRemovalOfATestCase, is_for_those_who_may_write) {
    EXPECT_EQ(api.remove(path + ("/" + id), api.signIn("viewer"), 1).status, 403);
}

} // namespace labwarden::testcases
