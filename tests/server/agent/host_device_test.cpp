// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/agent/host_device.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <fstream>
#include <map>

using namespace labwarden::agent;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

/// A machine made of files.
class AMachine : public testing::Test {
protected:
    AMachine() : root(fs::temp_directory_path() / ("labwarden-host-test-" + std::to_string(::getpid()))) {
        write("proc/loadavg", "0.52 0.40 0.30 1/200 4242\n");
        write("proc/meminfo", "MemTotal:       1000 kB\nMemFree:         100 kB\nMemAvailable:    250 kB\n");
        processor(100, 900);
        disks(1000, 2000);
        network(5000, 7000);
        fs::create_directories(root / "sys/block/sda");
        fs::create_directories(root / "sys/block/dm-0");
    }
    ~AMachine() override { fs::remove_all(root); }

    void write(const std::string& file, const std::string& text) {
        fs::create_directories((root / file).parent_path());
        std::ofstream(root / file) << text;
    }
    void processor(int busy, int idle) {
        write("proc/stat", "cpu  " + std::to_string(busy) + " 0 0 " + std::to_string(idle) +
                               " 0 0 0 0 0 0\ncpu0 1 2 3 4\n");
    }
    void disks(long sectorsRead, long sectorsWritten) {
        const auto line = [&](const std::string& name) {
            return "   8       0 " + name + " 10 0 " + std::to_string(sectorsRead) + " 5 20 0 " +
                   std::to_string(sectorsWritten) + " 5 0 1 1\n";
        };
        write("proc/diskstats", line("sda") + line("sda1") + line("dm-0") + line("loop0"));
    }
    void network(long received, long sent) {
        write("proc/net/dev", "Inter-|   Receive                |  Transmit\n face |bytes packets\n    lo: "
                              "999999 0 0 0 0 0 0 0 999999 0 0 0 0 0 0 0\n"
                              "  eth0:" +
                                  std::to_string(received) + " 0 0 0 0 0 0 0 " + std::to_string(sent) +
                                  " 0 0 0 0 0 0 0\n");
    }
    static std::map<std::string, double> read(HostDevice& device, Clock::time_point now) {
        const auto values = device.read(now);
        return {values.begin(), values.end()};
    }

    const fs::path root;
};

} // namespace

TEST_F(AMachine, reads_levels_at_once_and_rates_between_two_readings) {
    HostDevice device(root);
    const auto start = Clock::now();
    processor(150, 950); // 50 of 100 ticks busy
    disks(1000 + 8, 2000 + 16);
    network(5000 + 3000, 7000 + 500);
    auto values = read(device, start + 1s);
    EXPECT_DOUBLE_EQ(values.at("load1"), 0.52);
    EXPECT_DOUBLE_EQ(values.at("mem_used_pct"), 75);
    EXPECT_DOUBLE_EQ(values.at("cpu_pct"), 50);
    EXPECT_GT(values.at("disk_used_pct"), 0);
    EXPECT_LE(values.at("disk_used_pct"), 100);
    EXPECT_FALSE(values.contains("temp_c"));

    processor(150, 1050);
    disks(1000 + 8 + 20, 2000 + 16);
    network(8000 + 4000, 7500);
    values = read(device, start + 3s);
    EXPECT_DOUBLE_EQ(values.at("cpu_pct"), 0);
    EXPECT_NEAR(values.at("disk_read"), 20 * 512 / 2.0, 1e-6)
        << "the disk alone: no partition, no mapped one, no loop";
    EXPECT_DOUBLE_EQ(values.at("disk_write"), 0);
    EXPECT_NEAR(values.at("net_rx"), 2000, 1e-6) << "without the loopback";
}

TEST_F(AMachine, leaves_out_what_it_cannot_say) {
    HostDevice device(root);
    const auto start = Clock::now();
    network(10, 10); // a counter that starts anew is no rate
    fs::remove(root / "proc/meminfo");
    const auto values = read(device, start + 1s);
    EXPECT_FALSE(values.contains("net_rx"));
    EXPECT_FALSE(values.contains("cpu_pct")) << "no tick has passed";
    EXPECT_FALSE(values.contains("mem_used_pct"));
    EXPECT_TRUE(values.contains("load1"));
}

TEST_F(AMachine, tells_its_hottest_sensor_where_it_has_one) {
    EXPECT_EQ(HostDevice(root).metrics().size(), 8U);
    write("sys/class/thermal/thermal_zone0/temp", "45000\n");
    write("sys/class/hwmon/hwmon0/temp1_input", "61500\n");
    write("sys/class/hwmon/hwmon0/temp2_input", "-128000\n");
    HostDevice device(root);
    EXPECT_EQ(device.metrics().back().name, "temp_c");
    EXPECT_EQ(device.metrics().back().unit, "°C");
    EXPECT_DOUBLE_EQ(read(device, Clock::now()).at("temp_c"), 61.5);
}

TEST(ThisVeryMachine, has_believable_values) {
    HostDevice device;
    const auto start = Clock::now();
    std::map<std::string, double> values;
    while (!values.contains("cpu_pct") && Clock::now() < start + 5s)
        for (const auto& [name, value] : device.read(Clock::now()))
            values[name] = value;
    for (const auto* percent : {"cpu_pct", "mem_used_pct", "disk_used_pct"}) {
        ASSERT_TRUE(values.contains(percent)) << percent;
        EXPECT_GE(values[percent], 0);
        EXPECT_LE(values[percent], 100);
    }
    EXPECT_GE(values.at("load1"), 0);
    EXPECT_GE(values.at("disk_write"), 0);
}
