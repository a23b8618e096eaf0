// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/clients/url.h"
#include "tests/e2e/support/process.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace labwarden::bench {

/// A Mosquitto of its own on loopback, with the access rules that server/devices/MQTT.md asks for: each
/// device signs in with its key and reaches its own topics alone. Gone, with its folder, when this goes.
class TruthBroker {
public:
    /// Accounts for these devices and one for servers. Throws std::runtime_error when it does not start.
    explicit TruthBroker(const std::vector<std::string>& keys);
    ~TruthBroker();
    TruthBroker(const TruthBroker&) = delete;
    TruthBroker& operator=(const TruthBroker&) = delete;

    std::string serverUrl() const;
    clients::Url deviceUrl(const std::string& key) const;

private:
    void writeFiles() const;

    const std::filesystem::path m_folder;
    const std::uint16_t m_port;
    std::map<std::string, std::string> m_accounts; ///< name -> password
    std::unique_ptr<test::Process> m_process;
};

} // namespace labwarden::bench
