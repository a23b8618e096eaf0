// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/e2e/support/process.h"

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace labwarden::test {

void waitAMoment() {
    ::poll(nullptr, 0, 20);
}

Process::Process(std::vector<std::string> command, std::filesystem::path log,
                 std::map<std::string, std::string> environment)
    : m_log(std::move(log)) {
    std::vector<char*> arguments;
    for (auto& word : command)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);

    std::vector<std::string> variables;
    for (char** entry = environ; *entry; ++entry) {
        const std::string variable = *entry;
        if (!environment.contains(variable.substr(0, variable.find('='))))
            variables.push_back(variable);
    }
    for (const auto& [name, value] : environment)
        variables.push_back(name + "=" + value);
    std::vector<char*> environmentBlock;
    for (auto& variable : variables)
        environmentBlock.push_back(variable.data());
    environmentBlock.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, m_log.c_str(), O_WRONLY | O_CREAT | O_APPEND,
                                     0600);
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    const int error =
        posix_spawn(&m_pid, arguments[0], &actions, &attributes, arguments.data(), environmentBlock.data());
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (error != 0)
        throw std::runtime_error("cannot start " + command[0] + ": " + std::strerror(error));
}

Process::~Process() {
    if (m_pid > 0 && !m_exitCode)
        kill();
}

Process::Process(Process&& other) noexcept
    : m_pid(std::exchange(other.m_pid, -1))
    , m_exitCode(std::exchange(other.m_exitCode, 0))
    , m_log(std::move(other.m_log)) {}

bool Process::running() {
    return !wait(std::chrono::milliseconds(0));
}

void Process::signal(int number) {
    if (running())
        ::kill(m_pid, number);
}

std::optional<int> Process::wait(std::chrono::milliseconds limit) {
    const auto ended = [this] {
        if (m_exitCode)
            return true;
        int status = 0;
        if (::waitpid(m_pid, &status, WNOHANG) != m_pid)
            return false;
        m_exitCode = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
        return true;
    };
    eventually(ended, limit);
    return m_exitCode;
}

void Process::kill() {
    ::kill(-m_pid, SIGKILL);
    wait(std::chrono::seconds(10));
}

std::string Process::output() const {
    std::ifstream in(m_log);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

} // namespace labwarden::test
