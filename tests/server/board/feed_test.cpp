// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/api_keys.h"
#include "tests/server/board/board_lab.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

using namespace labwarden;
using namespace labwarden::test;
using namespace std::chrono_literals;

namespace {

const std::string somebody = "00000000-0000-4000-8000-000000000001";

/// A role that may hear of devices alone, given to the engineer.
std::string deafToken(BoardLab& lab) {
    lab.api.schema.sql("INSERT INTO roles (name, permissions) VALUES ('deaf', '{devices:read}');"
                       "UPDATE user_roles SET role_id = (SELECT id FROM roles WHERE name = 'deaf') "
                       "WHERE user_id = (SELECT id FROM users WHERE username = 'engineer')");
    return lab.api.signIn("engineer");
}

} // namespace

TEST(TheFeed, tells_a_parked_reader_at_once) {
    BoardLab lab(quick());
    auto later = lab.pollLater(lab.cursor(), 20);
    const Event event = lab.changeService("dev-2", "new fan");
    const Bundle bundle = later.get();
    ASSERT_EQ(bundle.events.size(), 1u);
    EXPECT_FALSE(bundle.reset);
    EXPECT_EQ(bundle.events[0].part, EventPart::service);
    EXPECT_EQ(bundle.events[0].id, event.id);
    EXPECT_EQ(bundle.events[0].version, event.version);
    EXPECT_EQ(bundle.events[0].state.at("reason"), "new fan");
}

TEST(TheFeed, goes_on_where_the_last_bundle_ended) {
    BoardLab lab(quick());
    std::string cursor = lab.cursor();
    std::int64_t last = 0;
    for (int i = 0; i < 10; ++i) {
        const Event event = lab.changeService("dev-1", "reason " + std::to_string(i));
        do {
            const Bundle bundle = lab.poll(cursor);
            ASSERT_EQ(bundle.status, 200);
            ASSERT_FALSE(bundle.events.empty());
            cursor = bundle.cursor;
            EXPECT_GT(bundle.events.back().version, last) << "nothing twice";
            last = bundle.events.back().version;
        } while (last < event.version);
    }
    EXPECT_EQ(lab.poll(cursor, 0).events.size(), 0u);
}

TEST(TheFeed, tells_of_each_part_its_newest_state_only) {
    BoardLab lab(quick());
    const std::string cursor = lab.cursor();
    Event last;
    for (int i = 0; i < 5; ++i)
        last = lab.changeService("dev-1", "reason " + std::to_string(i));
    lab.emit("run", somebody, 7);
    ASSERT_TRUE(eventually([&] { return lab.poll(cursor, 1).events.size() == 2; }));
    const Bundle bundle = lab.poll(cursor, 1);
    EXPECT_EQ(bundle.events[0].version, last.version);
    EXPECT_EQ(bundle.events[1].version, 7);
}

TEST(TheFeed, collects_what_comes_in_quick_succession) {
    board::BoardSettings settings = quick();
    settings.flushEvery = 300ms;
    BoardLab lab(settings);
    std::string cursor = lab.cursor();
    const auto begun = std::chrono::steady_clock::now();
    std::thread changes([&] {
        for (int i = 1; i <= 100; ++i)
            lab.emit("run", somebody, i);
    });
    int bundles = 0;
    std::int64_t version = 0;
    while (version < 100) {
        const Bundle bundle = lab.poll(cursor);
        ASSERT_FALSE(bundle.events.empty());
        cursor = bundle.cursor;
        version = bundle.events.back().version;
        ++bundles;
    }
    changes.join();
    const auto took = std::chrono::steady_clock::now() - begun;
    EXPECT_LE(bundles, took / settings.flushEvery + 2);
}

TEST(TheFeed, answers_an_empty_bundle_when_time_is_over) {
    BoardLab lab(quick());
    const std::string cursor = lab.cursor();
    const Bundle bundle = lab.poll(cursor, 1);
    EXPECT_EQ(bundle.status, 200);
    EXPECT_TRUE(bundle.events.empty());
    EXPECT_FALSE(bundle.reset);
    EXPECT_EQ(lab.poll(bundle.cursor, 0).status, 200);
}

TEST(TheFeed, tells_nobody_what_they_may_not_read) {
    BoardLab lab(quick());
    const std::string deaf = deafToken(lab);
    const std::string cursor = lab.cursor();
    auto hearing = lab.pollLater(cursor), notHearing = lab.pollLater(cursor, 10, deaf);
    lab.emit("run", somebody, 1);
    EXPECT_EQ(hearing.get().events.size(), 1u);
    EXPECT_EQ(notHearing.wait_for(0s), std::future_status::timeout) << "still waits";
    lab.changeService("dev-1", "new fan");
    const Bundle bundle = notHearing.get();
    ASSERT_EQ(bundle.events.size(), 1u);
    EXPECT_EQ(bundle.events[0].part, EventPart::service);
}

TEST(TheFeed, tells_nothing_to_a_session_that_has_ended_meanwhile) {
    BoardLab lab(quick());
    const std::string token = lab.api.signIn("engineer");
    auto later = lab.pollLater(lab.cursor(), 20, token);
    EXPECT_EQ(lab.api.post("/api/v1/auth/logout", boost::json::object{}, token).status, 204);
    lab.changeService("dev-1", "new fan");
    EXPECT_EQ(later.get().status, 401);
}

TEST(TheFeed, tells_a_program_with_an_API_key_what_it_may_hear_until_the_key_is_revoked) {
    BoardLab lab(quick());
    identity::ApiKeys keys(*lab.api.database, *lab.api.redis, lab.api.events);
    identity::Caller admin;
    admin.userId = lab.api.schema.sql("SELECT id FROM users WHERE username = 'admin'")[0][0].c_str();
    const auto key = keys.create(admin, {"dashboard", {"devices:read"}, Timestamp::now() + 48h});
    const std::string cursor = lab.cursor();
    auto first = lab.pollLater(cursor, 20, key.secret);
    lab.emit("run", somebody, 1);
    lab.emit("user", somebody, 1);
    lab.emit("device", somebody, 1);
    const Bundle heard = first.get();
    ASSERT_EQ(heard.events.size(), 1u);
    EXPECT_EQ(heard.events[0].part, EventPart::device);
    auto second = lab.pollLater(heard.cursor, 20, key.secret);
    ASSERT_TRUE(eventually([&] { return lab.board().feed().parked() == 1; }));
    keys.revoke(admin, key.apiKey.id);
    lab.emit("device", somebody, 2);
    EXPECT_EQ(second.get().status, 401);
}

TEST(TheFeed, lets_a_program_wait_that_may_hear_of_nothing) {
    BoardLab lab(quick());
    identity::ApiKeys keys(*lab.api.database, *lab.api.redis, lab.api.events);
    identity::Caller admin;
    admin.userId = lab.api.schema.sql("SELECT id FROM users WHERE username = 'admin'")[0][0].c_str();
    const auto key = keys.create(admin, {"auditor", {"audit:read"}, Timestamp::now() + 48h});
    lab.emit("device", somebody, 1);
    const Bundle bundle = lab.poll(lab.cursor(), 0, key.secret);
    EXPECT_EQ(bundle.status, 200);
    EXPECT_TRUE(bundle.events.empty());
}

TEST(TheFeed, sends_readers_it_cannot_serve_back_to_the_beginning) {
    BoardLab lab(quick());
    for (const char* cursor : {"", "nonsense", "other.1-0", "other.x-y"}) {
        const Bundle bundle = lab.poll(cursor);
        EXPECT_TRUE(bundle.reset) << cursor;
        EXPECT_FALSE(lab.poll(bundle.cursor, 0).reset) << "from there on it goes";
    }
    EXPECT_EQ(lab.api.get("/api/v1/events", lab.viewer).status, 422);
    EXPECT_EQ(lab.api.get("/api/v1/events?after=a&wait=x", lab.viewer).status, 422);
}

TEST(TheFeed, sends_readers_who_are_too_far_behind_back_to_the_beginning) {
    board::BoardSettings settings = quick();
    settings.recentEvents = 5;
    BoardLab lab(settings);
    const std::string cursor = lab.cursor();
    for (int i = 1; i <= 20; ++i)
        lab.emit("run", somebody, i);
    ASSERT_TRUE(eventually([&] { return lab.poll(cursor, 1).reset; }));
}

TEST(TheFeed, takes_only_so_many_who_wait) {
    board::BoardSettings settings = quick();
    settings.parkedLimit = 2;
    BoardLab lab(settings);
    const std::string cursor = lab.cursor();
    auto first = lab.pollLater(cursor), second = lab.pollLater(cursor);
    EXPECT_EQ(lab.poll(cursor).status, 429);
    lab.changeService("dev-1", "new fan");
    EXPECT_EQ(first.get().status, 200);
    EXPECT_EQ(second.get().status, 200);
}

TEST(TheFeed, answers_all_who_wait_when_the_server_stops) {
    BoardLab lab(quick());
    const std::string cursor = lab.cursor();
    auto first = lab.pollLater(cursor, 20), second = lab.pollLater(cursor, 20);
    lab.board().feed().drain();
    EXPECT_EQ(first.get().status, 200);
    EXPECT_EQ(second.get().status, 200);
    EXPECT_EQ(lab.poll(cursor, 20).status, 200) << "at once from now on";
}

TEST(ManyReaders, with_changes_all_the_time_miss_nothing) {
    BoardLab lab(quick());
    const std::string start = lab.cursor();
    constexpr int last = 150;
    std::vector<std::future<std::set<std::string>>> readers;
    for (int i = 0; i < 8; ++i)
        readers.push_back(std::async(std::launch::async, [&lab, start] {
            std::set<std::string> heard;
            std::string cursor = start;
            while (heard.size() < last) {
                const Bundle bundle = lab.poll(cursor);
                if (bundle.status != 200 || bundle.reset || bundle.events.empty())
                    break;
                for (const Event& event : bundle.events)
                    EXPECT_TRUE(heard.insert(event.id).second) << "twice";
                cursor = bundle.cursor;
            }
            return heard;
        }));
    for (int i = 0; i < last; ++i) { // each its own run, so that none stands for another
        char id[64];
        std::snprintf(id, sizeof id, "00000000-0000-4000-8000-%012d", i);
        lab.emit("run", id, 1);
    }
    for (auto& reader : readers)
        EXPECT_EQ(reader.get().size(), static_cast<std::size_t>(last));
}
