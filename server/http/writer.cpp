// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/writer.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace labwarden::http {
namespace {

constexpr std::chrono::milliseconds lookInterval{100};

} // namespace

Sent sendNow(int fd, Outgoing& out) {
    while (out.sent < out.size()) {
        std::array<iovec, 2> parts{};
        std::size_t count = 0;
        const auto add = [&](const std::string& text, std::size_t from) {
            parts[count++] = {const_cast<char*>(text.data()) + from,
                              text.size() - from}; // sendmsg reads only
        };
        if (out.sent < out.head.size())
            add(out.head, out.sent);
        if (out.body)
            add(*out.body, out.sent < out.head.size() ? 0 : out.sent - out.head.size());
        msghdr message{};
        message.msg_iov = parts.data();
        message.msg_iovlen = count;
        const auto taken = ::sendmsg(fd, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (taken >= 0)
            out.sent += static_cast<std::size_t>(taken);
        else if (errno == EAGAIN || errno == EWOULDBLOCK)
            return Sent::Some;
        else if (errno != EINTR)
            return Sent::Broken;
    }
    return Sent::All;
}

void resetOnClose(int fd) {
    const linger none{1, 0};
    ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &none, sizeof none);
}

Drainer::Drainer(Limits limits)
    : m_limits(limits)
    , m_epoll(::epoll_create1(EPOLL_CLOEXEC))
    , m_wake(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = 0;
    if (!m_epoll || !m_wake || ::epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, m_wake.get(), &event) != 0)
        throw std::system_error(errno, std::generic_category(), "drain thread");
    m_thread = std::thread([this] { run(); });
}

Drainer::~Drainer() {
    stop();
}

bool Drainer::add(UniqueFd socket, Outgoing rest, std::function<void(bool)> done) {
    const auto now = Clock::now();
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopped || m_count >= m_limits.jobs)
            return false;
        ++m_count;
        m_incoming.push_back(
            {std::move(socket), std::move(rest), std::move(done), now, now + m_limits.total});
    }
    ::eventfd_write(m_wake.get(), 1);
    return true;
}

std::size_t Drainer::jobs() const {
    const std::lock_guard lock(m_mutex);
    return m_count;
}

void Drainer::stop() {
    {
        const std::lock_guard lock(m_mutex);
        m_stopped = true;
    }
    ::eventfd_write(m_wake.get(), 1);
    if (m_thread.joinable())
        m_thread.join();
}

void Drainer::run() {
    std::array<epoll_event, 64> events{};
    for (;;) {
        const int timeout = m_jobs.empty() ? -1 : static_cast<int>(lookInterval.count());
        const int n = ::epoll_wait(m_epoll.get(), events.data(), static_cast<int>(events.size()), timeout);
        for (int i = 0; i < n; ++i)
            if (const auto id = events[static_cast<std::size_t>(i)].data.u64; id != 0)
                work(id);
        takeNew();
        dropLate();
        const std::lock_guard lock(m_mutex);
        if (m_stopped && m_incoming.empty())
            break;
    }
    while (!m_jobs.empty())
        finish(m_jobs.begin()->first, false);
}

void Drainer::takeNew() {
    eventfd_t ignored;
    ::eventfd_read(m_wake.get(), &ignored);
    std::vector<Job> incoming;
    {
        const std::lock_guard lock(m_mutex);
        incoming.swap(m_incoming);
    }
    for (auto& job : incoming) {
        const auto id = m_nextId++;
        epoll_event event{};
        event.events = EPOLLOUT | EPOLLET;
        event.data.u64 = id;
        const bool watched = ::epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, job.socket.get(), &event) == 0;
        m_jobs.emplace(id, std::move(job));
        if (watched)
            work(id); // room may have come before the watch
        else
            finish(id, false);
    }
}

void Drainer::work(std::uint64_t id) {
    const auto found = m_jobs.find(id);
    if (found == m_jobs.end())
        return;
    auto& job = found->second;
    const auto before = job.rest.sent;
    const auto sent = sendNow(job.socket.get(), job.rest);
    if (job.rest.sent != before)
        job.lastProgress = Clock::now();
    if (sent != Sent::Some)
        finish(id, sent == Sent::All);
}

void Drainer::dropLate() {
    const auto now = Clock::now();
    std::vector<std::uint64_t> late;
    for (const auto& [id, job] : m_jobs)
        if (now >= job.end || now - job.lastProgress >= m_limits.stall)
            late.push_back(id);
    for (const auto id : late)
        finish(id, false);
}

void Drainer::finish(std::uint64_t id, bool whole) {
    auto node = m_jobs.extract(id);
    auto& job = node.mapped();
    ::epoll_ctl(m_epoll.get(), EPOLL_CTL_DEL, job.socket.get(), nullptr);
    if (!whole) {
        resetOnClose(job.socket.get());
        ::shutdown(job.socket.get(), SHUT_RDWR);
    }
    job.socket
        .reset(); // before done(): it may end the connection, which must then be the last to hold the socket
    {
        const std::lock_guard lock(m_mutex);
        --m_count;
    }
    job.done(whole);
}

} // namespace labwarden::http
