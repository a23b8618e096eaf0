// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/telemetry/backlog.h"
#include "tests/server/telemetry/scratch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

using namespace labwarden;
using namespace labwarden::telemetry;
using namespace labwarden::test;
using namespace std::chrono_literals;

namespace {

class TheBacklog : public testing::Test {
protected:
    void open(BacklogSettings settings = {}) {
        spill = std::make_unique<SpillDirectory>(SpillSettings{scratch.path});
        backlog = std::make_unique<Backlog>(settings, spill.get());
    }
    void put(const std::string& name) { backlog->put(batchOf(name)); }
    /// The next piece by its device, "*" in front when it came from disk; it is done with.
    std::string next() {
        const auto piece = backlog->take(0ms);
        if (!piece)
            return "none";
        backlog->done(*piece);
        const auto& lines = piece->batch.lines;
        const auto from = lines.find('=') + 1;
        return (piece->segment ? "*" : "") + lines.substr(from, lines.find(' ') - from);
    }
    std::vector<std::string> all() {
        std::vector<std::string> pieces;
        for (auto piece = next(); piece != "none"; piece = next())
            pieces.push_back(piece);
        return pieces;
    }

    const ScratchPath scratch;
    std::unique_ptr<SpillDirectory> spill;
    std::unique_ptr<Backlog> backlog;
};

} // namespace

TEST(TheBatchMaker, gives_a_batch_when_it_is_full_large_or_old) {
    const auto now = BatchMaker::Clock::now();
    const auto add = [&](BatchMaker& maker, const char* line) {
        return maker.add(now, [&](std::string& lines) { lines += line; });
    };
    BatchMaker maker(2, 100);
    EXPECT_FALSE(maker.due(now + 10s, 1s));
    EXPECT_FALSE(add(maker, "a\n"));
    EXPECT_EQ(maker.nextDue(1s), now + 1s);
    EXPECT_FALSE(maker.due(now, 1s));
    const auto full = add(maker, "b\n");
    ASSERT_TRUE(full);
    EXPECT_EQ(full->lines, "a\nb\n");
    EXPECT_EQ(full->points, 2U);
    EXPECT_FALSE(add(maker, "c\n"));
    const auto old = maker.due(now + 1s, 1s);
    ASSERT_TRUE(old);
    EXPECT_EQ(old->lines, "c\n");
    EXPECT_FALSE(maker.rest());
    BatchMaker small(100, 5);
    EXPECT_FALSE(add(small, "1234"));
    EXPECT_TRUE(add(small, "5"));
}

TEST_F(TheBacklog, stays_in_memory_while_influx_keeps_up) {
    open();
    put("a");
    put("b");
    EXPECT_TRUE(spill->empty());
    EXPECT_EQ(backlog->counters().points, 6U);
    EXPECT_THAT(all(), testing::ElementsAre("a", "b"));
    EXPECT_EQ(backlog->counters().points, 0U);
}

TEST_F(TheBacklog, goes_to_disk_when_influx_is_slow) {
    open({.liveBatches = 2});
    for (const auto* name : {"a", "b", "c", "d"})
        put(name);
    EXPECT_EQ(spill->counters().segments, 2U);
    EXPECT_THAT(all(), testing::ElementsAre("a", "b", "*c", "*d"));
}

TEST_F(TheBacklog, is_all_on_disk_once_influx_is_away_in_the_order_in_which_it_came) {
    open();
    put("a");
    put("b");
    backlog->away(true);
    put("c");
    EXPECT_EQ(backlog->counters().points, 0U);
    EXPECT_EQ(spill->counters().segments, 3U);
    backlog->away(false);
    put("new");
    EXPECT_THAT(all(), testing::ElementsAre("new", "*a", "*b", "*c")) << "nobody waits for the old ones";
}

TEST_F(TheBacklog, lets_neither_new_nor_old_wait_for_ever) {
    open();
    backlog->away(true);
    put("old-1");
    put("old-2");
    backlog->away(false);
    std::vector<std::string> order;
    for (int i = 0; i < 12; ++i) {
        put("new");
        order.push_back(next());
    }
    EXPECT_THAT(order, testing::ElementsAre("new", "new", "new", "new", "*old-1", "new", "new", "new", "new",
                                            "*old-2", "new", "new"));
}

TEST_F(TheBacklog, keeps_what_was_given_back_as_the_next) {
    open();
    put("a");
    put("b");
    auto piece = backlog->take(0ms);
    ASSERT_TRUE(piece);
    EXPECT_EQ(backlog->counters().points, 6U) << "what is under way counts";
    backlog->giveBack(std::move(*piece));
    EXPECT_THAT(all(), testing::ElementsAre("a", "b"));
}

TEST_F(TheBacklog, holds_its_bound_and_counts_when_neither_memory_nor_disk_has_room) {
    const std::size_t bytes = batchOf("a").lines.size();
    Backlog memoryOnly({.memoryBytes = 2 * bytes}, nullptr);
    memoryOnly.away(true);
    for (const auto* name : {"a", "b"})
        memoryOnly.put(batchOf(name));
    EXPECT_TRUE(memoryOnly.full());
    for (const auto* name : {"c", "d", "e"})
        memoryOnly.put(batchOf(name));
    EXPECT_EQ(memoryOnly.counters().points, 6U);
    EXPECT_EQ(memoryOnly.counters().dropped, 9U);
    EXPECT_EQ(memoryOnly.takeLive()->batch.lines, batchOf("d").lines) << "the oldest have gone";
}

TEST_F(TheBacklog, waits_in_memory_while_the_disk_takes_nothing_and_goes_there_when_it_does_again) {
    open();
    // What is a directory cannot be a file: the next segment cannot be made, for root neither.
    const auto inTheWay = scratch.path / (segmentName({1, 3}) + std::string(unfinishedSuffix));
    std::filesystem::create_directory(inTheWay);
    backlog->away(true);
    put("a");
    EXPECT_EQ(spill->counters().failures, 1U);
    EXPECT_EQ(backlog->counters().points, 3U);
    std::filesystem::remove(inTheWay);
    backlog->away(true);
    EXPECT_EQ(backlog->counters().points, 0U);
    EXPECT_EQ(spill->counters().points, 3U);
}

TEST_F(TheBacklog, wakes_who_waits) {
    open();
    std::jthread other([&] { put("a"); });
    const auto piece = backlog->take(10s);
    ASSERT_TRUE(piece);
    backlog->done(*piece);
    backlog->wake();
    EXPECT_FALSE(backlog->take(1h));
}
