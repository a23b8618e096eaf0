// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/server/runner/simulated_lab.h"

#include "common/json/domain.h"

#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace labwarden::test {

namespace {

/// What stands after a header's name, up to the end of its line; empty when it is not there.
std::string headerOf(const std::string& head, std::string_view name) {
    const std::size_t at = head.find("\r\n" + std::string(name) + ": ");
    if (at == std::string::npos)
        return {};
    const std::size_t begin = at + name.size() + 4;
    return head.substr(begin, head.find("\r\n", begin) - begin);
}

/// Reads until `enough`; false when the other side is gone.
bool fill(int socket, std::string& buffer, const std::function<bool()>& enough) {
    std::array<char, 16384> bytes{};
    while (!enough()) {
        const ssize_t got = ::recv(socket, bytes.data(), bytes.size(), 0);
        if (got <= 0)
            return false;
        buffer.append(bytes.data(), static_cast<std::size_t>(got));
    }
    return true;
}

} // namespace

SimulatedLab::SimulatedLab() : m_listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(m_listener, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
        ::listen(m_listener, 64) != 0 ||
        ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        throw std::runtime_error("no port for the simulated lab");
    m_port = ntohs(address.sin_port);
    m_thread = std::jthread([this] { serve(); });
}

SimulatedLab::~SimulatedLab() {
    {
        const std::lock_guard lock(m_mutex);
        m_end = true;
        for (const int socket : m_sockets)
            ::shutdown(socket, SHUT_RDWR);
    }
    ::shutdown(m_listener, SHUT_RDWR);
    m_thread.join();
    m_talks.clear();
    ::close(m_listener);
}

std::string SimulatedLab::callbackUrl(const std::string& runId) const {
    return "http://127.0.0.1:" + std::to_string(m_port) + "/api/v1/test-runs/" + runId;
}

void SimulatedLab::serve() {
    for (;;) {
        const int socket = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (socket < 0)
            return;
        const std::lock_guard lock(m_mutex);
        if (m_end) {
            ::close(socket);
            return;
        }
        m_sockets.push_back(socket);
        m_talks.emplace_back([this, socket] { talk(socket); });
    }
}

void SimulatedLab::talk(int socket) {
    std::string buffer;
    for (;;) {
        std::size_t headEnd = 0;
        if (!fill(socket, buffer, [&] { return (headEnd = buffer.find("\r\n\r\n")) != std::string::npos; }))
            break;
        const std::string head = buffer.substr(0, headEnd + 2);
        const std::string length = headerOf(head, "Content-Length");
        std::size_t size = 0;
        std::from_chars(length.data(), length.data() + length.size(), size);
        if (!fill(socket, buffer, [&] { return buffer.size() >= headEnd + 4 + size; }))
            break;
        const std::string body = buffer.substr(headEnd + 4, size);
        buffer.erase(0, headEnd + 4 + size);
        const std::string path = head.substr(0, head.find(" HTTP/"));
        const std::string bearer = headerOf(head, "Authorization");
        const std::size_t slash = path.rfind('/');
        const std::string url = path.substr(0, slash);
        const Answer answered = answer(url.substr(url.rfind('/') + 1), path.substr(slash + 1),
                                       bearer.substr(std::min(bearer.size(), sizeof "Bearer")), body);
        if (answered.status == 0)
            break;
        const std::string text = "HTTP/1.1 " + std::to_string(answered.status) +
                                 " Simulated\r\nContent-Type: application/json\r\nContent-Length: " +
                                 std::to_string(answered.body.size()) + "\r\n\r\n" + answered.body;
        if (::send(socket, text.data(), text.size(), MSG_NOSIGNAL) < 0)
            break;
    }
    const std::lock_guard lock(m_mutex);
    std::erase(m_sockets, socket);
    ::close(socket);
}

double SimulatedLab::remaining() const {
    return std::max(0.0,
                    std::chrono::duration<double>(m_deadline - std::chrono::steady_clock::now()).count());
}

SimulatedLab::Answer SimulatedLab::answer(const std::string& run, const std::string& request,
                                          const std::string& token, const std::string& body) {
    const std::lock_guard lock(m_mutex);
    ++m_asked[request];
    m_tokens.push_back(token);
    m_changed.notify_all();
    if (m_silent)
        return {.status = 0, .body = {}};
    if (const auto it = m_status.find(request); it != m_status.end() && it->second != 200)
        return {it->second, R"({"title": "as the test wants it"})"};
    if (request == "claim") {
        const auto claim = wire::readText<Claim>(body, wire::programs);
        if (!claim)
            return {422, "{}"};
        m_claims.push_back(claim.value);
        const std::string& holder = m_claimedBy.emplace(run, claim.value.claimId).first->second;
        const ClaimAnswer granted{.attempt = 1, .remainingSeconds = remaining(), .secrets = m_secrets};
        return holder == claim.value.claimId
                   ? Answer{200, boost::json::serialize(boost::json::value_from(granted))}
                   : Answer{409, "{}"};
    }
    if (request == "progress") {
        const auto progress = wire::readText<Progress>(body, wire::programs);
        if (!progress)
            return {422, boost::json::serialize(boost::json::value_from(progress.faults))};
        m_progresses.push_back(progress.value);
        const ProgressAnswer back{.cancel = m_cancel, .pause = m_pause, .remainingSeconds = remaining()};
        return {200, boost::json::serialize(boost::json::value_from(back))};
    }
    const auto callback = wire::readText<Callback>(body, wire::programs);
    if (!callback)
        return {422, boost::json::serialize(boost::json::value_from(callback.faults))};
    m_callbacks.push_back(callback.value);
    return {200, "{}"};
}

void SimulatedLab::answerWith(const std::string& request, int status) {
    const std::lock_guard lock(m_mutex);
    m_status[request] = status;
}
void SimulatedLab::setRemaining(double seconds) {
    const std::lock_guard lock(m_mutex);
    m_deadline =
        std::chrono::steady_clock::now() + std::chrono::milliseconds(static_cast<int>(seconds * 1000));
}
void SimulatedLab::setSecrets(boost::json::object secrets) {
    const std::lock_guard lock(m_mutex);
    m_secrets = std::move(secrets);
}
void SimulatedLab::cancel() {
    const std::lock_guard lock(m_mutex);
    m_cancel = true;
}
void SimulatedLab::pause(bool on) {
    const std::lock_guard lock(m_mutex);
    m_pause = on;
}
void SimulatedLab::silence(bool on) {
    const std::lock_guard lock(m_mutex);
    m_silent = on;
}

int SimulatedLab::asked(const std::string& request) const {
    const std::lock_guard lock(m_mutex);
    const auto it = m_asked.find(request);
    return it == m_asked.end() ? 0 : it->second;
}
std::vector<Claim> SimulatedLab::claims() const {
    const std::lock_guard lock(m_mutex);
    return m_claims;
}
std::vector<Callback> SimulatedLab::callbacks() const {
    const std::lock_guard lock(m_mutex);
    return m_callbacks;
}
std::vector<Progress> SimulatedLab::progresses() const {
    const std::lock_guard lock(m_mutex);
    return m_progresses;
}
bool SimulatedLab::sawToken(const std::string& token) const {
    const std::lock_guard lock(m_mutex);
    return !m_tokens.empty() &&
           std::ranges::all_of(m_tokens, [&](const std::string& t) { return t == token; });
}
std::vector<std::string> SimulatedLab::log() const {
    const std::lock_guard lock(m_mutex);
    std::vector<std::string> lines;
    for (const Progress& progress : m_progresses) {
        for (const LogLine& line : progress.log)
            lines.push_back(line.text);
    }
    for (const Callback& callback : m_callbacks) {
        for (const LogLine& line : callback.log)
            lines.push_back(line.text);
    }
    return lines;
}
std::map<std::string, StepState> SimulatedLab::steps() const {
    const std::lock_guard lock(m_mutex);
    std::map<std::string, StepState> states;
    for (const Progress& progress : m_progresses) {
        for (const RunStep& step : progress.steps)
            states[step.name] = step.state;
    }
    for (const Callback& callback : m_callbacks) {
        for (const RunStep& step : callback.steps)
            states[step.name] = step.state;
    }
    return states;
}
bool SimulatedLab::finished(std::size_t count, std::chrono::milliseconds limit) {
    std::unique_lock lock(m_mutex);
    return m_changed.wait_for(lock, limit, [&] { return m_callbacks.size() >= count; });
}

} // namespace labwarden::test
