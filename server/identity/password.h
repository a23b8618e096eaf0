// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace labwarden::identity {

/// argon2id at libsodium's interactive cost: 64 MB and about a tenth of a second. On the calling thread.
std::string hashPassword(const std::string& password);

/// Checks and hashes passwords on few threads of low priority, so that a storm of log-ins starves nothing
/// else.
class PasswordChecker {
public:
    /// One of the checks that may be under way or waiting; given back at its end. The checker outlives it.
    class Place {
    public:
        Place(Place&& other) noexcept : m_checker(std::exchange(other.m_checker, nullptr)) {}
        Place& operator=(Place&&) = delete;
        ~Place() {
            if (m_checker)
                --m_checker->m_taken;
        }

    private:
        friend class PasswordChecker;
        explicit Place(PasswordChecker& checker) : m_checker(&checker) {}
        PasswordChecker* m_checker;
    };

    /// At most `threads` at once and `queue` waiting.
    explicit PasswordChecker(int threads = 2, std::size_t queue = 16);
    /// Ends once every accepted check is done.
    ~PasswordChecker();

    /// Taken before anything else is done for a log-in, so that one that has to wait costs nothing. Throws
    /// Throttled when full. Any thread.
    Place reserve();
    /// Calls `done` on one of the threads with whether `password` is the one behind `hash`; what else takes
    /// time and memory for it, like hashing another password, may be done there too. With an empty hash (no
    /// such user) the same work is done and the answer is no. What `done` throws is lost. Any thread.
    void check(Place place, std::string hash, std::string password, std::function<void(bool)> done);
    /// hashPassword() on one of the threads, waited for. Any thread but those. Throws Throttled when full.
    std::string hash(std::string password);

private:
    void add(std::function<void()> job);
    void work(std::stop_token stop);

    const std::size_t m_limit;
    std::atomic<std::size_t> m_taken = 0;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<std::function<void()>> m_jobs;
    std::vector<std::jthread> m_threads;
};

} // namespace labwarden::identity
