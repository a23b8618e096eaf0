// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/json/domain.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>
#include <gmock/gmock.h>

#include <random>

using namespace labwarden;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
namespace json = boost::json;

namespace {

constexpr const char* id1 = "01234567-89ab-7fff-bfff-ffffffffffff";
constexpr const char* id2 = "11234567-89ab-7fff-bfff-ffffffffffff";

std::vector<std::string> pointers(const std::vector<Fault>& faults) {
    std::vector<std::string> out;
    for (const Fault& fault : faults)
        out.push_back(fault.pointer);
    return out;
}

Device someDevice() {
    Device device;
    device.id = id1;
    device.key = "rack1-04";
    device.name = "Router 4";
    device.location = {"Graz", "Lab 2", "R1", "04"};
    device.tags = {"wifi", "5g"};
    device.version = 3;
    device.presence = {PresenceKind::mqtt, true, {1000}, 2};
    device.lease.runId = id2;
    device.lease.runNumber = 12;
    device.lease.holder = "Ada";
    device.lease.lastOutcome = Outcome::timed_out;
    device.lease.version = 9;
    device.lastSeen = Timestamp{5000};
    return device;
}

json::value goodCase() {
    return json::parse(R"({"title": "Boot", "steps": [
        {"name": "settle", "kind": "wait", "durationSeconds": 1},
        {"name": "watch", "kind": "measure", "durationSeconds": 10}]})");
}

} // namespace

TEST(ADeviceInJson, is_flat_and_carries_facts_and_derived_state) {
    const json::value written = json::value_from(someDevice());
    EXPECT_EQ(written.at("state"), "under_test");
    EXPECT_EQ(written.at("currentRunId"), id2);
    EXPECT_EQ(written.at("lease").at("lastOutcome"), "timed_out");
    EXPECT_TRUE(written.at("lease").at("lastRunId").is_null());
    EXPECT_EQ(written.at("lastSeen"), "1970-01-01T00:00:05.000Z");
    EXPECT_EQ(written.at("location").at("rack"), "R1");
}

TEST(ADeviceInJson, reads_back_as_it_was) {
    const auto reading = wire::read<Device>(json::value_from(someDevice()), wire::server);
    ASSERT_TRUE(reading) << json::value_from(reading.faults);
    EXPECT_EQ(reading.value, someDevice());
}

TEST(TelemetryInJson, has_points_as_pairs) {
    const TelemetrySeries series{"d", "cpu_pct", "%", {{{1000}, 1.5}, {{2000}, 2}}};
    const json::value written = json::value_from(series);
    EXPECT_EQ(json::serialize(written.at("points")), "[[1000,1.5E0],[2000,2E0]]");
    const auto reading = wire::read<TelemetrySeries>(written, wire::server);
    ASSERT_TRUE(reading);
    ASSERT_EQ(reading.value.points.size(), 2U);
    EXPECT_EQ(reading.value.points[1].at.ms, 2000);
}

TEST(Reading, collects_every_fault_with_its_pointer) {
    const auto reading = wire::read<NewDevice>(
        json::parse(
            R"({"key": "-", "name": "", "model": 5, "location": {"rack": true, "cell/~": 1}, "tags": ["a", "", 7]})"),
        wire::people);
    EXPECT_THAT(pointers(reading.faults), UnorderedElementsAre("/key", "/name", "/model", "/location/rack",
                                                               "/location/cell~1~0", "/tags/1", "/tags/2"));
}

TEST(Reading, refuses_unknown_fields_from_people_and_ignores_them_from_programs) {
    const json::value body = json::parse(R"({"username": "ada", "password": "x", "remember": true})");
    EXPECT_THAT(pointers(wire::read<Credentials>(body, wire::people).faults), ElementsAre("/remember"));
    EXPECT_TRUE(wire::read<Credentials>(body, wire::programs));
}

TEST(Reading, names_what_is_missing_and_what_is_null) {
    const auto reading = wire::read<Credentials>(json::parse(R"({"username": null})"), wire::people);
    EXPECT_THAT(reading.faults,
                UnorderedElementsAre(Fault{"/username", "is required"}, Fault{"/password", "is required"}));
}

TEST(Reading, says_once_that_the_whole_is_no_object) {
    EXPECT_THAT(wire::read<NewDevice>(json::value(7), wire::people).faults,
                ElementsAre(Fault{"", "must be an object"}));
}

TEST(Reading, an_unknown_word_is_a_fault_or_the_default_for_a_tolerant_console) {
    json::value body = json::value_from(someDevice());
    body.at("presence").at("kind") = "carrier_pigeon";
    body.at("lease").at("lastOutcome") = "abandoned";
    EXPECT_THAT(pointers(wire::read<Device>(body, wire::programs).faults),
                ElementsAre("/presence/kind", "/lease/lastOutcome"));
    const auto tolerant = wire::read<Device>(body, wire::server);
    ASSERT_TRUE(tolerant);
    EXPECT_EQ(tolerant.value.presence.kind, PresenceKind::none);
    EXPECT_FALSE(tolerant.value.lease.lastOutcome) << "an unknown outcome must not read as passed";
}

TEST(Reading, a_word_with_a_hidden_tail_is_not_the_word) {
    const auto reading = wire::read<Callback>(json::parse(R"({"status": "passed\u0000x"})"), wire::programs);
    EXPECT_THAT(pointers(reading.faults), ElementsAre("/status"));
}

TEST(Reading, a_console_leaves_out_events_of_parts_it_does_not_know) {
    const json::value body = json::parse(R"({"cursor": "c", "events": [
        {"part": "weather", "id": "01234567-89ab-7fff-bfff-ffffffffffff", "version": 1, "state": {}},
        {"part": "lease", "id": "01234567-89ab-7fff-bfff-ffffffffffff", "version": 1, "state": {}}]})");
    const auto reading = wire::read<EventBundle>(body, wire::server);
    ASSERT_TRUE(reading);
    ASSERT_EQ(reading.value.events.size(), 1U);
    EXPECT_EQ(reading.value.events[0].part, EventPart::lease);
    EXPECT_FALSE(wire::read<EventBundle>(body, wire::programs));
}

TEST(Reading, refuses_numbers_out_of_range_and_not_whole) {
    const auto run = [](const char* priority) {
        json::value body = json::parse(std::string(R"({"deviceIds": ["01234567-89ab-7fff-bfff-ffffffffffff"],
            "testCaseId": "01234567-89ab-7fff-bfff-ffffffffffff", "environmentId": "01234567-89ab-7fff-bfff-ffffffffffff",
            "priority": )") + priority +
                                       "}");
        return wire::read<NewTestRun>(body, wire::people);
    };
    EXPECT_EQ(run("5.0").value.priority, 5);
    for (const char* bad : {"101", "-101", "1.5", "1e300", "18446744073709551615", "\"5\"", "true"})
        EXPECT_THAT(pointers(run(bad).faults), ElementsAre("/priority")) << bad;
}

TEST(Reading, refuses_control_characters_and_text_that_is_too_long) {
    const auto name = [](std::string text) {
        return wire::read<NewDevice>(json::value{{"key", "a"}, {"name", text}}, wire::people).faults;
    };
    EXPECT_THAT(name("Gerät ✓"), IsEmpty());
    EXPECT_THAT(name(std::string("a\0b", 3)),
                ElementsAre(Fault{"/name", "must be a single line without control characters"}));
    EXPECT_THAT(pointers(name("a\nb")), ElementsAre("/name"));
    EXPECT_THAT(name("\xc3\x28"), ElementsAre(Fault{"/name", "is not valid UTF-8"}));
    std::string umlauts;
    for (int i = 0; i < 200; ++i)
        umlauts += "ü";
    EXPECT_THAT(name(umlauts), IsEmpty()) << "length counts characters";
    EXPECT_THAT(name(umlauts + "x"), ElementsAre(Fault{"/name", "must have at most 200 characters"}));
}

TEST(Reading, free_form_parts_are_kept_but_for_what_could_not_be_stored) {
    const auto secrets = [](json::object o) {
        return wire::read<ClaimAnswer>(
            json::value{{"attempt", 1}, {"remainingSeconds", 5}, {"secrets", std::move(o)}}, wire::programs);
    };
    EXPECT_TRUE(secrets({{"a", json::array{1, "x", nullptr}}}));
    EXPECT_FALSE(secrets({{"a", std::numeric_limits<double>::infinity()}}));
    EXPECT_FALSE(secrets({{"a", std::string("\0", 1)}}));
    EXPECT_FALSE(secrets({{std::string("k\0", 2), 1}}));
    json::value deep = 1;
    for (int i = 0; i < 5000; ++i)
        deep = json::array{std::move(deep)};
    EXPECT_FALSE(secrets({{"a", deep}}));
}

TEST(Reading, doubled_devices_of_a_start_are_named) {
    const auto reading = wire::read<NewTestRun>(
        json::value{{"deviceIds", {id1, id2, id1}}, {"testCaseId", id1}, {"environmentId", id1}},
        wire::people);
    EXPECT_THAT(pointers(reading.faults), ElementsAre("/deviceIds"));
}

TEST(Reading, keeps_at_most_a_hundred_faults) {
    json::array results(5000, json::value(1));
    const auto reading = wire::read<Callback>(
        json::value{{"status", "completed"}, {"results", std::move(results)}}, wire::programs);
    EXPECT_EQ(reading.faults.size(), wire::maxFaults);
}

TEST(Reading, a_callback_takes_a_hundred_thousand_results_and_no_more) {
    const json::value result = json::parse(R"({"metric": "m", "value": 1, "passed": true})");
    EXPECT_TRUE(wire::read<Callback>(
        json::value{{"status", "completed"}, {"results", json::array(100'000, result)}}, wire::programs));
    EXPECT_THAT(pointers(wire::read<Callback>(
                             json::value{{"status", "completed"}, {"results", json::array(100'001, result)}},
                             wire::programs)
                             .faults),
                ElementsAre("/results"));
}

TEST(Reading, text_that_is_no_json_is_a_fault_and_never_a_throw) {
    for (const char* bad : {"", "{", "nul", "[1,]", "\"\xff\"", "{\"a\":1}x", "NaN", "1e", "'a'"})
        EXPECT_THAT(pointers(wire::readText<Credentials>(bad, wire::people).faults), ElementsAre("")) << bad;
    EXPECT_THAT(wire::readText<Credentials>(std::string(100'000, '['), wire::people).faults,
                ElementsAre(Fault{"", "is nested too deep"}));
    EXPECT_FALSE(wire::readText<ProgressAnswer>(R"({"remainingSeconds": 1e999})", wire::programs));
}

TEST(Reading, mutated_bodies_never_throw_nor_crash) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    const std::string good = json::serialize(json::value_from(someDevice()));
    int read = 0;
    for (int i = 0; i < 5000; ++i) {
        std::string text = good;
        for (unsigned changes = random() % 4; changes > 0; --changes) {
            const std::size_t at = random() % text.size();
            if (random() % 2)
                text[at] = static_cast<char>(random());
            else
                text.erase(at, random() % 5);
        }
        read += wire::readText<Device>(text, wire::server) ? 1 : 0;
        wire::readText<TestCaseDocument>(text, wire::people);
        wire::readText<Callback>(text, wire::programs);
    }
    EXPECT_GT(read, 0);
    EXPECT_LT(read, 5000);
}

TEST(ATestCase, good_one_has_no_faults_and_reads_back) {
    const auto reading = wire::read<TestCaseDocument>(goodCase(), wire::people);
    ASSERT_TRUE(reading) << json::value_from(reading.faults);
    const auto again = wire::read<TestCaseDocument>(json::value_from(reading.value), wire::people);
    ASSERT_TRUE(again);
    EXPECT_EQ(json::value_from(again.value), json::value_from(reading.value));
}

TEST(ATestCase, shape_and_meaning_are_checked_together) {
    const auto reading = wire::read<TestCaseDocument>(json::parse(R"({"title": "", "parameters": [
            {"name": "Limit", "type": "number"},
            {"name": "n", "type": "number", "defaultValue": "five"},
            {"name": "n", "type": "text", "minimum": 1},
            {"name": "m", "type": "number", "minimum": 2, "maximum": 1}],
        "steps": [
            {"name": "a", "kind": "wait"},
            {"name": "a", "kind": "script", "script": "../evil", "arguments": ["${n} $${x}", "${nope}"]},
            {"name": "c", "kind": "measure", "durationSeconds": 1e9},
            {"name": "d", "kind": "manual"}],
        "criteria": [{"expression": "max(x) < 1", "step": "a"}],
        "timeoutSeconds": 0})"),
                                                      wire::people);
    EXPECT_THAT(pointers(reading.faults),
                UnorderedElementsAre("/title", "/parameters/0/name", "/parameters/1/defaultValue",
                                     "/parameters/2/name", "/parameters/2/minimum", "/parameters/3/maximum",
                                     "/steps/0/durationSeconds", "/steps/1/name", "/steps/1/script",
                                     "/steps/1/arguments/1", "/steps/2/durationSeconds", "/steps/3/command",
                                     "/criteria/0/step", "/timeoutSeconds"));
}

TEST(ATestCase, place_with_a_fault_of_shape_is_not_complained_of_twice) {
    const auto reading = wire::read<TestCaseDocument>(
        json::parse(R"({"title": "t", "steps": [{"kind": "wait", "durationSeconds": "long"}]})"),
        wire::people);
    EXPECT_THAT(pointers(reading.faults), UnorderedElementsAre("/steps/0/name", "/steps/0/durationSeconds"));
}

TEST(AnEnvironment, names_doubled_variables_and_bad_links) {
    const auto reading =
        wire::read<EnvironmentDocument>(json::parse(R"({"name": "lab", "runnerQueue": "Fast Lane",
        "grafanaUrlTemplate": "javascript:alert", "variables": [{"name": "A"}, {"name": "A"}, {"name": "2x"}]})"),
                                        wire::people);
    EXPECT_THAT(pointers(reading.faults), UnorderedElementsAre("/variables/1/name", "/variables/2/name",
                                                               "/grafanaUrlTemplate", "/runnerQueue"));
}
