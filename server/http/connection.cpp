// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/connection.h"

#include "server/http/exchange.h"
#include "server/http/problem.h"
#include "server/http/request_id.h"

#include <spdlog/spdlog.h>

#include <fcntl.h>
#include <sys/socket.h>

#include <algorithm>
#include <utility>

namespace labwarden::http {
namespace {

constexpr std::size_t maxWaiting = 128 * 1024; // bytes of pipelined requests that wait for their turn
constexpr std::size_t maxDiscarded =
    16 << 20;                        // bytes after the last answer: a large body that was refused on its head
constexpr int requestsPerTurn = 256; // then the worker looks after its other connections
constexpr std::size_t slowestBody = 32 * 1024; // bytes a second that earn a body more time
constexpr std::chrono::seconds closingTime{2}; // for the client to read the last answer and close
constexpr std::chrono::seconds lingerTime{2};  // for an answer to a client that has closed its sending side
constexpr std::chrono::seconds lastChance{
    1}; // for an idle client to send one more request when the server stops
constexpr std::string_view continueLine = "HTTP/1.1 100 Continue\r\n\r\n";

} // namespace

Connection::Connection(int fd, std::string remote, std::shared_ptr<House> house, Dispatcher& dispatcher,
                       std::shared_ptr<TaskQueue> worker, House::Place place)
    : m_remote(std::move(remote))
    , m_house(std::move(house))
    , m_dispatcher(dispatcher)
    , m_worker(std::move(worker))
    , m_fd(fd)
    , m_place(std::move(place))
    , m_framing({.head = m_house->settings.maxHead, .target = m_house->settings.maxTarget}) {
    startWaiting();
}

void Connection::received(std::string_view bytes) {
    Lock lock(m_mutex);
    if (m_phase == Phase::Over)
        return;
    if (m_phase == Phase::Closing) {
        m_discarded += bytes.size();
        if (m_discarded > maxDiscarded)
            cut();
        return;
    }
    m_framing.append(bytes);
    if (m_phase == Phase::Reading)
        advance(lock);
    else if (m_framing.buffered() > maxWaiting)
        cut();
}

void Connection::advance(Lock& lock) {
    if (m_turn != m_worker->turn()) {
        m_turn = m_worker->turn();
        m_handledThisTurn = 0;
    }
    m_advancing = true;
    bool more = true;
    while (more && m_phase == Phase::Reading) {
        if (m_handledThisTurn == requestsPerTurn) {
            yield();
            break;
        }
        switch (m_framing.next()) {
        case Framing::Step::NeedBytes:
            if (holdBody())
                startWaiting();
            else
                refuse({503, "Too much is being sent at once. Try again in a moment."});
            more = false;
            break;
        case Framing::Step::HeadDone:
            judgeHead();
            break;
        case Framing::Step::Whole:
            ++m_handledThisTurn;
            handle(lock);
            break;
        case Framing::Step::Refused:
            refuse(m_framing.refusal());
            break;
        }
    }
    m_advancing = false;
}

// Pistache reads a socket until it is empty. A client that keeps it full would keep the worker for itself.
void Connection::yield() {
    m_phase = Phase::Yielding;
    resumeInWorker();
}

void Connection::resumeInWorker() {
    m_worker->post([self = shared_from_this()] {
        Lock lock(self->m_mutex);
        if (self->m_phase == Phase::Yielding)
            self->m_phase = Phase::Reading;
        if (self->m_phase == Phase::Reading)
            self->advance(lock);
    });
}

void Connection::judgeHead() {
    const auto& head = m_framing.head();
    auto plan = m_dispatcher.plan(head);
    const bool fits = head.contentLength <= plan.bodyLimit();
    const bool clientAsks = head.expectContinue && head.contentLength > 0;
    if (!plan.route && (!fits || clientAsks)) { // no need for the body to come
        transmit(serialized(*plan.refusal, {.requestId = plan.requestId, .keepAlive = false}), false);
        return;
    }
    const auto wanted = head.contentLength;
    m_framing.allowBody(plan.bodyLimit());
    m_plan = std::move(plan);
    if (clientAsks && fits && m_framing.bodyReceived() < wanted &&
        ::send(m_fd, continueLine.data(), continueLine.size(), MSG_NOSIGNAL | MSG_DONTWAIT) !=
            static_cast<ssize_t>(continueLine.size()))
        cut();
}

void Connection::handle(Lock& lock) {
    m_phase = Phase::Busy;
    m_wait = Wait::Undecided;
    m_first = false;
    auto plan = std::move(*m_plan);
    m_plan.reset();
    auto head = m_framing.takeHead();
    auto body = m_framing.takeBody();
    letGoBody();
    lock.unlock(); // a handler may answer before it returns
    AnswerStyle style{.requestId = plan.requestId,
                      .headOnly = head.method == "HEAD",
                      .http10 = head.http10,
                      .keepAlive = head.keepAlive};
    auto exchange = std::make_shared<Exchange>(shared_from_this(), std::move(style),
                                               head.method + " " + head.path, m_remote);
    m_dispatcher.run(std::move(plan), std::move(head), std::move(body), m_remote, std::move(exchange));
    lock.lock();
}

void Connection::refuse(const Refusal& refusal) {
    const auto id = requestIdFrom({});
    spdlog::debug("http: {} refused: {} {} ({})", m_remote, refusal.status, refusal.detail, id);
    auto response = problem(refusal.status, PublicText(std::string(refusal.detail)), id);
    if (refusal.status == 503)
        response.headers.emplace_back("Retry-After", "1");
    transmit(serialized(response, {.requestId = id, .keepAlive = false}), false);
}

void Connection::answer(const AnswerStyle& style, const Response& response) {
    auto final = style;
    final.keepAlive = style.keepAlive && !m_house->draining();
    auto out = serialized(response, final);
    const Lock lock(m_mutex);
    if (m_phase == Phase::Busy)
        transmit(std::move(out), final.keepAlive);
}

void Connection::transmit(Outgoing out, bool keepAlive) {
    switch (sendNow(m_fd, out)) {
    case Sent::All:
        return sent(keepAlive);
    case Sent::Broken:
        return cut();
    case Sent::Some:
        break;
    }
    m_phase = Phase::Draining;
    UniqueFd own(::fcntl(m_fd, F_DUPFD_CLOEXEC, 0));
    const bool taken = own && m_house->drainer.add(std::move(own), std::move(out),
                                                   [self = shared_from_this(), keepAlive](bool whole) {
                                                       self->drained(whole, keepAlive);
                                                   });
    if (!taken)
        cut();
}

void Connection::sent(bool keepAlive) {
    if (m_ownFd)
        return release(); // the client had closed its side
    m_since = Clock::now();
    if (!keepAlive) {
        ::shutdown(
            m_fd,
            SHUT_WR); // close() at once could reset the connection before the client has read the answer
        m_phase = Phase::Closing;
        return;
    }
    m_phase = Phase::Reading;
    m_wait = Wait::Undecided;
    if (m_advancing)
        return;
    startWaiting();
    if (m_framing.buffered() > 0)
        resumeInWorker();
}

void Connection::drained(bool whole, bool keepAlive) {
    const Lock lock(m_mutex);
    if (m_phase != Phase::Draining)
        return;
    if (m_fd < 0)
        release();
    else if (whole)
        sent(keepAlive);
    else
        cut();
}

bool Connection::holdBody() {
    const auto more = m_framing.bodyReceived() - m_heldBody;
    m_heldBody += more;
    return more == 0 || m_house->holdBody(more);
}

void Connection::letGoBody() {
    m_house->letGoBody(std::exchange(m_heldBody, 0));
}

void Connection::startWaiting() {
    const auto wait = m_framing.inBody() ? Wait::Body : m_framing.inHead() ? Wait::Head : Wait::Idle;
    if (wait == m_wait)
        return; // the time runs from the first byte: a byte now and then earns nothing
    m_wait = wait;
    m_since = Clock::now();
}

Connection::Clock::time_point Connection::deadline() const {
    const auto& settings = m_house->settings;
    if (m_phase == Phase::Closing)
        return m_since + closingTime;
    if (m_phase != Phase::Reading)
        return Clock::time_point::max(); // handlers and the drain thread have their own
    switch (m_wait) {
    case Wait::Body:
        return m_since + settings.bodyTimeout + std::chrono::seconds(m_framing.bodyReceived() / slowestBody);
    case Wait::Idle:
        return m_since + (m_first ? settings.headTimeout : settings.idleTimeout);
    case Wait::Head:
    case Wait::Undecided:
        break;
    }
    return m_since + settings.headTimeout;
}

void Connection::tick(Clock::time_point now) {
    const Lock lock(m_mutex);
    const bool idle = m_phase == Phase::Reading && m_wait == Wait::Idle;
    if (idle && m_house->draining() && now - std::max(m_since, m_house->drainingSince()) >= lastChance)
        return hangUp();
    if (now < deadline())
        return;
    if (m_phase == Phase::Closing || idle)
        return hangUp();
    refuse({408, "The request did not arrive in time."});
}

bool Connection::disconnected() {
    const Lock lock(m_mutex);
    m_gone = true;
    if (m_phase == Phase::Busy) {
        m_ownFd.reset(::fcntl(m_fd, F_DUPFD_CLOEXEC, 0));
        m_fd = m_ownFd.get();
        m_since = Clock::now();
        if (m_ownFd)
            return true;
    }
    if (m_phase == Phase::Draining)
        m_fd = -1; // the job has its own; drained() ends it
    else
        release();
    return false;
}

bool Connection::lingered(Clock::time_point now) {
    const Lock lock(m_mutex);
    if (m_phase == Phase::Busy && now - m_since >= lingerTime)
        release();
    return m_phase == Phase::Over;
}

void Connection::abort() {
    const Lock lock(m_mutex);
    m_gone = true;
    if (m_fd >= 0)
        ::shutdown(m_fd, SHUT_RDWR);
    release();
}

void Connection::cut() {
    resetOnClose(m_fd);
    hangUp();
}

void Connection::hangUp() {
    if (m_ownFd)
        return release();
    ::shutdown(m_fd, SHUT_RDWR); // Pistache reads the end, calls disconnected() and closes
    m_phase = Phase::Over;
}

void Connection::release() {
    m_phase = Phase::Over;
    letGoBody();
    m_fd = -1;
    m_ownFd.reset();
    m_place.reset();
}

} // namespace labwarden::http
