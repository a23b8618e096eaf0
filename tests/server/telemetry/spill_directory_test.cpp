// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/telemetry/spill_directory.h"
#include "tests/server/telemetry/scratch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <random>

#include <poll.h>
#include <sys/resource.h>
#include <sys/stat.h>

using namespace labwarden;
using namespace labwarden::telemetry;
using namespace labwarden::test;
using testing::HasSubstr;

namespace fs = std::filesystem;

namespace {

class TheSpillDirectory : public testing::Test {
protected:
    TheSpillDirectory() { open(); }

    void open(std::uint64_t maxBytes = 1 << 20) {
        spill.reset();
        spill = std::make_unique<SpillDirectory>(SpillSettings{scratch.path, maxBytes});
    }
    /// What can be read, oldest first; it is all gone from the directory afterwards.
    std::vector<std::string> drained() {
        std::vector<std::string> all;
        while (auto segment = spill->oldest()) {
            all.push_back(segment->batch.lines);
            spill->done(segment->id);
        }
        return all;
    }
    std::vector<fs::path> files(const std::string& suffix = ".lines") const {
        std::vector<fs::path> all;
        for (const auto& entry : fs::directory_iterator(scratch.path))
            if (entry.path().string().ends_with(suffix))
                all.push_back(entry.path());
        std::ranges::sort(all);
        return all;
    }
    static std::string refusalOf(const SpillSettings& settings) {
        try {
            const SpillDirectory other(settings);
            return "none";
        } catch (const std::runtime_error& e) {
            return e.what();
        }
    }

    const ScratchPath scratch;
    std::unique_ptr<SpillDirectory> spill;
};

} // namespace

TEST_F(TheSpillDirectory, gives_back_what_it_was_given_oldest_first_also_to_the_next_server) {
    for (const auto* name : {"a", "b", "c"})
        ASSERT_TRUE(spill->append(batchOf(name)));
    EXPECT_EQ(spill->counters().points, 9U);
    open();
    EXPECT_EQ(spill->counters().found, 9U);
    ASSERT_TRUE(spill->append(batchOf("d")));
    EXPECT_THAT(drained(), testing::ElementsAre(batchOf("a").lines, batchOf("b").lines, batchOf("c").lines,
                                                batchOf("d").lines));
    EXPECT_TRUE(files().empty());
    EXPECT_EQ(spill->counters().bytes, 0U);
    EXPECT_EQ(spill->counters().points, 0U);
}

TEST_F(TheSpillDirectory, keeps_a_segment_until_it_is_done_with) {
    ASSERT_TRUE(spill->append(batchOf("a")));
    const auto taken = spill->oldest();
    ASSERT_TRUE(taken);
    EXPECT_FALSE(spill->oldest()) << "one at a time";
    spill->release(taken->id);
    EXPECT_EQ(drained().size(), 1U);
}

TEST_F(TheSpillDirectory, is_for_its_owner_alone) {
    ASSERT_TRUE(spill->append(batchOf("a")));
    struct stat facts {};
    ::stat(scratch.path.c_str(), &facts);
    EXPECT_EQ(facts.st_mode & 0777, 0700U);
    ::stat(files().front().c_str(), &facts);
    EXPECT_EQ(facts.st_mode & 0777, 0600U);
    spill.reset();
    ::chmod(scratch.path.c_str(), 0750);
    EXPECT_THAT(refusalOf({scratch.path}), HasSubstr("chmod 700"));
}

TEST_F(TheSpillDirectory, belongs_to_one_server_at_a_time) {
    EXPECT_THAT(refusalOf({scratch.path}), HasSubstr("in use by another server"));
    spill.reset();
    EXPECT_EQ(refusalOf({scratch.path}), "none");
}

TEST_F(TheSpillDirectory, that_cannot_be_made_is_named_with_the_reason) {
    EXPECT_THAT(refusalOf({"/proc/nowhere/spill"}),
                testing::AllOf(HasSubstr("/proc/nowhere/spill"), HasSubstr("No such file")));
}

TEST_F(TheSpillDirectory, drops_the_oldest_beyond_its_limit_and_counts_their_points) {
    open(3 * segmentBytes(batchOf("a")) + 10);
    for (const auto* name : {"a", "b", "c", "d", "e"})
        ASSERT_TRUE(spill->append(batchOf(name)));
    EXPECT_EQ(spill->counters().dropped, 6U);
    EXPECT_EQ(files().size(), 3U);
    EXPECT_THAT(drained(), testing::ElementsAre(batchOf("c").lines, batchOf("d").lines, batchOf("e").lines));
    EXPECT_FALSE(spill->append(batchOf("too large", 1000))) << "it would never fit";
}

TEST_F(TheSpillDirectory, does_not_drop_what_is_just_being_written_to_influx) {
    open(2 * segmentBytes(batchOf("a")) + 10);
    ASSERT_TRUE(spill->append(batchOf("a")));
    ASSERT_TRUE(spill->append(batchOf("b")));
    const auto taken = spill->oldest();
    ASSERT_TRUE(spill->append(batchOf("c")));
    spill->release(taken->id);
    EXPECT_THAT(drained(), testing::ElementsAre(batchOf("a").lines, batchOf("c").lines));
}

TEST_F(TheSpillDirectory, sets_a_damaged_segment_aside_and_goes_on) {
    for (const auto* name : {"bit", "short", "empty", "gone", "good"})
        ASSERT_TRUE(spill->append(batchOf(name)));
    const auto all = files();
    ASSERT_EQ(all.size(), 5U);
    {
        std::fstream bit(all[0], std::ios::in | std::ios::out);
        bit.seekp(80);
        bit.put('~');
    }
    fs::resize_file(all[1], fs::file_size(all[1]) - 1);
    fs::resize_file(all[2], 0);
    fs::remove(all[3]);
    EXPECT_THAT(drained(), testing::ElementsAre(batchOf("good").lines));
    EXPECT_EQ(spill->counters().damagedSegments, 4U);
    EXPECT_EQ(spill->counters().damagedPoints, 12U);
    EXPECT_EQ(files(".damaged").size(), 3U) << "for whoever wants to look at them";
    open(segmentBytes(batchOf("a")) + 10);
    EXPECT_EQ(spill->counters().found, 0U);
    ASSERT_TRUE(spill->append(batchOf("a"))) << "they are the first to go";
    EXPECT_LT(files(".damaged").size(), 3U);
}

TEST_F(TheSpillDirectory, leaves_alone_what_is_not_its_own) {
    spill.reset();
    const auto foreign = scratch.path / "notes.txt";
    std::ofstream(foreign) << "not a segment";
    std::ofstream(scratch.path / "00000000000000000009.lines") << "not quite one";
    open();
    EXPECT_TRUE(spill->empty());
    EXPECT_TRUE(fs::exists(foreign));
}

TEST_F(TheSpillDirectory, has_no_half_of_a_segment_after_a_kill_in_the_middle_of_its_writing) {
#ifndef LABWARDEN_FAILPOINTS
    GTEST_SKIP() << "needs a build with failpoints";
#endif
    ASSERT_TRUE(spill->append(batchOf("before")));
    spill.reset();
    EXPECT_EQ(inAnotherProcess("telemetry-segment-unfinished",
                               [&] { SpillDirectory({scratch.path}).append(batchOf("cut off")); }),
              86);
    EXPECT_EQ(files(".unfinished").size(), 1U);
    open();
    EXPECT_TRUE(files(".unfinished").empty());
    EXPECT_THAT(drained(), testing::ElementsAre(batchOf("before").lines));
    EXPECT_EQ(spill->counters().damagedSegments, 0U);
}

TEST_F(TheSpillDirectory, has_every_segment_it_said_yes_to_however_often_its_server_is_killed) {
    spill.reset();
    std::minstd_rand random(7);
    std::size_t promised = 0;
    for (int round = 0; round < 20; ++round) {
        int said[2];
        ASSERT_EQ(::pipe(said), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            SpillDirectory mine({scratch.path, 1 << 30});
            for (int i = 0; mine.append(batchOf("r" + std::to_string(round) + "-" + std::to_string(i), 2000));
                 ++i)
                if (::write(said[1], "+", 1) != 1)
                    ::_exit(1);
            ::_exit(0);
        }
        ::close(said[1]);
        char yes[16];
        for (std::size_t wanted = 1 + random() % 8; wanted > 0;) {
            const auto got = ::read(said[0], yes, std::min(wanted, sizeof yes));
            ASSERT_GT(got, 0);
            wanted -= static_cast<std::size_t>(got);
            promised += static_cast<std::size_t>(got);
        }
        const timespec moment{0, static_cast<long>(random() % 3'000'000)};
        ::nanosleep(&moment, nullptr); // the kill comes somewhere within the next one
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        for (ssize_t got = 0; (got = ::read(said[0], yes, sizeof yes)) > 0;)
            promised += static_cast<std::size_t>(got);
        ::close(said[0]);
    }
    open(1 << 30);
    const auto segments = drained().size();
    EXPECT_EQ(spill->counters().damagedSegments, 0U);
    EXPECT_GE(segments, promised);
    EXPECT_LE(segments, promised + 20) << "one a kill may have been finished without the word";
}

TEST_F(TheSpillDirectory, says_no_while_the_disk_takes_nothing_and_leaves_nothing_there) {
    spill.reset();
    // A limit on the size of files is to a process what a full disk is: the write fails half way.
    EXPECT_EQ(inAnotherProcess("",
                               [&] {
                                   std::signal(SIGXFSZ, SIG_IGN);
                                   const rlimit small{4096, 4096};
                                   ::setrlimit(RLIMIT_FSIZE, &small);
                                   SpillDirectory full({scratch.path});
                                   const bool large = full.append(batchOf("large", 1000));
                                   const bool tiny = full.append(batchOf("tiny"));
                                   const auto counted = full.counters();
                                   ::_exit(!large && tiny && counted.failures == 1 && counted.segments == 1 &&
                                                   counted.points == 3
                                               ? 42
                                               : 1);
                               }),
              42);
    EXPECT_EQ(files().size(), 1U);
    EXPECT_TRUE(files(".unfinished").empty());
    open();
    EXPECT_THAT(drained(), testing::ElementsAre(batchOf("tiny").lines));
}
