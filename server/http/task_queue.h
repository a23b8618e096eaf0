// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/unique_fd.h"

#include <cstdint>
#include <functional>
#include <mutex>
#include <vector>

namespace labwarden::http {

/// Work for one worker from other threads. The worker watches fd() and calls run().
class TaskQueue {
public:
    TaskQueue();
    int fd() const { return m_wake.get(); } ///< readable when there is work
    /// Any thread. Dropped when the queue is closed.
    void post(std::function<void()> task);
    /// Worker's thread.
    void run();
    /// Worker's thread: which round of its loop this is.
    std::uint64_t turn() const { return m_turn; }
    void nextTurn() { ++m_turn; }
    /// Drops what waits and whatever comes later.
    void close();

private:
    UniqueFd m_wake;
    std::uint64_t m_turn = 1;
    std::mutex m_mutex;
    std::vector<std::function<void()>> m_tasks;
    bool m_closed = false;
};

} // namespace labwarden::http
