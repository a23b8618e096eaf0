// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/agent/device.h"

#include <cstdint>
#include <filesystem>
#include <map>

namespace labwarden::agent {

/// This very machine, by /proc and /sys. Rates (processor, disk, network) are means since the last read(), so
/// the first one has none.
///
/// load1; cpu_pct, mem_used_pct, disk_used_pct (of the root file system) in %; disk_read, disk_write, net_rx,
/// net_tx in B/s (sums over all disks, and all interfaces but the loopback); temp_c in °C, the hottest
/// sensor, where there is one.
class HostDevice : public Device {
public:
    /// `root`: where proc/ and sys/ are.
    explicit HostDevice(std::filesystem::path root = "/");

    std::string model() const override;
    std::vector<Metric> metrics() const override;
    Values read(Clock::time_point now) override;

private:
    struct Counters {
        std::uint64_t busy = 0, total = 0;                                         ///< processor, in ticks
        std::uint64_t diskRead = 0, diskWritten = 0, netReceived = 0, netSent = 0; ///< bytes
        Clock::time_point at;
    };
    Counters counters(Clock::time_point now) const;
    std::optional<double> hottest() const;

    const std::filesystem::path m_root;
    std::optional<Counters> m_last;
};

} // namespace labwarden::agent
