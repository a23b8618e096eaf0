// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/environments/connection_tests.h"
#include "server/environments/environments.h"

#include "common/json/domain.h"
#include "server/environments/routes.h"
#include "tests/server/support/api.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace labwarden::environments {

namespace json = boost::json;
using test::TestApi;
using testing::UnorderedElementsAre;

namespace {

class TheEnvironments : public testing::Test {
protected:
    std::unique_ptr<Environments> environments;
    std::unique_ptr<ConnectionTests> connectionTests;
    TestApi api{[this](storage::Database& database, storage::Redis&, EventSink& events) {
        environments = std::make_unique<Environments>(database, events);
        connectionTests = std::make_unique<ConnectionTests>(
            *environments, clients::Url::parse(test::Services::get().influx));
        return routes(*environments, *connectionTests);
    }};
    const std::string engineer = api.signIn("engineer");

    test::ApiAnswer create(const json::value& body) {
        return api.post("/api/v1/environments", body, engineer);
    }
};

const json::value bench{
    {"name", "Bench"},
    {"description", "Room 2.17,\nby the window"},
    {"variables", {{{"name", "HOST"}, {"value", "10.1.1.1"}, {"secret", false}}}},
    {"grafanaUrlTemplate", "https://grafana.example/d/x?var-device={device}&from={from}&to={to}"},
    {"runnerQueue", "bench"}};

} // namespace

TEST_F(TheEnvironments, grow_by_one_at_revision_1) {
    const auto answer = create(bench);
    ASSERT_EQ(answer.status, 201) << json::serialize(answer.body);
    EXPECT_EQ(answer.body.at("revision"), 1);
    EXPECT_EQ(answer.body.at("version"), 1);
    EXPECT_EQ(answer.body.at("createdBy"), "The engineer");
    EXPECT_EQ(answer.body.at("document").at("variables"), bench.at("variables"));
    EXPECT_EQ(answer.body.at("document").at("telemetrySource"), "influxdb"); // defaults are filled in
    auto expected = answer.body.as_object();
    expected.erase("events");
    EXPECT_EQ(api.get("/api/v1/environments/" + std::string(answer.body.at("id").as_string()), engineer).body,
              json::value(expected));
    EXPECT_EQ(api.get("/api/v1/environments", engineer).body.at("environments").as_array().at(0),
              json::value(expected));
    EXPECT_TRUE(api.get("/api/v1/environments", engineer).body.at("nextCursor").is_null());
}

TEST_F(TheEnvironments, are_stored_exactly_as_the_wire_has_them) {
    const auto answer = create(bench);
    const auto stored = json::parse(api.schema.sql("SELECT document FROM environments")[0][0].c_str());
    const auto reading = wire::read<EnvironmentDocument>(stored, wire::people); // strictly
    ASSERT_TRUE(reading);
    EXPECT_EQ(json::value_from(reading.value), stored);
    EXPECT_EQ(stored, answer.body.at("document"));
}

TEST_F(TheEnvironments, tell_of_a_new_one_in_an_event_and_in_the_answer) {
    const auto answer = create(bench);
    const auto events = api.events.take();
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0].part, EventPart::environment);
    EXPECT_EQ(answer.body.at("events"), json::value_from(events));
    EXPECT_TRUE(wire::read<Environment>(events[0].state, wire::people)); // strictly
}

TEST_F(TheEnvironments, have_names_that_no_other_has_in_whatever_case) {
    ASSERT_EQ(create(bench).status, 201);
    EXPECT_EQ(create({{"name", "BENCH"}}).status, 409);
    EXPECT_EQ(api.schema.sql("SELECT count(*) FROM environments")[0][0].as<int>(), 1);
    api.schema.sql("UPDATE environments SET deleted_at = now()");
    EXPECT_EQ(create(bench).status, 201); // a deleted one gives its name back
}

TEST_F(TheEnvironments, refuse_a_document_with_all_its_faults_at_once) {
    const auto answer = create({{"name", ""},
                                {"variables", {{{"name", "1bad"}}, {{"value", "x"}}}},
                                {"telemetrySource", "oracle"},
                                {"grafanaUrlTemplate", "javascript:alert(1)"},
                                {"runnerQueue", "Big Queue"},
                                {"secret", true}});
    EXPECT_EQ(answer.status, 422);
    EXPECT_THAT(answer.faultsAt(),
                UnorderedElementsAre("/name", "/variables/0/name", "/variables/1/name", "/telemetrySource",
                                     "/grafanaUrlTemplate", "/runnerQueue", "/secret"));
}

TEST_F(TheEnvironments, may_be_read_by_viewers_and_written_by_engineers) {
    const auto viewer = api.signIn("viewer");
    EXPECT_EQ(api.get("/api/v1/environments", viewer).status, 200);
    EXPECT_EQ(api.post("/api/v1/environments", bench, viewer).status, 403);
    EXPECT_EQ(api.get("/api/v1/environments").status, 401);
    EXPECT_EQ(api.get("/api/v1/environments/00000000-0000-4000-8000-000000000000", viewer).status, 404);
}

TEST_F(TheEnvironments, have_their_making_in_the_audit_log) {
    create(bench);
    const auto rows = api.schema.sql("SELECT actor FROM audit_log WHERE action = 'environment.create'");
    ASSERT_EQ(rows.size(), 1u);
    EXPECT_STREQ(rows[0][0].c_str(), "engineer");
}

} // namespace labwarden::environments
