// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/clients/influx.h"
#include "tests/e2e/support/process.h"

#include <filesystem>
#include <memory>
#include <string>

namespace labwarden::bench {

/// A folder that is gone afterwards.
class Folder {
public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    const std::filesystem::path path;
};

/// A Mosquitto of its own on loopback, set as installer/lib/mosquitto.sh sets it, but for anybody.
class Mosquitto {
public:
    explicit Mosquitto(const std::filesystem::path& folder);
    clients::Url url() const;

private:
    std::uint16_t m_port;
    std::unique_ptr<test::Process> m_process;
};

/// An InfluxDB of its own on loopback, set as installer/lib/influxdb.sh sets it, but for anybody; it can be
/// stopped in both ways.
class Influx {
public:
    explicit Influx(const std::filesystem::path& folder);
    /// Started and answering; throws std::runtime_error when it does not within a minute.
    void start();
    void stop();   ///< in order, and waits for its end
    void freeze(); ///< SIGSTOP: its port stays open, and nobody answers
    void thaw();
    clients::Url url(const std::string& database) const;

private:
    const std::filesystem::path m_folder;
    std::uint16_t m_port;
    std::unique_ptr<test::Process> m_process;
};

} // namespace labwarden::bench
