// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/audit_log.h"

#include "common/csv.h"
#include "common/json/domain.h"
#include "server/identity/audit_csv.h"
#include "server/identity/audit_routes.h"
#include "tests/server/support/api.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace labwarden::identity {

namespace json = boost::json;
using test::TestApi;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

namespace {

/// Takes the answer of a handler that is called without the network.
class Taken : public http::Responder::Sink {
public:
    void send(http::Response response) override { answer = std::move(response); }
    void fail(std::exception_ptr error) override { std::rethrow_exception(error); }
    bool abandoned() const override { return false; }
    http::Response answer;
};

class TheAuditLog : public testing::Test {
protected:
    std::unique_ptr<AuditLog> log;
    TestApi api{[this](storage::Database& database, storage::Redis&, EventSink&) {
        log = std::make_unique<AuditLog>(database);
        return auditRoutes(*log);
    }};
    const std::string admin = api.signIn("admin");

    void SetUp() override { api.schema.sql("TRUNCATE audit_log"); }
    /// An entry of this moment.
    void add(const std::string& actor, const std::string& action, const std::string& kind = "device",
             const std::string& id = "d", const std::string& newValue = "NULL") {
        api.schema.sql(
            "INSERT INTO audit_log (actor, action, target_kind, target_id, address, new_value) VALUES ('" +
            actor + "', '" + action + "', '" + kind + "', '" + id + "', '10.0.0.7', " + newValue + ")");
    }
    test::ApiAnswer ask(const std::string& query) { return api.get("/api/v1/audit-log" + query, admin); }
    std::vector<std::string> actions(const std::string& query) {
        std::vector<std::string> found;
        const auto answer = ask(query);
        if (answer.status != 200)
            return {json::serialize(answer.body)};
        for (const auto& entry : answer.body.at("entries").as_array())
            found.emplace_back(entry.at("action").as_string());
        return found;
    }
    http::Response csv(std::vector<std::pair<std::string, std::string>> query) const {
        auto request = std::make_shared<http::Request>();
        request->queryValues = std::move(query);
        auto taken = std::make_shared<Taken>();
        auditRoutes(*log).at(1).handler(request, http::Responder(taken));
        return taken->answer;
    }
    static std::string headerOf(const http::Response& response, const std::string& name) {
        for (const auto& [known, value] : response.headers)
            if (known == name)
                return value;
        return {};
    }
};

} // namespace

TEST_F(TheAuditLog, is_read_newest_first_in_pages_that_miss_and_repeat_nothing) {
    for (int i = 0; i < 25; ++i)
        add("ada", "a" + std::to_string(i));
    api.schema.sql("UPDATE audit_log SET at = now()"); // one moment: the id decides
    std::vector<std::string> all;
    std::string query = "?limit=10";
    for (int pages = 0; pages < 4; ++pages) {
        const auto answer = ask(query);
        ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
        for (const auto& entry : answer.body.at("entries").as_array())
            all.emplace_back(entry.at("action").as_string());
        if (answer.body.at("nextCursor").is_null())
            break;
        query = "?limit=10&cursor=" + std::string(answer.body.at("nextCursor").as_string());
    }
    ASSERT_THAT(all, SizeIs(25));
    for (int i = 0; i < 25; ++i)
        EXPECT_EQ(all[static_cast<std::size_t>(i)], "a" + std::to_string(24 - i));
}

TEST_F(TheAuditLog, has_no_next_page_when_the_last_one_is_just_full) {
    for (int i = 0; i < 3; ++i)
        add("ada", "a");
    EXPECT_TRUE(ask("?limit=3").body.at("nextCursor").is_null());
    EXPECT_FALSE(ask("?limit=2").body.at("nextCursor").is_null());
}

TEST_F(TheAuditLog, is_filtered_by_each_filter_and_by_all_together) {
    add("Ada", "user.update", "user", "u1");
    add("ada", "user.create", "user", "u2");
    add("bob", "users.odd", "user", "u1");
    add("runner:r", "run.end", "run", "r1");
    EXPECT_THAT(actions("?actor=ADA"), ElementsAre("user.create", "user.update"));
    EXPECT_THAT(actions("?actor=runner:r"), ElementsAre("run.end"));
    EXPECT_THAT(actions("?action=user.update"), ElementsAre("user.update"));
    EXPECT_THAT(actions("?action=user.*"), ElementsAre("user.create", "user.update"));
    EXPECT_THAT(actions("?action=*"), SizeIs(4));
    EXPECT_THAT(actions("?action=user_*"), IsEmpty()); // no wildcard of SQL
    EXPECT_THAT(actions("?action=%25*"), IsEmpty());
    EXPECT_THAT(actions("?targetKind=user"), SizeIs(3));
    EXPECT_THAT(actions("?targetId=u1"), ElementsAre("users.odd", "user.update"));
    EXPECT_THAT(actions("?targetKind=user&targetId=u1&actor=ada&action=user.*"), ElementsAre("user.update"));
    EXPECT_THAT(actions("?actor=nobody"), IsEmpty());
}

TEST_F(TheAuditLog, is_filtered_by_time_from_a_moment_on_until_before_another) {
    for (const auto* day : {"01", "02", "03"})
        api.schema.sql(
            std::string(
                "INSERT INTO audit_log (at, actor, action, target_kind, target_id) VALUES ('2026-03-") +
            day + "T00:00:00Z', 'a', '" + day + "', 'k', 'i')");
    EXPECT_THAT(actions("?from=2026-03-02T00:00:00Z"), ElementsAre("03", "02"));
    EXPECT_THAT(actions("?to=2026-03-02T00:00:00Z"), ElementsAre("01"));
    EXPECT_THAT(actions("?from=2026-03-02T01:00:00%2B01:00&to=2026-03-03T00:00:00Z"), ElementsAre("02"));
}

TEST_F(TheAuditLog, refuses_a_question_that_makes_no_sense_with_all_its_faults) {
    const auto answer =
        ask("?actor=&from=yesterday&to=never&limit=0&cursor=nonsense&action=" + std::string(201, 'a'));
    EXPECT_EQ(answer.status, 422);
    EXPECT_THAT(answer.faultsAt(),
                testing::UnorderedElementsAre("/actor", "/from", "/to", "/limit", "/cursor", "/action"));
    for (const auto* cursor : {"LTEuMQ", "MS4tMQ", "MQ", "MS4", "Li4",
                               "OTk5OTk5OTk5OTk5OTk5OTk5OS4x"}) // -1.1 1.-1 1 1. .. too late
        EXPECT_EQ(ask(std::string("?cursor=") + cursor).status, 422) << cursor;
}

TEST_F(TheAuditLog, names_its_targets_as_they_are_called_now_or_were_last) {
    const auto id =
        std::string(api.schema.sql("SELECT id FROM users WHERE username = 'viewer'")[0][0].c_str());
    add("a", "user.update", "user", id);
    add("a", "role.delete", "role", "00000000-0000-4000-8000-000000000000", R"('{"name": "night shift"}')");
    add("a", "device.create", "device", "not-a-uuid");
    add("a", "user.create", "user", "00000000-0000-4000-8000-000000000001", R"('{"username": "gone"}')");
    std::vector<std::string> names;
    const auto answer = ask("");
    for (const auto& entry : answer.body.at("entries").as_array())
        names.emplace_back(entry.at("targetName").as_string());
    EXPECT_THAT(names, ElementsAre("gone", "", "night shift", "viewer"));
}

TEST_F(TheAuditLog, answers_as_the_wire_has_it) {
    add("ada", "user.update", "user", "u", R"('{"roles": ["viewer"]}')");
    const auto answer = ask("");
    const auto reading = wire::read<AuditEntry>(answer.body.at("entries").at(0), wire::people); // strictly
    ASSERT_THAT(reading.faults, IsEmpty());
    EXPECT_EQ(reading.value.address, "10.0.0.7");
    EXPECT_TRUE(reading.value.oldValue.is_null());
    EXPECT_EQ(reading.value.newValue.at("roles").at(0), "viewer");
    EXPECT_LT(Timestamp::now() - reading.value.at, std::chrono::minutes(1));
}

TEST_F(TheAuditLog, makes_short_pages_of_large_entries_and_leaves_none_out) {
    for (int i = 0; i < 6; ++i)
        add("ada", "a" + std::to_string(i), "k", "i", "to_jsonb(repeat('x', 3000000))");
    std::vector<std::string> all;
    std::string query;
    int pages = 0;
    for (; pages < 10; ++pages) {
        const auto answer = ask(query);
        ASSERT_EQ(answer.status, 200);
        for (const auto& entry : answer.body.at("entries").as_array())
            all.emplace_back(entry.at("action").as_string());
        if (answer.body.at("nextCursor").is_null())
            break;
        query = "?cursor=" + std::string(answer.body.at("nextCursor").as_string());
    }
    EXPECT_THAT(all, ElementsAre("a5", "a4", "a3", "a2", "a1", "a0"));
    EXPECT_EQ(pages, 1);
}

TEST_F(TheAuditLog, is_for_those_alone_who_may_read_it) {
    for (const auto* path : {"/api/v1/audit-log", "/api/v1/audit-log.csv"}) {
        EXPECT_EQ(api.get(path).status, 401);
        for (const auto* user : {"viewer", "engineer", "manager"})
            EXPECT_EQ(api.get(path, api.signIn(user)).status, 403) << user;
    }
}

TEST_F(TheAuditLog, finds_an_entry_among_many_by_an_index_whatever_is_asked) {
    api.schema.sql(
        "INSERT INTO audit_log (at, actor, action, target_kind, target_id) SELECT now() - g * interval '1 "
        "minute', "
        "'user' || g % 5, 'run.' || g % 3, 'run', gen_random_uuid() FROM generate_series(1, 20000) g; "
        "ANALYZE audit_log");
    for (const auto* arguments :
         {"NULL, NULL, NULL, NULL, NULL, NULL", "'nobody', NULL, NULL, NULL, NULL, NULL",
          "NULL, 'user.*', NULL, NULL, NULL, NULL", "NULL, 'user.update', NULL, NULL, NULL, NULL",
          "NULL, NULL, 'user', NULL, NULL, NULL", "NULL, NULL, NULL, 'x', NULL, NULL",
          "NULL, NULL, NULL, NULL, now() - interval '5 days', now() - interval '4 days'"}) {
        // The plan inside the function shows in what this transaction has read.
        const auto scans = api.schema.sqlAsApp(
            std::string("SELECT count(*) FROM audit_page(") + arguments +
            ", NULL, NULL, 101); "
            "SELECT seq_scan, idx_scan FROM pg_stat_xact_all_tables WHERE relid = 'audit_log'::regclass");
        EXPECT_EQ(scans[0][0].as<int>(), 0) << arguments;
        EXPECT_GE(scans[0][1].as<int>(), 1) << arguments;
    }
}

TEST_F(TheAuditLog, is_exported_as_lines_of_quoted_cells) {
    add("ada", "user.update", "user", "u", R"('{"note": "a \"word\", and a\nline"}')");
    const auto answer = csv({});
    EXPECT_EQ(answer.status, 200);
    EXPECT_THAT(answer.contentType, StartsWith("text/csv"));
    EXPECT_THAT(headerOf(answer, "Content-Disposition"), StartsWith("attachment"));
    EXPECT_EQ(headerOf(answer, "Link"), "");
    EXPECT_THAT(
        *answer.body,
        StartsWith("\"id\",\"at\",\"actor\",\"actorId\",\"address\",\"action\",\"targetKind\",\"targetId\","
                   "\"targetName\",\"oldValue\",\"newValue\"\r\n"));
    EXPECT_THAT(*answer.body, HasSubstr(",\"ada\",\"\",\"10.0.0.7\",\"user.update\",\"user\",\"u\",\"\",\"\","
                                        "\"{\"\"note\"\":\"\"a \\\"\"word\\\"\", and a\\nline\"\"}\"\r\n"));
    EXPECT_EQ(std::ranges::count(*answer.body, '\n'), 2);
}

TEST_F(TheAuditLog, is_exported_page_after_page_with_a_link_that_keeps_the_filters) {
    for (int i = 0; i < 5; ++i)
        add("ada", "user.a" + std::to_string(i));
    add("bob", "user.b");
    const auto first = csv({{"actor", "ada"}, {"action", "user.*"}, {"limit", "3"}});
    EXPECT_THAT(*first.body, HasSubstr("user.a2"));
    EXPECT_THAT(*first.body, Not(HasSubstr("user.a1")));
    const std::string link = headerOf(first, "Link");
    ASSERT_THAT(link, StartsWith("</api/v1/audit-log.csv?actor=ada&action=user.%2A&limit=3&cursor="));
    EXPECT_THAT(link, testing::EndsWith(">; rel=\"next\""));
    const auto cursor = link.substr(link.find("cursor=") + 7, link.find('>') - link.find("cursor=") - 7);
    const auto second = csv({{"actor", "ada"}, {"action", "user.*"}, {"limit", "3"}, {"cursor", cursor}});
    EXPECT_THAT(*second.body, HasSubstr("user.a1"));
    EXPECT_THAT(*second.body, HasSubstr("user.a0"));
    EXPECT_THAT(*second.body, Not(HasSubstr("user.a2")));
    EXPECT_THAT(*second.body, Not(HasSubstr("user.b")));
    EXPECT_EQ(headerOf(second, "Link"), "");
}

TEST(ACellOfTheCsv, is_never_taken_for_a_formula_and_never_begins_another_cell) {
    for (const std::string text :
         {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "|calc", "\uFF1D1"})
        EXPECT_THAT(csv::cell(text), StartsWith("\"'")) << text;
    EXPECT_EQ(csv::cell("plain = text"), "\"plain = text\"");
    EXPECT_EQ(csv::cell("a\",=cmd()"), "\"a\"\",=cmd()\"");
    EXPECT_EQ(csv::cell(""), "\"\"");
    EXPECT_EQ(csv::cell("Zo\u00EB"), "\"Zo\u00EB\"");
}

} // namespace labwarden::identity
