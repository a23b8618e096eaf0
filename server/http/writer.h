// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/unique_fd.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace labwarden::http {

/// The bytes of one answer and how many of them the socket has taken. The body is never copied.
struct Outgoing {
    std::string head;
    std::shared_ptr<const std::string> body; ///< null: none
    std::size_t sent = 0;

    std::size_t size() const { return head.size() + (body ? body->size() : 0); }
};

enum class Sent { All, Some, Broken };

/// Gives the socket what it takes at once; never waits.
Sent sendNow(int fd, Outgoing& out);

/// The close of this socket will reset the connection: else the kernel would go on for a client that was
/// given up.
void resetOnClose(int fd);

/// One thread that finishes the answers which slow readers did not take at once, so that no such reader costs
/// a worker anything. Every job has its own descriptor of the socket: whatever happens to the connection
/// meanwhile, the bytes cannot reach another one. Every method may be called from any thread.
class Drainer {
public:
    struct Limits {
        std::chrono::milliseconds stall; ///< a reader that takes nothing for so long is dropped
        std::chrono::milliseconds total; ///< and one that has not taken all after this
        std::size_t jobs;
    };
    explicit Drainer(Limits limits);
    ~Drainer(); ///< stop()

    /// `done(true)`: the socket has taken all; `done(false)`: the reader was dropped and the socket shut
    /// down. Called once, on the drain thread, without a lock held. False: there are too many jobs; nothing
    /// was taken.
    bool add(UniqueFd socket, Outgoing rest, std::function<void(bool whole)> done);
    std::size_t jobs() const;
    /// Drops all jobs, then joins.
    void stop();

private:
    using Clock = std::chrono::steady_clock;
    struct Job {
        UniqueFd socket;
        Outgoing rest;
        std::function<void(bool)> done;
        Clock::time_point lastProgress, end;
    };

    void run();
    void takeNew();
    void work(std::uint64_t id);
    void dropLate();
    void finish(std::uint64_t id, bool whole);

    const Limits m_limits;
    UniqueFd m_epoll, m_wake;
    mutable std::mutex m_mutex;
    std::vector<Job> m_incoming; ///< guarded, as the two below
    std::size_t m_count = 0;
    bool m_stopped = false;
    std::unordered_map<std::uint64_t, Job> m_jobs; ///< the drain thread's own
    std::uint64_t m_nextId = 1;                    ///< 0 is the wake descriptor
    std::thread m_thread;
};

} // namespace labwarden::http
