// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/server/http/demo_server.h"
#include "tests/server/http/raw_client.h"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <string>

namespace labwarden::test {
namespace {

std::string getLine(std::string_view path) {
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: lab\r\n\r\n";
}

boost::json::object problemOf(const RawAnswer& answer) {
    return boost::json::parse(answer.body).as_object();
}

TEST(Server, answers_and_keeps_the_connection) {
    DemoServer demo;
    RawClient client(demo.port());
    for (int i = 0; i < 3; ++i) {
        const auto answer = client.get("/hello");
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 200);
        EXPECT_EQ(answer->body, "hello");
        EXPECT_FALSE(answer->headers.contains("connection"));
    }
    EXPECT_EQ(client.get("/hello/pool")->body, "hello");
    EXPECT_EQ(client.post("/echo", "what I said")->body, "what I said");
}

TEST(Server, answers_pipelined_requests_in_their_order) {
    DemoServer demo;
    RawClient client(demo.port());
    std::string all;
    for (int i = 0; i < 200; ++i)
        all += getLine(i % 3 == 0 ? "/items/" + std::to_string(i) : "/echo?q=" + std::to_string(i));
    ASSERT_TRUE(client.send(all));
    for (int i = 0; i < 200; ++i) {
        const auto answer = client.read();
        ASSERT_TRUE(answer) << i;
        EXPECT_EQ(answer->body, i % 3 == 0 ? std::to_string(i) : std::to_string(i) + " 127.0.0.1");
    }
}

TEST(Server, lets_no_pipelined_request_pass_a_parked_one) {
    DemoServer demo;
    RawClient client(demo.port());
    client.send(getLine("/park") + getLine("/hello"));
    auto parked = demo.parking.take(1);
    ASSERT_EQ(parked.size(), 1u);
    EXPECT_FALSE(client.read(std::chrono::milliseconds(100)));
    parked[0].responder.send(http::Response::json(200, {{"parked", true}}));
    EXPECT_EQ(client.read()->body, R"({"parked":true})");
    EXPECT_EQ(client.read()->body, "hello");
}

TEST(Server, counts_only_the_first_answer_of_a_request) {
    DemoServer demo;
    RawClient client(demo.port());
    client.send(getLine("/park"));
    auto parked = demo.parking.take(1);
    ASSERT_EQ(parked.size(), 1u);
    parked[0].responder.send(http::Response::json(200, "first"));
    parked[0].responder.send(http::Response::json(200, "second"));
    EXPECT_EQ(client.read()->body, R"("first")");
    EXPECT_EQ(client.get("/hello")->body, "hello");
}

TEST(Server, says_what_is_wrong_as_a_problem_and_nothing_of_its_inside) {
    DemoServer demo;
    RawClient client(demo.port());
    auto answer = client.get("/throw/secret", "X-Request-Id: my-id-1\r\n");
    EXPECT_EQ(answer->status, 500);
    EXPECT_EQ(answer->headers["content-type"], "application/problem+json");
    EXPECT_EQ(answer->headers["x-request-id"], "my-id-1");
    EXPECT_EQ(problemOf(*answer)["requestId"], "my-id-1");
    EXPECT_EQ(answer->body.find("hunter2"), std::string::npos);

    EXPECT_EQ(client.get("/throw/int")->status, 500);
    EXPECT_EQ(client.get("/lost")->status, 500);
    answer = client.get("/throw/unavailable");
    EXPECT_EQ(answer->status, 503);
    EXPECT_EQ(answer->headers["retry-after"], "3");
    answer = client.get("/throw/conflict");
    EXPECT_EQ(answer->status, 409);
    EXPECT_EQ(problemOf(*answer)["conflicts"], (boost::json::array{"rack-1-01"}));
    EXPECT_EQ(client.get("/throw/other")->status, 404);
    EXPECT_EQ(client.post("/json", "{\"a\":")->status, 400);
    EXPECT_EQ(client.post("/json", std::string(100, '['))->status, 400);
}

TEST(Server, admits_only_whom_the_route_names) {
    DemoServer demo;
    RawClient client(demo.port());
    auto answer = client.get("/who");
    EXPECT_EQ(answer->status, 401);
    EXPECT_EQ(answer->headers["www-authenticate"], "Bearer");
    EXPECT_EQ(client.get("/who", "Authorization: Bearer nobody\r\n")->status, 401);
    EXPECT_EQ(client.get("/who", "Authorization: Basic engineer\r\n")->status, 401);
    EXPECT_EQ(client.get("/who", "Authorization: Bearer engineer\r\n")->body, "engineer@127.0.0.1");
    EXPECT_EQ(client.get("/who", "authorization: bearer viewer\r\n")->body, "viewer@127.0.0.1");
    EXPECT_EQ(client.get("/who", "Authorization: Bearer broken\r\n")->status, 500);
    EXPECT_EQ(client.post("/start", "", "Authorization: Bearer viewer\r\n")->status, 403);
    EXPECT_EQ(client.post("/start", "", "Authorization: Bearer engineer\r\n")->status, 200);
    EXPECT_EQ(client.post("/attempt", "")->status, 401);
    EXPECT_EQ(client.post("/attempt", "", "Authorization: Bearer run-token\r\n")->body, "run-token");
}

TEST(Server, decides_HEAD_OPTIONS_and_wrong_methods_on_purpose) {
    DemoServer demo;
    RawClient client(demo.port());
    client.send("HEAD /big HTTP/1.1\r\nHost: lab\r\n\r\n");
    const auto head = client.read(RawClient::patience, false);
    EXPECT_EQ(head->status, 200);
    EXPECT_EQ(head->headers.at("content-length"), std::to_string(DemoServer::bigBody().size()));
    auto answer = client.ask("OPTIONS /echo HTTP/1.1\r\nHost: lab\r\n\r\n");
    EXPECT_EQ(answer->status, 204);
    EXPECT_EQ(answer->headers["allow"], "GET, HEAD, POST, OPTIONS");
    EXPECT_EQ(client.ask("OPTIONS * HTTP/1.1\r\nHost: lab\r\n\r\n")->status, 204);
    answer = client.ask("DELETE /echo HTTP/1.1\r\nHost: lab\r\n\r\n");
    EXPECT_EQ(answer->status, 405);
    EXPECT_EQ(answer->headers["allow"], "GET, HEAD, POST, OPTIONS");
    EXPECT_EQ(client.get("/nowhere")->status, 404);
    EXPECT_EQ(client.get("/hello/")->status, 404);
}

TEST(Server, honours_close_and_the_older_version) {
    DemoServer demo;
    {
        RawClient client(demo.port());
        EXPECT_EQ(client.get("/hello", "Connection: close\r\n")->headers["connection"], "close");
        EXPECT_TRUE(client.ended());
    }
    {
        RawClient client(demo.port());
        EXPECT_EQ(client.ask("GET /hello HTTP/1.0\r\n\r\n")->body, "hello");
        EXPECT_TRUE(client.ended());
    }
    RawClient client(demo.port());
    EXPECT_EQ(client.ask("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")->headers["connection"],
              "keep-alive");
    EXPECT_EQ(client.get("/hello")->body, "hello");
}

TEST(Server, asks_for_the_body_of_a_client_that_waits_to_be_asked) {
    DemoServer demo;
    RawClient client(demo.port());
    client.send("POST /echo HTTP/1.1\r\nHost: lab\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.read()->status, 100);
    EXPECT_EQ(client.ask("body")->body, "body");
    EXPECT_EQ(
        client
            .ask("POST /nowhere HTTP/1.1\r\nHost: lab\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n")
            ->status,
        404);
    EXPECT_TRUE(client.ended());
}

TEST(Server, answers_a_client_that_has_closed_its_sending_side) {
    DemoServer demo;
    RawClient client(demo.port());
    client.send(getLine("/hello/pool"));
    client.closeSending();
    EXPECT_EQ(client.read()->body, "hello");
    EXPECT_TRUE(client.ended());
}

TEST(Server, believes_a_listed_proxy_and_nobody_else) {
    const std::string forwarded = "X-Forwarded-For: 10.9.9.9, 192.0.2.7\r\n";
    {
        DemoServer demo;
        RawClient client(demo.port());
        EXPECT_EQ(client.get("/echo", forwarded)->body, " 127.0.0.1");
    }
    http::ServerSettings settings;
    settings.trustedProxies = {"127.0.0.1"};
    DemoServer demo(settings);
    RawClient client(demo.port());
    EXPECT_EQ(client.get("/echo", forwarded)->body, " 192.0.2.7");
    EXPECT_EQ(client.get("/echo", "X-Forwarded-For: no address\r\n")->body, " 127.0.0.1");
    EXPECT_EQ(client.get("/echo")->body, " 127.0.0.1");
}

TEST(Server, refuses_what_its_pool_cannot_take_and_says_when_to_come_again) {
    http::ServerSettings settings;
    settings.poolThreads = 1;
    settings.poolQueue = 1;
    DemoServer demo(settings);
    std::unique_lock hold(demo.gate);
    std::vector<std::unique_ptr<RawClient>> clients;
    int refused = 0;
    for (int i = 0; i < 6; ++i) {
        clients.push_back(std::make_unique<RawClient>(demo.port()));
        clients.back()->send(getLine("/slow"));
    }
    std::vector<std::unique_ptr<RawClient>> waiting;
    for (auto& client : clients) {
        if (auto answer = client->read(std::chrono::milliseconds(300))) {
            EXPECT_EQ(answer->status, 503);
            EXPECT_EQ(answer->headers["retry-after"], "1");
            ++refused;
        } else {
            waiting.push_back(std::move(client));
        }
    }
    EXPECT_GE(refused, 4);
    EXPECT_EQ(RawClient(demo.port()).get("/hello")->body, "hello");
    hold.unlock();
    for (auto& client : waiting)
        EXPECT_EQ(client->read()->body, "slow");
}

TEST(Server, holds_only_so_much_of_all_bodies_together) {
    http::ServerSettings settings;
    settings.maxBodies = 1500;
    DemoServer demo(settings);
    const std::string begin =
        "POST /echo HTTP/1.1\r\nHost: lab\r\nContent-Length: 1001\r\n\r\n" + std::string(1000, 'b');
    RawClient first(demo.port()), second(demo.port());
    first.send(begin);
    EXPECT_EQ(RawClient(demo.port()).get("/hello")->status, 200);
    auto answer = second.ask(begin);
    EXPECT_EQ(answer->status, 503);
    EXPECT_EQ(answer->headers["retry-after"], "1");
    EXPECT_TRUE(second.ended());
    EXPECT_EQ(first.ask("b")->body, std::string(1001, 'b'));
    EXPECT_EQ(first.post("/echo", std::string(1000, 'b'))->body.size(), 1000u);
}

TEST(Server, asks_who_it_is_before_it_reads_a_body) {
    DemoServer demo;
    RawClient client(demo.port());
    const auto answer = client.ask("POST /attempt HTTP/1.1\r\nHost: lab\r\nContent-Length: 1000000\r\n\r\n");
    EXPECT_EQ(answer->status, 401);
}

TEST(Server, turns_away_connections_beyond_its_limit) {
    http::ServerSettings settings;
    settings.maxConnections = 3;
    DemoServer demo(settings);
    RawClient a(demo.port()), b(demo.port()), c(demo.port());
    EXPECT_EQ(a.get("/hello")->status, 200);
    EXPECT_EQ(b.get("/hello")->status, 200);
    EXPECT_EQ(c.get("/hello")->status, 200);
    RawClient d(demo.port());
    EXPECT_EQ(d.read()->status, 503);
    EXPECT_TRUE(d.ended());
    EXPECT_EQ(a.get("/hello")->status, 200);
}

TEST(Server, says_which_address_it_cannot_have) {
    DemoServer demo;
    http::ServerSettings settings;
    settings.port = demo.port();
    try {
        DemoServer second(settings);
        FAIL() << "two servers have one port";
    } catch (const std::runtime_error& e) {
        EXPECT_NE(std::string(e.what()).find("127.0.0.1 port " + std::to_string(demo.port())),
                  std::string::npos)
            << e.what();
    }
}

} // namespace
} // namespace labwarden::test
