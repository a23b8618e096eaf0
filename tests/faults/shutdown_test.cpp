// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// SIGTERM in the middle of work: each request that was begun gets a whole answer, and what was answered is
// stored.

#include "tests/e2e/support/lab.h"

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>
#include <pqxx/pqxx>

#include <atomic>
#include <csignal>
#include <mutex>
#include <thread>
#include <vector>

namespace labwarden::test {
namespace {

namespace json = boost::json;

TEST(SigtermUnder64Clients, gives_each_begun_request_a_whole_answer_and_loses_no_accepted_write) {
    constexpr int clientCount = 64;
    Lab lab({.runner = false, .agent = false});
    Person admin(lab, "admin");
    std::atomic<int> created{0}, answered{0}, broken{0};
    std::atomic<bool> stopping{false};
    std::mutex mutex;
    std::vector<std::string> faults;
    const auto body = [](int client, int n) {
        return json::serialize(
            json::object{{"name", "environment " + std::to_string(client) + "/" + std::to_string(n)}});
    };

    std::vector<std::thread> threads;
    for (int client = 0; client < clientCount; ++client)
        threads.emplace_back([&, client] {
            clients::HttpClient http;
            for (int n = 0; n < 100'000; ++n) {
                const bool write = n % 3 == 0;
                const auto answer =
                    write ? http.post(lab.url() + "/api/v1/environments", body(client, n), admin.token())
                          : http.get(lab.url() + "/api/v1/devices", admin.token());
                if (answer.failure == clients::HttpFailure::Unreachable)
                    return; // not accepted any more
                if (answer.failure != clients::HttpFailure::None) {
                    ++broken;
                    const std::lock_guard lock(mutex);
                    faults.push_back(answer.detail);
                    return;
                }
                ++answered;
                if (write && answer.status == 201)
                    ++created;
                if (answer.status == 503 && stopping)
                    return;
            }
        });
    EXPECT_TRUE(eventually([&] { return answered > 500; }));
    stopping = true;
    lab.server().signal(SIGTERM);
    const auto exitCode = lab.server().wait(std::chrono::seconds(40));
    for (auto& thread : threads)
        thread.join();

    ASSERT_TRUE(exitCode) << "the server does not end";
    EXPECT_EQ(*exitCode, 0);
    EXPECT_EQ(broken, 0) << "first: " << (faults.empty() ? "" : faults.front());
    pqxx::connection database(lab.services().postgres);
    pqxx::nontransaction work(database);
    EXPECT_EQ(work.exec1("SELECT count(*) FROM " + lab.schema() + ".environments")[0].as<int>(), created);
}

} // namespace
} // namespace labwarden::test
