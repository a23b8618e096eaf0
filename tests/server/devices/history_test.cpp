// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/devices/history.h"

#include "tests/server/devices/device_lab.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace labwarden {

namespace json = boost::json;
using test::DeviceLab;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

std::vector<json::value> entries(const test::ApiAnswer& answer) {
    EXPECT_EQ(answer.status, 200) << json::serialize(answer.body);
    const auto& array = answer.body.at("entries").as_array();
    return {array.begin(), array.end()};
}

/// "kind change", newest first.
std::vector<std::string> changes(const test::ApiAnswer& answer) {
    std::vector<std::string> all;
    for (const auto& entry : entries(answer))
        all.push_back(json::value_to<std::string>(entry.at("kind")) + " " +
                      json::value_to<std::string>(entry.at("change")));
    return all;
}

class TheHistory : public testing::Test {
protected:
    DeviceLab lab;
    const std::string id = lab.device("rig-a1");

    test::ApiAnswer history(const std::string& query = {}) {
        return lab.api.get(lab.path(id, "/history" + query), lab.manager);
    }
    void hear(bool online, const std::string& cause = "unknown") const {
        lab.api.schema.sqlAsApp(std::string("SELECT * FROM set_presence('{rig-a1}', '{") +
                                (online ? "t" : "f") + "}', '{" + cause + "}')");
    }
};

/// A range whose facts are laid by hand: times are seconds after `begin`.
class TheUtilisation : public testing::Test {
protected:
    DeviceLab lab;
    const std::string id = lab.device("rig-a1");
    static constexpr const char* begin = "2020-01-10T00:00:00Z";

    TheUtilisation() { registered(-1000); }
    static std::string at(int seconds) {
        return std::string("(timestamptz '") + begin + "' + interval '" + std::to_string(seconds) + " s')";
    }
    void registered(int seconds) const {
        lab.api.schema.sql("UPDATE devices SET created_at = " + at(seconds) + " WHERE id = '" + id + "'");
    }
    void mark(int seconds, const std::string& part, bool hinders) const {
        lab.api.schema.sql("INSERT INTO device_history (device_id, at, part, change, hinders) VALUES ('" +
                           id + "', " + at(seconds) + ", '" + part + "', 'x', " +
                           (hinders ? "true" : "false") + ")");
    }
    /// The question for the hour around now.
    static std::string lately() {
        const auto now = Timestamp::now();
        return "/api/v1/devices/utilisation?from=" + (now - std::chrono::minutes(30)).text() +
               "&to=" + (now + std::chrono::minutes(30)).text();
    }
    /// The device's entry over 100 s from `begin` on.
    json::value spent(const std::string& to = "2020-01-10T00:01:40Z") {
        const auto answer =
            lab.api.get(std::string("/api/v1/devices/utilisation?from=") + begin + "&to=" + to, lab.manager);
        EXPECT_EQ(answer.status, 200) << json::serialize(answer.body);
        const auto& devices = answer.body.at("devices").as_array();
        return devices.empty() ? json::value() : devices.at(0);
    }
    static void expectShares(const json::value& device, double available, double underTest,
                             double maintenance, double offline) {
        EXPECT_NEAR(device.at("available").to_number<double>(), available, 1e-9);
        EXPECT_NEAR(device.at("underTest").to_number<double>(), underTest, 1e-9);
        EXPECT_NEAR(device.at("maintenance").to_number<double>(), maintenance, 1e-9);
        EXPECT_NEAR(device.at("offline").to_number<double>(), offline, 1e-9);
    }
};

} // namespace

TEST_F(TheHistory, tells_everything_that_became_of_a_device_newest_first) {
    lab.api.put(lab.path(id), {{"name", "Rig"}, {"owner", "Ada"}}, lab.manager, 1);
    hear(true);
    hear(false, "silence");
    hear(false);
    hear(true);
    const auto run = lab.startRun({id});
    lab.callback(run);
    lab.api.post(lab.path(id, "/maintenance"), {{"reason", "Fan"}}, lab.manager);
    lab.api.remove(lab.path(id, "/maintenance"), lab.manager);
    lab.api.remove(lab.path(id), lab.manager, 2);
    EXPECT_THAT(changes(history()),
                ElementsAre("device deleted", "service in_service", "service maintenance", "lease freed",
                            "lease taken", "presence online", "presence offline", "presence online",
                            "device updated", "device created"))
        << "a deleted device has it, too";
    const auto all = entries(history());
    EXPECT_EQ(all[0].at("by"), "The manager");
    EXPECT_EQ(all[2].at("by"), "The manager");
    EXPECT_EQ(all[2].at("reason"), "Fan");
    EXPECT_EQ(all[3].at("run").at("id"), json::value(run));
    EXPECT_EQ(all[3].at("run").at("outcome"), "passed");
    EXPECT_EQ(all[4].at("by"), "The engineer");
    EXPECT_TRUE(all[4].at("run").at("outcome").is_null());
    EXPECT_EQ(all[6].at("reason"), "silence");
    EXPECT_EQ(all[8].at("changes"), json::parse(R"({"name": {"old": "Device rig-a1", "new": "Rig"},
                                                    "owner": {"old": "", "new": "Ada"}})"));
}

TEST_F(TheHistory, is_there_in_parts_by_kind_by_time_and_page_by_page) {
    for (int i = 0; i < 3; ++i) {
        hear(true);
        hear(false);
    }
    EXPECT_EQ(changes(history("?kind=presence")).size(), 6u);
    EXPECT_THAT(changes(history("?kind=device")), ElementsAre("device created"));
    EXPECT_TRUE(changes(history("?to=2020-01-01T00:00:00Z")).empty());
    EXPECT_EQ(changes(history("?from=2020-01-01T00:00:00Z")).size(), 7u);

    std::vector<std::string> read;
    std::string next = "?limit=3";
    for (int pages = 0; pages < 5 && !next.empty(); ++pages) {
        const auto answer = history(next);
        for (auto& change : changes(answer))
            read.push_back(std::move(change));
        const auto& cursor = answer.body.at("nextCursor");
        next = cursor.is_null() ? "" : "?limit=3&cursor=" + json::value_to<std::string>(cursor);
    }
    EXPECT_EQ(read, changes(history()));
}

TEST_F(TheHistory, names_every_fault_of_a_question) {
    const auto answer = history("?kind=weather&from=yesterday&to=x&limit=0&cursor=!");
    EXPECT_EQ(answer.status, 422);
    EXPECT_THAT(answer.faultsAt(), ElementsAre("/kind", "/from", "/to", "/limit", "/cursor"));
    EXPECT_EQ(lab.api.get(lab.path("rig-a1", "/history"), lab.manager).status, 404);
    EXPECT_EQ(lab.api.get(lab.path("00000000-0000-4000-8000-000000000000", "/history"), lab.manager).status,
              404);
}

TEST_F(TheHistory, of_a_forced_release_says_why_the_run_ended) {
    const auto run = lab.startRun({id});
    lab.api.post(lab.path(id, "/release"), {{"reason", "hangs"}}, lab.manager);
    const auto freed = entries(history("?kind=lease")).at(0);
    EXPECT_EQ(freed.at("run").at("outcome"), "error");
    EXPECT_EQ(freed.at("reason"), "Released by The manager: hangs");
}

TEST_F(TheHistory, is_not_to_be_changed_by_the_server_itself) {
    for (const char* attempt :
         {"UPDATE device_history SET reason = 'x'", "DELETE FROM device_history", "TRUNCATE device_history"})
        EXPECT_THROW(lab.api.schema.sqlAsApp(attempt), pqxx::sql_error) << attempt;
}

TEST_F(TheUtilisation, of_a_device_that_nothing_became_of_is_available_all_the_time) {
    const auto device = spent();
    EXPECT_EQ(device.at("id"), json::value(id));
    EXPECT_NEAR(device.at("seconds").to_number<double>(), 100, 1e-6);
    expectShares(device, 1, 0, 0, 0);
    EXPECT_EQ(device.at("runs"), 0);
}

TEST_F(TheUtilisation, follows_the_order_of_the_states_where_facts_overlap) {
    mark(10, "lease", true);    // 10-60 under test ...
    mark(20, "service", true);  // ... although out of service from 20
    mark(30, "presence", true); // 30-40 offline, whatever else
    mark(40, "presence", false);
    mark(60, "lease", false); // 60-90 maintenance
    mark(90, "service", false);
    const auto device = spent();
    expectShares(device, 0.2, 0.4, 0.3, 0.1);
    EXPECT_EQ(device.at("runs"), 1);
}

TEST_F(TheUtilisation, is_right_at_the_edges_of_the_range) {
    mark(-500, "service", true);
    mark(-400, "service", false);
    mark(-300, "lease", true); // began before, ends inside
    mark(25, "lease", false);
    mark(50, "lease", true); // begins inside, ends after
    mark(150, "lease", false);
    mark(0, "presence", true); // at the very beginning
    mark(10, "presence", false);
    mark(100, "service", true); // at the very end
    const auto device = spent();
    expectShares(device, 0.25, 0.65, 0, 0.1);
    EXPECT_EQ(device.at("runs"), 2);
    EXPECT_EQ(spent("2020-01-10T00:00:10Z").at("offline"), 1.0);
}

TEST_F(TheUtilisation, counts_the_time_in_which_the_device_was_registered) {
    registered(40);
    lab.api.schema.sql("UPDATE devices SET deleted_at = " + at(90) + " WHERE id = '" + id + "'");
    mark(40, "service", true);
    mark(65, "service", false);
    auto device = spent();
    EXPECT_NEAR(device.at("seconds").to_number<double>(), 50, 1e-6);
    EXPECT_EQ(device.at("deleted"), true);
    expectShares(device, 0.5, 0, 0.5, 0);
    registered(200);
    EXPECT_TRUE(spent().is_null()) << "was not there yet";
}

TEST_F(TheUtilisation, of_real_changes_adds_up_to_the_time_that_has_passed) {
    const auto other = lab.device("rig-b");
    const auto run = lab.startRun({other});
    lab.api.post(lab.path(other, "/maintenance"), {{"reason", "Fan"}}, lab.manager);
    lab.callback(run);
    const auto answer = lab.api.get(lately() + "&deviceId=" + other, lab.manager);
    ASSERT_EQ(answer.body.at("devices").as_array().size(), 1u) << json::serialize(answer.body);
    const auto& device = answer.body.at("devices").at(0);
    EXPECT_EQ(device.at("runs"), 1);
    for (const char* state : {"available", "underTest", "maintenance"})
        EXPECT_GT(device.at(state).to_number<double>(), 0) << state;
    EXPECT_NEAR(device.at("available").to_number<double>() + device.at("underTest").to_number<double>() +
                    device.at("maintenance").to_number<double>(),
                1, 1e-9);
}

TEST_F(TheUtilisation, comes_in_pages_of_all_devices) {
    lab.device("rig-b");
    lab.device("rig-c");
    registered(0); // long before
    const std::string all = lately() + "&limit=2";
    const auto first = lab.api.get(all, lab.manager);
    ASSERT_EQ(first.body.at("devices").as_array().size(), 2u);
    const auto rest =
        lab.api.get(all + "&cursor=" + json::value_to<std::string>(first.body.at("nextCursor")), lab.manager);
    ASSERT_EQ(rest.body.at("devices").as_array().size(), 1u);
    EXPECT_EQ(rest.body.at("devices").at(0).at("key"), "rig-c");
    EXPECT_TRUE(rest.body.at("nextCursor").is_null());
}

TEST_F(TheUtilisation, asks_for_a_range_that_makes_sense) {
    const auto faults = [&](const std::string& query) {
        return lab.api.get("/api/v1/devices/utilisation" + query, lab.manager).faultsAt();
    };
    EXPECT_THAT(faults(""), ElementsAre("/from"));
    EXPECT_THAT(faults("?from=x&to=y&deviceId=z"), ElementsAre("/from", "/to", "/deviceId"));
    EXPECT_THAT(faults("?from=2026-01-02T00:00:00Z&to=2026-01-02T00:00:00Z"), ElementsAre("/to"));
    EXPECT_THAT(faults("?from=2024-01-01T00:00:00Z&to=2026-01-02T00:00:00Z"), ElementsAre("/to"));
}

} // namespace labwarden
