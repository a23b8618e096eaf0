// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

namespace labwarden::runner {

/// How scripts may run.
struct ScriptSettings {
    std::filesystem::path directory; ///< empty: this runner runs no scripts
    std::string user;                ///< the OS user they run as; needs a runner that can change user (root)
    bool sameUser = false;           ///< may run as the runner's own user where it cannot change
    std::string path = "/usr/local/bin:/usr/bin:/bin";
    std::chrono::milliseconds killAfter{5'000}; ///< between SIGTERM and SIGKILL
};

/// Everything labwarden-runner can be told. Each is a flag (--progress-interval), a key of the settings file
/// (progress-interval = …) and a variable (LABWARDEN_RUNNER_PROGRESS_INTERVAL); a flag wins over the file,
/// the file over the variable.
struct Settings {
    std::string amqp;                ///< amqp://…
    std::string queue = "test-jobs"; ///< or test-jobs.<name>; declared by the server
    std::string influx;              ///< http://user:password@host:port/?db=…; empty: criteria end as error
    std::string mqtt;                ///< mqtt://user:password@host:port; empty: no commands to devices
    std::string name;                ///< for people; empty: the host's name
    int slots = 2;                   ///< jobs at once
    std::string logLevel = "info";

    std::chrono::milliseconds progressInterval{5'000}; ///< at most 10 s
    std::chrono::milliseconds answerLimit{90'000};     ///< without any HTTP answer for so long a job stops
    std::chrono::milliseconds callbackLimit{600'000};  ///< how long the results are offered
    std::chrono::milliseconds teardownLimit{50'000};   ///< the server allows 60 s after a cancel
    std::chrono::milliseconds drainLimit{0}; ///< after SIGTERM jobs that last longer are stopped; 0: no limit
    std::chrono::milliseconds pointLimit{10'000}; ///< how long after a window a closing point is waited for
    std::chrono::milliseconds telemetryLimit{60'000}; ///< how long after a window InfluxDB is asked again

    ScriptSettings scripts;

    /// Settings from the command line; nothing when the program should end at once with *exitCode (help,
    /// version, or a wrong setting, whose name and fault have then been printed to stderr).
    static std::optional<Settings> read(int argc, char** argv, int* exitCode);
};

} // namespace labwarden::runner
