// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/domain/device.h"
#include "common/domain/runner_protocol.h"
#include "common/timestamp.h"
#include "common/uuid.h"

#include <gtest/gtest.h>

#include <array>

using namespace labwarden;

TEST(ATimestamp, reads_and_writes_rfc3339_in_utc) {
    const auto at = Timestamp::parse("2026-03-01T14:02:18.250Z");
    ASSERT_TRUE(at);
    EXPECT_EQ(at->ms, 1772373738250);
    EXPECT_EQ(at->text(), "2026-03-01T14:02:18.250Z");
    EXPECT_EQ(Timestamp{0}.text(), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(Timestamp{-1}.text(), "1969-12-31T23:59:59.999Z");
}

TEST(ATimestamp, takes_any_offset_and_cuts_long_fractions) {
    EXPECT_EQ(Timestamp::parse("2026-03-01T16:32:18.2509999+02:30")->text(), "2026-03-01T14:02:18.250Z");
    EXPECT_EQ(Timestamp::parse("2026-03-01T14:02:18Z")->text(), "2026-03-01T14:02:18.000Z");
    EXPECT_EQ(Timestamp::parse("2024-02-29T23:59:59-00:01")->text(), "2024-03-01T00:00:59.000Z");
}

TEST(ATimestamp, refuses_what_is_no_time) {
    for (const char* bad :
         {"", "now", "2026-03-01", "2026-02-30T00:00:00Z", "2026-03-01T24:00:00Z", "2026-03-01T14:60:00Z",
          "2026-03-01T14:02:18", "2026-03-01T14:02:18.Z", "2026-03-01T14:02:18.0123456789Z",
          "2026-03-01T14:02:18Zx", "2026-3-1T14:02:18Z", "2026-03-01T14:02:18+25:00", "0000-01-01T00:00:00Z",
          "0001-01-01T00:00:00+00:01"}) // PostgreSQL would refuse the last two
        EXPECT_FALSE(Timestamp::parse(bad)) << bad;
}

TEST(ATimestamp, never_writes_what_it_could_not_read_again) {
    for (const std::int64_t ms :
         {INT64_MIN, INT64_MAX, std::int64_t{253402300799999}, std::int64_t{951782400000}})
        EXPECT_TRUE(Timestamp::parse(Timestamp{ms}.text())) << ms;
}

TEST(AUuid, of_version_4_and_7_carries_its_version_and_variant) {
    std::array<std::byte, 16> random{};
    random.fill(std::byte{0xff});
    EXPECT_EQ(uuidV4(random), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    EXPECT_EQ(uuidV7({0x0123456789ab}, std::span(random).first<10>()),
              "01234567-89ab-7fff-bfff-ffffffffffff");
}

TEST(AUuid, of_version_7_sorts_by_time) {
    const std::array<std::byte, 10> low{};
    std::array<std::byte, 10> high{};
    high.fill(std::byte{0xff});
    EXPECT_LT(uuidV7({1772373738250}, high), uuidV7({1772373738251}, low));
}

TEST(AUuid, is_recognised_by_its_shape) {
    EXPECT_TRUE(isUuid("01234567-89ab-7fff-bfff-ffffffffffff"));
    EXPECT_TRUE(isUuid("01234567-89AB-7FFF-BFFF-FFFFFFFFFFFF"));
    for (const char* bad :
         {"", "0123456789ab7fffbfffffffffffffff0000", "01234567-89ab-7fff-bfff-fffffffffffg",
          "01234567-89ab-7fff-bfff-ffffffffffff0", "{1234567-89ab-7fff-bfff-ffffffffffff"})
        EXPECT_FALSE(isUuid(bad)) << bad;
}

TEST(TheStateOfADevice, is_the_first_that_applies_of_offline_under_test_maintenance_available) {
    Presence lost{.kind = PresenceKind::mqtt, .online = false};
    Presence there{.kind = PresenceKind::mqtt, .online = true};
    Lease held{.runId = "r"};
    Service out{.inService = false};
    EXPECT_EQ(deviceState(lost, held, out), DeviceState::offline);
    EXPECT_EQ(deviceState(there, held, out), DeviceState::under_test);
    EXPECT_EQ(deviceState(there, {}, out), DeviceState::maintenance);
    EXPECT_EQ(deviceState(there, {}, {}), DeviceState::available);
}

TEST(TheStateOfADevice, without_an_agent_is_never_offline) {
    EXPECT_EQ(deviceState({.kind = PresenceKind::none, .online = false}, {}, {}), DeviceState::available);
}

TEST(ADeviceKey, is_lower_case_letters_digits_and_inner_dashes) {
    EXPECT_TRUE(isDeviceKey("rack1-slot-04"));
    EXPECT_TRUE(isDeviceKey("7"));
    EXPECT_TRUE(isDeviceKey(std::string(64, 'a')));
    for (const std::string& bad :
         {std::string(), std::string("-a"), std::string("a-"), std::string("A"), std::string("a/b"),
          std::string("a+"), std::string("a#"), std::string("a b"), std::string(65, 'a')})
        EXPECT_FALSE(isDeviceKey(bad)) << bad;
}

namespace {
Callback callback(CallbackStatus status, std::vector<RunResult> results) {
    Callback c;
    c.status = status;
    c.results = std::move(results);
    return c;
}
const RunResult good{.metric = "a", .passed = true};
const RunResult bad{.metric = "b", .passed = false};
const RunResult mild{.metric = "c", .severity = Severity::should, .passed = false};
const RunResult blind{.metric = "d", .passed = false, .noData = true};
} // namespace

TEST(TheOutcomeOfACallback, is_the_worse_of_status_and_must_results) {
    EXPECT_EQ(outcomeOf(callback(CallbackStatus::completed, {good})), Outcome::passed);
    EXPECT_EQ(outcomeOf(callback(CallbackStatus::completed, {good, bad})), Outcome::failed);
    EXPECT_EQ(outcomeOf(callback(CallbackStatus::passed, {bad})), Outcome::failed);
    EXPECT_EQ(outcomeOf(callback(CallbackStatus::passed, {bad, blind})), Outcome::error);
    EXPECT_EQ(outcomeOf(callback(CallbackStatus::timed_out, {good})), Outcome::timed_out);
    EXPECT_EQ(outcomeOf(callback(CallbackStatus::cancelled, {})), Outcome::cancelled);
    EXPECT_EQ(outcomeOf(callback(CallbackStatus::cancelled, {bad})), Outcome::failed);
    EXPECT_EQ(outcomeOf(callback(CallbackStatus::error, {good})), Outcome::error);
}

TEST(TheOutcomeOfACallback, ignores_broken_should_results) {
    EXPECT_EQ(outcomeOf(callback(CallbackStatus::completed, {good, mild})), Outcome::passed);
}

TEST(TheOutcomeOfACallback, that_completed_without_results_is_error) {
    EXPECT_EQ(outcomeOf(callback(CallbackStatus::completed, {})), Outcome::error);
    EXPECT_EQ(outcomeOf(callback(CallbackStatus::passed, {})), Outcome::passed);
}
