// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/server/http/demo_server.h"
#include "tests/server/http/raw_client.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace labwarden::test {
namespace {

using namespace std::chrono_literals;

TEST(Draining, answers_whole_each_request_that_64_clients_have_begun) {
    DemoServer demo;
    std::atomic<int> whole = 0, lost = 0, refused = 0, warm = 0;
    std::vector<std::thread> clients;
    for (int t = 0; t < 64; ++t)
        clients.emplace_back([&, t] {
            static constexpr std::string_view paths[] = {"/hello", "/hello/pool", "/big", "/park"};
            const auto request = "GET " + std::string(paths[t % 4]) + " HTTP/1.1\r\nHost: lab\r\n\r\n";
            try {
                for (;;) { // half of them make a connection for each request
                    RawClient client(demo.port());
                    for (int i = 0; i < (t % 2 ? 1 : 1'000'000); ++i) {
                        // in two parts, so that some are cut by the drain in the middle
                        client.send(request.substr(0, 9));
                        const auto answer = client.ask(request.substr(9));
                        ++(answer && answer->status == 200 ? whole : lost);
                        if (i == 0)
                            ++warm;
                        if (!answer || answer->headers.contains("connection"))
                            break;
                    }
                }
            } catch (const std::runtime_error&) {
                ++refused; // nobody listens any more: this request was never begun
            }
        });
    std::thread answerer([&] { // parked ones are answered by the drain at last
        while (warm < 200)
            for (auto& parked : demo.parking.take(1))
                parked.responder.send(http::Response::json(200, "news"));
    });
    answerer.join();
    EXPECT_TRUE(demo.server->drain(20s));
    for (auto& client : clients)
        client.join();
    EXPECT_EQ(lost, 0);
    EXPECT_EQ(refused, 64);
    EXPECT_GE(whole, 200);
}

TEST(Draining, ends_idle_connections_and_says_so_when_time_was_too_short) {
    DemoServer demo;
    RawClient idle(demo.port()), busy(demo.port());
    EXPECT_EQ(idle.get("/hello")->status, 200);
    std::promise<void> held;
    std::thread holder([&] {
        const std::lock_guard hold(demo.gate);
        held.set_value();
        EXPECT_TRUE(idle.ended());
        EXPECT_TRUE(busy.ended());
    });
    held.get_future().wait();
    busy.send("GET /slow HTTP/1.1\r\nHost: lab\r\n\r\n");
    EXPECT_EQ(RawClient(demo.port()).get("/hello")->status, 200);
    EXPECT_FALSE(demo.server->drain(1500ms));
    holder.join();
}

} // namespace
} // namespace labwarden::test
