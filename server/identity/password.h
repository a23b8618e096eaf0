// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace labwarden::identity {

/// argon2id at libsodium's interactive cost: 64 MB and about a tenth of a second. On the calling thread.
std::string hashPassword(const std::string& password);

/// Checks passwords on few threads of low priority, so that a storm of log-ins starves nothing else.
class PasswordChecker {
public:
    /// At most `threads` at once and `queue` waiting.
    explicit PasswordChecker(int threads = 2, std::size_t queue = 16);
    /// Ends once every accepted check is done.
    ~PasswordChecker();

    /// Calls `done` on one of the threads with whether `password` is the one behind `hash`. With an empty hash (no such
    /// user) the same work is done and the answer is no. What `done` throws is lost. Throws Throttled when full.
    void check(std::string hash, std::string password, std::function<void(bool)> done);

private:
    struct Job {
        std::string hash, password;
        std::function<void(bool)> done;
    };
    void work(std::stop_token stop);

    const std::size_t m_limit;
    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<Job> m_jobs;
    std::vector<std::jthread> m_threads;
};

} // namespace labwarden::identity
