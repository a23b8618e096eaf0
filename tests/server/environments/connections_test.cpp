// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/domain/grafana_link.h"
#include "server/clients/influx.h"
#include "server/environments/connection_tests.h"
#include "server/environments/environments.h"
#include "server/environments/routes.h"
#include "server/errors.h"
#include "tests/server/support/api.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>

namespace labwarden::environments {

namespace json = boost::json;
using test::TestApi;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

clients::Url ownInflux() {
    auto url = clients::Url::parse(test::Services::get().influx);
    url.query = {{"db", test::uniqueName("connections")}};
    return url;
}

/// The area behind HTTP, with an InfluxDB database of its own; the same server plays Grafana.
class AConnectionTest : public testing::Test {
protected:
    AConnectionTest() { influx.createDatabase(); }
    ~AConnectionTest() override { influx.dropDatabase(); }

    test::ApiAnswer tryOut(const std::string& link, json::array variables = {}) {
        return api.post(
            "/api/v1/environments/test-connection",
            {{"document",
              {{"name", "Bench"}, {"grafanaUrlTemplate", link}, {"variables", std::move(variables)}}}},
            engineer);
    }
    std::string here(const std::string& path) const {
        return "http://127.0.0.1:" + std::to_string(api.port()) + path;
    }
    static std::string detail(const test::ApiAnswer& answer, const char* part) {
        return std::string(answer.body.at(part).at("detail").as_string());
    }

    std::vector<http::Route> grafana() {
        const auto page = [this](int status, std::string away) {
            return http::answer([this, status, away](const http::Request& request) {
                asked.push_back(request.queryValue("var").value_or("") + "|" +
                                request.queryValue("from").value_or(""));
                auto response = http::Response::json(status, {{"page", "with something inside"}});
                return away.empty() ? std::move(response) : std::move(response).with("Location", away);
            });
        };
        return {{http::Method::Get, "/grafana/d", http::Public{}, page(200, ""), "A dashboard"},
                {http::Method::Get, "/grafana/away", http::Public{}, page(302, "/grafana/d"), "A redirect"},
                {http::Method::Get, "/grafana/login", http::Public{}, page(401, ""), "Asks to sign in"}};
    }

    const clients::Url url = ownInflux();
    clients::InfluxClient influx{url};
    std::vector<std::string> asked; ///< of the pages, one after another
    std::unique_ptr<Environments> environments;
    std::unique_ptr<ConnectionTests> tests;
    TestApi api{[this](storage::Database& database, storage::Redis&, EventSink& events) {
        environments = std::make_unique<Environments>(database, events);
        tests = std::make_unique<ConnectionTests>(*environments, url);
        auto all = routes(*environments, *tests);
        for (auto& route : grafana())
            all.push_back(std::move(route));
        return all;
    }};
    const std::string engineer = api.signIn("engineer");
};

} // namespace

TEST_F(AConnectionTest, tells_whether_the_telemetry_source_has_data) {
    const auto empty = tryOut("");
    ASSERT_EQ(empty.status, 200) << json::serialize(empty.body);
    EXPECT_EQ(empty.body.at("telemetry").at("ok"), false);
    EXPECT_THAT(detail(empty, "telemetry"), HasSubstr("has no telemetry"));
    EXPECT_EQ(empty.body.at("grafana").at("ok"), true) << "there is no link to be wrong";
    influx.write(std::vector<clients::InfluxPoint>{{.measurement = "telemetry",
                                                    .tags = {{"device", "dev-1"}},
                                                    .fields = {{"load1", 1.0}},
                                                    .at = Timestamp::now() - std::chrono::hours(3)}});
    const auto full = tryOut("");
    EXPECT_EQ(full.body.at("telemetry").at("ok"), true);
    EXPECT_THAT(detail(full, "telemetry"), HasSubstr("3 h old"));
}

TEST_F(AConnectionTest, follows_the_link_with_an_example_put_in) {
    const auto answer = tryOut(here("/grafana/d?var={device}-{run}-{var.ROOM}&from={from}"),
                               {{{"name", "ROOM"}, {"value", "2 & 3"}}});
    EXPECT_EQ(answer.body.at("grafana").at("ok"), true) << json::serialize(answer.body);
    EXPECT_THAT(detail(answer, "grafana"), HasSubstr("status 200"));
    EXPECT_THAT(asked, ElementsAre("example-device-1-2 & 3|now-1h"));
    EXPECT_THAT(json::serialize(answer.body), testing::Not(HasSubstr("inside"))) << "nothing but the status";
}

TEST_F(AConnectionTest, goes_no_further_than_where_the_link_leads) {
    const auto away = tryOut(here("/grafana/away"));
    EXPECT_EQ(away.body.at("grafana").at("ok"), true);
    EXPECT_THAT(detail(away, "grafana"), HasSubstr("was not followed"));
    EXPECT_EQ(asked.size(), 1u);
}

TEST_F(AConnectionTest, tells_each_way_in_which_a_link_leads_nowhere) {
    EXPECT_THAT(detail(tryOut(here("/grafana/login")), "grafana"), HasSubstr("sign in"));
    const auto missing = tryOut(here("/nothing/here"));
    EXPECT_EQ(missing.body.at("grafana").at("ok"), false);
    EXPECT_THAT(detail(missing, "grafana"), HasSubstr("status 404"));
    const auto closed = tryOut("http://127.0.0.1:1/d");
    EXPECT_EQ(closed.body.at("grafana").at("ok"), false);
    EXPECT_THAT(detail(closed, "grafana"), HasSubstr("cannot be reached"));
}

TEST_F(AConnectionTest, refuses_links_with_faults_at_their_place) {
    for (const auto& [link, words] : {std::pair{"ftp://host/d", "must start with"},
                                      {"http:///d", "must name a host"},
                                      {"http://user:word@host/d", "no password"},
                                      {"http://{var.ROOM}/d", "must name its host as it is"},
                                      {"http://host/{rack}", "{rack}, which is none of"},
                                      {"http://host/{device", "without its '}'"},
                                      {"http://host/device}", "without its '{'"},
                                      {"http://host/{var.NONE}", "no variable of that name"},
                                      {"http://host/{var.TOKEN}", "is a secret"}}) {
        const auto answer = tryOut(
            link, {{{"name", "ROOM"}, {"value", "x"}}, {{"name", "TOKEN"}, {"value", ""}, {"secret", true}}});
        ASSERT_EQ(answer.status, 422) << link;
        EXPECT_THAT(answer.faultsAt(), ElementsAre("/document/grafanaUrlTemplate")) << link;
        EXPECT_THAT(std::string(answer.body.at("errors").at(0).at("message").as_string()), HasSubstr(words));
    }
    EXPECT_TRUE(asked.empty());
}

TEST_F(AConnectionTest, is_for_who_may_write_environments_and_for_those_that_there_are) {
    const json::object document{{"name", "Bench"}};
    EXPECT_EQ(api.post("/api/v1/environments/test-connection", {{"document", document}}, api.signIn("viewer"))
                  .status,
              403);
    EXPECT_EQ(api.post("/api/v1/environments/test-connection",
                       {{"document", document}, {"id", "00000000-0000-4000-8000-000000000000"}}, engineer)
                  .status,
              404);
    const auto made = api.post("/api/v1/environments", document, engineer);
    EXPECT_EQ(api.post("/api/v1/environments/test-connection",
                       {{"document", document}, {"id", made.body.at("id")}}, engineer)
                  .status,
              200);
}

TEST_F(AConnectionTest, is_made_a_few_times_a_minute_by_each_person) {
    ConnectionTests few(*environments, url, {.perMinute = 2});
    identity::Caller one, other;
    one.userId = "one";
    other.userId = "other";
    few.run(one, {});
    few.run(one, {});
    try {
        few.run(one, {});
        ADD_FAILURE() << "was made";
    } catch (const Throttled& throttled) {
        EXPECT_GT(throttled.retryAfter.count(), 0);
        EXPECT_LE(throttled.retryAfter.count(), 60);
    }
    few.run(other, {});
    ConnectionTests none(*environments, url, {.atOnce = 0});
    EXPECT_THROW(none.run(other, {}), Throttled);
}

TEST_F(AConnectionTest, tells_when_influxdb_is_away_or_refuses) {
    auto away = url;
    away.port = 1;
    EXPECT_EQ(ConnectionTests(*environments, away).run({}, {}).telemetry.detail,
              "InfluxDB does not answer this server.");
    auto refused = url;
    refused.password = "wrong";
    const auto check = ConnectionTests(*environments, refused).run({}, {}).telemetry;
    EXPECT_FALSE(check.ok);
    EXPECT_THAT(check.detail, HasSubstr("refuses"));
}

TEST(AGrafanaLink, has_plain_variables_put_in_escaped_and_no_secret) {
    EnvironmentDocument environment;
    environment.variables = {{"ROOM", "2/{device} & 3", false}, {"TOKEN", "hunter2", true}};
    environment.grafanaUrlTemplate = "https://g.example/d?v={var.ROOM}&t={var.TOKEN}&d={device}&r={run}";
    EXPECT_EQ(grafanaLink(environment, {.device = "a b", .from = "1", .to = "2", .run = "12"}),
              "https://g.example/d?v=2%2F%7Bdevice%7D%20%26%203&t={var.TOKEN}&d=a%20b&r=12");
    EXPECT_EQ(grafanaLink({}, {}), "");
}

} // namespace labwarden::environments
