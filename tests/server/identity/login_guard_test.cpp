// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/login_guard.h"

#include "server/errors.h"
#include "server/identity/session_store.h"
#include "server/identity/sweeper.h"
#include "server/identity/token.h"
#include "tests/server/support/services.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace labwarden::identity {

using namespace std::chrono_literals;

namespace {

constexpr const char* here = "10.0.0.1";

class AGuardedLogIn : public testing::Test {
protected:
    test::TestSchema schema;
    test::TestRedis redis;
    std::unique_ptr<storage::Database> database = schema.open(8);
    LoginGuard guard{*database};
    SessionStore sessions{*database, *redis};
    Sweeper sweeper{*database};

    void SetUp() override {
        test::addUser(schema, "Eve");
        test::addUser(schema, "ann");
    }

    /// What a log-in comes to: "begun", or why it has to wait.
    std::string begin(const std::string& name, const std::string& address = here) {
        try {
            guard.begin(name, address);
        } catch (const Throttled& e) {
            lastWait = e.retryAfter;
            return e.type == problem_type::loginLocked ? "locked" : "wait";
        }
        return "begun";
    }
    /// A log-in with a wrong password.
    std::string guess(const std::string& name, const std::string& address = here) {
        try {
            guard.failed(guard.begin(name, address));
        } catch (const Throttled& e) {
            lastWait = e.retryAfter;
            return e.type == problem_type::loginLocked ? "locked" : "wait";
        }
        return "wrong";
    }
    void guessTimes(int times, const std::string& name, const std::string& address = here) {
        for (int i = 0; i < times; ++i)
            ASSERT_EQ(guess(name, address), "wrong") << i;
    }
    OpenedSession signIn(const std::string& name, const std::string& address = here) {
        const auto attempt = guard.begin(name, address);
        auto opened = sessions.open(attempt, hashOf(newToken()), 1h, 2h, address, "test");
        guard.succeeded(attempt);
        return opened;
    }
    /// As if everything had happened earlier.
    void wait(const std::string& interval) const {
        schema.sql("UPDATE login_attempts SET first_at = first_at - interval '" + interval +
                   "', last_at = last_at - interval '" + interval +
                   "', pending_at = pending_at - interval '" + interval +
                   "', logged_at = logged_at - interval '" + interval +
                   "'; UPDATE known_addresses SET last_used_at = last_used_at - interval '" + interval + "'");
    }
    std::string one(const std::string& query) const {
        const auto rows = schema.sql(query);
        return rows.empty() || rows[0][0].is_null() ? "" : rows[0][0].c_str();
    }

    std::chrono::seconds lastWait{0};
};

} // namespace

TEST_F(AGuardedLogIn, finds_the_credential_without_regard_to_case_and_none_for_a_name_that_nobody_has) {
    const auto attempt = guard.begin("eVE", here);
    EXPECT_EQ(attempt.userId, one("SELECT id FROM users WHERE username = 'Eve'"));
    EXPECT_EQ(attempt.passwordHash, "*");
    EXPECT_EQ(guard.begin("nobody", here).userId, "");
    schema.sql("UPDATE users SET deleted_at = now() WHERE username = 'Eve'");
    EXPECT_EQ(guard.begin("eve", here).userId, "");
    schema.sql("UPDATE users SET kind = 'key' WHERE username = 'ann'");
    EXPECT_EQ(guard.begin("ann", here).userId, "");
}

TEST_F(AGuardedLogIn, is_locked_for_account_and_address_after_ten_failures_for_a_quarter_of_an_hour) {
    guessTimes(5, "eve");
    guessTimes(5, "EVE");
    EXPECT_EQ(guess("eve"), "locked");
    EXPECT_GT(lastWait, 14min);
    EXPECT_LE(lastWait, 15min);
    EXPECT_EQ(guess("ann"), "wrong");
    EXPECT_EQ(guess("eve", "10.0.0.2"), "wrong");
    wait("14 minutes");
    EXPECT_EQ(guess("eve"), "locked"); // trying on does not make it longer
    EXPECT_LE(lastWait, 1min);
    wait("1 minute");
    EXPECT_EQ(guess("eve"), "wrong");
}

TEST_F(AGuardedLogIn, counts_failures_of_the_last_quarter_of_an_hour_only) {
    guessTimes(9, "eve");
    wait("15 minutes");
    guessTimes(10, "eve");
    EXPECT_EQ(guess("eve"), "locked");
}

TEST_F(AGuardedLogIn, is_treated_alike_whether_anybody_has_the_name_or_not) {
    std::vector<std::string> known, unknown;
    for (int i = 0; i < 60; ++i) {
        const auto from = "10.1.0." + std::to_string(i / 8);
        known.push_back(guess("eve", from));
        unknown.push_back(guess("nobody", from));
    }
    EXPECT_EQ(known, unknown);
    EXPECT_EQ(known.back(), "locked");
    EXPECT_EQ(std::ranges::count(known, "wrong"), 50);
}

TEST_F(AGuardedLogIn, does_not_let_64_guesses_through_by_trying_them_at_once) {
    std::atomic<int> begun = 0, busy = 0;
    {
        std::vector<std::jthread> guessers;
        for (int i = 0; i < 64; ++i)
            guessers.emplace_back([&] {
                try {
                    guard.begin("eve", here);
                    ++begun;
                } catch (const Throttled& e) {
                    EXPECT_TRUE(e.type.empty()); // nobody has failed yet
                    EXPECT_LE(e.retryAfter, 5s);
                    ++busy;
                }
            });
    }
    EXPECT_EQ(begun, 10);
    EXPECT_EQ(busy, 54);
}

TEST_F(AGuardedLogIn, that_never_ends_is_a_failure_after_a_minute) {
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(begin("eve"), "begun");
    EXPECT_EQ(begin("eve"), "wait");
    wait("61 seconds");
    EXPECT_EQ(begin("eve"), "locked");
}

TEST_F(AGuardedLogIn, is_in_even_while_others_hold_the_counter_of_their_common_address) {
    const auto attempt = guard.begin("eve", here);
    auto other = schema.open(1);
    other->acquire()->transact([&](storage::Transaction& transaction) {
        transaction.run(storage::Query{
            "test/hold",
            "SELECT FROM login_attempts WHERE account = '' AND address = '10.0.0.1' FOR UPDATE"});
        EXPECT_EQ(sessions.open(attempt, hashOf(newToken()), 1h, 2h, here, "test").user.username, "Eve");
    });
}

TEST_F(AGuardedLogIn, that_succeeds_forgets_the_failures_from_there_and_only_those) {
    guessTimes(9, "eve");
    guessTimes(4, "eve", "10.0.0.2");
    guessTimes(3, "ann");
    EXPECT_EQ(signIn("eve").user.username, "Eve");
    EXPECT_EQ(one("SELECT sum(failures) FROM login_attempts WHERE account = 'eve' AND address = '10.0.0.1'"),
              "0");
    EXPECT_EQ(one("SELECT failures FROM login_attempts WHERE account = 'eve' AND address = ''"), "4");
    EXPECT_EQ(one("SELECT failures FROM login_attempts WHERE account = '' AND address = '10.0.0.1'"), "3");
    EXPECT_EQ(one("SELECT sum(pending) FROM login_attempts"), "0");
    guessTimes(10, "eve");
    EXPECT_EQ(guess("eve"), "locked");
}

TEST_F(AGuardedLogIn, from_a_known_address_goes_on_when_others_have_locked_the_account) {
    EXPECT_EQ(signIn("eve", "10.0.0.9").user.username, "Eve");
    for (int i = 0; i < 50; ++i)
        ASSERT_EQ(guess("eve", "10.2.0." + std::to_string(i)), "wrong") << i;
    EXPECT_EQ(guess("eve", "10.3.0.1"), "locked");
    EXPECT_GT(lastWait, 59min);
    EXPECT_EQ(signIn("eve", "10.0.0.9").user.username, "Eve");
    guessTimes(10, "eve", "10.0.0.9"); // known addresses have ten guesses like others
    EXPECT_EQ(guess("eve", "10.0.0.9"), "locked");
    EXPECT_LE(lastWait, 15min);
    EXPECT_EQ(one("SELECT login_locked(u) FROM users u WHERE username = 'Eve'"), "t");
    EXPECT_EQ(one("SELECT login_locked(u) FROM users u WHERE username = 'ann'"), "f");
    wait("1 hour");
    EXPECT_EQ(guess("eve", "10.3.0.1"), "wrong");
}

TEST_F(AGuardedLogIn, from_an_address_that_was_known_31_days_ago_is_one_from_anywhere) {
    signIn("eve", "10.0.0.9");
    wait("31 days");
    for (int i = 0; i < 50; ++i)
        guess("eve", "10.2.0." + std::to_string(i));
    EXPECT_EQ(guess("eve", "10.0.0.9"), "locked");
}

TEST_F(AGuardedLogIn, waits_at_an_address_with_a_hundred_failures_but_not_for_accounts_known_there) {
    signIn("ann");
    for (int i = 0; i < 100; ++i)
        ASSERT_EQ(guess("name" + std::to_string(i)), "wrong") << i;
    EXPECT_EQ(guess("eve"), "wait");
    EXPECT_GT(lastWait, 14min);
    EXPECT_EQ(guess("somebody"), "wait");
    EXPECT_EQ(signIn("ann").user.username, "ann");
    EXPECT_EQ(guess("eve", "10.0.0.2"), "wrong");
    wait("15 minutes");
    EXPECT_EQ(guess("eve"), "wrong");
}

TEST_F(AGuardedLogIn, takes_all_addresses_that_one_IPv6_subscriber_has_for_one) {
    for (int i = 0; i < 10; ++i)
        ASSERT_EQ(guess("eve", "2001:db8:1:2::" + std::to_string(i)), "wrong");
    EXPECT_EQ(guess("eve", "2001:db8:1:2:ffff::1"), "locked");
    EXPECT_EQ(guess("eve", "2001:db8:1:3::1"), "wrong");
    for (int i = 0; i < 11; ++i)
        EXPECT_EQ(guess("eve", "::ffff:10.9.0." + std::to_string(i)), "wrong");
}

TEST_F(AGuardedLogIn, is_unlocked_by_forgetting_what_was_counted_against_the_account) {
    guessTimes(10, "eve");
    schema.sql("SELECT forget_attempts(u) FROM users u WHERE username = 'Eve'");
    EXPECT_EQ(one("SELECT sum((new_value ->> 'count')::int) FROM audit_log WHERE action = 'login.failed'"),
              "10"); // what was not told yet is not lost with it
    EXPECT_EQ(one("SELECT login_locked(u) FROM users u WHERE username = 'Eve'"), "f");
    EXPECT_EQ(guess("eve"), "wrong");
}

TEST_F(AGuardedLogIn, that_fails_is_in_the_audit_log_once_a_minute_with_the_number_of_failures) {
    const auto lines = [&] {
        return one("SELECT string_agg(action || ' ' || target_kind || ' ' || address || ' ' || "
                   "new_value::text, '; ' ORDER BY id) "
                   "FROM audit_log WHERE action = 'login.failed'");
    };
    guessTimes(5, "eve");
    EXPECT_EQ(lines(), R"(login.failed user 10.0.0.1 {"count": 1, "reason": "password"})");
    wait("1 minute");
    guess("eve");
    EXPECT_EQ(lines(), R"(login.failed user 10.0.0.1 {"count": 1, "reason": "password"}; )"
                       R"(login.failed user 10.0.0.1 {"count": 5, "reason": "password"})");
    guess("eve");
    guess("eve");
    EXPECT_FALSE(sweeper.sweep());
    wait("1 minute");
    sweeper.sweep();
    EXPECT_THAT(lines(), testing::EndsWith(R"({"count": 2, "reason": "password"})"));
    EXPECT_EQ(one("SELECT DISTINCT target_id FROM audit_log WHERE action = 'login.failed'"),
              one("SELECT id FROM users WHERE username = 'Eve'"));
}

TEST_F(AGuardedLogIn, that_locks_is_in_the_audit_log) {
    guessTimes(10, "eve");
    EXPECT_EQ(guess("eve"), "locked");
    EXPECT_EQ(one("SELECT string_agg(target_kind || ' ' || new_value::text, '; ') FROM audit_log WHERE "
                  "action = 'login.locked'"),
              R"(user {"from": "10.0.0.1", "failures": 10})");
}

TEST_F(AGuardedLogIn, keeps_what_was_typed_as_a_name_nowhere_unless_it_is_one) {
    for (int i = 0; i < 12; ++i)
        guess("my-secret-password");
    guess("my-other-secret-password");
    EXPECT_EQ(one("SELECT count(*) FROM audit_log a WHERE a::text ILIKE '%secret%'"), "0");
    EXPECT_EQ(one("SELECT count(*) FROM login_attempts a WHERE a::text ILIKE '%secret%'"), "0");
    // One line a minute for all of them from there.
    EXPECT_EQ(
        one("SELECT string_agg(action || ' ' || target_id || ' ' || new_value::text, '; ' ORDER BY id) FROM "
            "audit_log"),
        R"(login.failed unknown {"count": 1, "reason": "password"}; login.locked unknown {"from": "10.0.0.1", "failures": 10})");
}

TEST_F(AGuardedLogIn, leaves_nothing_behind_once_it_counts_no_more) {
    signIn("eve", "10.0.0.9");
    guessTimes(3, "eve");
    guessTimes(3, "nobody");
    EXPECT_FALSE(sweeper.sweep());
    EXPECT_NE(one("SELECT count(*) FROM login_attempts"), "0");
    wait("1 hour");
    schema.sql("UPDATE sessions SET expires_at = now()");
    sweeper.sweep(); // tells the audit log first
    sweeper.sweep();
    EXPECT_EQ(one("SELECT count(*) FROM login_attempts"), "0");
    EXPECT_EQ(one("SELECT count(*) FROM sessions"), "0");
    EXPECT_EQ(one("SELECT count(*) FROM known_addresses"), "1");
    wait("30 days");
    sweeper.sweep();
    EXPECT_EQ(one("SELECT count(*) FROM known_addresses"), "0");
}

} // namespace labwarden::identity
