// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/server/http/demo_server.h"
#include "tests/server/http/raw_client.h"

#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace labwarden::test {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view parkLine = "GET /park HTTP/1.1\r\nHost: lab\r\nX-Request-Id: ";

template<class F>
bool eventually(F f) {
    const auto deadline = std::chrono::steady_clock::now() + RawClient::patience;
    while (!f()) {
        if (std::chrono::steady_clock::now() > deadline)
            return false;
        std::this_thread::yield();
    }
    return true;
}

/// Answers whatever is parked, from a thread of its own, with the id of the request it belongs to.
class Answerer {
public:
    explicit Answerer(Parking& parking)
        : m_thread([this, &parking] {
            while (!m_stop)
                for (auto& parked : parking.take(1))
                    parked.responder.send(http::Response::json(200, boost::json::string(parked.request->id)));
        }) {}
    ~Answerer() { m_thread.join(); }
    void askToStop() { m_stop = true; }

private:
    std::atomic<bool> m_stop = false;
    std::thread m_thread;
};

TEST(ParkedAnswers, reach_the_client_that_asked_while_others_come_and_go) {
    DemoServer demo;
    std::vector<std::thread> askers;
    std::atomic<int> answered = 0, wrong = 0;
    std::atomic<bool> stop = false;
    {
        // Two threads answer, so that answers of one connection come from different threads.
        Answerer first(demo.parking), second(demo.parking);
        for (int t = 0; t < 4; ++t)
            askers.emplace_back([&, t] {
                RawClient client(demo.port());
                for (int i = 0; i < 300; ++i) {
                    const auto id = std::to_string(t) + "-" + std::to_string(i);
                    const auto answer = client.ask(std::string(parkLine) + id + "\r\n\r\n");
                    ++(answer && answer->body == "\"" + id + "\"" ? answered : wrong);
                }
            });
        askers.emplace_back([&] { // descriptors are closed and used again all the time
            std::mt19937 random(1);
            for (int i = 0; !stop; ++i) {
                RawClient client(demo.port());
                client.send(std::string(parkLine) + "gone-" + std::to_string(i) + "\r\n\r\n");
                if (random() % 2)
                    client.reset();
            }
        });
        for (int t = 0; t < 4; ++t)
            askers[static_cast<std::size_t>(t)].join();
        stop = true;
        askers.back().join();
        first.askToStop();
        second.askToStop();
        demo.parking.wake();
    }
    EXPECT_EQ(answered, 1200);
    EXPECT_EQ(wrong, 0);
}

TEST(ParkedAnswers, know_that_their_client_has_gone) {
    DemoServer demo;
    auto client = std::make_unique<RawClient>(demo.port());
    client->send(std::string(parkLine) + "1\r\n\r\n");
    auto parked = demo.parking.take(1);
    ASSERT_EQ(parked.size(), 1u);
    EXPECT_FALSE(parked[0].responder.abandoned());
    client.reset();
    EXPECT_TRUE(eventually([&] { return parked[0].responder.abandoned(); }));
    parked[0].responder.send(http::Response::json(200, "nobody hears this"));
    EXPECT_EQ(RawClient(demo.port()).get("/hello")->body, "hello");
}

TEST(ParkedAnswers, may_come_after_the_server_has_gone) {
    std::vector<Parking::Parked> parked;
    {
        DemoServer demo;
        RawClient client(demo.port());
        client.send(std::string(parkLine) + "1\r\n\r\n");
        parked = demo.parking.take(1);
        ASSERT_EQ(parked.size(), 1u);
    }
    EXPECT_TRUE(parked[0].responder.abandoned());
    parked[0].responder.send(http::Response::json(200, "nobody hears this"));
}

TEST(ParkedAnswers, outlive_every_timeout_of_the_server) {
    http::ServerSettings settings;
    settings.headTimeout = settings.bodyTimeout = settings.idleTimeout = 200ms;
    DemoServer demo(settings);
    RawClient parkedClient(demo.port()), silent(demo.port());
    parkedClient.send(std::string(parkLine) + "1\r\n\r\n");
    auto parked = demo.parking.take(1);
    ASSERT_EQ(parked.size(), 1u);
    EXPECT_TRUE(silent.ended()); // so the server's clock has been past all its limits
    EXPECT_FALSE(parkedClient.read(600ms));
    parked[0].responder.send(http::Response::json(200, "late"));
    EXPECT_EQ(parkedClient.read()->body, "\"late\"");
}

TEST(ParkedAnswers, do_not_let_a_client_pile_up_input_behind_them) {
    DemoServer demo;
    RawClient client(demo.port());
    client.send(std::string(parkLine) + "1\r\n\r\n");
    auto parked = demo.parking.take(1);
    ASSERT_EQ(parked.size(), 1u);
    client.send(std::string(1 << 20, 'x'));
    EXPECT_TRUE(client.ended());
    EXPECT_TRUE(eventually([&] { return parked[0].responder.abandoned(); }));
}

TEST(BigAnswers, reach_slow_readers_to_the_byte) {
    DemoServer demo;
    std::vector<std::thread> readers;
    std::atomic<int> exact = 0;
    for (int t = 0; t < 4; ++t)
        readers.emplace_back([&] {
            RawClient client(demo.port(), 4096);
            client.send("GET /big HTTP/1.1\r\nHost: lab\r\n\r\nGET /big HTTP/1.1\r\nHost: lab\r\n\r\nGET "
                        "/hello HTTP/1.1\r\nHost: lab\r\n\r\n");
            const auto first = client.read(60s), second = client.read(60s), third = client.read();
            if (first && first->body == DemoServer::bigBody() && second &&
                second->body == DemoServer::bigBody() && third && third->body == "hello")
                ++exact;
        });
    for (auto& reader : readers)
        reader.join();
    EXPECT_EQ(exact, 4);
}

TEST(BigAnswers, do_not_keep_neighbours_of_stalled_readers_waiting) {
    http::ServerSettings settings;
    settings.ioThreads = 1;
    settings.drainStall = 500ms;
    DemoServer demo(settings);
    std::vector<std::unique_ptr<RawClient>> stalled;
    for (int i = 0; i < 8; ++i) {
        stalled.push_back(std::make_unique<RawClient>(demo.port(), 4096));
        stalled.back()->send("GET /big HTTP/1.1\r\nHost: lab\r\n\r\n");
    }
    RawClient neighbour(demo.port());
    const auto longAfterTheStall = std::chrono::steady_clock::now() + 3 * settings.drainStall;
    while (std::chrono::steady_clock::now() < longAfterTheStall)
        ASSERT_EQ(neighbour.get("/hello")->body, "hello");
    for (auto& client : stalled)
        EXPECT_FALSE(client->read()) << "a reader that took nothing for long got everything";
}

TEST(BigAnswers, drop_a_reader_that_trickles_past_the_limit) {
    http::ServerSettings settings;
    settings.drainStall = 5s;
    settings.drainLimit = 400ms;
    DemoServer demo(settings);
    RawClient client(demo.port(), 4096);
    client.send("GET /big HTTP/1.1\r\nHost: lab\r\n\r\n");
    std::size_t taken = 0;
    while (client.readSome(1024, 5ms))
        taken += 1024;
    EXPECT_LT(taken, DemoServer::bigBody().size());
}

TEST(SlowRequests, get_408_when_head_or_body_do_not_come_in_time) {
    http::ServerSettings settings;
    settings.headTimeout = settings.bodyTimeout = 300ms;
    DemoServer demo(settings);
    for (const std::string begin :
         {"GET /hel", "POST /echo HTTP/1.1\r\nHost: lab\r\nContent-Length: 100\r\n\r\nab"}) {
        RawClient client(demo.port());
        client.send(begin);
        std::optional<RawAnswer> answer;
        while (!answer && client.send("x")) // a byte now and then earns no time
            answer = client.read(20ms);
        ASSERT_TRUE(answer) << begin;
        EXPECT_EQ(answer->status, 408);
        EXPECT_TRUE(client.ended());
    }
}

} // namespace
} // namespace labwarden::test
