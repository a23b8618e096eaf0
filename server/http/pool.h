// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace labwarden::http {

/// A fixed number of threads and a queue with an end. Every method may be called from any thread but stop(),
/// which is called from outside the pool.
class Pool {
public:
    Pool(int threads, std::size_t queueLimit);
    ~Pool(); ///< stop()

    /// False: the queue is full or the pool has stopped, and the task was not taken. A task must not throw.
    bool submit(std::function<void()> task);
    /// Lets the running tasks end, drops the waiting ones (what they own is destroyed here), joins.
    void stop();

private:
    void run();

    const std::size_t m_queueLimit;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_queue;
    bool m_stopped = false;
    std::vector<std::thread> m_threads;
};

} // namespace labwarden::http
