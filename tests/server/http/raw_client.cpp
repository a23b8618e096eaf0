// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/server/http/raw_client.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

namespace labwarden::test {
namespace {

using Clock = std::chrono::steady_clock;

bool waitFor(int fd, short event, Clock::time_point deadline) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    pollfd watched{fd, event, 0};
    return left > 0 && ::poll(&watched, 1, static_cast<int>(left)) > 0;
}

std::size_t numberIn(const std::string& text) {
    std::size_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

} // namespace

RawClient::RawClient(std::uint16_t port, int receiveBuffer)
    : m_fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (receiveBuffer > 0)
        ::setsockopt(m_fd.get(), SOL_SOCKET, SO_RCVBUF, &receiveBuffer, sizeof receiveBuffer);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (!m_fd || ::connect(m_fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error("nobody listens on port " + std::to_string(port));
}

bool RawClient::send(std::string_view bytes) {
    const auto deadline = Clock::now() + patience;
    while (!bytes.empty()) {
        const auto n = ::send(m_fd.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n >= 0)
            bytes.remove_prefix(static_cast<std::size_t>(n));
        else if (errno != EAGAIN || !waitFor(m_fd.get(), POLLOUT, deadline))
            return false;
    }
    return true;
}

bool RawClient::fill(Clock::time_point deadline) {
    if (!waitFor(m_fd.get(), POLLIN, deadline))
        return false;
    std::array<char, 65536> part;
    const auto n = ::recv(m_fd.get(), part.data(), part.size(), 0);
    if (n <= 0)
        return false;
    m_buffer.append(part.data(), static_cast<std::size_t>(n));
    return true;
}

std::optional<RawAnswer> RawClient::read(std::chrono::milliseconds limit, bool hasBody) {
    const auto deadline = Clock::now() + limit;
    std::size_t end;
    while ((end = m_buffer.find("\r\n\r\n")) == std::string::npos)
        if (!fill(deadline))
            return std::nullopt;

    RawAnswer answer;
    const std::string head = m_buffer.substr(0, end + 2);
    if (!head.starts_with("HTTP/1.1 ") || head.size() < 14)
        throw std::runtime_error("not an answer: " + head.substr(0, 80));
    answer.status = static_cast<int>(numberIn(head.substr(9, 3)));
    for (auto line = head.find("\r\n") + 2; line < head.size();) {
        const auto lineEnd = head.find("\r\n", line);
        const auto colon = head.find(':', line);
        auto name = head.substr(line, colon - line);
        std::ranges::transform(name, name.begin(),
                               [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        answer.headers[name] = head.substr(colon + 2, lineEnd - colon - 2);
        line = lineEnd + 2;
    }
    const auto length =
        hasBody && answer.headers.contains("content-length") ? numberIn(answer.headers["content-length"]) : 0;
    while (m_buffer.size() < end + 4 + length)
        if (!fill(deadline))
            return std::nullopt;
    answer.body = m_buffer.substr(end + 4, length);
    m_buffer.erase(0, end + 4 + length);
    return answer;
}

std::optional<RawAnswer> RawClient::get(std::string_view path, std::string_view more) {
    return ask("GET " + std::string(path) + " HTTP/1.1\r\nHost: lab\r\n" + std::string(more) + "\r\n");
}

std::optional<RawAnswer> RawClient::post(std::string_view path, std::string_view body,
                                         std::string_view more) {
    return ask("POST " + std::string(path) + " HTTP/1.1\r\nHost: lab\r\nContent-Length: " +
               std::to_string(body.size()) + "\r\n" + std::string(more) + "\r\n" + std::string(body));
}

bool RawClient::ended(std::chrono::milliseconds limit) {
    const auto deadline = Clock::now() + limit;
    while (waitFor(m_fd.get(), POLLIN, deadline)) {
        std::array<char, 65536> part;
        if (::recv(m_fd.get(), part.data(), part.size(), 0) <= 0)
            return true;
    }
    return false;
}

bool RawClient::readSome(std::size_t count, std::chrono::milliseconds pause) {
    ::poll(nullptr, 0, static_cast<int>(pause.count()));
    std::string part(count, '\0');
    return waitFor(m_fd.get(), POLLIN, Clock::now() + patience) &&
           ::recv(m_fd.get(), part.data(), part.size(), 0) > 0;
}

bool RawClient::readable() const {
    pollfd watched{m_fd.get(), POLLIN, 0};
    return ::poll(&watched, 1, 0) > 0;
}

void RawClient::closeSending() {
    ::shutdown(m_fd.get(), SHUT_WR);
}

void RawClient::reset() {
    const linger none{1, 0};
    ::setsockopt(m_fd.get(), SOL_SOCKET, SO_LINGER, &none, sizeof none);
    m_fd.reset();
}

} // namespace labwarden::test
