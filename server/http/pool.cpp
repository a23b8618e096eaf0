// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/pool.h"

#include <utility>

namespace labwarden::http {

Pool::Pool(int threads, std::size_t queueLimit) : m_queueLimit(queueLimit) {
    for (int i = 0; i < threads; ++i)
        m_threads.emplace_back([this] { run(); });
}

Pool::~Pool() {
    stop();
}

bool Pool::submit(std::function<void()> task) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopped || m_queue.size() >= m_queueLimit)
            return false;
        m_queue.push_back(std::move(task));
    }
    m_wake.notify_one();
    return true;
}

void Pool::stop() {
    std::deque<std::function<void()>> dropped; // destroyed outside the lock: a task's end may submit
    {
        const std::lock_guard lock(m_mutex);
        m_stopped = true;
        dropped.swap(m_queue);
    }
    m_wake.notify_all();
    dropped.clear();
    for (auto& thread : m_threads)
        if (thread.joinable())
            thread.join();
}

void Pool::run() {
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock, [this] { return m_stopped || !m_queue.empty(); });
        if (m_stopped)
            return;
        {
            const auto task = std::move(m_queue.front());
            m_queue.pop_front();
            lock.unlock();
            task();
        } // what the task owns goes before the lock is taken again
        lock.lock();
    }
}

} // namespace labwarden::http
