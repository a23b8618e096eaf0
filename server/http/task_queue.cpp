// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/task_queue.h"

#include <sys/eventfd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace labwarden::http {

TaskQueue::TaskQueue() : m_wake(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    if (!m_wake)
        throw std::system_error(errno, std::generic_category(), "eventfd");
}

void TaskQueue::post(std::function<void()> task) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_closed)
            return;
        m_tasks.push_back(std::move(task));
    }
    ::eventfd_write(m_wake.get(), 1);
}

void TaskQueue::run() {
    eventfd_t ignored;
    ::eventfd_read(m_wake.get(), &ignored);
    std::vector<std::function<void()>> tasks;
    {
        const std::lock_guard lock(m_mutex);
        tasks.swap(m_tasks);
    }
    for (const auto& task : tasks)
        task();
}

void TaskQueue::close() {
    std::vector<std::function<void()>> dropped; // destroyed outside the lock
    const std::lock_guard lock(m_mutex);
    m_closed = true;
    dropped.swap(m_tasks);
}

} // namespace labwarden::http
