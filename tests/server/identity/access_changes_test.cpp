// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/domain/problem.h"
#include "server/errors.h"
#include "server/identity/roles.h"
#include "server/identity/users.h"
#include "tests/server/identity/people.h"
#include "tests/server/support/api.h"
#include "tests/server/support/tcp_proxy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <functional>
#include <future>

namespace labwarden::identity {

namespace {

/// One server of several on the same PostgreSQL and Redis: its own pools and nothing shared in memory.
struct Server {
    Server(const test::TestSchema& schema, const storage::RedisSettings& settings)
        : database(schema.open()), redis(storage::openRedis(settings)) {}
    std::unique_ptr<storage::Database> database;
    std::unique_ptr<storage::Redis> redis;
    test::KeptEvents events;
    Sessions sessions{*database, *redis};
    Users users{*database, *redis, sessions.passwordChecker(), events};
    Roles roles{*database, *redis, events};
};

class TwoServers : public testing::Test {
protected:
    test::TestSchema schema;
    test::TestRedis redis;
    test::TcpProxy network{"127.0.0.1", test::portOf(test::Services::get().redis)};
    Server one{schema, throughNetwork()};
    Server two{schema, redis.settings()};

    storage::RedisSettings throughNetwork() const {
        auto settings = redis.settings();
        settings.url = test::withPort(settings.url, network.port());
        return settings;
    }
    std::string sql(const std::string& query) const {
        const auto rows = schema.sql(query);
        return rows.empty() ? "" : rows[0][0].c_str();
    }
    /// Somebody with a role, signed in.
    struct Person {
        std::string id, token;
        std::shared_ptr<const Caller> caller;
    };
    Person person(const std::string& name, const std::string& role) {
        const auto user = test::addUser(schema, name, role);
        const auto token = test::openSession(schema, name);
        return {user.id, token, test::check(one.sessions, token)};
    }
    std::int64_t versionOf(const std::string& id) const {
        return std::stoll(sql("SELECT version FROM users WHERE id = '" + id + "'"));
    }
    UserEdit as(const Person& who, std::vector<std::string> roles, bool disabled = false) const {
        return {who.caller->displayName, "", std::move(roles), disabled};
    }
    /// Runs both at the same moment; what each threw, as a word.
    static std::vector<std::string> atOnce(const std::function<void()>& first,
                                           const std::function<void()>& second) {
        std::barrier<> start(2);
        const auto run = [&](const std::function<void()>& f) {
            return std::async(std::launch::async, [&] {
                start.arrive_and_wait();
                try {
                    f();
                    return std::string("done");
                } catch (const Stale&) {
                    return std::string("stale");
                } catch (const Conflict& e) {
                    return e.type == problem_type::lastAdmin ? std::string("last admin")
                                                             : std::string("conflict");
                } catch (const Forbidden&) {
                    return std::string("forbidden");
                } catch (const Unauthenticated&) {
                    return std::string("signed out");
                } catch (const Invalid&) {
                    return std::string("invalid");
                }
            });
        };
        auto a = run(first), b = run(second);
        return {a.get(), b.get()};
    }
    int admins() const {
        return std::stoi(sql(
            "SELECT count(*) FROM users u JOIN user_roles ON user_id = u.id JOIN roles r ON r.id = role_id "
            "WHERE r.name = 'admin' AND NOT disabled AND deleted_at IS NULL"));
    }
};

constexpr int rounds = 20;

} // namespace

TEST_F(TwoServers, leave_an_admin_when_two_admins_demote_each_other_at_once) {
    const auto ada = person("ada", "admin"), eve = person("eve", "admin");
    for (int round = 0; round < rounds; ++round) {
        const auto a = versionOf(ada.id), e = versionOf(eve.id);
        const auto came = atOnce([&] { one.users.update(*ada.caller, eve.id, e, as(eve, {"viewer"})); },
                                 [&] { two.users.update(*eve.caller, ada.id, a, as(ada, {"viewer"})); });
        ASSERT_EQ(admins(), 1) << came[0] << ", " << came[1];
        EXPECT_THAT(came, testing::UnorderedElementsAre("done", "forbidden"));
        schema.sql("INSERT INTO user_roles SELECT u.id, r.id FROM users u, roles r WHERE r.name = 'admin' ON "
                   "CONFLICT DO NOTHING");
    }
}

TEST_F(TwoServers, leave_an_admin_when_others_remove_the_last_two_at_once_each_in_their_own_way) {
    test::addRole(schema, "chief",
                  sql("SELECT array_to_string(permissions, ',') FROM roles WHERE name = 'admin'"));
    const auto chief = person("chief", "chief");
    for (int round = 0; round < rounds; ++round) {
        const auto n = std::to_string(round);
        const auto ada = person("ada" + n, "admin"), eve = person("eve" + n, "admin");
        const auto came = atOnce(
            [&] {
                if (round % 2 == 0)
                    one.users.update(*chief.caller, ada.id, 1, as(ada, {"admin"}, true));
                else
                    one.users.changeMany(*chief.caller, {{{ada.id, 1}}, std::nullopt, {}, {"admin"}});
            },
            [&] { two.users.remove(*chief.caller, eve.id, 1); });
        ASSERT_EQ(admins(), 1) << came[0] << ", " << came[1];
        EXPECT_THAT(came, testing::UnorderedElementsAre("done", "last admin"));
        schema.sql("DELETE FROM user_roles WHERE role_id = (SELECT id FROM roles WHERE name = 'admin')");
    }
}

TEST_F(TwoServers, let_one_of_two_changes_of_the_same_version_win) {
    const auto admin = person("admin", "admin"), vic = person("vic", "viewer");
    test::addRole(schema, "night shift", "devices:read");
    const auto role = sql("SELECT id FROM roles WHERE name = 'night shift'");
    for (int round = 1; round <= rounds; ++round) {
        const auto permission = round % 2 == 1 ? "runs:read" : "runs:start";
        const auto came = atOnce(
            [&] {
                one.roles.update(*admin.caller, role, round, {"night shift", "one", {permission}});
            },
            [&] {
                two.roles.update(*admin.caller, role, round, {"night shift", "two", {permission}});
            });
        EXPECT_THAT(came, testing::UnorderedElementsAre("done", "stale"));
        const auto edits = atOnce(
            [&] {
                one.users.update(*admin.caller, vic.id, round,
                                 {"Vic " + std::to_string(round), "", {"viewer"}, false});
            },
            [&] {
                two.users.updateProfile(*vic.caller, round, {"Vera " + std::to_string(round), ""});
            });
        EXPECT_THAT(edits, testing::UnorderedElementsAre("done", "stale"));
    }
    EXPECT_EQ(sql("SELECT count(*) FROM audit_log WHERE action IN ('role.update', 'user.update')"),
              std::to_string(2 * rounds));
}

TEST_F(TwoServers, let_nobody_in_by_a_copy_that_was_made_while_they_were_disabled) {
    const auto admin = person("admin", "admin");
    for (int round = 0; round < rounds; ++round) {
        const auto vic = person("vic" + std::to_string(round), "viewer");
        redis.flush();
        std::atomic<bool> over{false};
        std::vector<std::future<void>> readers;
        for (int i = 0; i < 4; ++i)
            readers.push_back(std::async(std::launch::async, [&, i] {
                while (!over) {
                    try {
                        test::check(i % 2 == 0 ? one.sessions : two.sessions, vic.token);
                    } catch (const Unauthenticated&) {
                        return;
                    }
                }
            }));
        (round % 2 == 0 ? one : two).users.update(*admin.caller, vic.id, 1, as(vic, {"viewer"}, true));
        EXPECT_THROW(test::check(one.sessions, vic.token), Unauthenticated);
        EXPECT_THROW(test::check(two.sessions, vic.token), Unauthenticated);
        over = true;
        for (auto& reader : readers)
            reader.get();
        ASSERT_THROW(test::check(one.sessions, vic.token), Unauthenticated);
        ASSERT_THROW(test::check(two.sessions, vic.token), Unauthenticated);
    }
}

TEST_F(TwoServers, know_of_a_role_s_change_in_sessions_that_begin_and_are_read_meanwhile) {
    const auto admin = person("admin", "admin");
    test::addRole(schema, "night shift", "devices:read");
    const auto role = sql("SELECT id FROM roles WHERE name = 'night shift'");
    const auto nia = person("nia", "night shift");
    const auto open = [&](Server& on) {
        const auto token = newToken();
        on.database->acquire()->run(
            storage::Query{"test/open", "SELECT FROM open_session('nia', '10.0.0.9', $2::uuid, '*', "
                                        "decode($1, 'hex'), '1 hour', '1 hour', '', '')"},
            hashOf(token), nia.id);
        return token;
    };
    for (int round = 1; round <= rounds; ++round) {
        const bool gives = round % 2 == 1;
        std::atomic<bool> over{false};
        std::vector<std::future<std::vector<std::string>>> people;
        for (int i = 0; i < 2; ++i)
            people.push_back(std::async(std::launch::async, [&, i] {
                std::vector<std::string> tokens{nia.token};
                while (!over) {
                    Server& on = i == 0 ? one : two;
                    tokens.push_back(open(on));
                    for (const auto& token : {nia.token, tokens.back()})
                        test::check(on.sessions, token);
                }
                return tokens;
            }));
        (gives ? one : two)
            .roles.update(*admin.caller, role, round,
                          {"night shift", "", {gives ? "users:read" : "devices:read"}});
        EXPECT_EQ(test::check(one.sessions, nia.token)->may("users:read"), gives);
        EXPECT_EQ(test::check(two.sessions, nia.token)->may("users:read"), gives);
        over = true;
        for (auto& task : people)
            for (const auto& token : task.get())
                ASSERT_EQ(test::check(two.sessions, token)->may("users:read"), gives) << round;
        schema.sql("DELETE FROM sessions WHERE token_hash <> decode('" + hashOf(nia.token) +
                   "', 'hex') AND user_id = '" + nia.id + "'");
    }
}

TEST_F(TwoServers, never_leave_somebody_with_a_role_that_is_being_deleted) {
    const auto admin = person("admin", "admin"), vic = person("vic", "viewer");
    for (int round = 0; round < rounds; ++round) {
        test::addRole(schema, "shift", "devices:read");
        const auto role = sql("SELECT id FROM roles WHERE name = 'shift'");
        const auto version = versionOf(vic.id);
        const auto came =
            atOnce([&] { one.roles.remove(*admin.caller, role, 1); },
                   [&] {
                       two.users.update(*admin.caller, vic.id, version, as(vic, {"viewer", "shift"}));
                   });
        EXPECT_THAT(came, testing::AnyOf(testing::ElementsAre("done", "invalid"),
                                         testing::ElementsAre("conflict", "done")));
        schema.sql("DELETE FROM roles WHERE name = 'shift'");
    }
}

TEST_F(TwoServers, do_not_wait_for_each_other_for_ever_when_everything_happens_at_once) {
    const auto admin = person("admin", "admin");
    test::addRole(schema, "night shift", "devices:read");
    const auto role = sql("SELECT id FROM roles WHERE name = 'night shift'");
    std::vector<Person> people;
    for (int i = 0; i < 6; ++i)
        people.push_back(person("n" + std::to_string(i), "night shift"));
    std::vector<std::future<void>> work;
    for (int i = 0; i < 6; ++i)
        work.push_back(std::async(std::launch::async, [&, i] {
            Server& on = i % 2 == 0 ? one : two;
            for (int round = 0; round < rounds; ++round) {
                const Person& who = people[static_cast<std::size_t>((i * 7 + round) % 6)];
                const Person& other = people[static_cast<std::size_t>((i + round * 5) % 6)];
                try {
                    if (i == 0)
                        on.roles.update(*admin.caller, role, round + 1,
                                        {"night shift", std::to_string(round), {"devices:read"}});
                    else if (i == 1)
                        on.users.changeMany(*admin.caller,
                                            {{{who.id, versionOf(who.id)}, {other.id, versionOf(other.id)}},
                                             std::nullopt,
                                             {round % 2 == 0 ? "viewer" : "engineer"},
                                             {round % 2 == 0 ? "engineer" : "viewer"}});
                    else if (i == 2)
                        on.users.updateProfile(*who.caller, versionOf(who.id),
                                               {"N " + std::to_string(round), ""});
                    else if (i == 3)
                        on.sessions.endOthers(*who.caller);
                    else
                        test::check(on.sessions, who.token);
                } catch (const ServiceError& e) {
                    ASSERT_EQ(dynamic_cast<const Unavailable*>(&e), nullptr) << e.what();
                }
            }
        }));
    for (auto& task : work)
        task.get(); // a deadlock would be a pqxx::sql_error here
}

TEST_F(TwoServers, change_nothing_while_Redis_is_away_and_do_it_when_asked_again) {
    const auto admin = person("admin", "admin"), vic = person("vic", "viewer");
    test::addRole(schema, "night shift", "devices:read");
    const auto role = sql("SELECT id FROM roles WHERE name = 'night shift'");
    const auto nia = person("nia", "night shift");
    const auto state = [&] {
        return sql(
            "SELECT md5(string_agg(t, '|' ORDER BY t)) FROM (SELECT u::text FROM users u UNION ALL SELECT "
            "r::text FROM roles r UNION ALL "
            "SELECT ur::text FROM user_roles ur UNION ALL SELECT token_hash::text FROM sessions UNION ALL "
            "SELECT id::text FROM audit_log UNION ALL SELECT event::text FROM event_outbox) x (t)");
    };
    const auto before = state();
    network.cut();
    ASSERT_TRUE(test::eventually([&] { return !one.redis->healthy(); }));
    EXPECT_THROW(one.users.update(*admin.caller, vic.id, 1, as(vic, {"engineer"})), Unavailable);
    EXPECT_THROW(one.users.update(*admin.caller, vic.id, 1, as(vic, {"viewer"}, true)), Unavailable);
    EXPECT_THROW(one.users.changeMany(*admin.caller, {{{vic.id, 1}}, true, {}, {}}), Unavailable);
    EXPECT_THROW(one.users.remove(*admin.caller, vic.id, 1), Unavailable);
    EXPECT_THROW(one.users.resetPassword(*admin.caller, vic.id), Unavailable);
    EXPECT_THROW(one.users.updateProfile(*vic.caller, 1, {"Vera", ""}), Unavailable);
    EXPECT_THROW(one.roles.update(*admin.caller, role, 1, {"night shift", "", {"runs:read"}}), Unavailable);
    EXPECT_EQ(state(), before);
    EXPECT_EQ(one.events.take().size(), 0u);
    EXPECT_EQ(test::check(two.sessions, vic.token)->username, "vic");
    network.restore();
    ASSERT_TRUE(test::eventually([&] { return one.redis->healthy(); }));
    one.users.update(*admin.caller, vic.id, 1, as(vic, {"viewer"}, true));
    EXPECT_THROW(test::check(two.sessions, vic.token), Unauthenticated);
}

TEST_F(TwoServers, ask_what_the_actor_may_do_at_the_moment_of_the_change) {
    const auto admin = person("admin", "admin"), eve = person("eve", "admin"), vic = person("vic", "viewer");
    test::addRole(schema, "night shift", "devices:read");
    const auto role = sql("SELECT id FROM roles WHERE name = 'night shift'");
    one.users.update(*admin.caller, eve.id, 1, as(eve, {"engineer"})); // her requests have begun as an admin
    EXPECT_THROW(two.users.update(*eve.caller, vic.id, 1, as(vic, {"engineer"})), Forbidden);
    EXPECT_THROW(two.users.create(*eve.caller, {"new", "New", "", {}}), Forbidden);
    EXPECT_THROW(two.users.resetPassword(*eve.caller, vic.id), Forbidden);
    EXPECT_THROW(two.users.unlock(*eve.caller, vic.id), Forbidden);
    EXPECT_THROW(two.roles.create(*eve.caller, {"new", "", {}}), Forbidden);
    EXPECT_THROW(two.roles.update(*eve.caller, role, 1, {"new", "", {}}), Forbidden);
    EXPECT_THROW(two.roles.remove(*eve.caller, role, 1), Forbidden);
    one.users.update(*admin.caller, eve.id, 2, as(eve, {"admin"}, true));
    EXPECT_THROW(two.users.update(*eve.caller, vic.id, 1, as(vic, {"engineer"})), Unauthenticated);
    EXPECT_THROW(two.users.updateProfile(*eve.caller, 3, {"Eva", ""}), Unauthenticated);
    EXPECT_THROW(two.roles.create(*eve.caller, {"new", "", {}}), Unauthenticated);
    EXPECT_EQ(versionOf(vic.id), 1);
}

} // namespace labwarden::identity
