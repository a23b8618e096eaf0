// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/answer_head.h"
#include "server/http/dispatcher.h"
#include "server/http/framing.h"
#include "server/http/house.h"
#include "server/http/task_queue.h"
#include "server/http/unique_fd.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace labwarden::http {

/// One connection from its acceptance to its end. Requests are cut from its bytes and handled strictly one
/// after the other: while one is being answered the next waits, unparsed, in a small buffer.
///
/// The descriptor belongs to Pistache's peer. It is used only under the lock and only until disconnected()
/// has returned, which Pistache calls before it closes it; so an answer that comes late can never reach a
/// socket that got the same number.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    using Clock = std::chrono::steady_clock;

    Connection(int fd, std::string remote, std::shared_ptr<House> house, Dispatcher& dispatcher,
               std::shared_ptr<TaskQueue> worker, House::Place place);

    // On the worker's thread:
    void received(std::string_view bytes);
    /// The peer has closed or reset. True: an answer is still being made and may find a client that has only
    /// closed its sending side; keep this and call lingered() at each tick.
    bool disconnected();
    /// Ends what is late.
    void tick(Clock::time_point now);
    /// True: nothing to wait for any more.
    bool lingered(Clock::time_point now);
    /// The server stops: no more bytes either way.
    void abort();

    // On any thread:
    /// Writes the answer of the request being handled.
    void answer(const AnswerStyle& style, const Response& response);
    bool gone() const { return m_gone.load(std::memory_order_relaxed); }

private:
    enum class Phase {
        Reading,  ///< between requests, or in the middle of one
        Yielding, ///< more may be here, but the worker's other connections come first
        Busy,     ///< a request is being handled
        Draining, ///< its answer is with the drain thread
        Closing,  ///< the last answer is out; what still comes in is thrown away until the client closes too
        Over,
    };
    enum class Wait { Undecided, Idle, Head, Body };
    using Lock = std::unique_lock<std::mutex>;

    void advance(Lock& lock);
    void judgeHead();
    void handle(Lock& lock);
    void yield();
    void resumeInWorker();
    void refuse(const Refusal& refusal);
    void transmit(Outgoing out, bool keepAlive);
    void sent(bool keepAlive);
    void drained(bool whole, bool keepAlive);
    bool holdBody();
    void letGoBody();
    void startWaiting();
    void cut();    ///< the client misbehaves or cannot be reached: at once, with a reset
    void hangUp(); ///< there is nothing more to say
    void release();
    Clock::time_point deadline() const;

    const std::string m_remote;
    const std::shared_ptr<House> m_house;
    Dispatcher& m_dispatcher; ///< used on the worker's thread only
    const std::shared_ptr<TaskQueue> m_worker;
    std::atomic<bool> m_gone = false;

    std::mutex m_mutex; ///< guards all below
    int m_fd;
    UniqueFd m_ownFd; ///< a duplicate, once the peer's descriptor has gone
    std::optional<House::Place> m_place;
    Phase m_phase = Phase::Reading;
    Framing m_framing;
    std::optional<Dispatcher::Plan> m_plan; ///< of the request whose body is being read
    std::size_t m_heldBody = 0;             ///< bytes counted in the house's books
    bool m_advancing = false;               ///< advance() runs: it goes on by itself when an answer is out
    Wait m_wait = Wait::Undecided;
    Clock::time_point m_since; ///< begin of the wait, or of Closing
    bool m_first = true;       ///< no request yet
    std::size_t m_discarded = 0;
    std::uint64_t m_turn = 0; ///< of the worker, when m_handledThisTurn was last set to 0
    int m_handledThisTurn = 0;
};

} // namespace labwarden::http
