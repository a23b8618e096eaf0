// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/runner/job_control.h"
#include "server/runner/settings.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace labwarden::runner {

struct ScriptCall {
    std::string file; ///< bare name within the script directory
    std::vector<std::string> arguments;
    std::vector<std::pair<std::string, std::string>>
        environment;                        ///< LABWARDEN_…; beside these there is PATH alone
    JobControl::Clock::time_point deadline; ///< it is ended then
};

struct ScriptResult {
    std::string fault;           ///< why it could not be run at all; empty otherwise
    std::optional<int> exitCode; ///< of its own end
    int signal = 0;              ///< that ended it, when it did not end by itself
    bool timedOut = false;       ///< at its deadline
    Stop stopped = Stop::none;   ///< the job was stopped meanwhile
};

/// Runs a script without a shell, in a new empty directory, as leader of a process group of its own, and ends
/// that whole group before it returns: SIGTERM, then SIGKILL after `killAfter`. Its output, both streams,
/// goes line by line to `line`, on the calling thread.
ScriptResult runScript(const ScriptSettings& settings, const ScriptCall& call, JobControl& control,
                       const std::function<void(std::string_view)>& line);

} // namespace labwarden::runner
