// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Known secrets go through every route that takes something, and are then looked for wherever they must not
// be: in the audit log and the rest of the database, in Redis, in jobs at the broker, in the server's log, in
// every answer but the one that hands them out.

#include "common/timestamp.h"
#include "server/runs/callback_tokens.h"
#include "tests/server/identity/every_secret.h"
#include "tests/server/identity/hiding_places.h"

#include <gmock/gmock.h>

#include <regex>

namespace labwarden::identity {
namespace {

namespace json = boost::json;
using test::Answer;
using test::EverySecret;
using test::methodName;

} // namespace

TEST_F(EverySecret, stays_where_it_belongs_whatever_route_it_goes_through) {
    // The first start.
    std::smatch match;
    const std::string told = standardError.text();
    ASSERT_TRUE(std::regex_search(told, match, std::regex("one-time password +(\\S+)"))) << told;
    const std::string first = match[1];
    EXPECT_EQ(told.find(first), told.rfind(first)) << "told once";
    const std::string own = secret("planted own password 4711");
    const std::string once = signIn("admin", first);
    post("/api/v1/auth/password",
         {{"currentPassword", secret("planted wrong current one")}, {"newPassword", own}}, once, {}, 422);
    post("/api/v1/auth/password", {{"currentPassword", first}, {"newPassword", secret("tooshort")}}, once, {},
         422);
    post("/api/v1/auth/password", {{"currentPassword", first}, {"newPassword", own}}, once, {}, 204);
    const std::string admin = signIn("admin", own);

    // Log-ins that are wrong in every way.
    for (const auto& body :
         {R"({"username": "admin", "password": "planted wrong password"})",
          R"({"username": "planted typed as name", "password": "x"})",
          R"({"username": "admin", "password": ["planted in an array"]})",
          R"({"username": "admin", "passwort": "planted unknown field"})",
          R"({"username": "admin", "password": "planted in no JSON)", R"("planted as a string")"})
        EXPECT_GE(call("POST", "/api/v1/auth/login", {}, body, {}).status, 400);
    for (const auto* planted : {"planted wrong password", "planted typed as name", "planted in an array",
                                "planted unknown field", "planted in no JSON", "planted as a string"})
        secret(planted);
    EXPECT_EQ(call("GET", "/api/v1/auth/me", {}, {}, secret("planted-bearer-which-is-none")).status, 401);
    EXPECT_EQ(call("GET", "/api/v1/auth/me", {}, {}, {},
                   {{"Authorization", "Basic " + secret("cGxhbnRlZDpiYXNpYw==")}})
                  .status,
              401);
    EXPECT_EQ(
        call("GET", "/api/v1/auth/me", {}, {}, {}, {}, "?token=" + secret("planted-in-the-query")).status,
        401);
    EXPECT_EQ(
        call("GET", "/api/v1/nothing", {}, {}, {}, {}, "?password=" + secret("planted-in-a-query-of-nothing"))
            .status,
        404);

    // People and roles.
    const Answer& made =
        post("/api/v1/users",
             {{"username", "eve"}, {"displayName", "Eve"}, {"email", ""}, {"roles", {"engineer"}}}, admin, {},
             201);
    const std::string eve = textAt(made, "/user/id");
    secret(textAt(made, "/oneTimePassword/password"), made.to);
    const auto version = [&](const std::string& route, const std::string& id) {
        return "\"" + textAt(call("GET", route, {{"id", id}}, {}, admin), "/version") + "\"";
    };
    EXPECT_EQ(call("PUT", "/api/v1/users/{id}", {{"id", eve}},
                   R"({"displayName": "Eve E.", "email": "", "roles": ["viewer"], "disabled": false})", admin,
                   {{"If-Match", version("/api/v1/users/{id}", eve)}})
                  .status,
              200);
    post("/api/v1/users/bulk", {{"users", {{{"id", eve}, {"version", 2}}}}, {"addRoles", {"engineer"}}},
         admin);
    const Answer& reset = post("/api/v1/users/{id}/reset-password", nullptr, admin, {{"id", eve}});
    const std::string evesPassword = secret(textAt(reset, "/password"), reset.to);
    post("/api/v1/users/{id}/unlock", nullptr, admin, {{"id", eve}}, 204);
    const std::string evesSession = signIn("eve", evesPassword);
    post("/api/v1/auth/logout", nullptr, evesSession, {}, 204);
    const Answer& role =
        post("/api/v1/roles", {{"name", "night shift"}, {"description", ""}, {"permissions", {"runs:read"}}},
             admin, {}, 201);
    const std::string roleId = textAt(role, "/id");
    EXPECT_EQ(call("PUT", "/api/v1/roles/{id}", {{"id", roleId}},
                   R"({"name": "night shift", "description": "x", "permissions": []})", admin,
                   {{"If-Match", "\"1\""}})
                  .status,
              200);
    EXPECT_EQ(
        call("DELETE", "/api/v1/roles/{id}", {{"id", roleId}}, {}, admin, {{"If-Match", "\"2\""}}).status,
        204);
    const Answer& me = call("GET", "/api/v1/auth/me", {}, {}, admin);
    EXPECT_EQ(call("PUT", "/api/v1/auth/me", {},
                   R"({"displayName": "The admin", "email": "admin@lab.example"})", admin,
                   {{"If-Match", "\"" + textAt(me, "/version") + "\""}})
                  .status,
              200);

    // Sessions, keys, tokens.
    signIn("admin", own);
    const Answer& sessions = call("GET", "/api/v1/auth/sessions", {}, {}, admin);
    for (const auto& session : sessions.json.at("sessions").as_array())
        if (!session.at("current").as_bool()) {
            call("DELETE", "/api/v1/auth/sessions/{id}",
                 {{"id", json::value_to<std::string>(session.at("id"))}}, {}, admin);
            break;
        }
    signIn("admin", own);
    EXPECT_EQ(call("DELETE", "/api/v1/auth/sessions", {}, {}, admin).status, 204);
    if (hasRoute("DELETE", "/api/v1/users/{id}/sessions")) {
        post("/api/v1/users/{id}/reset-password", nullptr, admin, {{"id", eve}});
        const std::string next = secret(textAt(answers.back(), "/password"), answers.back().to);
        signIn("eve", next);
        const Answer& hers = call("GET", "/api/v1/users/{id}/sessions", {{"id", eve}}, {}, admin);
        call("DELETE", "/api/v1/users/{id}/sessions/{sessionId}",
             {{"id", eve}, {"sessionId", textAt(hers, "/sessions/0/id")}}, {}, admin);
        EXPECT_EQ(call("DELETE", "/api/v1/users/{id}/sessions", {{"id", eve}}, {}, admin).status, 204);
    }
    if (hasRoute("POST", "/api/v1/api-keys")) {
        const Answer& key = post("/api/v1/api-keys",
                                 {{"name", "ci"},
                                  {"scopes", {"devices:read"}},
                                  {"expiresAt", (Timestamp::now() + std::chrono::hours(48)).text()}},
                                 admin, {}, 201);
        const std::string keySecret = secret(textAt(key, "/secret"), key.to);
        EXPECT_EQ(call("GET", "/api/v1/devices", {}, {}, keySecret).status, 200);
        EXPECT_EQ(
            call("DELETE", "/api/v1/api-keys/{id}", {{"id", textAt(key, "/apiKey/id")}}, {}, admin).status,
            204);
    }
    if (hasRoute("POST", "/api/v1/auth/token")) {
        // This server has no key to sign with, and says so; or it has one.
        const Answer& token = call("POST", "/api/v1/auth/token", {}, R"({"audience": "grafana"})", admin);
        if (token.status == 200)
            secret(textAt(token, "/token"), token.to);
        else
            served.insert("POST /api/v1/auth/token");
    }
    EXPECT_EQ(call("DELETE", "/api/v1/users/{id}", {{"id", eve}}, {}, admin,
                   {{"If-Match", version("/api/v1/users/{id}", eve)}})
                  .status,
              204);

    // The lab.
    const std::string device =
        textAt(post("/api/v1/devices", {{"key", "dev-1"}, {"name", "Device"}}, admin, {}, 201), "/id");
    const std::string testCase = textAt(
        post("/api/v1/test-cases",
             {{"title", "Wait"}, {"steps", {{{"name", "w"}, {"kind", "wait"}, {"durationSeconds", 1}}}}},
             admin, {}, 201),
        "/id");
    EXPECT_EQ(
        call(
            "PUT", "/api/v1/test-cases/{id}", {{"id", testCase}},
            R"({"document": {"title": "Wait on", "steps": [{"name": "w", "kind": "wait", "durationSeconds": 1}]}})",
            admin, {{"If-Match", R"("1")"}})
            .status,
        200);
    post("/api/v1/test-cases/bulk",
         {{"testCases", {{{"id", testCase}, {"revision", 2}}}}, {"addTags", {"nightly"}}}, admin);
    const std::string spare = textAt(
        post("/api/v1/test-cases",
             {{"title", "Spare"}, {"steps", {{{"name", "w"}, {"kind", "wait"}, {"durationSeconds", 1}}}}},
             admin, {}, 201),
        "/id");
    EXPECT_EQ(call("DELETE", "/api/v1/test-cases/{id}", {{"id", spare}}, {}, admin, {{"If-Match", R"("1")"}})
                  .status,
              200);
    const std::string fileHash = // of "wiring"
        "f814c1700248277f0b3d634d5a918c610ef63b47b9cfa2132b22956edb3659ce";
    EXPECT_EQ(call("PUT", "/api/v1/attachments/{sha256}", {{"sha256", fileHash}}, "wiring", admin).status,
              204);
    EXPECT_EQ(
        call(
            "POST", "/api/v1/test-cases/import", {},
            R"({"files": [{"path": "a.yaml", "text": "title: Looked\nsteps: [{name: l, kind: manual, command: Look}]"}]})",
            admin, {}, "?dryRun=false")
            .status,
        200);
    post("/api/v1/test-cases/back-test",
         {{"deviceId", device}, {"criteria", {{{"expression", "max(temp) < 60"}}}}}, admin);
    const std::string variable = secret("planted value of a variable"),
                      nextVariable = secret("planted next value of it\twith a tab");
    const auto labWith = [](const std::string& value) {
        return json::object{{"name", "lab"},
                            {"grafanaUrlTemplate", "http://127.0.0.1:1/?d={device}"},
                            {"variables", {{{"name", "TOKEN"}, {"value", value}, {"secret", true}}}}};
    };
    const std::string environment =
        textAt(post("/api/v1/environments", labWith(variable), admin, {}, 201), "/id");
    post("/api/v1/environments/test-connection", {{"document", labWith(variable)}, {"id", environment}},
         admin);
    const std::string environmentRoute = "/api/v1/environments/{id}";
    const auto save = [&](const std::string& body, const std::string& revision) {
        return call("PUT", environmentRoute, {{"id", environment}}, body, admin,
                    {{"If-Match", "\"" + revision + "\""}})
            .status;
    };
    const auto saveWith = [&](const std::string& value, const std::string& revision) {
        return save(json::serialize(json::object{{"document", labWith(value)}}), revision);
    };
    EXPECT_EQ(saveWith(nextVariable, "1"), 200);
    EXPECT_EQ(saveWith("", "2"), 200);
    EXPECT_EQ(saveWith(secret("planted too late"), "1"), 412);
    for (
        const auto* wrong :
        {R"({"document": {"name": "lab", "variables": [{"name": "planted as a name", "value": "", "secret": true}]}})",
         R"({"document": {"name": "lab", "variables": [{"name": "A", "value": ["planted in a list"], "secret": true}]}})",
         R"({"document": {"name": "lab", "variables": [{"name": "A", "secrte": "planted in no field"}]}})",
         R"({"document": {"name": "lab", "grafanaUrlTemplate": "http://u:planted-in-a-link@h/"}})",
         R"({"document": {"name": "lab", "variables": "planted for all of them"}})"})
        EXPECT_EQ(save(wrong, "2"), 422) << wrong;
    for (const auto* planted : {"planted as a name", "planted in a list", "planted in no field",
                                "planted-in-a-link", "planted for all of them"})
        secret(planted);
    const auto away = [&] {
        const auto id = textAt(post("/api/v1/environments", {{"name", "away"}}, admin, {}, 201), "/id");
        return call("DELETE", environmentRoute, {{"id", id}}, {}, admin, {{"If-Match", "\"1\""}}).status;
    };
    EXPECT_EQ(away(), 204);
    const json::value wanted{
        {"deviceIds", {device}}, {"testCaseId", testCase}, {"environmentId", environment}};
    const std::string run = textAt(post("/api/v1/test-runs", wanted, admin, {}, 201), "/id");
    const auto tokens = runs::CallbackTokens::fromFile(keyFile);
    const std::string attempt = secret(tokens.make(run, 1));
    const Answer& claimed =
        post("/api/v1/test-runs/{id}/claim",
             {{"claimId", "00000000-0000-4000-8000-000000000001"}, {"runner", "r"}}, attempt, {{"id", run}});
    EXPECT_EQ(claimed.json.at("secrets").at("TOKEN"), json::value(json::string(nextVariable)));
    const std::string shown = json::serialize(json::value(json::string(nextVariable)));
    secret(shown.substr(1, shown.size() - 2), claimed.to); // as JSON has it
    // A runner that tells everything.
    const auto said = [&](const char* what) { return std::string(what) + " " + nextVariable; };
    const json::array lines{{{"at", Timestamp::now().text()}, {"text", said("log")}}};
    const json::array steps{{{"index", 0},
                             {"name", "w"},
                             {"kind", "wait"},
                             {"state", "passed"},
                             {"message", "a step with planted next value of it with a tab"}}};
    post("/api/v1/test-runs/{id}/progress",
         {{"progress",
           {{"step", "w planted next value of it with a tab"},
            {"stepIndex", 0},
            {"stepCount", 1},
            {"percent", 50}}},
          {"steps", steps},
          {"log", lines}},
         attempt, {{"id", run}});
    post("/api/v1/test-runs/{id}/callback",
         {{"status", "failed"},
          {"reason", said("a reason")},
          {"results",
           {{{"metric", "reply"},
             {"limit", "planted next value of it with a tab"},
             {"passed", false},
             {"message", said("a result")}}}},
          {"steps", steps},
          {"log", lines}},
         attempt, {{"id", run}});
    secret("planted next value of it with a tab");
    post("/api/v1/test-runs/{id}/callback", {{"status", "passed"}}, secret(tokens.make(run, 2)),
         {{"id", run}}, 409);
    const std::string second = textAt(post("/api/v1/test-runs", wanted, admin, {}, 201), "/id");
    post("/api/v1/test-runs/{id}/cancel", nullptr, admin, {{"id", second}});

    // What else happens to devices.
    const auto send = [&](const std::string& method, const std::string& route, const std::string& id,
                          const std::string& body, const std::string& query = {}) {
        const Answer& answer = call(method, route, {{"id", id}}, body, admin, {}, query);
        EXPECT_LT(answer.status, 300) << answer.to << ": " << answer.body;
    };
    const std::string deviceRoute = "/api/v1/devices/{id}";
    EXPECT_EQ(call("PUT", deviceRoute, {{"id", device}}, R"({"name": "Another name"})", admin,
                   {{"If-Match", version(deviceRoute, device)}})
                  .status,
              200);
    send("POST", deviceRoute + "/maintenance", device, R"({"reason": "Fan is loud"})");
    send("DELETE", deviceRoute + "/maintenance", device, {});
    const json::value many{{"deviceIds", {device}}, {"reason", "Move"}};
    post("/api/v1/devices/maintenance", many, admin);
    post("/api/v1/devices/maintenance/end", {{"deviceIds", {device}}}, admin);
    send("POST", deviceRoute + "/telemetry", device, R"({"values": {"vbus": 12.5}})");
    post("/api/v1/test-runs", wanted, admin, {}, 201);
    send("POST", deviceRoute + "/release", device, R"({"reason": "Needed elsewhere"})");
    EXPECT_EQ(call("POST", "/api/v1/devices/import", {}, R"([{"key": "dev-2", "name": "Second"}])", admin, {},
                   "?dryRun=false")
                  .status,
              200);
    const std::string gone = schema.sql("SELECT id FROM devices WHERE key = 'dev-2'")[0][0].c_str();
    EXPECT_EQ(
        call("DELETE", deviceRoute, {{"id", gone}}, {}, admin, {{"If-Match", version(deviceRoute, gone)}})
            .status,
        200);
    const json::value check{{"deviceType", "gateway"},
                            {"testCaseId", testCase},
                            {"environmentId", environment},
                            {"everyHours", 24}};
    const std::string checkRoute = "/api/v1/health-checks/{id}";
    const std::string checkId = textAt(post("/api/v1/health-checks", check, admin, {}, 201), "/id");
    EXPECT_EQ(
        call("PUT", checkRoute, {{"id", checkId}}, json::serialize(check), admin, {{"If-Match", R"("1")"}})
            .status,
        200);
    schema.sql("UPDATE devices SET type = 'gateway' WHERE id = '" + device + "'");
    send("POST", deviceRoute + "/health-check", device, {});
    EXPECT_EQ(call("DELETE", checkRoute, {{"id", checkId}}, {}, admin, {{"If-Match", R"("2")"}}).status, 200);
    schema.sql("SELECT hear_unregistered('{stranger}', '{t}')");
    const std::string stranger =
        schema.sql("SELECT id FROM unregistered_devices WHERE key = 'stranger'")[0][0].c_str();
    send("POST", "/api/v1/unregistered-devices/{id}/refuse", stranger, {});
    send("DELETE", "/api/v1/unregistered-devices/{id}", stranger, {});

    // Everything that can be read, once more.
    for (const auto& route : app->routes())
        if (route.method == http::Method::Get) {
            std::map<std::string, std::string> parts;
            const std::string path(route.path);
            if (path.find("{revision}") != std::string::npos)
                parts["revision"] = "1";
            if (path.find("{sha256}") != std::string::npos)
                parts["sha256"] = fileHash;
            if (path.find("{id}") != std::string::npos)
                parts["id"] = path.find("devices") != std::string::npos        ? device
                              : path.find("test-runs") != std::string::npos    ? run
                              : path.find("test-cases") != std::string::npos   ? testCase
                              : path.find("environments") != std::string::npos ? environment
                                                                               : eve;
            call("GET", path, parts, {}, admin, {}, path.ends_with("/events") ? "?after=none&wait=0" : "");
        }

    for (const auto& route : app->routes())
        if (route.method != http::Method::Get) {
            EXPECT_TRUE(served.contains(methodName(route.method) + " " + std::string(route.path)))
                << methodName(route.method) << " " << route.path
                << " has no case above: plant a secret there";
        }

    // Now they are looked for.
    EXPECT_TRUE(test::eventually([&] {
        return schema
                   .sql(
                       "SELECT (SELECT count(*) FROM event_outbox) + (SELECT count(*) FROM job_outbox)")[0][0]
                   .as<int>() == 0;
    })) << "all that goes to Redis and the broker is there";
    const std::string inRedis = test::everythingIn(redis), jobs = test::everythingInQueue(jobQueue);
    EXPECT_NE(inRedis.find("environment"), std::string::npos);
    EXPECT_NE(jobs.find("TOKEN"), std::string::npos) << "the names of secrets are in the jobs";
    const auto log = standardError.text();
    EXPECT_NE(log.find("POST /api/v1/auth/password"), std::string::npos)
        << "the log at its most talkative names requests";
    for (const auto* own_ :
         {&test::Services::get().postgresApp, &test::Services::get().redis, &test::Services::get().amqp,
          &test::Services::get().mqtt, &test::Services::get().influx})
        secret(
            clients::Url::parse(own_->find("postgres") == 0 ? "http" + own_->substr(own_->find(':')) : *own_)
                .password);
    secrets["$argon2"] = "";
    for (const auto& [text, handedOutBy] : secrets) {
        EXPECT_EQ(log.find(text), std::string::npos) << "in the log: " << text;
        EXPECT_EQ(inRedis.find(text), std::string::npos) << "in Redis: " << text;
        if (!text.starts_with("1.") &&
            !text.starts_with("2.")) { // tokens of attempts: the job is what they are for
            EXPECT_EQ(jobs.find(text), std::string::npos) << "in a job: " << text;
        }
        const auto tables = test::tablesWith(schema, text);
        if (text == "$argon2")
            EXPECT_THAT(tables, testing::ElementsAre("users"));
        else
            EXPECT_THAT(tables, testing::IsEmpty()) << text;
        for (const Answer& answer : answers) {
            const bool allowed =
                !handedOutBy.empty() &&
                (answer.to == handedOutBy || (handedOutBy == "login" && answer.to.ends_with("/auth/login")));
            if (!allowed) {
                EXPECT_EQ(answer.body.find(text), std::string::npos)
                    << text << " in " << answer.to << ": " << answer.body;
            }
        }
    }
    EXPECT_EQ(log.find(first), log.rfind(first)) << "the first password was told again";
    EXPECT_GT(schema.sql("SELECT count(*) FROM audit_log")[0][0].as<int>(), 20);
}

} // namespace labwarden::identity
