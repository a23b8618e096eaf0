// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/agent/host_device.h"

#include <sys/statvfs.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace labwarden::agent {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t sectorSize = 512; ///< of /proc/diskstats, whatever the disk's own is

/// Not a disk by itself: made of memory or of other disks, whose traffic would be counted twice.
bool isLayered(const std::string& name) {
    for (const char* prefix : {"loop", "ram", "zram", "dm-", "md", "sr", "fd"})
        if (name.starts_with(prefix))
            return true;
    return false;
}

template<class T>
std::optional<T> firstWord(const fs::path& file) {
    std::ifstream in(file);
    T value{};
    if (in >> value)
        return value;
    return std::nullopt;
}

void addProcessor(const fs::path& root, std::uint64_t& busy, std::uint64_t& total) {
    std::ifstream in(root / "proc/stat");
    std::string label;
    // user nice system idle iowait irq softirq steal; guest time is part of user time.
    std::uint64_t ticks[8] = {};
    in >> label;
    for (auto& t : ticks)
        in >> t;
    for (const auto t : ticks)
        total += t;
    busy = total - ticks[3] - ticks[4];
}

void addDisks(const fs::path& root, std::uint64_t& read, std::uint64_t& written) {
    std::ifstream in(root / "proc/diskstats");
    for (std::string line; std::getline(in, line);) {
        std::istringstream fields(line);
        std::uint64_t major = 0, minor = 0, reads = 0, merged = 0, sectorsRead = 0, ms = 0, writes = 0,
                      mergedWrites = 0, sectorsWritten = 0;
        std::string name;
        fields >> major >> minor >> name >> reads >> merged >> sectorsRead >> ms >> writes >> mergedWrites >>
            sectorsWritten;
        std::error_code none;
        // Partitions stand under their disk, not beside it.
        if (!fields || isLayered(name) || !fs::exists(root / "sys/block" / name, none))
            continue;
        read += sectorsRead * sectorSize;
        written += sectorsWritten * sectorSize;
    }
}

void addInterfaces(const fs::path& root, std::uint64_t& received, std::uint64_t& sent) {
    std::ifstream in(root / "proc/net/dev");
    for (std::string line; std::getline(in, line);) {
        const auto colon = line.find(':');
        if (colon == std::string::npos)
            continue;
        std::istringstream label(line.substr(0, colon)), fields(line.substr(colon + 1));
        std::string name;
        label >> name;
        std::uint64_t columns[9] = {};
        for (auto& column : columns)
            fields >> column;
        if (!fields || name == "lo")
            continue;
        received += columns[0];
        sent += columns[8];
    }
}

std::optional<double> memoryUsed(const fs::path& root) {
    std::ifstream in(root / "proc/meminfo");
    double total = 0, available = -1;
    std::string label, unit;
    for (double value = 0; in >> label >> value; std::getline(in, unit)) {
        if (label == "MemTotal:")
            total = value;
        else if (label == "MemAvailable:")
            available = value;
    }
    if (total <= 0 || available < 0)
        return std::nullopt;
    return 100 * (1 - available / total);
}

std::optional<double> diskUsed(const fs::path& root) {
    struct statvfs space {};
    if (::statvfs(root.c_str(), &space) != 0 || space.f_blocks == 0)
        return std::nullopt;
    // As df has it: of what an ordinary user could fill.
    const auto used = static_cast<double>(space.f_blocks - space.f_bfree);
    return 100 * used / (used + static_cast<double>(space.f_bavail));
}

/// Nothing when a counter has started anew.
std::optional<double> rate(std::uint64_t before, std::uint64_t now, double seconds) {
    if (now < before || seconds <= 0)
        return std::nullopt;
    return static_cast<double>(now - before) / seconds;
}

} // namespace

HostDevice::HostDevice(fs::path root) : m_root(std::move(root)) {
    m_last = counters(Clock::now());
}

std::string HostDevice::model() const {
    return "this machine";
}

std::vector<Metric> HostDevice::metrics() const {
    std::vector<Metric> metrics{{"load1", ""},          {"cpu_pct", "%"},     {"mem_used_pct", "%"},
                                {"disk_used_pct", "%"}, {"disk_read", "B/s"}, {"disk_write", "B/s"},
                                {"net_rx", "B/s"},      {"net_tx", "B/s"}};
    if (hottest())
        metrics.push_back({"temp_c", "°C"});
    return metrics;
}

HostDevice::Counters HostDevice::counters(Clock::time_point now) const {
    Counters c;
    c.at = now;
    addProcessor(m_root, c.busy, c.total);
    addDisks(m_root, c.diskRead, c.diskWritten);
    addInterfaces(m_root, c.netReceived, c.netSent);
    return c;
}

std::optional<double> HostDevice::hottest() const {
    std::optional<double> result;
    const auto take = [&](const fs::path& file) {
        const auto milli = firstWord<double>(file);
        // Sensors that are not wired up read 0 or absurdities.
        if (milli && *milli > 1'000 && *milli < 150'000)
            result = std::max(result.value_or(0), *milli / 1000);
    };
    std::error_code none;
    for (const auto& zone : fs::directory_iterator(m_root / "sys/class/thermal", none))
        if (zone.path().filename().string().starts_with("thermal_zone"))
            take(zone.path() / "temp");
    for (const auto& chip : fs::directory_iterator(m_root / "sys/class/hwmon", none)) {
        std::error_code gone;
        for (const auto& file : fs::directory_iterator(chip.path(), gone)) {
            const auto name = file.path().filename().string();
            if (name.starts_with("temp") && name.ends_with("_input"))
                take(file.path());
        }
    }
    return result;
}

Values HostDevice::read(Clock::time_point now) {
    Values values;
    const auto add = [&](const char* metric, std::optional<double> value) {
        if (value)
            values.emplace_back(metric, *value);
    };
    add("load1", firstWord<double>(m_root / "proc/loadavg"));
    add("mem_used_pct", memoryUsed(m_root));
    add("disk_used_pct", diskUsed(m_root));
    add("temp_c", hottest());

    const Counters next = counters(now);
    if (m_last) {
        const double seconds = std::chrono::duration<double>(now - m_last->at).count();
        if (next.total > m_last->total && next.busy >= m_last->busy)
            add("cpu_pct", 100.0 * static_cast<double>(next.busy - m_last->busy) /
                               static_cast<double>(next.total - m_last->total));
        add("disk_read", rate(m_last->diskRead, next.diskRead, seconds));
        add("disk_write", rate(m_last->diskWritten, next.diskWritten, seconds));
        add("net_rx", rate(m_last->netReceived, next.netReceived, seconds));
        add("net_tx", rate(m_last->netSent, next.netSent, seconds));
    }
    // Within one tick of the processor's counters nothing can be said; the window grows until something can.
    if (!m_last || next.total > m_last->total)
        m_last = next;
    return values;
}

} // namespace labwarden::agent
