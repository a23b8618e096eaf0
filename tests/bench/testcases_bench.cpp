// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// How long a test engineer waits among many test cases: lists, searches and single cases from a real
// labwardend, and beside each the very same query asked of PostgreSQL alone, which is its ceiling. Prints
// median and p99 of both and their ratio; ends with 1 when an answer is not what it should be. Needs
// LABWARDEN_TEST_SERVICES and labwardend beside it. Usage: testcases_bench [cases, 10000] [revisions of each,
// 20] [times, 200]

#include "sql/queries/testcases.h"
#include "tests/e2e/support/lab.h"

#include <boost/json.hpp>
#include <pqxx/pqxx>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

using namespace labwarden;
using Clock = std::chrono::steady_clock;

namespace {

namespace q = queries::testcases;

double percentile(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    return values.at(
        std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size()))));
}

std::vector<double> timed(int times, const std::function<void()>& work) {
    std::vector<double> all;
    for (int i = 0; i < times; ++i) {
        const auto began = Clock::now();
        work();
        all.push_back(std::chrono::duration<double, std::milli>(Clock::now() - began).count());
    }
    return all;
}

/// Cases of a dozen steps, 200 words of description and eight criteria, in 80 folders, with that many
/// revisions of each: laid by PostgreSQL itself.
void fill(pqxx::connection& db, int cases, int revisions) {
    pqxx::work work(db);
    work.exec(
        "CREATE TEMP TABLE words AS SELECT w, n FROM unnest(string_to_array('thermal soak battery endurance "
        "boot cold start ripple load step sensor drift radio antenna update rollback firmware bus voltage "
        "current fan noise vibration humidity chamber converter gateway drive motor torque brake latency "
        "throughput packet loss reconnect watchdog reset memory leak flash wear clock jitter', ' ')) "
        "WITH ORDINALITY u(w, n)");
    work.exec(
        "CREATE TEMP TABLE docs AS SELECT i, jsonb_build_object('title', (SELECT string_agg(w, ' ') FROM "
        "words WHERE (n * 7 + i) % 47 < 4) || ' ' || i, 'description', (SELECT string_agg(w, ' ') FROM "
        "words, generate_series(1, 5) r WHERE (n + r * i) % 47 < 40), 'folder', 'Area ' || i % 8 || "
        "'/Part ' || i % 80, 'tags', jsonb_build_array('tag-' || i % 50, 'nightly'), 'owner', 'owner-' || "
        "i % 20, 'status', CASE i % 3 WHEN 0 THEN 'draft' ELSE 'approved' END, 'parameters', "
        "'[]'::jsonb, 'requirements', '{\"type\": \"dc-dc\", \"tags\": []}'::jsonb, 'steps', (SELECT "
        "jsonb_agg(jsonb_build_object('name', 'step ' || s, 'kind', 'measure', 'durationSeconds', 60)) FROM "
        "generate_series(1, 12) s), 'criteria', (SELECT jsonb_agg(jsonb_build_object('expression', "
        "'max(metric_' || (i + c) % 200 || '_pct) <= 85 %', 'severity', 'must', 'step', '')) FROM "
        "generate_series(1, 8) c), 'teardown', '[]'::jsonb, 'timeoutSeconds', 3600) AS document FROM "
        "generate_series(1, " +
        std::to_string(cases) + ") i");
    work.exec(
        "INSERT INTO test_cases (created_at) SELECT now() - interval '1 year' + i * interval '1 minute' FROM "
        "docs ORDER BY i");
    work.exec(
        "INSERT INTO test_case_revisions (test_case_id, revision, document, created_by) SELECT c.id, r, "
        "d.document, (SELECT id FROM users WHERE username = 'admin') FROM docs d JOIN test_cases c ON "
        "c.number = d.i, generate_series(1, " +
        std::to_string(revisions) + ") r");
    work.exec(
        "UPDATE test_cases c SET title = document ->> 'title', folder = document ->> 'folder', tags = "
        "array(SELECT jsonb_array_elements_text(document -> 'tags')), owner = document ->> 'owner', status = "
        "document ->> 'status', revision = r.revision, revision_id = r.id, changed_by = r.created_by, search "
        "= test_case_search(c.key, document) FROM test_case_revisions r WHERE r.test_case_id = c.id AND "
        "r.revision = " +
        std::to_string(revisions));
    work.commit();
    pqxx::nontransaction(db).exec("VACUUM ANALYZE test_cases, test_case_revisions");
}

/// What a list is asked for: of the server, and of PostgreSQL.
struct Question {
    const char* name;
    std::string query;
    int limit;
    std::optional<std::string> words, folder, states, tags, owner;
    std::size_t expected; ///< answers
};

class Bench {
public:
    Bench(const test::Lab& lab, pqxx::connection& db, int times)
        : m_admin(lab, "admin"), m_db(db), m_times(times) {
        db.prepare("list", q::list.sql);
        db.prepare("get", q::get.sql);
        db.prepare("revisions", q::revisions.sql);
    }

    void list(const Question& question) {
        const std::string path =
            "/api/v1/test-cases?limit=" + std::to_string(question.limit) + question.query;
        const auto found = m_admin.get(path).at("testCases").as_array().size();
        if (found != question.expected)
            throw std::runtime_error(std::string(question.name) + ": " + std::to_string(found) + " answers");
        const std::optional<std::string> start;
        print(question.name, path, [&] {
            pqxx::nontransaction(m_db).exec_prepared("list", start, start, question.limit + 1, question.words,
                                                     question.folder, question.states, question.tags,
                                                     question.owner);
        });
    }

    void one(const std::string& id) {
        const std::optional<std::string> start;
        print("one case", "/api/v1/test-cases/" + id,
              [&] { pqxx::nontransaction(m_db).exec_prepared("get", id); });
        print("its history", "/api/v1/test-cases/" + id + "/revisions",
              [&] { pqxx::nontransaction(m_db).exec_prepared("revisions", id, start, 101); });
    }

    /// As a console does after it has signed in.
    void everything(std::size_t cases) {
        const auto all = timed(std::max(3, m_times / 20), [&] {
            std::size_t seen = 0;
            std::string cursor;
            do {
                const auto page = m_admin.get("/api/v1/test-cases?limit=1000" + cursor);
                seen += page.at("testCases").as_array().size();
                const auto* next = page.at("nextCursor").if_string();
                cursor = next ? "&cursor=" + std::string(*next) : std::string();
            } while (!cursor.empty());
            if (seen != cases)
                throw std::runtime_error("a console sees " + std::to_string(seen) + " cases");
        });
        std::printf("all heads, page by page: median %.0f ms\n", percentile(all, 0.5));
    }

    test::Person& admin() { return m_admin; }

private:
    void print(const char* name, const std::string& path, const std::function<void()>& alone) {
        const auto ask = [&] {
            if (m_admin.send("GET", path).status != 200)
                throw std::runtime_error("no answer to " + path);
        };
        timed(10, ask); // the plans are made
        timed(10, alone);
        const auto ours = timed(m_times, ask), theirs = timed(m_times, alone);
        const double median = percentile(ours, 0.5), ceiling = percentile(theirs, 0.5);
        std::printf("%-34s %7.1f ms, p99 %7.1f | PostgreSQL alone %7.1f ms, p99 %7.1f | ratio %.2f\n", name,
                    median, percentile(ours, 0.99), ceiling, percentile(theirs, 0.99), ceiling / median);
    }

    test::Person m_admin;
    pqxx::connection& m_db;
    int m_times;
};

} // namespace

int main(int argc, char** argv) {
    const int cases = argc > 1 ? std::atoi(argv[1]) : 10'000;
    const int revisions = argc > 2 ? std::atoi(argv[2]) : 20;
    const int times = argc > 3 ? std::atoi(argv[3]) : 200;
    const auto count = static_cast<std::size_t>(cases);

    test::Lab lab({.runner = false, .agent = false, .serverSettings = {{"log-level", "warn"}}});
    pqxx::connection db(lab.services().postgres);
    pqxx::nontransaction(db).exec("SET search_path TO " + db.quote_name(lab.schema()));
    const auto began = Clock::now();
    fill(db, cases, revisions);
    std::printf("%d cases with %d revisions each, filled in %.0f s\n", cases, revisions,
                std::chrono::duration<double>(Clock::now() - began).count());

    Bench bench(lab, db, times);
    bench.list(
        {.name = "the first 100", .query = "", .limit = 100, .expected = std::min<std::size_t>(100, count)});
    bench.list({.name = "the first 1,000",
                .query = "",
                .limit = 1000,
                .expected = std::min<std::size_t>(1000, count)});
    bench.list({.name = "a rare word",
                .query = "&q=tc-4711",
                .limit = 100,
                .words = "tc-4711",
                .expected = count >= 4711 ? 1u : 0u});
    bench.list({.name = "a common beginning, first 1,000",
                .query = "&q=th",
                .limit = 1000,
                .words = "th",
                .expected = std::min<std::size_t>(1000, count)});
    bench.list({.name = "a metric by its middle",
                .query = "&q=150_pct",
                .limit = 1000,
                .words = "150_pct",
                .expected = count * 8 / 200});
    bench.list({.name = "words that no case has",
                .query = "&q=nothing%20like%20it",
                .limit = 100,
                .words = "nothing like it",
                .expected = 0});
    bench.list({.name = "a folder with all below",
                .query = "&folder=Area%203",
                .limit = 1000,
                .folder = "Area 3",
                .expected = std::min<std::size_t>(1000, count / 8)});
    bench.list(
        {.name = "folder, status, tag, owner, word",
         .query = "&folder=Area%203&status=approved&tag=tag-11&owner=owner-11&q=chamber",
         .limit = 1000,
         .words = "chamber",
         .folder = "Area 3",
         .states = "{approved}",
         .tags = "{tag-11}",
         .owner = "owner-11",
         .expected = bench.admin()
                         .get("/api/v1/test-cases?limit=1000&folder=Area%203&status=approved&tag=tag-11&"
                              "owner=owner-11&q=chamber")
                         .at("testCases")
                         .as_array()
                         .size()});
    bench.one(std::string(bench.admin()
                              .get("/api/v1/test-cases?q=tc-4711")
                              .at("testCases")
                              .as_array()
                              .at(0)
                              .at("id")
                              .as_string()));
    bench.everything(count);
}
