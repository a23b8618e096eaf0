// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/agent/settings.h"

#include "common/domain/device.h"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include <sys/stat.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iostream>
#include <sstream>

namespace labwarden::agent {
namespace {

constexpr int maxSimulated = 5000;

/// --log-level is also LABWARDEN_AGENT_LOG_LEVEL.
template<class T>
CLI::Option* add(CLI::App& app, const std::string& name, T& target, const std::string& description) {
    std::string variable = "LABWARDEN_AGENT_" + name;
    std::ranges::replace(variable, '-', '_');
    std::ranges::transform(variable, variable.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return app.add_option("--" + name, target, description)->envname(variable);
}

void require(bool good, const std::string& name, const std::string& fault) {
    if (!good)
        throw WrongSetting(name, fault);
}

clients::Url brokerOf(const Settings& settings) {
    try {
        auto url = clients::Url::parse(settings.mqtt);
        require(url.scheme == "mqtt", "mqtt", "must be a URL of the form mqtt://…");
        return url;
    } catch (const std::invalid_argument& e) {
        throw WrongSetting("mqtt", e.what());
    }
}

/// Key and password of each device, in the order of the file.
std::vector<std::pair<std::string, std::string>> readCredentials(const std::string& path) {
    struct stat info {};
    require(::stat(path.c_str(), &info) == 0, "credentials", "there is no file " + path);
    require((info.st_mode & 077) == 0, "credentials",
            path + " must be readable by its owner alone (chmod 600)");
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    require(static_cast<bool>(file), "credentials", "cannot read " + path);
    boost::system::error_code error;
    const auto document = boost::json::parse(text.str(), error);
    require(!error && document.is_object(), "credentials",
            path + R"( is not a JSON object {"<key>": "<password>"})");
    std::vector<std::pair<std::string, std::string>> credentials;
    for (const auto& [key, password] : document.get_object()) {
        require(isDeviceKey({key.data(), key.size()}) && password.is_string(), "credentials",
                path + " has a name that is no device key, or a password that is no text");
        credentials.emplace_back(key, password.get_string());
    }
    return credentials;
}

std::vector<Account> simulatedWithoutFile(const Settings& settings, const clients::Url& broker) {
    std::vector<Account> accounts;
    for (int i = 1; i <= settings.simulate; ++i) {
        std::string number = std::to_string(i);
        number.insert(0, number.size() < 3 ? 3 - number.size() : 0, '0');
        accounts.push_back({settings.prefix + number, broker});
        require(isDeviceKey(accounts.back().key), "prefix", "must begin a device key: a-z, 0-9 and '-'");
    }
    return accounts;
}

} // namespace

std::optional<Settings> Settings::read(int argc, char** argv, int* exitCode) {
    Settings settings;
    CLI::App app("Presence and telemetry of this machine, or of a simulated fleet, over MQTT",
                 "labwarden-agent");
    app.set_config("--config", "",
                   "Settings file: one 'name = value' a line, names as below without the dashes");
    app.allow_config_extras(false);
    app.set_version_flag("--version", LABWARDEN_VERSION);
    add(app, "mqtt", settings.mqtt, "MQTT broker: mqtt://host:port")->required();
    add(app, "key", settings.key, "Key of this machine in the registry");
    add(app, "credentials", settings.credentials,
        R"(Passwords by device key: JSON {"<key>": "<password>"}, mode 0600)");
    add(app, "interval", settings.interval, "Seconds between two readings")->check(CLI::Range(0.05, 3600.0));
    add(app, "heartbeat", settings.heartbeat, "Seconds between two statuses")->check(CLI::Range(0.1, 600.0));
    add(app, "simulate", settings.simulate, "Simulate so many devices instead of this machine")
        ->check(CLI::Range(0, maxSimulated));
    add(app, "prefix", settings.prefix, "What the keys of simulated devices begin with");
    add(app, "profile", settings.profile,
        "How simulated devices behave: lab, steady, or a file (SIMULATION.md)");
    add(app, "seed", settings.seed, "Same seed, same curves");
    add(app, "log-level", settings.logLevel, "trace, debug, info, warn or error")
        ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error"}));
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        *exitCode = app.exit(e);
        return std::nullopt;
    }
    return settings;
}

std::vector<Account> accountsOf(const Settings& settings) {
    const clients::Url broker = brokerOf(settings);
    if (settings.simulate == 0)
        require(isDeviceKey(settings.key), "key",
                settings.key.empty() ? "is required" : "must be 1 to 64 of a-z, 0-9 and '-'");
    else
        require(settings.key.empty(), "key", "is of this machine: not together with --simulate");
    if (settings.credentials.empty()) {
        if (settings.simulate > 0)
            return simulatedWithoutFile(settings, broker);
        return {{settings.key, broker}};
    }

    const auto wanted = static_cast<std::size_t>(std::max(settings.simulate, 1));
    std::vector<Account> accounts;
    for (const auto& [key, password] : readCredentials(settings.credentials)) {
        const bool mine = settings.simulate > 0 ? key.starts_with(settings.prefix) : key == settings.key;
        if (!mine || accounts.size() == wanted)
            continue;
        Account account{key, broker};
        account.broker.username = key;
        account.broker.password = password;
        accounts.push_back(std::move(account));
    }
    require(settings.simulate > 0 || !accounts.empty(), "credentials", "has no password for " + settings.key);
    require(accounts.size() == wanted, "simulate",
            "the credentials have only " + std::to_string(accounts.size()) + " keys that begin with '" +
                settings.prefix + "'");
    return accounts;
}

} // namespace labwarden::agent
