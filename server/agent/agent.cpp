// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/agent/agent.h"

#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <system_error>

namespace labwarden::agent {
namespace {

using namespace std::chrono_literals;

/// Everything that is due within such a step is done in one round: hundreds of devices wake the process a
/// hundred times a second, not thousands of times.
constexpr auto grain = 10ms;
constexpr auto farewell = 3s;

} // namespace

/// A link and what epoll has been told of it.
struct Agent::Seat {
    std::unique_ptr<DeviceLink> link;
    int fd = -1;
    bool writing = false;
};

Agent::Agent() : m_epoll(::epoll_create1(EPOLL_CLOEXEC)) {
    if (m_epoll < 0)
        throw std::system_error(errno, std::generic_category(), "epoll_create1");
}

Agent::~Agent() {
    m_seats.clear();
    ::close(m_epoll);
}

void Agent::add(std::unique_ptr<DeviceLink> link) {
    m_seats.push_back(std::make_unique<Seat>());
    m_seats.back()->link = std::move(link);
}

void Agent::run(int stopFd) {
    epoll_event stop{};
    stop.events = EPOLLIN;
    stop.data.ptr = nullptr;
    if (::epoll_ctl(m_epoll, EPOLL_CTL_ADD, stopFd, &stop) != 0)
        throw std::system_error(errno, std::generic_category(), "epoll_ctl");
    while (!m_stopping) {
        const auto now = Clock::now();
        if (now >= m_nextTick)
            tickAll(now);
        const auto wait = std::chrono::ceil<std::chrono::milliseconds>(m_nextTick - Clock::now());
        serve(static_cast<int>(std::clamp<std::chrono::milliseconds::rep>(wait.count(), 0, 1000)));
    }
    ::epoll_ctl(m_epoll, EPOLL_CTL_DEL, stopFd, nullptr);

    for (auto& seat : m_seats) {
        seat->link->leave();
        watch(*seat);
    }
    const auto end = Clock::now() + farewell;
    const auto allGone = [&] {
        return std::ranges::all_of(m_seats, [](const auto& seat) { return seat->link->gone(); });
    };
    while (!allGone() && Clock::now() < end) {
        serve(20);
        tickAll(Clock::now());
    }
}

void Agent::tickAll(Clock::time_point now) {
    auto next = now + 1s;
    for (auto& seat : m_seats) {
        if (seat->link->nextDue() <= now + grain / 2) {
            seat->link->tick(now + grain / 2);
            watch(*seat);
        }
        next = std::min(next, seat->link->nextDue());
    }
    m_nextTick = std::max(next, now + grain);
}

void Agent::serve(int waitMs) {
    std::array<epoll_event, 256> events{};
    const int count = ::epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()), waitMs);
    for (int i = 0; i < count; ++i) {
        const auto& event = events[static_cast<std::size_t>(i)];
        if (event.data.ptr == nullptr) {
            m_stopping = true;
            continue;
        }
        auto& seat = *static_cast<Seat*>(event.data.ptr);
        const std::uint32_t what = event.events;
        seat.link->ready((what & (EPOLLIN | EPOLLERR | EPOLLHUP)) != 0, (what & (EPOLLOUT | EPOLLERR)) != 0);
        watch(seat);
    }
}

/// After each call of a link: what is due may have changed, and epoll is told of a socket that is new or
/// wants something else. One that the library has closed has left epoll by itself.
void Agent::watch(Seat& seat) {
    m_nextTick = std::min(m_nextTick, seat.link->nextDue());
    const int fd = seat.link->fd();
    const bool writing = fd >= 0 && seat.link->wantsToWrite();
    if (fd == seat.fd && (fd < 0 || writing == seat.writing))
        return;
    const bool known = fd == seat.fd;
    seat.fd = fd;
    seat.writing = writing;
    if (fd < 0)
        return;
    epoll_event event{};
    event.events = EPOLLIN | (writing ? EPOLLOUT : 0U);
    event.data.ptr = &seat;
    if (::epoll_ctl(m_epoll, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event) != 0)
        throw std::system_error(errno, std::generic_category(), "epoll_ctl");
}

} // namespace labwarden::agent
