// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/sessions.h"

#include "server/errors.h"
#include "server/identity/bootstrap.h"
#include "server/identity/token.h"
#include "tests/server/support/services.h"
#include "tests/server/support/tcp_proxy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

namespace labwarden::identity {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::Not;

namespace {

constexpr const char* password = "correct horse";

Sessions::Opened logIn(Sessions& sessions, const std::string& name, const std::string& word) {
    std::promise<Sessions::Opened> promise;
    sessions.logIn({name, word}, {"10.0.0.7", "test"},
                   [&](const std::exception_ptr& error, Sessions::Opened opened) {
                       if (error)
                           promise.set_exception(error);
                       else
                           promise.set_value(std::move(opened));
                   });
    return promise.get_future().get();
}

/// One server, with a network to its Redis that can be cut, and the schema it shares with others.
class ASession : public testing::Test {
protected:
    test::TestSchema schema;
    test::TestRedis redis;
    test::TcpProxy network{"127.0.0.1", test::portOf(test::Services::get().redis)};
    std::unique_ptr<storage::Database> database = schema.open();
    std::unique_ptr<storage::Redis> serverRedis = throughNetwork();
    Sessions sessions{*database, *serverRedis};

    void SetUp() override {
        createBootstrapUsers({{"Eve", "Eve Engineer", password, {"engineer"}}}, *database);
    }
    std::unique_ptr<storage::Redis> throughNetwork() const {
        auto settings = redis.settings();
        settings.url = test::withPort(settings.url, network.port());
        return storage::openRedis(settings);
    }
    /// As the HTTP server asks: Redis first, PostgreSQL when that does not know.
    static std::shared_ptr<const Caller> check(Sessions& on, const std::string& token) {
        auto caller = on.quick(token);
        return caller ? caller : on.lookUp(token);
    }
    std::string one(const std::string& query) const {
        const auto rows = schema.sql(query);
        return rows.empty() ? "" : rows[0][0].c_str();
    }
    void cutRedis() {
        network.cut();
        ASSERT_TRUE(test::eventually([&] { return !serverRedis->healthy(); }));
    }
};

} // namespace

TEST_F(ASession, begins_with_name_and_password_and_says_who_it_is_and_what_they_may_do) {
    const auto opened = logIn(sessions, "eve", password); // names know no case
    EXPECT_EQ(opened.user.username, "Eve");
    EXPECT_EQ(opened.user.displayName, "Eve Engineer");
    EXPECT_THAT(opened.user.roles, ElementsAre("engineer"));
    EXPECT_THAT(opened.user.permissions, Contains("runs:start"));
    EXPECT_THAT(opened.user.permissions, Not(Contains("devices:write")));
    EXPECT_GT(opened.expiresAt, Timestamp::now() + 7h);
    const auto caller = check(sessions, opened.token);
    EXPECT_TRUE(caller->may("runs:start"));
    EXPECT_FALSE(caller->may("devices:write"));
    EXPECT_EQ(caller->userId, opened.user.id);
}

TEST_F(ASession, is_refused_in_the_same_words_for_a_wrong_name_and_a_wrong_password) {
    std::vector<std::string> words;
    for (const auto& [name, word] : {std::pair{"eve", "wrong"}, std::pair{"nobody", password}}) {
        try {
            logIn(sessions, name, word);
        } catch (const Unauthenticated& e) {
            words.emplace_back(e.what());
        }
    }
    ASSERT_EQ(words.size(), 2u);
    EXPECT_EQ(words[0], words[1]);
    EXPECT_EQ(one("SELECT count(*) FROM sessions"), "0");
}

TEST_F(ASession, of_a_disabled_user_neither_begins_nor_goes_on) {
    const auto opened = logIn(sessions, "eve", password);
    schema.sql("UPDATE users SET disabled = true");
    EXPECT_THROW(logIn(sessions, "eve", password), Forbidden);
    EXPECT_THROW(sessions.lookUp(opened.token), Unauthenticated);
}

TEST_F(ASession, keeps_its_token_out_of_the_database_and_its_password_out_of_the_audit_log) {
    const auto opened = logIn(sessions, "eve", password);
    check(sessions, opened.token);
    EXPECT_EQ(one("SELECT encode(token_hash, 'hex') FROM sessions"), hashOf(opened.token));
    EXPECT_EQ(redis->command({"EXISTS", redis->prefix() + "session:" + hashOf(opened.token)}).integer, 1);
    EXPECT_EQ(one("SELECT count(*) FROM audit_log a WHERE a::text LIKE '%" + opened.token +
                  "%' OR a::text LIKE '%argon2%'"),
              "0");
    EXPECT_EQ(
        one("SELECT string_agg(action || ' ' || actor || ' ' || address, ',' ORDER BY id) FROM audit_log"),
        "user.create labwardend ,session.open Eve 10.0.0.7");
}

TEST_F(ASession, is_known_from_Redis_after_the_first_request) {
    const auto opened = logIn(sessions, "eve", password);
    EXPECT_EQ(sessions.quick(opened.token), nullptr);
    sessions.lookUp(opened.token);
    const auto caller = sessions.quick(opened.token);
    ASSERT_NE(caller, nullptr);
    EXPECT_EQ(caller->username, "Eve");
    EXPECT_TRUE(caller->may("runs:start"));
}

TEST_F(ASession, survives_a_wiped_Redis) {
    const auto opened = logIn(sessions, "eve", password);
    check(sessions, opened.token);
    redis.flush();
    EXPECT_EQ(check(sessions, opened.token)->username, "Eve");
    EXPECT_NE(sessions.quick(opened.token), nullptr);
}

TEST_F(ASession, is_checked_in_PostgreSQL_while_Redis_is_away) {
    const auto before = logIn(sessions, "eve", password);
    check(sessions, before.token);
    cutRedis();
    EXPECT_EQ(check(sessions, before.token)->username, "Eve");
    const auto meanwhile = logIn(sessions, "eve", password);
    EXPECT_EQ(check(sessions, meanwhile.token)->username, "Eve");
}

TEST_F(ASession, that_has_ended_is_refused_on_the_very_next_request_on_every_server) {
    const auto otherRedis = storage::openRedis(redis.settings());
    const auto otherDatabase = schema.open();
    Sessions other(*otherDatabase, *otherRedis);
    const auto opened = logIn(sessions, "eve", password);
    const auto caller = check(sessions, opened.token);
    EXPECT_NE(other.quick(opened.token), nullptr);
    sessions.end(*caller);
    for (Sessions* server : {&sessions, &other})
        EXPECT_THROW(check(*server, opened.token), Unauthenticated);
    EXPECT_EQ(one("SELECT action FROM audit_log ORDER BY id DESC LIMIT 1"), "session.end");
}

TEST_F(ASession, does_not_end_while_Redis_is_away_and_ends_when_asked_again) {
    const auto opened = logIn(sessions, "eve", password);
    const auto caller = check(sessions, opened.token);
    cutRedis();
    EXPECT_THROW(sessions.end(*caller), Unavailable);
    EXPECT_EQ(check(sessions, opened.token)->username, "Eve");
    network.restore();
    ASSERT_TRUE(test::eventually([&] { return serverRedis->healthy(); }));
    sessions.end(*caller);
    EXPECT_THROW(check(sessions, opened.token), Unauthenticated);
}

TEST_F(ASession, leaves_no_copy_behind_when_it_ends_while_others_are_looking_it_up) {
    for (int round = 0; round < 20; ++round) {
        const auto opened = logIn(sessions, "eve", password);
        const auto caller = sessions.lookUp(opened.token);
        redis.flush();
        std::vector<std::future<void>> readers;
        for (int i = 0; i < 3; ++i)
            readers.push_back(std::async(std::launch::async, [&] {
                try {
                    check(sessions, opened.token);
                } catch (const Unauthenticated&) {
                }
            }));
        sessions.end(*caller);
        for (auto& reader : readers)
            reader.get();
        ASSERT_THROW(check(sessions, opened.token), Unauthenticated);
    }
}

TEST_F(ASession, can_end_all_others_of_its_user) {
    const auto first = logIn(sessions, "eve", password);
    const auto second = logIn(sessions, "eve", password);
    const auto caller = check(sessions, second.token);
    check(sessions, first.token);
    EXPECT_EQ(sessions.list(*caller).size(), 2u);
    sessions.endOthers(*caller);
    EXPECT_THROW(check(sessions, first.token), Unauthenticated);
    EXPECT_EQ(check(sessions, second.token)->username, "Eve");
    const auto left = sessions.list(*caller);
    ASSERT_EQ(left.size(), 1u);
    EXPECT_EQ(left[0].id, caller->sessionHash);
    EXPECT_EQ(left[0].address, "10.0.0.7");
    EXPECT_EQ(left[0].userAgent, "test");
}

TEST_F(ASession, in_use_moves_its_end_on_once_a_minute_but_never_past_its_absolute_end) {
    const auto opened = logIn(sessions, "eve", password);
    const auto ends = [&] { return one("SELECT extract(epoch FROM expires_at)::bigint FROM sessions"); };
    const auto fresh = ends();
    sessions.lookUp(opened.token);
    EXPECT_EQ(ends(), fresh);
    schema.sql("UPDATE sessions SET last_used_at = now() - interval '2 minutes', expires_at = now() + "
               "interval '1 minute'");
    sessions.lookUp(opened.token);
    EXPECT_EQ(one("SELECT expires_at > now() + interval '7 hours' FROM sessions"), "t");
    schema.sql("UPDATE sessions SET last_used_at = now() - interval '2 minutes', ends_at = now() + interval "
               "'5 seconds'");
    sessions.lookUp(opened.token);
    EXPECT_EQ(one("SELECT expires_at = ends_at FROM sessions"), "t");
}

TEST_F(ASession, whose_time_is_up_is_refused_by_copy_and_row) {
    const auto opened = logIn(sessions, "eve", password);
    schema.sql("UPDATE sessions SET expires_at = now() + interval '300 milliseconds'");
    EXPECT_EQ(check(sessions, opened.token)->username, "Eve");
    EXPECT_TRUE(test::eventually([&] {
        try {
            check(sessions, opened.token);
            return false;
        } catch (const Unauthenticated&) {
            return true;
        }
    }));
}

TEST_F(ASession, is_not_guessed_by_trying_on_and_on) {
    for (int i = 0; i < 10; ++i)
        EXPECT_THROW(logIn(sessions, "eve", "wrong"), Unauthenticated);
    try {
        logIn(sessions, "EVE", password);
        ADD_FAILURE() << "let in";
    } catch (const Throttled& e) {
        EXPECT_GT(e.retryAfter, 0s);
    }
    createBootstrapUsers({{"ann", "Ann", password, {"viewer"}}}, *database);
    EXPECT_EQ(logIn(sessions, "ann", password).user.username,
              "ann"); // another account from there is not held back
}

TEST_F(ASession, with_a_token_that_cannot_be_one_is_refused_without_asking_anybody) {
    for (const std::string& token :
         {std::string(), std::string("x"), std::string(43, '+'), std::string(5000, 'a')}) {
        EXPECT_THROW(sessions.quick(token), Unauthenticated);
        EXPECT_THROW(sessions.lookUp(token), Unauthenticated);
    }
    EXPECT_EQ(sessions.quick(newToken()), nullptr);
    EXPECT_THROW(sessions.lookUp(newToken()), Unauthenticated);
}

TEST(APasswordChecker, that_is_full_says_so_instead_of_letting_people_wait) {
    PasswordChecker checker(1, 2);
    std::promise<void> release;
    auto held = release.get_future().share();
    std::atomic<int> done = 0;
    int refused = 0;
    for (int i = 0; i < 10; ++i) {
        try {
            checker.check(checker.reserve(), "", "x", [&, held](bool right) {
                EXPECT_FALSE(right);
                held.wait();
                ++done;
            });
        } catch (const Throttled& e) {
            EXPECT_GT(e.retryAfter, 0s);
            ++refused;
        }
    }
    EXPECT_GE(refused, 7);
    release.set_value();
    EXPECT_TRUE(test::eventually([&] { return done == 10 - refused; }));
}

TEST(APasswordChecker, hashes_for_others_within_the_same_bounds) {
    PasswordChecker checker(1, 0);
    EXPECT_TRUE(checker.hash(password).starts_with("$argon2id$"));
    auto place = checker.reserve();
    EXPECT_THROW(checker.hash(password), Throttled);
}

TEST(APassword, is_hashed_with_argon2id_and_its_own_salt) {
    const auto hash = hashPassword(password);
    EXPECT_TRUE(hash.starts_with("$argon2id$"));
    EXPECT_NE(hash, hashPassword(password));
}

} // namespace labwarden::identity
