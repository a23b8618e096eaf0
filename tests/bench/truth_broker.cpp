// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/truth_broker.h"

#include "server/clients/mqtt.h"
#include "tests/server/support/tcp_proxy.h"

#include <sodium.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <system_error>

#include <sys/stat.h>
#include <unistd.h>

namespace labwarden::bench {

namespace {

using namespace std::chrono_literals;

constexpr const char* serverName = "server";

std::filesystem::path newFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "truth-bench-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        throw std::runtime_error("no folder for the broker");
    return name;
}

std::string randomPassword() {
    unsigned char bytes[16];
    randombytes_buf(bytes, sizeof bytes);
    char hex[2 * sizeof bytes + 1];
    return sodium_bin2hex(hex, sizeof hex, bytes, sizeof bytes);
}

/// Owner's alone, which Mosquitto asks of its file of passwords.
void write(const std::filesystem::path& file, const std::string& text) {
    std::ofstream out(file, std::ios::binary);
    ::chmod(file.c_str(), 0600);
    out << text;
    if (!out.flush())
        throw std::runtime_error("cannot write " + file.string());
}

} // namespace

TruthBroker::TruthBroker(const std::vector<std::string>& keys)
    : m_folder(newFolder()), m_port(test::closedPort()) {
    if (sodium_init() < 0)
        throw std::runtime_error("libsodium does not work here");
    m_accounts[serverName] = randomPassword();
    for (const auto& key : keys)
        m_accounts[key] = randomPassword();
    writeFiles();
    m_process = std::make_unique<test::Process>(
        std::vector<std::string>{"/usr/sbin/mosquitto", "-c", (m_folder / "mosquitto.conf").string()},
        m_folder / "mosquitto.log");
    clients::MqttSettings settings;
    settings.url = clients::Url::parse(serverUrl());
    settings.clientId = "truth-bench-probe";
    clients::MqttClient probe(settings, {});
    probe.start();
    if (!test::eventually([&] { return probe.connected(); }))
        throw std::runtime_error("Mosquitto does not start: " + m_process->output());
}

TruthBroker::~TruthBroker() {
    m_process.reset();
    std::error_code ignored;
    std::filesystem::remove_all(m_folder, ignored);
}

void TruthBroker::writeFiles() const {
    std::string passwords;
    for (const auto& [name, password] : m_accounts)
        passwords.append(name).append(":").append(password).append("\n");
    write(m_folder / "passwords", passwords);
    test::Process hashing({"/usr/bin/mosquitto_passwd", "-U", (m_folder / "passwords").string()},
                          m_folder / "mosquitto_passwd.log");
    if (hashing.wait(60s) != 0)
        throw std::runtime_error("mosquitto_passwd: " + hashing.output());
    write(m_folder / "acl", std::string("pattern readwrite labwarden/v1/devices/%u/#\n\nuser ") + serverName +
                                "\ntopic readwrite labwarden/#\ntopic read $SYS/#\n");
    // As root it would change to a user of its own, which can read nothing in there.
    const std::string root = ::geteuid() == 0 ? "user root\n" : "";
    write(m_folder / "mosquitto.conf",
          root + "listener " + std::to_string(m_port) + " 127.0.0.1\nallow_anonymous false\npassword_file " +
              (m_folder / "passwords").string() + "\nacl_file " + (m_folder / "acl").string() +
              "\nmax_queued_messages 10000\nmax_inflight_messages 100\nlog_dest stderr\nlog_type error\n");
}

std::string TruthBroker::serverUrl() const {
    return std::string("mqtt://") + serverName + ":" + m_accounts.at(serverName) +
           "@127.0.0.1:" + std::to_string(m_port);
}

clients::Url TruthBroker::deviceUrl(const std::string& key) const {
    return clients::Url::parse("mqtt://" + key + ":" + m_accounts.at(key) +
                               "@127.0.0.1:" + std::to_string(m_port));
}

} // namespace labwarden::bench
