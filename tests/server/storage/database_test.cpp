// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/storage/pool.h"

#include "server/errors.h"
#include "tests/server/support/services.h"
#include "tests/server/support/tcp_proxy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <optional>
#include <set>
#include <thread>

namespace labwarden::storage {

using namespace std::chrono_literals;

namespace {

using Clock = std::chrono::steady_clock;

constexpr Query sleepFor{"test/sleep", "SELECT pg_sleep($1::float8)"};
constexpr Query echo{"test/echo", "SELECT $1::text AS value"};
constexpr Query backend{"test/backend", "SELECT pg_backend_pid()"};
constexpr Query numbers{"test/numbers", "SELECT unnest($1::text[]) AS value"};
constexpr Query setting{"test/setting", "SELECT current_setting($1)"};
constexpr Query insert{"test/insert", "INSERT INTO notes VALUES ($1)"};
constexpr Query wrong{"test/wrong", "SELECT 1 / $1::int"};

class ADatabase : public testing::Test {
protected:
    test::TestSchema schema;
    test::TcpProxy network{"127.0.0.1", test::portOf(test::Services::get().postgresApp)};

    DatabaseSettings throughNetwork(int connections = 4) const {
        auto settings = schema.settings();
        settings.url = test::withPort(settings.url, network.port());
        settings.connections = connections;
        return settings;
    }
};

bool answers(Database& database) {
    try {
        return database.acquire()->run(echo, 1).size() == 1;
    } catch (const Unavailable&) {
        return false;
    }
}

} // namespace

TEST_F(ADatabase, runs_named_queries_with_parameters_of_all_kinds) {
    const auto database = schema.open();
    const auto connection = database->acquire();
    EXPECT_EQ(connection->run(echo, std::string("grüße")).at(0)["value"].as<std::string>(), "grüße");
    EXPECT_EQ(connection->run(echo, 42).at(0)["value"].as<std::string>(), "42");
    EXPECT_TRUE(connection->run(echo, std::optional<std::string>()).at(0)["value"].is_null());
    EXPECT_EQ(connection->run(echo, std::optional<std::string>("x")).at(0)["value"].as<std::string>(), "x");
    EXPECT_TRUE(connection->run(echo, nullptr).at(0)["value"].is_null());
}

TEST_F(ADatabase, takes_lists_as_array_literals_whatever_is_in_them) {
    const std::vector<std::string> nasty{"plain", "",   "with \"quotes\"", "back\\slash", "a,b", "{c}",
                                         "NULL",  " x "};
    const auto database = schema.open();
    const auto rows = database->acquire()->run(numbers, arrayLiteral(nasty));
    std::vector<std::string> back;
    for (const auto& row : rows)
        back.push_back(row["value"].as<std::string>());
    EXPECT_EQ(back, nasty);
    EXPECT_EQ(database->acquire()->run(numbers, arrayLiteral({})).size(), 0u);
}

TEST_F(ADatabase, works_in_its_schema_under_its_name_with_a_time_limit) {
    const auto database = schema.open();
    const auto connection = database->acquire();
    EXPECT_STREQ(connection->run(setting, std::string("search_path")).at(0)[0].c_str(),
                 schema.name().c_str());
    EXPECT_STREQ(connection->run(setting, std::string("application_name")).at(0)[0].c_str(),
                 schema.name().c_str());
    EXPECT_STREQ(connection->run(setting, std::string("statement_timeout")).at(0)[0].c_str(), "5s");
}

TEST_F(ADatabase, opens_as_many_connections_as_are_used_at_once_and_no_more_than_allowed) {
    const auto database = schema.open(3);
    std::vector<std::unique_ptr<Connection>> held;
    std::set<std::string> pids;
    for (int i = 0; i < 3; ++i) {
        held.push_back(database->acquire());
        pids.insert(held.back()->run(backend).at(0)[0].c_str());
    }
    EXPECT_EQ(pids.size(), 3u);
    EXPECT_THROW(database->acquire(50ms), Unavailable);
    held.pop_back();
    EXPECT_TRUE(pids.contains(database->acquire()->run(backend).at(0)[0].c_str()));
}

TEST_F(ADatabase, hands_a_freed_connection_to_whoever_waits) {
    const auto database = schema.open(1);
    auto held = database->acquire();
    auto waiting = std::async(std::launch::async, [&] { return answers(*database); });
    EXPECT_EQ(waiting.wait_for(30ms), std::future_status::timeout);
    held.reset();
    EXPECT_TRUE(waiting.get());
}

TEST_F(ADatabase, keeps_the_error_of_a_wrong_statement_and_the_connection) {
    const auto database = schema.open(1);
    const auto connection = database->acquire();
    EXPECT_THROW(connection->run(wrong, 0), pqxx::data_exception);
    EXPECT_EQ(connection->run(wrong, 1).size(), 1u);
}

TEST_F(ADatabase, commits_a_transaction_whole_or_not_at_all) {
    schema.sql("CREATE TABLE notes (n integer); GRANT ALL ON notes TO labwarden_app");
    const auto database = schema.open(1);
    const auto connection = database->acquire();
    const auto count = [&] { return schema.sql("SELECT count(*) FROM notes")[0][0].as<int>(); };
    connection->transact([&](Transaction& t) {
        t.run(insert, 1);
        t.run(insert, 2);
        EXPECT_EQ(count(), 0);
    });
    EXPECT_EQ(count(), 2);
    const auto thrower = [&](Transaction& t) {
        t.run(insert, 3);
        throw Conflict(PublicText("no"));
    };
    EXPECT_THROW(connection->transact(thrower), Conflict);
    EXPECT_EQ(count(), 2);
    EXPECT_EQ(connection->run(echo, 1).size(), 1u);
}

TEST_F(ADatabase, ends_a_statement_that_takes_too_long) {
    auto settings = schema.settings();
    settings.statementTimeout = 100ms;
    const auto database = openDatabase(settings);
    const auto connection = database->acquire();
    EXPECT_THROW(connection->run(sleepFor, 30.0), Unavailable);
    EXPECT_EQ(connection->run(echo, 1).size(), 1u);
}

TEST_F(ADatabase, that_goes_silent_does_not_hold_a_call_for_ever) {
    auto settings = throughNetwork();
    settings.statementTimeout = 100ms;
    settings.statementGrace = 200ms;
    const auto database = openDatabase(settings);
    const auto connection = database->acquire();
    connection->run(echo, 1);
    network.silence(true);
    const auto begin = Clock::now();
    EXPECT_THROW(connection->run(echo, 2), Unavailable);
    EXPECT_LT(Clock::now() - begin, 4s);
}

TEST_F(ADatabase, that_is_away_at_start_is_refused_at_once_and_used_when_it_comes) {
    network.cut();
    const auto database = openDatabase(throughNetwork());
    ASSERT_TRUE(test::eventually([&] {
        const auto begin = Clock::now();
        try {
            database->acquire(10s);
        } catch (const Unavailable& e) {
            EXPECT_EQ(e.dependency, "postgres");
            return Clock::now() - begin < 1s;
        }
        return false;
    }));
    EXPECT_FALSE(database->healthy());
    network.restore();
    EXPECT_TRUE(test::eventually([&] { return answers(*database); }, 10s));
    EXPECT_TRUE(database->healthy());
}

TEST_F(ADatabase, that_goes_away_fails_the_call_under_way_and_shows_it_and_comes_back) {
    const auto database = openDatabase(throughNetwork());
    auto connection = database->acquire();
    auto call = std::async(std::launch::async, [&] { connection->run(sleepFor, 4.0); });
    EXPECT_EQ(call.wait_for(100ms), std::future_status::timeout);
    network.cut();
    EXPECT_THROW(call.get(), Unavailable);
    connection.reset();
    EXPECT_TRUE(test::eventually([&] { return !database->healthy(); }));
    network.restore();
    EXPECT_TRUE(test::eventually([&] { return answers(*database); }, 10s));
}

TEST_F(ADatabase, shows_an_outage_though_nobody_asks_it_anything) {
    const auto database = openDatabase(throughNetwork());
    ASSERT_TRUE(test::eventually([&] { return database->healthy(); }));
    network.cut();
    EXPECT_TRUE(test::eventually([&] { return !database->healthy(); }));
}

TEST_F(ADatabase, replaces_idle_connections_that_the_server_has_ended_without_failing_a_call) {
    const auto database = schema.open(4);
    {
        std::vector<std::unique_ptr<Connection>> held;
        for (int i = 0; i < 4; ++i)
            held.push_back(database->acquire());
        for (auto& connection : held)
            connection->run(echo, 1);
    }
    const auto ended = schema.sqlAsApp("SELECT count(pg_terminate_backend(pid, 3000)) FROM pg_stat_activity "
                                       "WHERE application_name = '" +
                                       schema.name() + "' AND pid <> pg_backend_pid()");
    EXPECT_EQ(ended[0][0].as<int>(), 4);
    for (int i = 0; i < 8; ++i)
        EXPECT_EQ(database->acquire()->run(echo, i).size(), 1u);
}

TEST_F(ADatabase, serves_many_threads) {
    const auto database = schema.open(4);
    std::vector<std::future<int>> threads;
    for (int t = 0; t < 16; ++t)
        threads.push_back(std::async(std::launch::async, [&, t] {
            int right = 0;
            for (int i = 0; i < 50; ++i)
                right += database->acquire(10s)->run(echo, t * 1000 + i).at(0)[0].as<int>() == t * 1000 + i;
            return right;
        }));
    for (auto& thread : threads)
        EXPECT_EQ(thread.get(), 50);
}

TEST(DatabaseSettings, with_a_bad_schema_or_url_are_refused) {
    EXPECT_THROW(connectionUrl({.url = "postgresql://x", .schema = "a b"}), std::invalid_argument);
    EXPECT_THROW(connectionUrl({.url = "postgresql://x", .schema = "1a"}), std::invalid_argument);
    EXPECT_THROW(connectionUrl({.url = "postgresql://x", .schema = "a\",public"}), std::invalid_argument);
    EXPECT_THROW(connectionUrl({.url = "mysql://x"}), std::invalid_argument);
}

} // namespace labwarden::storage
