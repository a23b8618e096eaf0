// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/devices/import.h"

#include "server/clients/http_client.h"
#include "server/errors.h"
#include "tests/server/devices/device_lab.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

namespace labwarden {

namespace json = boost::json;
using test::DeviceLab;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

class TheImport : public testing::Test {
protected:
    DeviceLab lab;
    clients::HttpClient client;

    test::ApiAnswer fromJson(const json::value& list, bool dryRun = false) {
        return lab.api.post(std::string("/api/v1/devices/import?dryRun=") + (dryRun ? "true" : "false"), list,
                            lab.manager);
    }
    test::ApiAnswer fromCsv(const std::string& text, bool dryRun = false) {
        clients::HttpRequest request;
        request.method = "POST";
        request.url = "http://127.0.0.1:" + std::to_string(lab.api.port()) +
                      "/api/v1/devices/import?dryRun=" + (dryRun ? "true" : "false");
        request.bearer = lab.manager;
        request.contentType = "text/csv";
        request.body = text;
        const auto result = client.send(request);
        return {result.status, json::parse(result.body)};
    }
    std::string exported(const std::string& format) {
        clients::HttpRequest request;
        request.method = "GET";
        request.url =
            "http://127.0.0.1:" + std::to_string(lab.api.port()) + "/api/v1/devices/export?format=" + format;
        request.bearer = lab.manager;
        const auto result = client.send(request);
        EXPECT_EQ(result.status, 200);
        return result.body;
    }
    /// "line key change", one after the other.
    static std::vector<std::string> changes(const test::ApiAnswer& answer) {
        EXPECT_EQ(answer.status, 200) << json::serialize(answer.body);
        std::vector<std::string> all;
        for (const auto& device : answer.body.at("devices").as_array())
            all.push_back(json::serialize(device.at("line")) + " " +
                          json::value_to<std::string>(device.at("key")) + " " +
                          json::value_to<std::string>(device.at("change")));
        return all;
    }
    json::value device(const std::string& key) {
        return lab.get(lab.one("SELECT id FROM devices WHERE key = '" + key + "'")).body;
    }
};

const json::value strange{{"key", "rig-b"},
                          {"name", "=cmd|' /C calc'!A0"},
                          {"type", "'=1"},
                          {"model", "'"},
                          {"serial", "0007"},
                          {"firmware", "-1"},
                          {"location", {{"site", "a,b"}, {"room", "\"2\""}, {"rack", "+R"}, {"slot", "@1"}}},
                          {"tags", {"a;b", "c\\;d", "\\", "x"}},
                          {"capabilities", {"ü"}},
                          {"owner", "جهاز 👩🏽‍🔬"},
                          {"notes", "two\nlines\r\n\t\"quoted\""},
                          {"attributes", {{"a.b,\"c\"", "=2"}, {"mac", "02:00"}}}};

} // namespace

TEST_F(TheImport, of_a_dry_run_lists_every_change_and_makes_none) {
    lab.device("rig-a");
    lab.device("rig-c");
    lab.api.events.take();
    const json::array list{{{"key", "rig-c"}},
                           {{"key", "rig-b"}, {"name", "B"}},
                           {{"key", "rig-a"}, {"owner", "Ada"}, {"location", {{"rack", "R1"}}}}};
    const auto answer = fromJson(list, true);
    EXPECT_THAT(changes(answer), ElementsAre("1 rig-c unchanged", "2 rig-b create", "3 rig-a update"));
    EXPECT_EQ(answer.body.at("devices").at(2).at("fields").at("owner"),
              (json::value{{"old", ""}, {"new", "Ada"}}));
    EXPECT_EQ(answer.body.at("created"), 1);
    EXPECT_EQ(answer.body.at("updated"), 1);
    EXPECT_EQ(answer.body.at("unchanged"), 1);
    EXPECT_EQ(lab.one("SELECT count(*) FROM devices"), "2");
    EXPECT_EQ(device("rig-a").at("version"), 1);
    EXPECT_TRUE(lab.api.events.take().empty());

    EXPECT_EQ(changes(fromJson(list)), changes(answer));
    EXPECT_EQ(device("rig-a").at("owner"), "Ada");
    EXPECT_EQ(device("rig-a").at("name"), "Device rig-a") << "what is not said stays";
    EXPECT_EQ(device("rig-a").at("version"), 2);
    EXPECT_EQ(device("rig-b").at("state"), "available");
    EXPECT_EQ(lab.api.events.take().size(), 5u);
    EXPECT_EQ(lab.one("SELECT string_agg(action, ' ' ORDER BY action) FROM audit_log WHERE at >= (SELECT "
                      "created_at FROM devices WHERE key = 'rig-b')"),
              "device.create device.update");
    EXPECT_EQ(
        lab.one("SELECT string_agg(change, ' ' ORDER BY h.id) FROM device_history h JOIN devices d ON d.id "
                "= h.device_id WHERE key IN ('rig-a', 'rig-b')"),
        "created created updated");
    EXPECT_THAT(changes(fromJson(list)),
                ElementsAre("1 rig-c unchanged", "2 rig-b unchanged", "3 rig-a unchanged"));
}

TEST_F(TheImport, names_every_faulty_line_and_takes_none) {
    const auto gone = lab.device("rig-gone");
    lab.api.remove(lab.path(gone), lab.manager, 1);
    const std::string text = "key,name,tags,attribute.mac\r\n"
                             "rig-a,A,x;x,1\r\n"
                             "rig-b,,,\r\n"
                             "Rig C,\"C\nC\",,\r\n"
                             "rig-d,D\r\n"
                             "rig-gone,G,,\r\n"
                             "rig-e,E,,\r\n"
                             "rig-e,E,,\r\n";
    const auto dry = fromCsv(text, true);
    ASSERT_EQ(dry.status, 200) << json::serialize(dry.body);
    std::vector<std::string> faults;
    for (const auto& fault : dry.body.at("faults").as_array())
        faults.push_back(json::serialize(fault.at("line")) + " " +
                         json::value_to<std::string>(fault.at("pointer")));
    EXPECT_THAT(faults, testing::UnorderedElementsAre("2 /0/tags/1", "3 /1/name", "4 /2/key", "4 /2/name",
                                                      "6 /3", "7 /4/key", "9 /6/key"));
    const auto real = fromCsv(text);
    EXPECT_EQ(real.status, 422);
    EXPECT_EQ(real.body.at("errors").as_array().size(), 7u);
    EXPECT_THAT(json::serialize(real.body.at("errors")),
                HasSubstr("line 7: belongs to a device that has been deleted"));
    EXPECT_EQ(lab.one("SELECT count(*) FROM devices"), "1");
}

TEST_F(TheImport, takes_csv_as_people_write_it) {
    lab.device("rig-a");
    EXPECT_THAT(
        changes(fromCsv(
            "\xEF\xBB\xBFkey, rack ,tags,attribute.mac,attribute.vendor\nrig-a,R1, can ; lin ;,02:00,\n")),
        ElementsAre("2 rig-a update"));
    auto got = device("rig-a");
    EXPECT_EQ(got.at("tags"), (json::value{"can", "lin"}));
    EXPECT_EQ(got.at("location").at("rack"), "R1");
    EXPECT_EQ(got.at("attributes"), (json::value{{"mac", "02:00"}}));
    fromCsv("key,attribute.mac,attribute.port\nrig-a,,7\n");
    EXPECT_EQ(device("rig-a").at("attributes"), (json::value{{"port", "7"}}))
        << "an empty cell takes one away";
    for (const auto& [text, why] : {std::pair{"", "name the columns"},
                                    {"name\nx\n", "column key is missing"},
                                    {"key,colour\na,red\n", "no column \\\"colour\\\""},
                                    {"key,key\na,a\n", "twice"},
                                    {"key\n\"a\n", "does not end"}})
        EXPECT_THAT(json::serialize(fromCsv(text, true).body.at("faults")), HasSubstr(why)) << text;
}

TEST_F(TheImport, of_an_export_finds_everything_unchanged) {
    lab.device("rig-a");
    ASSERT_EQ(changes(fromJson(json::array{strange})), std::vector<std::string>{"1 rig-b create"});
    for (const auto& [field, value] : strange.as_object())
        EXPECT_EQ(device("rig-b").at(field), value) << field;
    const auto text = exported("json");
    EXPECT_THAT(changes(fromJson(json::parse(text))), ElementsAre("1 rig-a unchanged", "2 rig-b unchanged"));
    const auto csv = exported("csv");
    EXPECT_EQ(csv.find("\"=cmd"), std::string::npos) << "no spreadsheet runs it";
    EXPECT_EQ(csv.find("\",\"+R"), std::string::npos);
    const auto again = fromCsv(csv);
    EXPECT_EQ(again.body.at("unchanged"), 2) << json::serialize(again.body);
    EXPECT_EQ(again.body.at("updated"), 0) << json::serialize(again.body);

    DeviceLab other;
    clients::HttpRequest request;
    request.method = "POST";
    request.url =
        "http://127.0.0.1:" + std::to_string(other.api.port()) + "/api/v1/devices/import?dryRun=false";
    request.bearer = other.manager;
    request.contentType = "text/csv";
    request.body = csv;
    EXPECT_EQ(client.send(request).status, 200);
    const auto moved = other.get(other.one("SELECT id FROM devices WHERE key = 'rig-b'")).body;
    for (const auto& [field, value] : strange.as_object())
        EXPECT_EQ(moved.at(field), value) << field;
}

TEST_F(TheImport, that_met_another_change_takes_nothing) {
    const auto id = lab.device("rig-a");
    test::OpenTransaction editing(lab.api.schema);
    editing.one("SELECT update_device('" + id + "', 1, '{\"name\": \"Other\"}', NULL, '')");
    devices::Import import(*lab.api.database, lab.api.events);
    auto running = std::async(std::launch::async, [&, caller = lab.caller("manager")] {
        import.run(caller,
                   devices::importOf(json::value(json::array{{{"key", "rig-b"},
                                                              { "name",
                                                                "B" }},
                                                             { {"key", "rig-a"},
                                                               { "name",
                                                                 "Mine" } }})),
                   false);
    });
    EXPECT_TRUE(lab.waiting(1));
    editing.commit();
    EXPECT_THROW(running.get(), Conflict);
    EXPECT_EQ(device("rig-a").at("name"), "Other");
    EXPECT_EQ(lab.one("SELECT count(*) FROM devices"), "1");
}

TEST_F(TheImport, is_bounded_and_asks_whether_it_is_meant) {
    EXPECT_EQ(lab.api.post("/api/v1/devices/import", json::array{}, lab.manager).faultsAt(),
              std::vector<std::string>{"/dryRun"});
    EXPECT_EQ(lab.api.post("/api/v1/devices/import?dryRun=true", json::array{}, lab.engineer).status, 403);
    EXPECT_EQ(fromJson(json::object{}, true).body.at("faults").as_array().size(), 1u);
    json::array many;
    for (std::size_t i = 0; i <= mostImportedDevices; ++i)
        many.push_back(json::object{{"key", "rig-" + std::to_string(i)}, {"name", "x"}});
    EXPECT_EQ(fromJson(many).status, 422);
    EXPECT_EQ(lab.api.get("/api/v1/devices/export?format=xls", lab.manager).faultsAt(),
              std::vector<std::string>{"/format"});
    EXPECT_EQ(exported("json"), "[]");
}

} // namespace labwarden
