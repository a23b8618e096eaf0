// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/answer_head.h"
#include "server/http/problem.h"
#include "server/http/request.h"
#include "server/http/request_id.h"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

namespace labwarden::http {
namespace {

template<class E>
Failure failureFrom(E error) {
    return failureOf(std::make_exception_ptr(std::move(error)), "id-1");
}

std::string headerOf(const Response& response, std::string_view name) {
    const auto found = std::ranges::find(response.headers, name, &std::pair<std::string, std::string>::first);
    return found == response.headers.end() ? "" : found->second;
}

TEST(AProblem, has_the_status_of_its_error_and_the_text_for_the_client) {
    const PublicText text("What the client may read.");
    EXPECT_EQ(failureFrom(NotFound(text)).answer.status, 404);
    EXPECT_EQ(failureFrom(Conflict(text)).answer.status, 409);
    EXPECT_EQ(failureFrom(Forbidden(text)).answer.status, 403);
    EXPECT_EQ(headerOf(failureFrom(Unauthenticated(text)).answer, "WWW-Authenticate"), "Bearer");
    EXPECT_EQ(headerOf(failureFrom(Throttled(text, std::chrono::seconds(7))).answer, "Retry-After"), "7");
    EXPECT_EQ(
        headerOf(failureFrom(Unavailable("redis", text, std::chrono::seconds(0))).answer, "Retry-After"),
        "1");

    const auto answer = failureFrom(NotFound(text)).answer;
    EXPECT_EQ(answer.contentType, "application/problem+json");
    EXPECT_EQ(
        boost::json::parse(*answer.body),
        boost::json::parse(
            R"({"type":"about:blank","title":"Not Found","status":404,"detail":"What the client may read.","requestId":"id-1"})"));
}

TEST(AProblem, names_every_fault_of_the_input) {
    const auto answer =
        failureFrom(Invalid(std::vector<Fault>{{"/name", "is missing"}, {"/tags/0", "is empty"}})).answer;
    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(
        boost::json::parse(*answer.body).at("errors"),
        boost::json::parse(
            R"([{"pointer":"/name","message":"is missing"},{"pointer":"/tags/0","message":"is empty"}])"));
}

TEST(AProblem, keeps_what_is_not_meant_for_the_client_for_the_log) {
    const auto failure = failureFrom(std::runtime_error("SELECT secret FROM users"));
    EXPECT_EQ(failure.answer.status, 500);
    EXPECT_EQ(failure.answer.body->find("SELECT"), std::string::npos);
    EXPECT_EQ(failure.logText, "SELECT secret FROM users");
    EXPECT_EQ(failureFrom(42).answer.status, 500);
    EXPECT_FALSE(failureFrom(42).logText.empty());
}

TEST(AnAnswer, is_written_with_what_every_answer_has) {
    auto out = serialized(Response::json(200, 1), {.requestId = "id-1"});
    EXPECT_TRUE(out.head.starts_with("HTTP/1.1 200 OK\r\nDate: "));
    for (const auto* line : {"\r\nX-Request-Id: id-1\r\n", "\r\nX-Content-Type-Options: nosniff\r\n",
                             "\r\nCache-Control: no-store\r\n", "\r\nContent-Type: application/json\r\n",
                             "\r\nContent-Length: 1\r\n"})
        EXPECT_NE(out.head.find(line), std::string::npos) << line;
    EXPECT_EQ(out.head.find("Connection"), std::string::npos);
    EXPECT_EQ(*out.body, "1");

    out = serialized(Response::json(200, 1).with("Cache-Control", "no-cache"),
                     {.requestId = "id-1", .headOnly = true, .keepAlive = false});
    EXPECT_EQ(out.head.find("no-store"), std::string::npos);
    EXPECT_NE(out.head.find("\r\nConnection: close\r\n"), std::string::npos);
    EXPECT_NE(out.head.find("\r\nContent-Length: 1\r\n"), std::string::npos);
    EXPECT_EQ(out.body, nullptr);

    out = serialized(Response::noContent(), {.requestId = "id-1"});
    EXPECT_EQ(out.head.find("Content-Length"), std::string::npos);
}

TEST(AnAnswer, takes_no_header_that_would_break_it) {
    const auto out = serialized(Response::json(200, 1)
                                    .with("X-A", "b\r\nX-Evil: 1")
                                    .with("Content-Length", "7")
                                    .with("ETag", "\"e\""),
                                {.requestId = "id-1"});
    EXPECT_EQ(out.head.find("Evil"), std::string::npos);
    EXPECT_EQ(out.head.find("Length: 7"), std::string::npos);
    EXPECT_NE(out.head.find("\r\nETag: \"e\"\r\n"), std::string::npos);
}

TEST(ARequestId, is_the_clients_own_when_a_log_can_bear_it) {
    EXPECT_EQ(requestIdFrom("abc-1_2.3"), "abc-1_2.3");
    EXPECT_EQ(requestIdFrom("").size(), 16u);
    EXPECT_EQ(requestIdFrom("two words").size(), 16u);
    EXPECT_EQ(requestIdFrom(std::string(65, 'a')).size(), 16u);
    EXPECT_NE(requestIdFrom(""), requestIdFrom(""));
}

TEST(ARequest, gives_its_json_or_says_that_it_is_none) {
    Request request;
    request.body = R"({"a":[1]})";
    EXPECT_EQ(request.json(), (boost::json::object{{"a", boost::json::array{1}}}));
    for (const std::string& bad : {std::string(), std::string("{"), std::string("{}x"),
                                   std::string("\"\xff\""), std::string(33, '[') + std::string(33, ']')}) {
        request.body = bad;
        EXPECT_THROW(request.json(), MalformedBody) << bad;
    }
    request.body = std::string(32, '[') + std::string(32, ']');
    EXPECT_NO_THROW(request.json());
    EXPECT_THROW(request.pathValue("id"), std::logic_error);
}

} // namespace
} // namespace labwarden::http
