// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/clients/http_client.h"
#include "tests/server/support/tcp_proxy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>

using namespace labwarden::clients;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

namespace {

/// A server that answers each request with what the test gives it, and remembers what it was sent.
class Server {
public:
    explicit Server(std::string answer) : m_answer(std::move(answer)) {
        m_listener = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        ::bind(m_listener, reinterpret_cast<sockaddr*>(&address), size);
        ::listen(m_listener, 8);
        ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size);
        url = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/";
        m_thread = std::jthread([this](const std::stop_token& stop) { serve(stop); });
    }
    ~Server() {
        m_thread.request_stop();
        m_thread.join();
        ::close(m_listener);
    }
    std::vector<std::string> requests() {
        const std::lock_guard lock(m_mutex);
        return m_requests;
    }
    std::string url;
    std::atomic<int> connections = 0;

private:
    void serve(const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            pollfd ready{m_listener, POLLIN, 0};
            if (::poll(&ready, 1, 20) != 1)
                continue;
            const int fd = ::accept(m_listener, nullptr, nullptr);
            ++connections;
            std::string data;
            while (!stop.stop_requested()) {
                pollfd readable{fd, POLLIN, 0};
                if (::poll(&readable, 1, 20) != 1)
                    continue;
                char buffer[4096];
                const auto got = ::recv(fd, buffer, sizeof buffer, 0);
                if (got <= 0)
                    break;
                data.append(buffer, static_cast<std::size_t>(got));
                if (!whole(data))
                    continue;
                {
                    const std::lock_guard lock(m_mutex);
                    m_requests.push_back(std::exchange(data, {}));
                }
                ::send(fd, m_answer.data(), m_answer.size(), MSG_NOSIGNAL);
            }
            ::close(fd);
        }
    }
    static bool whole(const std::string& data) {
        const auto head = data.find("\r\n\r\n");
        if (head == std::string::npos)
            return false;
        const auto length = data.find("Content-Length: ");
        const auto body = length < head ? std::stoul(data.substr(length + 16)) : 0;
        return data.size() >= head + 4 + body;
    }

    const std::string m_answer;
    int m_listener = -1;
    std::mutex m_mutex;
    std::vector<std::string> m_requests;
    std::jthread m_thread;
};

std::string answer(const std::string& status, const std::string& body, const std::string& headers = {}) {
    return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

} // namespace

TEST(AnHttpClient, posts_json_with_its_token_and_keeps_the_connection) {
    Server server(answer("200 OK", R"({"ok":true})"));
    HttpClient client;
    for (int i = 0; i < 3; ++i) {
        const auto result = client.post(server.url + "claim", R"({"a":1})", "t0ken");
        EXPECT_TRUE(result.ok());
        EXPECT_EQ(result.status, 200);
        EXPECT_EQ(result.body, R"({"ok":true})");
    }
    EXPECT_EQ(server.connections, 1);
    ASSERT_EQ(server.requests().size(), 3U);
    const auto request = server.requests().front();
    EXPECT_THAT(request, testing::StartsWith("POST /claim HTTP/1.1\r\n"));
    EXPECT_THAT(request, HasSubstr("Authorization: Bearer t0ken\r\n"));
    EXPECT_THAT(request, HasSubstr("Content-Type: application/json\r\n"));
    EXPECT_THAT(request, testing::EndsWith(R"({"a":1})"));
    EXPECT_TRUE(client.get(server.url).ok());
    EXPECT_THAT(server.requests().back(), testing::StartsWith("GET / HTTP/1.1\r\n"));
    EXPECT_THAT(server.requests().back(), Not(HasSubstr("t0ken")));
}

TEST(AnHttpClient, follows_no_redirect) {
    Server other(answer("200 OK", "stolen"));
    Server server(answer("307 Temporary Redirect", "", "Location: " + other.url + "\r\n"));
    const auto result = HttpClient().post(server.url, "{}", "t0ken");
    EXPECT_EQ(result.status, 307);
    EXPECT_TRUE(other.requests().empty());
}

TEST(AnHttpClient, hands_on_errors_with_their_body_and_when_to_try_again) {
    Server server(answer("503 Service Unavailable", "later", "retry-after: 7\r\n"));
    const auto result = HttpClient().get(server.url);
    EXPECT_EQ(result.failure, HttpFailure::None);
    EXPECT_FALSE(result.ok());
    EXPECT_EQ(result.status, 503);
    EXPECT_EQ(result.body, "later");
    EXPECT_EQ(result.retryAfter, 7s);
}

TEST(AnHttpClient, stops_an_answer_that_is_too_large) {
    Server server(answer("200 OK", std::string(5000, 'x')));
    HttpSettings settings;
    settings.maxAnswer = 4999;
    EXPECT_EQ(HttpClient(settings).get(server.url).failure, HttpFailure::TooLarge);
    settings.maxAnswer = 5000;
    EXPECT_TRUE(HttpClient(settings).get(server.url).ok());
}

TEST(AnHttpClient, ends_at_its_deadline) {
    Server server(""); // takes the request and says nothing
    HttpSettings settings;
    settings.totalTimeout = 100ms;
    const auto result = HttpClient(settings).post(server.url, "{}", "t0ken");
    EXPECT_EQ(result.failure, HttpFailure::Timeout);
    EXPECT_EQ(result.status, 0);
    EXPECT_THAT(result.detail, Not(HasSubstr("t0ken")));
}

TEST(AnHttpClient, tells_a_request_that_was_never_sent_from_one_whose_fate_is_unknown) {
    const std::string nobody = "http://127.0.0.1:" + std::to_string(labwarden::test::closedPort()) + "/";
    EXPECT_EQ(HttpClient().get(nobody).failure, HttpFailure::Unreachable);
    Server server("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
    HttpSettings settings;
    settings.totalTimeout = 200ms;
    EXPECT_EQ(HttpClient(settings).get(server.url).failure, HttpFailure::Timeout);
    EXPECT_EQ(HttpClient().get("file:///etc/passwd").failure, HttpFailure::Unreachable);
}

TEST(AnHttpClient, sends_no_header_that_breaks_out_of_its_line) {
    HttpClient client;
    EXPECT_THROW(client.get("http://127.0.0.1:1/", "token\r\nX-Evil: 1"), std::invalid_argument);
}
