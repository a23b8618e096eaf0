// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/agent/device_link.h"

#include <memory>
#include <vector>

namespace labwarden::agent {

/// Runs any number of devices, each with its own connection, on the thread that calls run().
class Agent {
public:
    Agent();
    ~Agent();
    Agent(const Agent&) = delete;
    Agent& operator=(const Agent&) = delete;

    void add(std::unique_ptr<DeviceLink> link);
    /// Until `stopFd` is readable; then every device leaves in order, within three seconds. Brokers that are
    /// away are no error.
    void run(int stopFd);

private:
    struct Seat;
    void serve(int waitMs);
    void tickAll(Clock::time_point now);
    void watch(Seat& seat);

    const int m_epoll;
    std::vector<std::unique_ptr<Seat>> m_seats;
    Clock::time_point m_nextTick{};
    bool m_stopping = false;
};

} // namespace labwarden::agent
