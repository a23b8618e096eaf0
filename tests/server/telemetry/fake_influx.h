// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace labwarden::test {

/// Something at the address of InfluxDB that answers every write as the test says, and keeps the lines of
/// those that it has answered with 204. One connection after the other.
class FakeInflux {
public:
    FakeInflux() : m_listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        ::bind(m_listener, reinterpret_cast<sockaddr*>(&address), size);
        ::listen(m_listener, 8);
        ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size);
        port = ntohs(address.sin_port);
        m_thread = std::jthread([this](const std::stop_token& stop) { serve(stop); });
    }
    ~FakeInflux() {
        m_thread.request_stop();
        m_thread.join();
        ::close(m_listener);
    }
    FakeInflux(const FakeInflux&) = delete;
    FakeInflux& operator=(const FakeInflux&) = delete;

    /// To writes from now on: head and body of an answer; empty: none at all, the connection stays.
    void answer(std::string text) {
        const std::lock_guard lock(m_mutex);
        m_answer = std::move(text);
    }
    void answer(int status, const std::string& body) {
        answer("HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Length: " + std::to_string(body.size()) +
               "\r\n\r\n" + body);
    }
    void answerWell() { answer(204, ""); }
    /// A write with more bytes than this gets 413.
    void takeAtMost(std::size_t bytes) {
        const std::lock_guard lock(m_mutex);
        m_limit = bytes;
    }
    std::multiset<std::string> lines() const {
        const std::lock_guard lock(m_mutex);
        return m_lines;
    }
    /// Of writes, whatever they were answered.
    std::vector<std::string> bodies() const {
        const std::lock_guard lock(m_mutex);
        return m_bodies;
    }

    std::uint16_t port = 0;

private:
    void serve(const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            if (!readable(m_listener))
                continue;
            const int fd = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
            std::string data;
            while (!stop.stop_requested()) {
                if (!readable(fd))
                    continue;
                char buffer[65536];
                const auto got = ::recv(fd, buffer, sizeof buffer, 0);
                if (got <= 0)
                    break;
                data.append(buffer, static_cast<std::size_t>(got));
                if (!whole(data))
                    continue;
                const std::string text = replyTo(std::exchange(data, {}));
                ::send(fd, text.data(), text.size(), MSG_NOSIGNAL);
            }
            ::close(fd);
        }
    }
    static bool readable(int fd) {
        pollfd ready{fd, POLLIN, 0};
        return ::poll(&ready, 1, 10) == 1;
    }
    static bool whole(const std::string& data) {
        const auto head = data.find("\r\n\r\n");
        if (head == std::string::npos)
            return false;
        const auto length = data.find("Content-Length: ");
        return length > head || data.size() - head - 4 >= std::stoul(data.substr(length + 16));
    }
    std::string replyTo(const std::string& request) {
        if (!request.starts_with("POST /write"))
            return "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
        std::string body = request.substr(request.find("\r\n\r\n") + 4);
        const std::lock_guard lock(m_mutex);
        m_bodies.push_back(body);
        if (body.size() > m_limit)
            return "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n";
        if (m_answer.starts_with("HTTP/1.1 204"))
            for (std::size_t at = 0, end = 0; (end = body.find('\n', at)) != std::string::npos; at = end + 1)
                m_lines.insert(body.substr(at, end - at));
        return m_answer;
    }

    const int m_listener;
    mutable std::mutex m_mutex;
    std::string m_answer = "HTTP/1.1 204 No Content\r\n\r\n";
    std::size_t m_limit = 1 << 30;
    std::multiset<std::string> m_lines;
    std::vector<std::string> m_bodies;
    std::jthread m_thread;
};

} // namespace labwarden::test
