// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runner/script.h"

#include "common/domain/test_case.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace labwarden::runner {

namespace {

using namespace std::chrono_literals;
using Clock = JobControl::Clock;

class Fd {
public:
    explicit Fd(int fd = -1) : m_fd(fd) {}
    ~Fd() { close(); }
    Fd(const Fd&) = delete;
    Fd& operator=(const Fd&) = delete;
    Fd(Fd&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
    int get() const { return m_fd; }
    void close() {
        if (m_fd >= 0)
            ::close(std::exchange(m_fd, -1));
    }

private:
    int m_fd;
};

struct Pipe {
    Fd read, write;
    static Pipe make() {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0)
            throw std::system_error(errno, std::generic_category(), "pipe");
        return {Fd(ends[0]), Fd(ends[1])};
    }
};

/// An empty directory of the script's own, gone afterwards with all that is in it.
class WorkDirectory {
public:
    WorkDirectory() {
        std::string pattern = (std::filesystem::temp_directory_path() / "labwarden-script-XXXXXX").string();
        if (!::mkdtemp(pattern.data()))
            throw std::system_error(errno, std::generic_category(), "a directory to work in");
        m_path = pattern;
    }
    ~WorkDirectory() {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    WorkDirectory(const WorkDirectory&) = delete;
    WorkDirectory& operator=(const WorkDirectory&) = delete;
    const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

struct User {
    uid_t uid;
    gid_t gid;
};

std::optional<User> findUser(const std::string& name) {
    std::array<char, 16384> buffer{};
    passwd entry{};
    passwd* found = nullptr;
    if (::getpwnam_r(name.c_str(), &entry, buffer.data(), buffer.size(), &found) != 0 || !found)
        return std::nullopt;
    return User{entry.pw_uid, entry.pw_gid};
}

/// Why a file may not be run; empty when it may.
std::string fileFault(const std::filesystem::path& file) {
    struct stat info {};
    if (::lstat(file.c_str(), &info) != 0)
        return "this runner has no script of that name";
    if (!S_ISREG(info.st_mode))
        return "the script is not a plain file";
    if (info.st_mode & S_IWOTH)
        return "the script may be changed by anybody on this machine";
    if (!(info.st_mode & (S_IXUSR | S_IXGRP | S_IXOTH)))
        return "the script is not executable";
    return "";
}

/// Everything the child needs, made before the fork: after it nothing may allocate.
struct Launch {
    std::string file, directory;
    std::vector<std::string> texts; ///< arguments, then environment
    std::vector<char*> argv, envp;
    std::optional<User> user;

    Launch(std::string path, const ScriptSettings& settings, const ScriptCall& call,
           std::string workDirectory)
        : file(std::move(path)), directory(std::move(workDirectory)) {
        texts.push_back(file);
        texts.insert(texts.end(), call.arguments.begin(), call.arguments.end());
        const std::size_t arguments = texts.size();
        texts.push_back("PATH=" + settings.path);
        for (const auto& [name, value] : call.environment)
            texts.push_back(name + "=" + value);
        for (std::size_t i = 0; i < texts.size(); ++i)
            (i < arguments ? argv : envp).push_back(texts[i].data());
        argv.push_back(nullptr);
        envp.push_back(nullptr);
    }
};

/// In the child, between fork and exec: async-signal-safe calls alone. Ends in exec or writes errno to
/// `failure`.
[[noreturn]] void becomeScript(const Launch& launch, int output, int failure) {
    const auto giveUp = [&failure] {
        const int why = errno;
        [[maybe_unused]] const auto written = ::write(failure, &why, sizeof why);
        ::_exit(127);
    };
    ::setpgid(0, 0);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    for (const int number : {SIGTERM, SIGINT, SIGHUP, SIGPIPE})
        ::signal(number, SIG_DFL);
    const int null = ::open("/dev/null", O_RDONLY);
    if (null < 0 || ::dup2(null, 0) < 0 || ::dup2(output, 1) < 0 || ::dup2(output, 2) < 0)
        giveUp();
    if (failure != 3 && ::dup3(failure, 3, O_CLOEXEC) < 0)
        giveUp();
    failure = 3;
    ::close_range(4, ~0U, 0);
    if (launch.user &&
        (::setgroups(0, nullptr) != 0 || ::setgid(launch.user->gid) != 0 || ::setuid(launch.user->uid) != 0))
        giveUp();
    ::prctl(PR_SET_PDEATHSIG, SIGKILL); // a killed runner leaves no script behind
    if (::chdir(launch.directory.c_str()) != 0)
        giveUp();
    ::umask(077);
    ::execve(launch.file.c_str(), launch.argv.data(), launch.envp.data());
    giveUp();
    ::_exit(127); // for the compiler: giveUp() has ended it
}

/// Cuts a stream of bytes into lines; a line without end is given at the end, an endless one in pieces.
class Lines {
public:
    explicit Lines(const std::function<void(std::string_view)>& line) : m_line(line) {}
    void add(std::string_view bytes) {
        m_rest += bytes;
        std::size_t begin = 0;
        for (std::size_t end = m_rest.find('\n'); end != std::string::npos; end = m_rest.find('\n', begin)) {
            m_line(std::string_view(m_rest).substr(begin, end - begin));
            begin = end + 1;
        }
        m_rest.erase(0, begin);
        if (m_rest.size() > (64 << 10))
            finish();
    }
    void finish() {
        if (!m_rest.empty())
            m_line(m_rest);
        m_rest.clear();
    }

private:
    const std::function<void(std::string_view)>& m_line;
    std::string m_rest;
};

/// The script at work. It is a zombie from its end until reap(), so its group's number belongs to nobody
/// else.
class Process {
public:
    Process(pid_t pid, Fd output, const std::function<void(std::string_view)>& line)
        : m_pid(pid), m_output(std::move(output)), m_lines(line) {}

    bool ended() {
        siginfo_t info{};
        return ::waitid(P_PID, static_cast<id_t>(m_pid), &info, WEXITED | WNOWAIT | WNOHANG) == 0 &&
               info.si_pid == m_pid;
    }
    bool outputOpen() const { return m_output.get() >= 0; }
    /// Takes what it has said, waiting for something at most that long.
    void readOutput(std::chrono::milliseconds wait) {
        pollfd poll{m_output.get(), POLLIN, 0}; // a negative descriptor only waits
        if (::poll(&poll, 1, static_cast<int>(wait.count())) <= 0)
            return;
        std::array<char, 16384> buffer{};
        const ssize_t got = ::read(m_output.get(), buffer.data(), buffer.size());
        if (got > 0)
            m_lines.add({buffer.data(), static_cast<std::size_t>(got)});
        else if (got == 0 || errno != EINTR)
            m_output.close();
    }
    void signalGroup(int number) { ::kill(-m_pid, number); }
    int reap() {
        m_lines.finish();
        int status = 0;
        while (::waitpid(m_pid, &status, 0) < 0 && errno == EINTR) {
        }
        return status;
    }

private:
    pid_t m_pid;
    Fd m_output;
    Lines m_lines;
};

/// SIGTERM to the group; SIGKILL once it is gone or its time is over. Descendants keep the output open: that
/// tells them from none.
void endGroup(Process& process, std::chrono::milliseconds killAfter) {
    process.signalGroup(SIGTERM);
    const auto limit = Clock::now() + killAfter;
    while ((!process.ended() || process.outputOpen()) && Clock::now() < limit)
        process.readOutput(20ms);
    process.signalGroup(SIGKILL);
    const auto drained =
        Clock::now() + 1s; // what it said before; somebody who left the group may hold the pipe for ever
    while (process.outputOpen() && Clock::now() < drained)
        process.readOutput(20ms);
}

ScriptResult watch(Process& process, const ScriptSettings& settings, const ScriptCall& call,
                   JobControl& control) {
    ScriptResult result;
    while (!process.ended()) {
        process.readOutput(50ms);
        result.stopped = control.stopped();
        result.timedOut = result.stopped == Stop::none && Clock::now() >= call.deadline;
        if (result.stopped != Stop::none || result.timedOut)
            break;
    }
    endGroup(process, settings.killAfter);
    const int status = process.reap();
    if (WIFSIGNALED(status))
        result.signal = WTERMSIG(status);
    else if (result.stopped == Stop::none && !result.timedOut)
        result.exitCode = WEXITSTATUS(status);
    return result;
}

} // namespace

ScriptResult runScript(const ScriptSettings& settings, const ScriptCall& call, JobControl& control,
                       const std::function<void(std::string_view)>& line) {
    const auto refused = [](std::string why) { return ScriptResult{.fault = std::move(why)}; };
    if (settings.directory.empty())
        return refused("this runner runs no scripts (setting scripts-dir)");
    if (settings.user.empty() && !settings.sameUser)
        return refused(
            "this runner may run scripts as another user only (settings scripts-user, scripts-same-user)");
    if (!isScriptName(call.file))
        return refused("the name of the script is not a bare file name");
    std::optional<User> user;
    if (!settings.user.empty() && !(user = findUser(settings.user)))
        return refused("the user for scripts is not known on this machine");
    try {
        const std::filesystem::path file = std::filesystem::absolute(settings.directory) / call.file;
        if (std::string fault = fileFault(file); !fault.empty())
            return refused(std::move(fault));
        const WorkDirectory work;
        if (user && ::chown(work.path().c_str(), user->uid, user->gid) != 0)
            return refused("no directory to work in");
        Launch launch(file.string(), settings, call, work.path().string());
        launch.user = user;
        Pipe output = Pipe::make();
        Pipe failure = Pipe::make();
        const pid_t pid = ::fork();
        if (pid < 0)
            return refused("no process could be started");
        if (pid == 0)
            becomeScript(launch, output.write.get(), failure.write.get());
        ::setpgid(pid, pid); // also here: whoever comes first
        output.write.close();
        failure.write.close();
        Process process(pid, std::move(output.read), line);
        int why = 0;
        if (::read(failure.read.get(), &why, sizeof why) == sizeof why) {
            process.reap();
            return refused(std::string("the script cannot be started: ") +
                           std::generic_category().message(why));
        }
        return watch(process, settings, call, control);
    } catch (const std::system_error& e) {
        return refused(std::string("the script cannot be started: ") + e.code().message());
    }
}

} // namespace labwarden::runner
