// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/telemetry_services.h"

#include "server/clients/http_client.h"
#include "tests/server/support/tcp_proxy.h"

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace labwarden::bench {

using namespace std::chrono_literals;

namespace {

std::filesystem::path newFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "telemetry-bench-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        throw std::runtime_error("no folder for the services");
    return name;
}

} // namespace

Folder::Folder() : path(newFolder()) {}
Folder::~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
}

Mosquitto::Mosquitto(const std::filesystem::path& folder) : m_port(test::closedPort()) {
    std::ofstream(folder / "mosquitto.conf")
        << "user root\nlistener " << m_port
        << " 127.0.0.1\nallow_anonymous true\nmax_packet_size 262144\nmax_queued_messages 10000\n"
           "max_inflight_messages 100\nlog_dest none\n";
    m_process = std::make_unique<test::Process>(
        std::vector<std::string>{"/usr/sbin/mosquitto", "-c", (folder / "mosquitto.conf").string()},
        folder / "mosquitto.log");
}

clients::Url Mosquitto::url() const {
    return clients::Url::parse("mqtt://127.0.0.1:" + std::to_string(m_port));
}

Influx::Influx(const std::filesystem::path& folder) : m_folder(folder), m_port(test::closedPort()) {
    const auto at = [&](const char* name) { return "\"" + (folder / name).string() + "\"\n"; };
    std::ofstream(folder / "influxdb.conf")
        << "reporting-disabled = true\nbind-address = \"127.0.0.1:" << test::closedPort()
        << "\"\n[meta]\n  dir = " << at("meta") << "[data]\n  dir = " << at("data")
        << "  wal-dir = " << at("wal")
        << "  cache-max-memory-size = \"128m\"\n  cache-snapshot-memory-size = \"8m\"\n"
           "  query-log-enabled = false\n[monitor]\n  store-enabled = false\n[http]\n  bind-address = "
           "\"127.0.0.1:"
        << m_port
        << "\"\n  log-enabled = false\n[logging]\n  level = \"warn\"\n[subscriber]\n  enabled = false\n";
    start();
}

void Influx::start() {
    m_process = std::make_unique<test::Process>(
        std::vector<std::string>{"/usr/bin/influxd", "-config", (m_folder / "influxdb.conf").string()},
        m_folder / "influxd.log", std::map<std::string, std::string>{{"GOGC", "50"}});
    clients::HttpClient client;
    if (!test::eventually([&] { return client.get(url("x").origin() + "/query?q=SHOW%20DATABASES").ok(); },
                          60s))
        throw std::runtime_error("InfluxDB does not start: " + m_process->output());
}

void Influx::stop() {
    m_process->signal(SIGTERM);
    if (!m_process->wait(60s))
        throw std::runtime_error("InfluxDB does not stop");
    m_process.reset();
}

void Influx::freeze() {
    m_process->signal(SIGSTOP);
}
void Influx::thaw() {
    m_process->signal(SIGCONT);
}

clients::Url Influx::url(const std::string& database) const {
    return clients::Url::parse("http://127.0.0.1:" + std::to_string(m_port) + "/?db=" + database);
}

} // namespace labwarden::bench
