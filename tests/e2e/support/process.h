// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace labwarden::test {

/// A child process of a test, in a process group of its own, its output in a file. Killed, with its group,
/// when this goes.
class Process {
public:
    Process(std::vector<std::string> command, std::filesystem::path log,
            std::map<std::string, std::string> environment = {});
    ~Process();
    Process(Process&&) noexcept;
    Process& operator=(Process&&) = delete;

    pid_t pid() const { return m_pid; }
    bool running();
    void signal(int number);
    /// Waits for the end, at most so long; the exit code (128 + signal when killed), or nothing when it still
    /// runs.
    std::optional<int> wait(std::chrono::milliseconds limit);
    /// SIGKILL and wait.
    void kill();
    std::string output() const;

private:
    pid_t m_pid = -1;
    std::optional<int> m_exitCode;
    std::filesystem::path m_log;
};

/// A few milliseconds between two looks at a condition.
void waitAMoment();

/// Asks until it is true, every few milliseconds, at most so long; what it last said.
template<class F>
bool eventually(F&& condition, std::chrono::milliseconds limit = std::chrono::seconds(20)) {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end)
            return false;
        waitAMoment();
    }
    return true;
}

} // namespace labwarden::test
