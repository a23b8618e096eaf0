// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/storage/redis_pool.h"

#include "server/errors.h"
#include "tests/server/support/services.h"
#include "tests/server/support/tcp_proxy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <thread>

namespace labwarden::storage {

using namespace std::chrono_literals;

namespace {

using Clock = std::chrono::steady_clock;
using Kind = RedisReply::Kind;

class ARedis : public testing::Test {
protected:
    test::TestRedis redis;
    test::TcpProxy network{"127.0.0.1", test::portOf(test::Services::get().redis)};

    std::string key(const std::string& name) const { return redis->prefix() + name; }
    std::unique_ptr<Redis> throughNetwork() const {
        auto settings = redis.settings();
        settings.url = test::withPort(settings.url, network.port());
        return openRedis(settings);
    }
};

bool answers(Redis& redis) {
    try {
        return redis.command({"PING"}).text == "PONG";
    } catch (const Unavailable&) {
        return false;
    }
}

} // namespace

TEST_F(ARedis, answers_with_values_of_each_kind) {
    EXPECT_EQ(redis->command({"SET", key("a"), std::string("x\0y", 3)}).text, "OK");
    EXPECT_EQ(redis->command({"GET", key("a")}).text, std::string("x\0y", 3));
    EXPECT_EQ(redis->command({"GET", key("none")}).kind, Kind::Nil);
    EXPECT_EQ(redis->command({"INCRBY", key("n"), "41"}).integer, 41);
    redis->command({"RPUSH", key("list"), "1", "2"});
    const auto list = redis->command({"LRANGE", key("list"), "0", "-1"});
    ASSERT_EQ(list.kind, Kind::Array);
    ASSERT_EQ(list.items.size(), 2u);
    EXPECT_EQ(list.items[1].text, "2");
}

TEST_F(ARedis, takes_many_commands_in_one_go_in_order) {
    std::vector<std::vector<std::string>> commands;
    for (int i = 0; i < 20'000; ++i)
        commands.push_back({"ECHO", std::to_string(i) + std::string(100, 'x')});
    const auto replies = redis->pipeline(commands, 20s);
    ASSERT_EQ(replies.size(), commands.size());
    for (std::size_t i = 0; i < replies.size(); ++i)
        ASSERT_EQ(replies[i].text, commands[i][1]);
}

TEST_F(ARedis, reports_an_error_reply_and_goes_on_with_the_same_connection) {
    EXPECT_THROW(redis->command({"NO-SUCH-COMMAND"}), std::runtime_error);
    EXPECT_THROW(redis->pipeline({{"SET", key("s"), "x"}, {"INCR", key("s")}, {"GET", key("s")}}),
                 std::runtime_error);
    EXPECT_EQ(redis->command({"GET", key("s")}).text, "x");
}

TEST_F(ARedis, that_is_silent_ends_each_call_by_its_deadline_and_never_mixes_answers_up) {
    const auto through = throughNetwork();
    ASSERT_TRUE(test::eventually([&] { return answers(*through); }));
    network.silence(true);
    const auto begin = Clock::now();
    EXPECT_THROW(through->command({"ECHO", "old"}, 200ms), Unavailable);
    EXPECT_LT(Clock::now() - begin, 2s);
    // One that is asked while "old" may still be answered.
    auto next = std::async(std::launch::async, [&] {
        for (;;) {
            try {
                return through->command({"ECHO", "next"}, 5s).text;
            } catch (const Unavailable&) {
            }
        }
    });
    EXPECT_EQ(next.wait_for(200ms), std::future_status::timeout);
    network.silence(false);
    EXPECT_EQ(next.get(), "next");
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(through->command({"ECHO", std::to_string(i)}).text, std::to_string(i));
}

TEST_F(ARedis, known_to_be_away_fails_at_once_and_is_used_again_when_it_is_back) {
    const auto through = throughNetwork();
    ASSERT_TRUE(test::eventually([&] { return through->healthy(); }));
    network.cut();
    ASSERT_TRUE(test::eventually([&] { return !through->healthy(); }));
    const auto begin = Clock::now();
    for (int i = 0; i < 200; ++i)
        EXPECT_THROW(through->command({"PING"}, 5s), Unavailable);
    EXPECT_LT(Clock::now() - begin, 4s);
    network.restore();
    EXPECT_TRUE(test::eventually([&] { return through->healthy(); }, 10s));
    EXPECT_TRUE(answers(*through));
}

TEST_F(ARedis, refuses_nobody_when_many_threads_want_it) {
    std::vector<std::future<int>> threads;
    for (int t = 0; t < 40; ++t)
        threads.push_back(std::async(std::launch::async, [&, t] {
            int right = 0;
            for (int i = 0; i < 50; ++i) {
                const auto word = std::to_string(t * 1000 + i);
                right += redis->command({"ECHO", word}, 10s).text == word;
            }
            return right;
        }));
    for (auto& thread : threads)
        EXPECT_EQ(thread.get(), 50);
}

TEST_F(ARedis, with_a_wrong_password_is_away) {
    auto settings = redis.settings();
    const auto at = settings.url.find('@');
    settings.url.insert(at, "wrong");
    const auto wrong = openRedis(settings);
    EXPECT_THROW(wrong->command({"PING"}), Unavailable);
    EXPECT_FALSE(wrong->healthy());
}

TEST(RedisAddress, is_read_from_an_URL) {
    const auto a = RedisAddress::parse("redis://:p%40ss@127.0.0.1:7777/3");
    EXPECT_EQ(a.host, "127.0.0.1");
    EXPECT_EQ(a.port, 7777);
    EXPECT_EQ(a.password, "p@ss");
    EXPECT_EQ(a.user, "");
    EXPECT_EQ(a.database, 3);
    EXPECT_EQ(RedisAddress::parse("redis://me:x@lab").user, "me");
    EXPECT_EQ(RedisAddress::parse("redis://lab").port, 6379);
    EXPECT_EQ(RedisAddress::parse("redis://[::1]:99").host, "::1");
    EXPECT_EQ(RedisAddress::parse("unix:///run/redis.sock?db=2&password=x").path, "/run/redis.sock");
    EXPECT_EQ(RedisAddress::parse("unix:///run/redis.sock?db=2&password=x").database, 2);
}

TEST(RedisAddress, that_is_nonsense_is_refused_without_telling_its_password) {
    for (const char* url :
         {"http://x", "redis://:geheim@", "redis://:geheim@x:99999", "redis://:geheim@x/nine",
          "redis://:geheim%@x", "unix://relative", "unix:///x?password=geheim%"}) {
        try {
            RedisAddress::parse(url);
            ADD_FAILURE() << url;
        } catch (const std::invalid_argument& e) {
            EXPECT_EQ(std::string(e.what()).find("geheim"), std::string::npos) << url;
        }
    }
}

} // namespace labwarden::storage
