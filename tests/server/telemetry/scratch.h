// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/telemetry/batch.h"
#include "tests/server/support/services.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace labwarden::test {

/// A path where nothing is yet, and nothing is afterwards.
class ScratchPath {
public:
    ScratchPath() : path(std::filesystem::temp_directory_path() / uniqueName("spill")) {}
    ~ScratchPath() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }
    ScratchPath(const ScratchPath&) = delete;
    ScratchPath& operator=(const ScratchPath&) = delete;

    const std::filesystem::path path;
};

/// `points` lines that no batch of another `name` has.
inline telemetry::Batch batchOf(const std::string& name, std::size_t points = 3) {
    telemetry::Batch batch{.lines = {}, .points = points};
    for (std::size_t i = 0; i < points; ++i)
        batch.lines += "telemetry,device=" + name + " v=" + std::to_string(i) + " " +
                       std::to_string(1'700'000'000'000 + i) + "\n";
    return batch;
}

/// Runs `work` in a process of its own, which ends as by kill -9 where `failpoint` says (empty: nowhere).
/// Its exit code: 86 at the failpoint, 0 at the end of the work.
template<class Work>
int inAnotherProcess(const char* failpoint, Work work) {
    const pid_t child = ::fork();
    if (child == 0) {
        ::setenv("LABWARDEN_FAILPOINT", failpoint, 1);
        work();
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace labwarden::test
