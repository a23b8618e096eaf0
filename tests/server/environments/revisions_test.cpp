// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/json/domain.h"
#include "server/environments/connection_tests.h"
#include "server/environments/environments.h"
#include "server/environments/routes.h"
#include "server/errors.h"
#include "tests/server/support/api.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <thread>

namespace labwarden::environments {

namespace json = boost::json;
using test::TestApi;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

const json::object bench{{"name", "Bench"}, {"variables", {{{"name", "HOST"}, {"value", "10.1.1.1"}}}}};

class AnEnvironment : public testing::Test {
protected:
    AnEnvironment() {
        id = std::string(api.post(path, bench, engineer).body.at("id").as_string());
        here = path + "/" + id;
        api.events.take();
    }

    test::ApiAnswer save(std::int64_t revision, const json::object& document,
                         const std::string& message = "") {
        return api.put(here, {{"document", document}, {"message", message}}, manager, revision);
    }
    static json::object with(const json::object& changes) {
        json::object document = bench;
        for (const auto& change : changes)
            document[change.key()] = change.value();
        return document;
    }
    int count(const std::string& table) const {
        return api.schema.sql("SELECT count(*) FROM " + table)[0][0].as<int>();
    }
    /// A run in it, as it stands in the tables.
    void addRun(const std::string& state) const {
        api.schema.sql(
            "WITH c AS (INSERT INTO test_cases DEFAULT VALUES RETURNING id),"
            " v AS (INSERT INTO test_case_revisions (test_case_id, revision, document, created_by)"
            "       SELECT c.id, 1, '{}', u.id FROM c, users u WHERE u.username = 'engineer' RETURNING id)"
            " INSERT INTO test_runs (id, case_revision_id, environment_id, environment, state, created_by)"
            " SELECT gen_random_uuid(), v.id, '" +
            id + "', '{}', '" + state + "', u.id FROM v, users u WHERE u.username = 'engineer'");
    }

    std::unique_ptr<Environments> environments;
    std::unique_ptr<ConnectionTests> connectionTests;
    TestApi api{[this](storage::Database& database, storage::Redis&, EventSink& events) {
        environments = std::make_unique<Environments>(database, events);
        connectionTests = std::make_unique<ConnectionTests>(
            *environments, clients::Url::parse(test::Services::get().influx));
        return routes(*environments, *connectionTests);
    }};
    const std::string engineer = api.signIn("engineer"), manager = api.signIn("manager");
    const std::string path = "/api/v1/environments";
    std::string id, here;
};

} // namespace

TEST_F(AnEnvironment, becomes_its_next_revision_when_it_is_saved) {
    const auto answer = save(1, with({{"description", "Room 3"}}), "It has moved");
    ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
    EXPECT_EQ(answer.body.at("revision"), 2);
    EXPECT_EQ(answer.body.at("version"), 2);
    EXPECT_EQ(answer.body.at("createdBy"), "The engineer");
    EXPECT_EQ(answer.body.at("changedBy"), "The manager");
    EXPECT_EQ(answer.body.at("message"), "It has moved");
    EXPECT_EQ(answer.body.at("document").at("description"), "Room 3");
    const auto events = api.events.take();
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(answer.body.at("events"), json::value_from(events));
    EXPECT_EQ(events[0].version, 2);
    EXPECT_TRUE(wire::read<Environment>(events[0].state, wire::people)); // strictly
    auto expected = answer.body.as_object();
    expected.erase("events");
    EXPECT_EQ(api.get(here, engineer).body, json::value(expected));
}

TEST_F(AnEnvironment, that_is_saved_as_it_is_stays_at_its_revision) {
    const auto answer = save(1, bench, "Nothing");
    ASSERT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body.at("revision"), 1);
    EXPECT_TRUE(answer.body.at("events").as_array().empty());
    EXPECT_EQ(count("environment_revisions"), 1);
    EXPECT_EQ(count("audit_log WHERE action = 'environment.update'"), 0);
}

TEST_F(AnEnvironment, is_changed_only_by_who_has_seen_it_as_it_is) {
    ASSERT_EQ(save(1, with({{"description", "a"}})).status, 200);
    EXPECT_EQ(save(1, with({{"description", "b"}})).status, 412);
    EXPECT_EQ(save(0, with({{"description", "b"}})).status, 428);
    EXPECT_EQ(api.remove(here, engineer, 1).status, 412);
    EXPECT_EQ(api.remove(here, engineer).status, 428);
    EXPECT_EQ(api.get(here, engineer).body.at("document").at("description"), "a");
}

TEST_F(AnEnvironment, that_two_save_at_once_is_saved_by_exactly_one_of_them) {
    identity::Caller caller;
    caller.userId = api.schema.sql("SELECT id FROM users WHERE username = 'engineer'")[0][0].c_str();
    for (int round = 1; round <= 20; ++round) {
        std::atomic<int> won = 0, stale = 0;
        std::barrier begin(2);
        const auto saver = [&](const std::string& description) {
            EnvironmentEdit edit;
            edit.document.name = "Bench";
            edit.document.description = description + std::to_string(round);
            begin.arrive_and_wait();
            try {
                environments->update(caller, id, round, edit);
                ++won;
            } catch (const Stale&) {
                ++stale;
            }
        };
        std::thread one(saver, "one "), other(saver, "other ");
        one.join();
        other.join();
        ASSERT_EQ(won, 1);
        ASSERT_EQ(stale, 1);
    }
    EXPECT_EQ(count("environment_revisions"), 21);
}

TEST_F(AnEnvironment, keeps_each_revision_with_who_made_it_and_why) {
    save(1, with({{"description", "Room 3"}}), "It has moved");
    save(2, with({{"name", "Big bench"}}), "A better name");
    const auto first = api.get(here + "/revisions?limit=2", engineer);
    ASSERT_EQ(first.status, 200);
    const auto& page = first.body.at("revisions").as_array();
    ASSERT_EQ(page.size(), 2u);
    EXPECT_EQ(page[0].at("revision"), 3);
    EXPECT_EQ(page[0].at("message"), "A better name");
    EXPECT_EQ(page[1].at("createdBy"), "The manager");
    EXPECT_TRUE(wire::read<EnvironmentRevision>(page[0], wire::people)); // strictly
    const auto rest =
        api.get(here + "/revisions?cursor=" + std::string(first.body.at("nextCursor").as_string()), engineer);
    ASSERT_EQ(rest.body.at("revisions").as_array().size(), 1u);
    EXPECT_EQ(rest.body.at("revisions").at(0).at("revision"), 1);
    EXPECT_EQ(rest.body.at("revisions").at(0).at("createdBy"), "The engineer");
    EXPECT_TRUE(rest.body.at("nextCursor").is_null());

    const auto second = api.get(here + "/revisions/2", engineer);
    EXPECT_EQ(second.body.at("document").at("name"), "Bench");
    EXPECT_EQ(second.body.at("document").at("description"), "Room 3");
    EXPECT_EQ(second.body.at("message"), "It has moved");
    EXPECT_EQ(second.body.at("revision"), 2);
    EXPECT_TRUE(wire::read<Environment>(second.body, wire::people)); // strictly
}

TEST_F(AnEnvironment, has_no_revisions_that_were_never_made) {
    for (const auto* revision : {"2", "0", "-1", "x", "99999999999"})
        EXPECT_EQ(api.get(here + "/revisions/" + revision, engineer).status, 404) << revision;
    const auto answer = api.get(here + "/revisions?limit=0&cursor=x", engineer);
    EXPECT_EQ(answer.status, 422);
    EXPECT_THAT(answer.faultsAt(), ElementsAre("/limit", "/cursor"));
    EXPECT_EQ(api.get(path + "/00000000-0000-4000-8000-000000000000/revisions", engineer).status, 404);
}

TEST_F(AnEnvironment, from_before_the_history_gets_its_first_revision_with_the_second) {
    api.schema.sql("DELETE FROM environment_revisions");
    EXPECT_EQ(api.get(here, engineer).body.at("changedBy"), "The engineer");
    ASSERT_EQ(save(1, with({{"description", "a"}})).status, 200);
    EXPECT_EQ(api.get(here + "/revisions", engineer).body.at("revisions").as_array().size(), 2u);
    EXPECT_EQ(api.get(here + "/revisions/1", engineer).body.at("document").at("description"), "");
}

TEST_F(AnEnvironment, is_still_made_by_a_server_of_the_release_before) {
    api.schema.sqlAsApp("SELECT create_environment('{\"name\": \"Old\"}'::jsonb, id, '') FROM users LIMIT 1");
    const auto all = api.get(path, engineer).body.at("environments").as_array();
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[1].at("document").at("name"), "Old");
    EXPECT_EQ(count("environment_revisions"), 2);
}

TEST_F(AnEnvironment, takes_no_name_that_another_has) {
    api.post(path, {{"name", "Other"}}, engineer);
    EXPECT_EQ(save(1, with({{"name", "OTHER"}})).status, 409);
    EXPECT_EQ(save(1, with({{"name", "BENCH"}})).status, 200) << "its own, in another case";
}

TEST_F(AnEnvironment, refuses_a_save_with_all_its_faults_at_once) {
    const auto answer = api.put(here,
                                {{"document",
                                  {{"name", ""},
                                   {"variables", {{{"name", "1bad"}}}},
                                   {"defaultParameters", {{"Up/Per", 1}, {"list", json::array{}}}},
                                   {"more", 1}}},
                                 {"massage", "x"}},
                                engineer, 1);
    EXPECT_EQ(answer.status, 422);
    EXPECT_THAT(answer.faultsAt(),
                testing::UnorderedElementsAre(
                    "/document/name", "/document/variables/0/name", "/document/defaultParameters/Up~1Per",
                    "/document/defaultParameters/list", "/document/more", "/massage"));
}

TEST_F(AnEnvironment, that_is_deleted_is_gone_and_leaves_its_name) {
    const auto answer = api.remove(here, engineer, 1);
    ASSERT_EQ(answer.status, 204);
    const auto events = api.events.take();
    ASSERT_EQ(events.size(), 1u);
    EXPECT_TRUE(events[0].deleted);
    EXPECT_EQ(events[0].version, 2);
    for (const auto* part : {"", "/revisions", "/revisions/1"})
        EXPECT_EQ(api.get(here + part, engineer).status, 404) << part;
    EXPECT_EQ(save(1, bench).status, 404);
    EXPECT_EQ(api.remove(here, engineer, 1).status, 404);
    EXPECT_EQ(api.post(path, bench, engineer).status, 201);
    EXPECT_EQ(count("environment_revisions"), 2) << "its history stays";
}

TEST_F(AnEnvironment, is_not_deleted_while_a_run_in_it_has_not_ended) {
    addRun("running");
    const auto answer = api.remove(here, engineer, 1);
    ASSERT_EQ(answer.status, 409);
    EXPECT_THAT(std::string(answer.body.at("detail").as_string()), HasSubstr("Run 1 of The engineer"));
    EXPECT_EQ(answer.body.at("conflicts").at(0).at("runNumber"), 1);
    api.schema.sql("UPDATE test_runs SET state = 'finished', outcome = 'passed'");
    EXPECT_EQ(api.remove(here, engineer, 1).status, 204);
}

TEST_F(AnEnvironment, is_not_deleted_while_a_health_check_takes_place_in_it) {
    api.schema.sql("INSERT INTO test_cases DEFAULT VALUES");
    api.schema.sql("INSERT INTO health_checks (device_type, test_case_id, environment_id, changed_by) "
                   "SELECT 'gateway', c.id, e.id, u.id FROM test_cases c, environments e, users u LIMIT 1");
    const auto answer = api.remove(here, engineer, 1);
    ASSERT_EQ(answer.status, 409);
    EXPECT_THAT(std::string(answer.body.at("detail").as_string()),
                HasSubstr("The health check of devices of type \"gateway\""));
    EXPECT_EQ(answer.body.at("conflicts").at(0).at("deviceType"), "gateway");
}

TEST_F(AnEnvironment, has_its_changes_and_its_end_in_the_audit_log) {
    save(1, with({{"description", "Room 3"}}), "It has moved");
    api.remove(here, engineer, 2);
    const auto rows = api.schema.sql(
        "SELECT actor, action, old_value #>> '{document,description}' AS old, new_value ->> 'message' AS new "
        "FROM audit_log WHERE action <> 'environment.create' AND target_kind = 'environment' ORDER BY id");
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_STREQ(rows[0]["actor"].c_str(), "manager");
    EXPECT_STREQ(rows[0]["action"].c_str(), "environment.update");
    EXPECT_STREQ(rows[0]["old"].c_str(), "");
    EXPECT_STREQ(rows[0]["new"].c_str(), "It has moved");
    EXPECT_STREQ(rows[1]["action"].c_str(), "environment.delete");
    EXPECT_STREQ(rows[1]["old"].c_str(), "Room 3");
    EXPECT_TRUE(rows[1]["new"].is_null());
}

TEST_F(AnEnvironment, is_changed_by_nobody_who_may_only_read) {
    const auto viewer = api.signIn("viewer");
    EXPECT_EQ(api.get(here + "/revisions", viewer).status, 200);
    EXPECT_EQ(api.put(here, {{"document", bench}}, viewer, 1).status, 403);
    EXPECT_EQ(api.remove(here, viewer, 1).status, 403);
}

} // namespace labwarden::environments
