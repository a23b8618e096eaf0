// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/truth_devices.h"

#include <poll.h>

namespace labwarden::bench {

namespace {

constexpr int tickMs = 10;

} // namespace

TruthDevices::TruthDevices(const TruthBroker& broker, const std::vector<std::string>& keys,
                           std::chrono::milliseconds heartbeat) {
    for (const auto& key : keys)
        m_devices.push_back(std::make_unique<TruthDevice>(broker.deviceUrl(key), key, heartbeat));
    m_thread = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

TruthDevices::~TruthDevices() = default;

void TruthDevices::behave(std::size_t device, Conduct conduct) {
    const std::lock_guard lock(m_mutex);
    m_devices[device]->behave(conduct);
}

bool TruthDevices::reached(std::size_t device) const {
    const std::lock_guard lock(m_mutex);
    return m_devices[device]->reached();
}

std::chrono::milliseconds TruthDevices::takeLongestPause(std::size_t device) {
    const std::lock_guard lock(m_mutex);
    return m_devices[device]->takeLongestPause();
}

void TruthDevices::run(const std::stop_token& stop) {
    std::vector<pollfd> links(m_devices.size());
    while (!stop.stop_requested()) {
        {
            const std::lock_guard lock(m_mutex);
            for (std::size_t i = 0; i < links.size(); ++i)
                links[i] = {m_devices[i]->fd(),
                            static_cast<short>(POLLIN | (m_devices[i]->wantsToWrite() ? POLLOUT : 0)), 0};
        }
        ::poll(links.data(), links.size(), tickMs);
        const std::lock_guard lock(m_mutex);
        const auto now = TruthDevice::Clock::now();
        for (std::size_t i = 0; i < links.size(); ++i) {
            TruthDevice& device = *m_devices[i];
            // The link may be another one by now, which then finds nothing to read.
            if (links[i].revents != 0 && device.fd() == links[i].fd)
                device.ready((links[i].revents & (POLLIN | POLLERR | POLLHUP)) != 0,
                             (links[i].revents & POLLOUT) != 0);
            device.tick(now);
        }
    }
}

} // namespace labwarden::bench
