// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runner/runner.h"

#include <spdlog/spdlog.h>

#include <csignal>
#include <iostream>
#include <stop_token>
#include <thread>

#include <unistd.h>

namespace {

using labwarden::runner::Runner;
using labwarden::runner::Settings;

/// SIGTERM and SIGINT come to the one thread that waits for them: the first drains, the second tears down.
void obeySignals(const sigset_t& signals, Runner& runner, const std::stop_token& stop) {
    bool draining = false;
    while (!stop.stop_requested()) {
        const timespec wait{0, 100'000'000};
        if (::sigtimedwait(&signals, nullptr, &wait) < 0)
            continue;
        spdlog::info(draining ? "stops its jobs" : "finishes its jobs; again: stops them");
        runner.drain();
        if (draining)
            runner.abort();
        draining = true;
    }
}

void sayHow(const Settings& settings) {
    spdlog::info("labwarden-runner {} as {}, {} jobs at once", LABWARDEN_VERSION, settings.name,
                 settings.slots);
    const auto& scripts = settings.scripts;
    if (!scripts.directory.empty() && !scripts.user.empty())
        spdlog::info("scripts of {} run as user {}", scripts.directory.string(), scripts.user);
    else if (!scripts.directory.empty() && scripts.sameUser)
        spdlog::warn("scripts of {} run as the runner's own user{}", scripts.directory.string(),
                     ::geteuid() == 0 ? ", root" : "");
    else
        spdlog::info("script steps are refused");
}

} // namespace

int main(int argc, char** argv) {
    int exitCode = 0;
    const std::optional<Settings> settings = Settings::read(argc, argv, &exitCode);
    if (!settings)
        return exitCode;
    spdlog::set_level(spdlog::level::from_str(settings->logLevel));

    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr); // before any thread: all inherit it
    std::signal(SIGPIPE, SIG_IGN);
    try {
        Runner runner(*settings);
        sayHow(*settings);
        const std::jthread obedient([&](const std::stop_token& stop) { obeySignals(signals, runner, stop); });
        runner.run();
    } catch (const std::exception& e) {
        std::cerr << "labwarden-runner: " << e.what() << '\n';
        return 1;
    }
    spdlog::info("labwarden-runner has ended");
    return 0;
}
