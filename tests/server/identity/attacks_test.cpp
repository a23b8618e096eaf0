// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What somebody would try against the front door. Each of these has been tried; those that once worked are
// here so that they stay shut.

#include "server/clients/http_client.h"
#include "server/identity/audit_log.h"
#include "server/identity/audit_routes.h"
#include "server/identity/user_routes.h"
#include "server/identity/users.h"
#include "tests/server/support/api.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <sstream>

namespace labwarden::identity {

namespace json = boost::json;
using test::TestApi;
using testing::HasSubstr;
using testing::Not;

namespace {

class AnAttack : public testing::Test {
protected:
    PasswordChecker passwordChecker;
    std::unique_ptr<Users> users;
    std::unique_ptr<AuditLog> log;
    TestApi api{[this](storage::Database& database, storage::Redis& redis, EventSink& events) {
        users = std::make_unique<Users>(database, redis, passwordChecker, events);
        log = std::make_unique<AuditLog>(database);
        auto all = userRoutes(*users);
        for (auto& route : auditRoutes(*log))
            all.push_back(std::move(route));
        return all;
    }};
    clients::HttpClient client;

    std::string one(const std::string& query) const {
        const auto rows = api.schema.sql(query);
        return rows.empty() ? "" : rows[0][0].c_str();
    }
    std::string idOf(const std::string& name) const {
        return one("SELECT id FROM users WHERE username = '" + name + "'");
    }
    clients::HttpResult send(const std::string& method, const std::string& path, const std::string& body,
                             const std::string& token,
                             std::vector<std::pair<std::string, std::string>> headers = {}) {
        clients::HttpRequest request;
        request.method = method;
        request.url = "http://127.0.0.1:" + std::to_string(api.port()) + path;
        request.bearer = token;
        request.body = body;
        request.headers = std::move(headers);
        return client.send(request);
    }
    clients::HttpResult logIn(const std::string& password,
                              std::vector<std::pair<std::string, std::string>> headers = {}) {
        return send("POST", "/api/v1/auth/login",
                    json::serialize(json::value{{"username", "viewer"}, {"password", password}}), {},
                    std::move(headers));
    }
};

/// Everything that is logged while it lives.
class Log {
public:
    Log() : m_before(spdlog::default_logger()) {
        spdlog::set_default_logger(std::make_shared<spdlog::logger>(
            "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(m_text)));
        spdlog::set_level(spdlog::level::trace);
    }
    ~Log() { spdlog::set_default_logger(m_before); }
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;
    std::string text() const { return m_text.str(); }

private:
    std::ostringstream m_text;
    const std::shared_ptr<spdlog::logger> m_before;
};

} // namespace

TEST_F(AnAttack, with_a_stolen_session_gets_no_password_out_of_it) {
    const std::string admin = api.signIn("admin");
    const auto answer = api.post("/api/v1/users/" + idOf("admin") + "/reset-password", nullptr, admin);
    EXPECT_EQ(answer.status, 409);
    EXPECT_NO_THROW(api.signIn("admin")) << "the password is as it was";
    EXPECT_EQ(api.post("/api/v1/auth/password",
                       {{"currentPassword", "guess"}, {"newPassword", "tall lighthouse keeper"}}, admin)
                  .status,
              422);
}

TEST_F(AnAttack, with_a_program_name_of_bytes_that_cannot_be_stored_is_refused_and_a_long_one_is_cut) {
    EXPECT_EQ(logIn(TestApi::password, {{"User-Agent", "evil \xff\xfe\xc3"}}).status, 400);
    EXPECT_EQ(logIn(TestApi::password, {{"User-Agent", std::string(199, 'a') + "\u00e4"}}).status, 400)
        << "would be cut within a character";
    EXPECT_EQ(logIn(TestApi::password, {{"User-Agent", std::string(5000, 'a')}}).status, 200);
    EXPECT_EQ(one("SELECT max(length(user_agent)) FROM sessions"), "200");
}

TEST_F(AnAttack, with_an_address_that_it_made_up_waits_like_any_other) {
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(logIn("wrong", {{"X-Forwarded-For", "10.0.0." + std::to_string(i)}}).status, 401);
    EXPECT_EQ(logIn(TestApi::password, {{"X-Forwarded-For", "10.9.9.9"}}).status, 429);
}

TEST_F(AnAttack, with_a_token_in_the_address_is_not_signed_in) {
    const std::string token = api.signIn("admin");
    for (const auto* name : {"token", "access_token", "authorization"})
        EXPECT_EQ(api.get(std::string("/api/v1/auth/me?") + name + "=" + token).status, 401);
    EXPECT_EQ(send("GET", "/api/v1/auth/me", {}, {}, {{"Cookie", "token=" + token}}).status, 401);
}

TEST_F(AnAttack, on_the_session_of_somebody_else_finds_none) {
    api.signIn("admin");
    const std::string viewer = api.signIn("viewer");
    const std::string others =
        one("SELECT encode(token_hash, 'hex') FROM sessions WHERE user_id = '" + idOf("admin") + "'");
    EXPECT_EQ(api.remove("/api/v1/auth/sessions/" + others, viewer).status, 404);
    EXPECT_EQ(api.get("/api/v1/auth/me", others).status, 401) << "a session's name opens nothing";
    EXPECT_EQ(one("SELECT count(*) FROM sessions WHERE user_id = '" + idOf("admin") + "'"), "1");
}

TEST_F(AnAttack, that_sends_more_fields_than_are_asked_for_changes_nothing) {
    const std::string viewer = api.signIn("viewer");
    const auto answer = api.put("/api/v1/auth/me",
                                {{"displayName", "V"},
                                 {"email", ""},
                                 {"roles", {"admin"}},
                                 {"permissions", {"users:write"}},
                                 {"disabled", false},
                                 {"username", "admin"}},
                                viewer, 1);
    EXPECT_EQ(answer.status, 422);
    EXPECT_THAT(answer.faultsAt(),
                testing::UnorderedElementsAre("/roles", "/permissions", "/disabled", "/username"));
    EXPECT_EQ(one("SELECT display_name FROM users WHERE username = 'viewer'"), "The viewer");
}

TEST_F(AnAttack, with_names_that_look_like_others_or_command_a_terminal_is_refused) {
    const std::string admin = api.signIn("admin");
    for (const char* name : {"admin\u200B", "\u202Enimda", "ad\u2060min", "\uFEFFadmin", "ad\u0085min",
                             "admin\r\nSet-Cookie: a=b", "admin\x1b[2J"})
        EXPECT_EQ(api.post("/api/v1/users",
                           {{"username", "eve"}, {"displayName", name}, {"email", ""}, {"roles", {"viewer"}}},
                           admin)
                      .status,
                  422)
            << name;
    for (const char* name :
         {"\u0430dmin", "adm\u0131n", "admin\u200B", "LABWARDEND", "key:ci", "runner:r", "ADMIN "})
        EXPECT_EQ(api.post("/api/v1/users",
                           {{"username", name}, {"displayName", "x"}, {"email", ""}, {"roles", {"viewer"}}},
                           admin)
                      .status,
                  422)
            << name;
    EXPECT_EQ(api.post("/api/v1/users",
                       {{"username", "ADMIN"}, {"displayName", "x"}, {"email", ""}, {"roles", {"viewer"}}},
                       admin)
                  .status,
              422);
    EXPECT_EQ(api.post("/api/v1/users",
                       {{"username", "zoe"},
                        {"displayName", "Zo\u00eb \u0646\u06cc\u200c\u0645"},
                        {"email", ""},
                        {"roles", {"viewer"}}},
                       admin)
                  .status,
              201)
        << "a joiner that a language needs";
}

TEST_F(AnAttack, with_a_formula_for_a_name_is_text_in_the_spreadsheet) {
    const std::string viewer = api.signIn("viewer");
    EXPECT_EQ(
        api.put("/api/v1/auth/me", {{"displayName", "=cmd|' /C calc'!A0"}, {"email", ""}}, viewer, 1).status,
        200);
    api.schema.sql("INSERT INTO audit_log (actor, action, target_kind, target_id) VALUES ('runner:=1+1', "
                   "'=1+1', '@k', '-1')");
    const auto csv = send("GET", "/api/v1/audit-log.csv", {}, api.signIn("admin"));
    ASSERT_EQ(csv.status, 200);
    for (const auto* start : {",\"=", ",\"@", ",\"-", ",=", "\n="})
        EXPECT_THAT(csv.body, Not(HasSubstr(start)));
}

TEST_F(AnAttack, with_a_huge_password_costs_no_more_than_any) {
    EXPECT_EQ(logIn(std::string(1001, 'x')).status, 422);
    EXPECT_EQ(logIn(std::string(2 << 20, 'x')).status, 413);
}

TEST_F(AnAttack, that_was_refused_is_in_the_log_with_the_name_and_on_one_line) {
    const std::string viewer = api.signIn("viewer");
    const Log logged;
    EXPECT_EQ(send("GET", "/api/v1/users?x=%0Afake", {}, viewer, {{"X-Request-Id", "a b\tc"}}).status, 400);
    EXPECT_EQ(send("GET", "/api/v1/users", {}, viewer).status, 403);
    EXPECT_THAT(logged.text(), HasSubstr("viewer from 127.0.0.1 was refused /api/v1/users"));
    EXPECT_THAT(logged.text(), Not(HasSubstr("\nfake")));
    EXPECT_THAT(logged.text(), Not(HasSubstr(viewer)));
}

} // namespace labwarden::identity
