// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/agent/agent.h"
#include "server/agent/host_device.h"
#include "server/agent/settings.h"
#include "server/agent/simulated_device.h"

#include <spdlog/spdlog.h>

#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <iostream>
#include <system_error>

namespace {

using namespace labwarden::agent;

std::chrono::milliseconds ms(double seconds) {
    return std::chrono::milliseconds(static_cast<long>(seconds * 1000));
}

/// SIGTERM and SIGINT as something to wait for.
int signals() {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigprocmask(SIG_BLOCK, &set, nullptr);
    const int fd = ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (fd < 0)
        throw std::system_error(errno, std::generic_category(), "signalfd");
    return fd;
}

/// Each connection takes three descriptors: its socket, and a pair that the library makes for itself.
void allowDescriptors(std::size_t devices) {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    const rlim_t wanted = 64 + 3 * static_cast<rlim_t>(devices);
    if (limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = std::min(wanted, limit.rlim_max);
    ::setrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur < wanted)
        throw WrongSetting("simulate", "needs " + std::to_string(wanted) + " file descriptors, " +
                                           std::to_string(limit.rlim_max) + " are allowed here (ulimit -n)");
}

std::unique_ptr<DeviceLink> linkOf(const Settings& settings, const Account& account,
                                   std::unique_ptr<Device> device, std::chrono::milliseconds startAfter) {
    LinkSettings link;
    link.broker = account.broker;
    link.key = account.key;
    link.interval = ms(settings.interval);
    link.heartbeat = ms(settings.heartbeat);
    link.startAfter = startAfter;
    return std::make_unique<DeviceLink>(std::move(link), std::move(device), Clock::now());
}

void addHost(Agent& agent, const Settings& settings) {
    const Account account = accountsOf(settings).front();
    agent.add(linkOf(settings, account, std::make_unique<HostDevice>(), std::chrono::milliseconds(0)));
    spdlog::info("{}: this machine, every {} s, to {}", account.key, settings.interval,
                 account.broker.origin());
}

void addFleet(Agent& agent, const Settings& settings) {
    const auto accounts = accountsOf(settings);
    Profile profile;
    try {
        profile = Profile::load(settings.profile);
    } catch (const std::runtime_error& e) {
        throw WrongSetting("profile", e.what());
    }
    allowDescriptors(accounts.size());
    const auto start = Clock::now();
    // Spread over the interval: neither the sign-ins nor the readings of a fleet come all at once.
    for (std::size_t i = 0; i < accounts.size(); ++i)
        agent.add(
            linkOf(settings, accounts[i],
                   std::make_unique<SimulatedDevice>(profile, accounts[i].key, i, settings.seed, start),
                   ms(settings.interval * static_cast<double>(i) / static_cast<double>(accounts.size()))));
    spdlog::info("{} simulated devices, {} to {}, profile {}, seed {}, to {}", accounts.size(),
                 accounts.front().key, accounts.back().key, profile.name, settings.seed,
                 accounts.front().broker.origin());
}

} // namespace

int main(int argc, char** argv) {
    int exitCode = 0;
    const auto settings = Settings::read(argc, argv, &exitCode);
    if (!settings)
        return exitCode;
    spdlog::set_level(spdlog::level::from_str(settings->logLevel));
    try {
        const int stop = signals();
        Agent agent;
        if (settings->simulate > 0)
            addFleet(agent, *settings);
        else
            addHost(agent, *settings);
        agent.run(stop);
        spdlog::info("left in order");
        ::close(stop);
        return 0;
    } catch (const WrongSetting& e) {
        std::cerr << e.what() << '\n';
        return 2;
    } catch (const std::exception& e) {
        spdlog::critical("{}", e.what());
        return 1;
    }
}
