// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/server.h"

#include "server/http/acceptor.h"
#include "server/http/connection.h"
#include "server/http/dispatcher.h"
#include "server/http/house.h"
#include "server/http/pool.h"
#include "server/http/problem.h"
#include "server/http/request_id.h"
#include "server/http/worker.h"

#include <pistache/reactor.h>
#include <spdlog/spdlog.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <future>
#include <optional>
#include <stdexcept>
#include <utility>

namespace labwarden::http {
namespace {

namespace Aio = Pistache::Aio;

constexpr int sendBuffer = 256 * 1024; // the board of 1,000 devices goes out in one call
constexpr rlim_t otherDescriptors = 256;
constexpr std::chrono::seconds closeLimit{5};
constexpr std::chrono::milliseconds drainStep{100};

/// A client that vanished without a word is found by its silence, so that a parked answer does not wait for
/// it for ever.
void prepareSocket(int fd, std::chrono::milliseconds drainStall) {
    const auto set = [fd](int level, int option, int value) {
        ::setsockopt(fd, level, option, &value, sizeof value);
    };
    set(IPPROTO_TCP, TCP_NODELAY, 1);
    set(IPPROTO_TCP, TCP_USER_TIMEOUT, static_cast<int>(2 * drainStall.count()));
    set(SOL_SOCKET, SO_SNDBUF, sendBuffer);
    set(SOL_SOCKET, SO_KEEPALIVE, 1);
    set(IPPROTO_TCP, TCP_KEEPIDLE, 30);
    set(IPPROTO_TCP, TCP_KEEPINTVL, 10);
    set(IPPROTO_TCP, TCP_KEEPCNT, 3);
}

/// Every connection has a descriptor, and a second one while a slow reader takes its answer.
void raiseDescriptorLimit(std::size_t connections) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    const rlim_t wanted = 2 * connections + otherDescriptors;
    if (limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = std::min(wanted, limit.rlim_max);
    if (::setrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur < wanted)
        spdlog::warn("http: {} open files are allowed, {} connections may need {}", limit.rlim_cur,
                     connections, wanted);
}

} // namespace

class Server::Impl {
public:
    Impl(ServerSettings settings, std::vector<Route> routes, Authenticator& authenticator)
        : m_house(std::make_shared<House>(std::move(settings)))
        , m_pool(m_house->settings.poolThreads, m_house->settings.poolQueue)
        , m_dispatcher(std::move(routes), authenticator, m_pool, m_house->settings.trustedProxies) {}
    ~Impl() { close(); }

    void start();
    bool drain(std::chrono::milliseconds limit);

    std::function<void()> onDrain;
    std::uint16_t port() const { return m_port; }

private:
    void welcome(UniqueFd socket, std::string remote);
    void turnAway(int fd) const;
    void close();

    const std::shared_ptr<House> m_house;
    Pool m_pool;
    Dispatcher m_dispatcher;
    std::shared_ptr<Aio::Reactor> m_reactor;
    std::vector<std::shared_ptr<Worker>> m_workers;
    std::size_t m_nextWorker = 0; ///< the acceptor's thread only
    std::optional<Acceptor> m_acceptor;
    std::uint16_t m_port = 0;
};

void Server::Impl::start() {
    const auto& settings = m_house->settings;
    raiseDescriptorLimit(settings.maxConnections);
    m_reactor = Aio::Reactor::create();
    m_reactor->init(Aio::AsyncContext(static_cast<std::size_t>(settings.ioThreads), "http"));
    const auto key = m_reactor->addHandler(std::make_shared<Worker>());
    for (const auto& handler : m_reactor->handlers(key))
        m_workers.push_back(std::static_pointer_cast<Worker>(handler));
    m_reactor->run();
    m_acceptor.emplace(settings.address, settings.port, [this](UniqueFd socket, std::string remote) {
        welcome(std::move(socket), std::move(remote));
    });
    m_port = m_acceptor->port();
}

void Server::Impl::welcome(UniqueFd socket, std::string remote) {
    auto place = m_house->enter();
    if (!place)
        return turnAway(socket.get());
    prepareSocket(socket.get(), m_house->settings.drainStall);
    auto& worker = *m_workers[m_nextWorker++ % m_workers.size()];
    auto connection = std::make_shared<Connection>(socket.get(), std::move(remote), m_house, m_dispatcher,
                                                   worker.tasks(), std::move(*place));
    worker.take(std::move(socket), std::move(connection));
}

void Server::Impl::turnAway(int fd) const {
    const auto id = requestIdFrom({});
    auto response = problem(503, PublicText("There are too many connections. Try again in a moment."), id);
    response.headers.emplace_back("Retry-After", "1");
    auto out = serialized(response, {.requestId = id, .keepAlive = false});
    sendNow(fd, out);
    ::shutdown(fd, SHUT_WR);
}

bool Server::Impl::drain(std::chrono::milliseconds limit) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    if (m_acceptor)
        m_acceptor->stop();
    m_house->startDraining();
    bool empty = false;
    for (auto now = std::chrono::steady_clock::now(); !empty && now < deadline;
         now = std::chrono::steady_clock::now()) {
        if (onDrain)
            onDrain();
        empty = m_house->waitUntilEmpty(std::min(deadline, now + drainStep));
    }
    if (!empty)
        spdlog::warn("http: {} connections were cut at the end of the time to drain", m_house->connections());
    close();
    return empty;
}

void Server::Impl::close() {
    m_acceptor.reset();
    for (const auto& worker : m_workers) {
        auto closed = std::make_shared<std::promise<void>>();
        worker->tasks()->post([worker, closed] {
            worker->closeAll();
            closed->set_value();
        });
        closed->get_future().wait_for(closeLimit);
        worker->tasks()->close();
    }
    if (m_reactor)
        m_reactor->shutdown();
    m_workers.clear();
    m_reactor.reset(); // joins the workers
    m_pool.stop();
    m_house->drainer.stop();
}

Server::Server(ServerSettings settings, std::vector<Route> routes, Authenticator& authenticator)
    : m_impl(std::make_unique<Impl>(std::move(settings), std::move(routes), authenticator)) {}

Server::~Server() = default;

void Server::start() {
    m_impl->start();
}

std::uint16_t Server::port() const {
    return m_impl->port();
}

bool Server::drain(std::chrono::milliseconds limit) {
    return m_impl->drain(limit);
}

void Server::onDrain(std::function<void()> f) {
    m_impl->onDrain = std::move(f);
}

} // namespace labwarden::http
