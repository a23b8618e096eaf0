// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/worker.h"

#include <pistache/net.h>
#include <spdlog/spdlog.h>

#include <sys/socket.h>
#include <sys/timerfd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace labwarden::http {
namespace {

namespace Polling = Pistache::Polling;
using PeerPtr = std::shared_ptr<Pistache::Tcp::Peer>;

constexpr auto connectionKey = "connection"; // short enough that the lookup allocates nothing
constexpr std::chrono::milliseconds tickInterval{100};

std::shared_ptr<Connection> connectionOf(const PeerPtr& peer) {
    return std::static_pointer_cast<Connection>(peer->getData(connectionKey));
}

Polling::Tag tagOf(int fd) {
    return Polling::Tag(static_cast<std::uint64_t>(fd));
}

/// Nothing thrown may reach Pistache's thread: it would end the process.
template<class F>
void contained(F f) noexcept {
    try {
        f();
    } catch (const std::exception& e) {
        spdlog::error("http: in an I/O thread: {}", e.what());
    } catch (...) {
        spdlog::error("http: in an I/O thread: something that is no std::exception was thrown");
    }
}

} // namespace

void InputHandler::onInput(const char* buffer, std::size_t length, const PeerPtr& peer) {
    bool fine = false;
    contained([&] {
        connectionOf(peer)->received({buffer, length});
        fine = true;
    });
    if (!fine)
        ::shutdown(peer->fd(), SHUT_RDWR);
}

void InputHandler::onDisconnection(const PeerPtr& peer) {
    contained([&] {
        auto connection = connectionOf(peer);
        if (connection->disconnected())
            m_lingering->push_back(std::move(connection));
    });
}

Worker::Worker(std::shared_ptr<TaskQueue> tasks) : Worker(std::move(tasks), std::make_shared<Lingering>()) {}

Worker::Worker(std::shared_ptr<TaskQueue> tasks, std::shared_ptr<Lingering> lingering)
    : Transport(std::make_shared<InputHandler>(lingering))
    , m_tasks(std::move(tasks))
    , m_lingering(std::move(lingering)) {}

// Pistache makes one copy for each thread from the handler that it is given.
std::shared_ptr<Pistache::Aio::Handler> Worker::clone() const {
    return std::make_shared<Worker>();
}

void Worker::take(UniqueFd socket, std::shared_ptr<Connection> connection) {
    m_tasks->post(
        [this, shared = std::make_shared<UniqueFd>(std::move(socket)), connection = std::move(connection)] {
            const auto peer = Pistache::Tcp::Peer::Create(shared->get(), Pistache::Address());
            peer->putData(connectionKey, connection);
            handleNewPeer(peer);
            (void)shared->release();
        });
}

void Worker::registerPoller(Polling::Epoll& poller) {
    Transport::registerPoller(poller);
    m_clock.reset(::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC));
    itimerspec period{};
    period.it_value.tv_nsec = period.it_interval.tv_nsec = std::chrono::nanoseconds(tickInterval).count();
    if (!m_clock || ::timerfd_settime(m_clock.get(), 0, &period, nullptr) != 0)
        throw std::system_error(errno, std::generic_category(), "timerfd");
    const Pistache::Flags<Polling::NotifyOn> readable(Polling::NotifyOn::Read);
    poller.addFd(m_clock.get(), readable, tagOf(m_clock.get()));
    poller.addFd(m_tasks->fd(), readable, tagOf(m_tasks->fd()));
}

void Worker::onReady(const Pistache::Aio::FdSet& ready) {
    m_tasks->nextTurn();
    contained([&] { Transport::onReady(ready); }); // leaves descriptors alone that it does not know
    for (const auto& entry : ready) {
        if (entry.getTag() == tagOf(m_tasks->fd()))
            contained([&] { m_tasks->run(); });
        else if (entry.getTag() == tagOf(m_clock.get()))
            contained([&] { tick(); });
    }
}

void Worker::tick() {
    std::uint64_t ignored;
    if (::read(m_clock.get(), &ignored, sizeof ignored) < 0)
        return;
    const auto now = Connection::Clock::now();
    for (const auto& [fd, peer] : peers)
        connectionOf(peer)->tick(now);
    std::erase_if(*m_lingering, [now](const auto& connection) { return connection->lingered(now); });
}

void Worker::closeAll() {
    std::vector<PeerPtr> all;
    for (const auto& [fd, peer] : peers)
        all.push_back(peer);
    for (const auto& peer : all) {
        connectionOf(peer)->abort();
        removePeer(peer);
    }
    for (const auto& connection : *m_lingering)
        connection->abort();
    m_lingering->clear();
}

} // namespace labwarden::http
