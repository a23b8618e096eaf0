// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/users_command.h"

#include "server/errors.h"
#include "server/identity/bootstrap.h"
#include "server/identity/sessions.h"
#include "server/identity/terminal_table.h"
#include "tests/server/support/services.h"
#include "tests/server/support/tcp_proxy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <regex>
#include <sstream>

namespace labwarden::identity {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using Action = UsersRequest::Action;

namespace {

constexpr const char* password = "tall-lighthouse-keeper";

/// `labwardend users` beside a running server.
class LabwardendUsers : public testing::Test {
protected:
    const test::TestSchema schema;
    const test::TestRedis redis;
    const std::unique_ptr<storage::Database> database = schema.open();
    std::ostringstream out, err;
    Sessions server{*database, *redis};

    void SetUp() override {
        createBootstrapUsers({{"ada", "Ada Admin", password, {"admin"}},
                              {"vic", "Vic Viewer", password, {"viewer", "engineer"}}},
                             *database);
    }
    int run(UsersRequest request) { return run(std::move(request), *database, *redis); }
    int run(UsersRequest request, storage::Database& postgres, storage::Redis& copies) {
        out.str("");
        err.str("");
        return static_cast<int>(runUsers(request, postgres, copies, out, err));
    }
    Sessions::Opened logIn(const std::string& name, const std::string& word) {
        std::promise<Sessions::Opened> promise;
        server.logIn({name, word}, {"10.0.0.7", "test"},
                     [&](const std::exception_ptr& error, Sessions::Opened opened) {
                         if (error)
                             promise.set_exception(error);
                         else
                             promise.set_value(std::move(opened));
                     });
        return promise.get_future().get();
    }
    std::shared_ptr<const Caller> check(const std::string& token) {
        auto caller = server.quick(token);
        return caller ? caller : server.lookUp(token);
    }
    std::string printedPassword() const {
        std::smatch match;
        const std::string text = out.str();
        return std::regex_search(text, match, std::regex("one-time password: (\\S+)")) ? match[1].str()
                                                                                       : std::string();
    }
    std::string one(const std::string& query) const { return schema.sql(query)[0][0].c_str(); }
};

} // namespace

TEST_F(LabwardendUsers, list_shows_who_there_is_and_how_they_stand) {
    schema.sql("UPDATE users SET disabled = true WHERE username = 'vic'");
    EXPECT_EQ(run({.action = Action::List}), 0);
    EXPECT_EQ(out.str(), "user name  display name  roles             state     last sign-in\n"
                         "ada        Ada Admin     admin             active    never\n"
                         "vic        Vic Viewer    engineer, viewer  disabled  never\n");
}

TEST_F(LabwardendUsers, add_makes_somebody_who_signs_in_with_what_is_printed_and_has_to_change_it) {
    EXPECT_EQ(run({.action = Action::Add,
                   .username = "eve",
                   .displayName = "",
                   .email = "eve@lab.example",
                   .roles = {"engineer", "viewer"}}),
              0)
        << err.str();
    const auto opened = logIn("eve", printedPassword());
    EXPECT_TRUE(opened.user.mustChangePassword);
    EXPECT_EQ(opened.user.displayName, "eve");
    EXPECT_THAT(opened.user.roles, testing::ElementsAre("engineer", "viewer"));
}

TEST_F(LabwardendUsers,
       add_refuses_a_name_that_is_taken_and_one_that_cannot_be_and_a_role_that_there_is_not) {
    EXPECT_EQ(
        run({.action = Action::Add, .username = "ADA", .displayName = "", .email = "", .roles = {"viewer"}}),
        3);
    EXPECT_THAT(err.str(), HasSubstr("users reset ADA"));
    EXPECT_EQ(run({.action = Action::Add,
                   .username = "e v\x1b[2J",
                   .displayName = "",
                   .email = "",
                   .roles = {"viewer"}}),
              3);
    EXPECT_THAT(err.str(), AllOf(HasSubstr("username"), Not(HasSubstr("\x1b"))));
    EXPECT_EQ(run({.action = Action::Add,
                   .username = "labwardend",
                   .displayName = "",
                   .email = "",
                   .roles = {"viewer"}}),
              3);
    EXPECT_EQ(
        run({.action = Action::Add, .username = "eve", .displayName = "", .email = "", .roles = {"queen"}}),
        3);
    EXPECT_THAT(err.str(), HasSubstr("queen"));
    EXPECT_EQ(one("SELECT count(*) FROM users"), "2");
}

TEST_F(LabwardendUsers, reset_gives_a_new_password_and_ends_the_sessions_on_every_server) {
    const auto before = logIn("ada", password);
    check(before.token);
    ASSERT_NE(server.quick(before.token), nullptr) << "the copy is there";
    EXPECT_EQ(run({.action = Action::Reset, .username = "ADA"}), 0) << err.str();
    EXPECT_THROW(check(before.token), Unauthenticated);
    EXPECT_THROW(logIn("ada", password), Unauthenticated);
    EXPECT_TRUE(logIn("ada", printedPassword()).user.mustChangePassword);
    EXPECT_THAT(err.str(), "");
}

TEST_F(LabwardendUsers, reset_is_made_without_Redis_too_and_says_for_how_long_sessions_may_go_on) {
    test::TcpProxy network("127.0.0.1", test::portOf(test::Services::get().redis));
    auto settings = redis.settings();
    settings.url = test::withPort(settings.url, network.port());
    const auto away = storage::openRedis(settings);
    network.cut();
    const auto before = logIn("ada", password);
    EXPECT_EQ(run({.action = Action::Reset, .username = "ada"}, *database, *away), 0);
    EXPECT_THAT(err.str(), AllOf(HasSubstr("Redis"), HasSubstr("minute")));
    EXPECT_EQ(one("SELECT count(*) FROM sessions"), "0");
    EXPECT_NO_THROW(logIn("ada", printedPassword()));
}

TEST_F(LabwardendUsers, reset_of_a_disabled_user_says_that_this_alone_lets_nobody_in) {
    schema.sql("UPDATE users SET disabled = true WHERE username = 'ada'");
    EXPECT_EQ(run({.action = Action::Reset, .username = "ada"}), 0);
    EXPECT_THAT(err.str(), AllOf(HasSubstr("disabled"), HasSubstr("users add")));
}

TEST_F(LabwardendUsers, unlock_lets_somebody_try_again_at_once) {
    for (int i = 0; i < 10; ++i)
        EXPECT_THROW(logIn("vic", "wrong"), Unauthenticated);
    EXPECT_THROW(logIn("vic", password), Throttled);
    EXPECT_EQ(run({.action = Action::Unlock, .username = "vic"}), 0);
    EXPECT_THAT(out.str(), HasSubstr("was locked"));
    EXPECT_NO_THROW(logIn("vic", password));
    EXPECT_EQ(run({.action = Action::Unlock, .username = "vic"}), 0);
    EXPECT_THAT(out.str(), HasSubstr("was not locked"));
}

TEST_F(LabwardendUsers, refuse_a_name_that_nobody_has_and_say_how_to_find_the_right_one) {
    schema.sql(
        "INSERT INTO users (username, display_name, password_hash, kind) VALUES ('key:ci', 'ci', '', 'key')");
    for (const Action action : {Action::Reset, Action::Unlock})
        for (const auto* name : {"nobody", "", "key:ci"}) {
            EXPECT_EQ(run({.action = action, .username = name}), 3) << name;
            EXPECT_THAT(err.str(), HasSubstr("users list"));
        }
}

TEST_F(LabwardendUsers, are_in_the_audit_log_by_the_lab_from_the_command_line_without_passwords) {
    schema.sql("TRUNCATE audit_log");
    run({.action = Action::Add, .username = "eve", .displayName = "", .email = "", .roles = {"viewer"}});
    const std::string first = printedPassword();
    run({.action = Action::Reset, .username = "eve"});
    const std::string second = printedPassword();
    run({.action = Action::Unlock, .username = "eve"});
    EXPECT_EQ(one("SELECT string_agg(action, ' ' ORDER BY id) FROM audit_log WHERE actor = 'labwardend' AND "
                  "address = 'command line'"),
              "user.create user.reset-password user.unlock");
    EXPECT_EQ(one("SELECT count(*) FROM audit_log a WHERE a::text ~ '" + first + "|" + second + "|argon2'"),
              "0");
}

TEST_F(LabwardendUsers, tell_consoles_that_somebody_has_changed) {
    schema.sql("DELETE FROM event_outbox");
    run({.action = Action::Reset, .username = "ada"});
    EXPECT_EQ(one("SELECT event ->> 'part' FROM event_outbox"), "user");
}

TEST_F(LabwardendUsers, end_with_1_and_say_what_is_away_without_PostgreSQL) {
    auto settings = schema.settings();
    settings.url = test::withPort(settings.url, 1);
    const auto away = storage::openDatabase(settings);
    EXPECT_EQ(run({.action = Action::List}, *away, *redis), 1);
    EXPECT_THAT(err.str(), HasSubstr("--postgres"));
}

TEST_F(LabwardendUsers, end_with_1_and_say_what_to_do_without_the_schema) {
    const test::TestSchema empty(false);
    empty.sql("CREATE SCHEMA " + empty.name() + "; GRANT USAGE ON SCHEMA " + empty.name() +
              " TO labwarden_app");
    EXPECT_EQ(run({.action = Action::List}, *empty.open(), *redis), 1);
    EXPECT_THAT(err.str(), HasSubstr("labwardend migrate"));
}

TEST(ATerminalTable, shows_no_character_that_would_command_the_terminal) {
    EXPECT_EQ(terminalText("a\x1b[31mb\x07\x7f"), "a?[31mb??");
    EXPECT_EQ(terminalText("a\u009Bb\u202Ec\u200Bd\uFEFF"), "a?b?c?d?");
    EXPECT_EQ(terminalText("Zo\u00EB \u4F60\u597D \U0001F600"), "Zo\u00EB \u4F60\u597D \U0001F600");
}

} // namespace labwarden::identity
