// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/device_changes.h"

#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>
#include <pqxx/pqxx>

#include <algorithm>
#include <condition_variable>
#include <cstdio>
#include <mutex>

namespace labwarden::bench {

namespace {

constexpr std::size_t perCommit = 10;

} // namespace

struct DeviceChanges::Session {
    explicit Session(const test::Lab& lab) : connection(lab.services().postgresApp) {
        pqxx::nontransaction(connection).exec("SET search_path TO " + lab.schema());
    }
    pqxx::result run(const std::string& sql) { return pqxx::nontransaction(connection).exec(sql); }
    pqxx::connection connection;
};

DeviceChanges::DeviceChanges(const test::Lab& lab, int devices) : m_session(std::make_unique<Session>(lab)) {
    for (int i = 0; i < devices; ++i)
        m_keys.push_back("bench-" + std::to_string(i));
    m_online.assign(m_keys.size(), false);
    constexpr int atOnce = 500;
    for (int from = 0; from < devices; from += atOnce)
        m_session->run(
            "SELECT create_device(jsonb_build_object('key', 'bench-' || i, 'name', 'Device ' || i, "
            "'type', 'phone', 'model', 'Model ' || i % 7, 'serial', 'SN-' || 100000 + i, 'firmware', "
            "'2.4.' || i % 5, 'location', jsonb_build_object('site', 'Berlin', 'room', 'Lab ' || i % 3, "
            "'rack', 'R' || i / 24, 'slot', (i % 24)::text), 'tags', "
            "jsonb_build_array('android', 'arm64')), NULL, '') FROM generate_series(" +
            std::to_string(from) + ", " + std::to_string(std::min(from + atOnce, devices) - 1) + ") i");
}

DeviceChanges::~DeviceChanges() = default;

int DeviceChanges::changeSome(const Committed& committed) {
    std::string keys, online;
    const std::size_t count = std::min(perCommit, m_keys.size());
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t device = m_next++ % m_keys.size();
        m_online[device] = !m_online[device];
        keys += (i ? "," : "") + m_keys[device];
        online += std::string(i ? "," : "") + (m_online[device] ? "t" : "f");
    }
    const auto rows = m_session->run("SELECT id, event ->> 'version' AS version FROM set_presence('{" + keys +
                                     "}', '{" + online + "}')");
    const auto now = Clock::now();
    if (committed)
        for (const auto& row : rows)
            committed(row["id"].c_str(), row["version"].as<std::int64_t>(), now);
    return static_cast<int>(count);
}

DeviceChanges::Storm::Storm(DeviceChanges& changes, int perSecond, Committed committed)
    : m_thread([this, &changes, perSecond, committed = std::move(committed)](const std::stop_token& stop) {
        std::mutex mutex;
        std::condition_variable_any wake;
        std::unique_lock lock(mutex);
        const std::chrono::duration<double> pause(static_cast<double>(perCommit) / perSecond);
        for (auto next = Clock::now(); !stop.stop_requested();
             next += std::chrono::duration_cast<Clock::duration>(pause)) {
            wake.wait_until(lock, stop, next, [] { return false; });
            if (!stop.stop_requested())
                m_made += changes.changeSome(committed);
        }
    }) {}

double DeviceChanges::Storm::stop() {
    m_thread.request_stop();
    m_thread.join();
    return static_cast<double>(m_made) / std::chrono::duration<double>(Clock::now() - m_began).count();
}

} // namespace labwarden::bench
