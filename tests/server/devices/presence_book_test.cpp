// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/devices/presence_book.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace labwarden;
using namespace labwarden::devices;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {

class ThePresenceBook : public testing::Test {
protected:
    void hear(bool online, bool retained = false, std::optional<Timestamp> at = {}) {
        book.heard("d", {.online = online, .heartbeat = 10s, .at = at}, retained, wall, now);
    }
    std::vector<std::string> words() {
        std::vector<std::string> out;
        for (const auto& word : book.unwritten()) {
            out.push_back(word.key + (word.online ? " on" : " off"));
            lastCause = word.cause;
            book.written(word, true);
        }
        return out;
    }
    PresenceCause lastCause = PresenceCause::unknown;
    PresenceBook book{3};
    PresenceBook::Clock::time_point now{1000h};
    const PresenceBook::Clock::time_point begin = now;
    Timestamp wall{1'700'000'000'000};
};

} // namespace

TEST_F(ThePresenceBook, says_again_at_every_heartbeat_that_a_device_is_there) {
    hear(true);
    EXPECT_THAT(words(), ElementsAre("d on"));
    EXPECT_THAT(words(), IsEmpty());
    hear(true);
    EXPECT_THAT(words(), ElementsAre("d on"));
}

TEST_F(ThePresenceBook, keeps_only_the_newest_word_while_it_cannot_be_written) {
    hear(true);
    const auto stale = book.unwritten();
    hear(false);
    now += 2s;
    book.judge(begin, now);
    book.written(stale.front(), true);
    EXPECT_THAT(words(), ElementsAre("d off")) << "what was written is older than what was heard";
}

TEST_F(ThePresenceBook, says_later_what_is_not_taken_yet_unless_there_is_something_newer) {
    hear(true);
    const auto word = book.unwritten().front();
    book.later(word, now + 5s);
    EXPECT_THAT(words(), IsEmpty());
    now += 4s;
    book.judge(begin, now);
    EXPECT_THAT(words(), IsEmpty());
    now += 1s;
    book.judge(begin, now);
    EXPECT_THAT(words(), ElementsAre("d on"));
    hear(true);
    book.later(book.unwritten().front(), now + 5s);
    hear(false);
    now += 2s;
    book.judge(begin, now);
    EXPECT_THAT(words(), ElementsAre("d off"));
    now += 5s;
    book.judge(begin, now);
    EXPECT_THAT(words(), ElementsAre("d off")) << "said again, which does no harm";
}

TEST_F(ThePresenceBook, takes_three_silent_heartbeats_for_a_loss) {
    hear(true);
    words();
    now += 30s;
    EXPECT_EQ(book.judge(begin, now), 0U);
    now += 1ms;
    EXPECT_EQ(book.judge(begin, now), 1U);
    EXPECT_THAT(words(), ElementsAre("d off"));
    EXPECT_EQ(book.judge(begin, now + 1h), 0U) << "it is lost once";
    hear(true);
    EXPECT_THAT(words(), ElementsAre("d on"));
}

TEST_F(ThePresenceBook, judges_nobody_while_it_could_not_have_heard_them) {
    hear(true);
    words();
    now += 1h;
    EXPECT_EQ(book.judge(std::nullopt, now), 0U);
    EXPECT_EQ(book.judge(now - 30s, now), 0U);
    EXPECT_EQ(book.judge(now - 31s, now), 1U);
}

TEST_F(ThePresenceBook, takes_what_was_retained_for_the_past) {
    hear(true, true);
    EXPECT_THAT(words(), IsEmpty()) << "an old online proves nothing";
    now += 31s;
    EXPECT_EQ(book.judge(begin, now), 1U) << "but who does not go on is lost";
    EXPECT_THAT(words(), ElementsAre("d off"));
    hear(true, true, wall - 29s);
    EXPECT_THAT(words(), ElementsAre("d on")) << "young enough by its own time";
    hear(true, true, wall - 31s);
    EXPECT_THAT(words(), IsEmpty());
    hear(false, true);
    now += 9s;
    book.judge(begin, now);
    EXPECT_THAT(words(), IsEmpty()) << "it has a heartbeat to come back";
    now += 1s;
    book.judge(begin, now);
    EXPECT_THAT(words(), ElementsAre("d off")) << "a last will stays true";
}

TEST_F(ThePresenceBook, takes_the_retained_goodbye_of_an_unknown_device_at_once) {
    hear(false, true);
    EXPECT_THAT(words(), ElementsAre("d off"));
}

TEST_F(ThePresenceBook, takes_a_goodbye_once_its_grace_has_gone_by) {
    hear(true);
    words();
    hear(false);
    now += 1999ms;
    EXPECT_EQ(book.judge(begin, now), 0U);
    EXPECT_THAT(words(), IsEmpty());
    now += 1ms;
    EXPECT_EQ(book.judge(begin, now), 0U) << "it has left, it is not lost";
    EXPECT_THAT(words(), ElementsAre("d off"));
}

TEST_F(ThePresenceBook, knows_nothing_of_a_goodbye_that_was_taken_back) {
    hear(true);
    words();
    hear(false);
    now += 1s;
    hear(true);
    EXPECT_THAT(words(), ElementsAre("d on"));
    now += 5s;
    book.judge(begin, now);
    EXPECT_THAT(words(), IsEmpty());
}

TEST_F(ThePresenceBook, takes_the_wills_of_a_broker_that_ends_for_its_own_end) {
    hear(true);
    words();
    hear(false);
    now += 100ms;
    book.judge(std::nullopt, now);
    now += 5s;
    book.judge(now - 1s, now);
    EXPECT_THAT(words(), IsEmpty()) << "the connection broke before the grace was over";
}

TEST_F(ThePresenceBook, notices_the_silence_of_a_device_it_has_never_heard) {
    book.expect("d", now);
    EXPECT_THAT(words(), IsEmpty());
    now += 31s;
    EXPECT_EQ(book.judge(begin, now), 1U);
    EXPECT_THAT(words(), ElementsAre("d off"));
}

TEST_F(ThePresenceBook, forgets_devices_that_are_not_registered) {
    hear(true);
    book.written({"d", true}, false);
    now += 1h;
    EXPECT_EQ(book.judge(begin, now), 0U);
    EXPECT_THAT(words(), IsEmpty());
}

TEST_F(ThePresenceBook, tells_a_goodbye_from_silence) {
    hear(true);
    words();
    now += 31s;
    book.judge(begin, now);
    EXPECT_THAT(words(), ElementsAre("d off"));
    EXPECT_EQ(lastCause, PresenceCause::silence);
    hear(true);
    EXPECT_THAT(words(), ElementsAre("d on"));
    EXPECT_EQ(lastCause, PresenceCause::unknown);
    hear(false);
    now += 2s;
    book.judge(begin, now);
    EXPECT_THAT(words(), ElementsAre("d off"));
    EXPECT_EQ(lastCause, PresenceCause::goodbye);
}
