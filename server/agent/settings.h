// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/agent/profile.h"
#include "server/clients/url.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace labwarden::agent {

/// Everything labwarden-agent can be told. Each is a flag (--credentials), a key of the settings file
/// (credentials = …) and a variable (LABWARDEN_AGENT_CREDENTIALS); a flag wins over the file, the file over
/// the variable.
struct Settings {
    std::string mqtt;        ///< URL of the broker
    std::string key;         ///< of this machine; not with simulate
    std::string credentials; ///< 0600 JSON file {"<key>": "<password>"}; empty: user and password of the URL
    double interval = 1;     ///< seconds
    double heartbeat = 10;   ///< seconds
    int simulate = 0;        ///< how many devices; 0: this machine
    std::string prefix;      ///< of the simulated keys
    std::string profile = "lab";
    std::uint64_t seed = 1;
    std::string logLevel = "info";

    /// From the command line; nothing when the program should end at once with *exitCode (help, version, or a
    /// wrong setting, whose name and fault have then been printed to stderr; never a password).
    static std::optional<Settings> read(int argc, char** argv, int* exitCode);
};

/// Who signs in as what.
struct Account {
    std::string key;
    clients::Url broker; ///< with user and password
};

/// A setting that is wrong; what() begins with its name and holds no password.
class WrongSetting : public std::runtime_error {
public:
    WrongSetting(const std::string& name, const std::string& fault)
        : std::runtime_error("--" + name + ": " + fault) {}
};

/// The accounts of the devices that the settings ask for: those of the credentials file, in its order, whose
/// key begins with the prefix; without a file <prefix>001, <prefix>002, … with the URL's own account. Throws
/// WrongSetting.
std::vector<Account> accountsOf(const Settings& settings);

} // namespace labwarden::agent
