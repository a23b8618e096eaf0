// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>

namespace labwarden::runner {

/// Why a job does not go on. `gone`: the run has ended without this attempt, nobody waits for a callback.
/// `unanswered`: the server has not answered for too long. `shutdown`: this runner was told to stop.
enum class Stop { none, cancelled, timedOut, gone, unanswered, shutdown };

/// The one thing that everybody who waits within a job waits on. Any thread.
class JobControl {
public:
    using Clock = std::chrono::steady_clock;

    /// The first reason counts; later ones are ignored.
    void stop(Stop why) {
        {
            const std::lock_guard lock(m_mutex);
            if (m_stop == Stop::none)
                m_stop = why;
        }
        m_changed.notify_all();
    }
    /// From then on the job is stopped as timedOut. May be moved, either way.
    void setDeadline(Clock::time_point deadline) {
        {
            const std::lock_guard lock(m_mutex);
            m_deadline = deadline;
        }
        m_changed.notify_all();
    }
    Clock::time_point deadline() const {
        const std::lock_guard lock(m_mutex);
        return m_deadline;
    }
    /// Between steps a paused job waits.
    void pause(bool on) {
        {
            const std::lock_guard lock(m_mutex);
            m_paused = on;
        }
        m_changed.notify_all();
    }

    Stop stopped() const {
        const std::lock_guard lock(m_mutex);
        return reason();
    }
    /// Waits until that moment, or until the job is stopped: then says why. `none`: the moment has come.
    Stop waitUntil(Clock::time_point moment) {
        return waitUntil(moment, [] { return false; });
    }
    /// Likewise, or until `done` is true: asked at the beginning and after each wake(), by this thread, under
    /// this control's lock.
    template<class Done>
    Stop waitUntil(Clock::time_point moment, Done done) {
        std::unique_lock lock(m_mutex);
        while (reason() == Stop::none && Clock::now() < moment && !done())
            m_changed.wait_until(lock, std::min(moment, m_deadline));
        return reason();
    }
    /// Something that a waitUntil() waits for may have come.
    void wake() {
        { const std::lock_guard lock(m_mutex); } // not between its question and its wait
        m_changed.notify_all();
    }
    Stop waitFor(std::chrono::milliseconds time) { return waitUntil(Clock::now() + time); }
    Stop waitWhilePaused() {
        std::unique_lock lock(m_mutex);
        while (m_paused && reason() == Stop::none)
            m_changed.wait_until(lock, m_deadline);
        return reason();
    }

private:
    Stop reason() const {
        return m_stop == Stop::none && Clock::now() >= m_deadline ? Stop::timedOut : m_stop;
    }

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    Stop m_stop = Stop::none;
    bool m_paused = false;
    Clock::time_point m_deadline = Clock::time_point::max();
};

} // namespace labwarden::runner
