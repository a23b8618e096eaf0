// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/device_changes.h"

#include "server/storage/pool.h"
#include "server/storage/redis_pool.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace labwarden::bench {

namespace {

constexpr std::size_t perCommit = 10;

const storage::Query create{
    "bench/create",
    "SELECT create_device(jsonb_build_object('key', 'bench-' || i, 'name', 'Device ' || i, 'type', 'phone', "
    "'model', 'Model ' || i % 7, 'serial', 'SN-' || 100000 + i, 'firmware', '2.4.' || i % 5, 'location', "
    "jsonb_build_object('site', 'Berlin', 'room', 'Lab ' || i % 3, 'rack', 'R' || i / 24, 'slot', "
    "(i % 24)::text), 'tags', jsonb_build_array('android', 'arm64')), NULL, '') "
    "FROM generate_series($1::int, $2::int) i"};
const storage::Query change{
    "bench/change", "SELECT id, event ->> 'version' AS version FROM set_presence($1::text[], $2::boolean[])"};
/// They come and go more often than any device that is not flapping, and would be held back.
const storage::Query calm{"bench/calm",
                          "UPDATE device_presence SET losses = 0, losses_from = NULL, flapping_until = NULL "
                          "WHERE device_id = ANY ($1::uuid[]) AND losses > 2"};

} // namespace

DeviceChanges::DeviceChanges(const test::Lab& lab, int devices)
    : m_database(storage::openDatabase(
          {.url = lab.services().postgresApp, .schema = lab.schema(), .connections = 4}))
    , m_redis(storage::openRedis({.url = lab.services().redis, .prefix = lab.redisPrefix()}))
    , m_relay(board::BoardSettings{}, *m_database, *m_redis) {
    for (int i = 0; i < devices; ++i)
        m_keys.push_back("bench-" + std::to_string(i));
    m_online.assign(m_keys.size(), false);
    constexpr int atOnce = 500;
    for (int from = 0; from < devices; from += atOnce)
        m_database->acquire()->run(create, from, std::min(from + atOnce, devices) - 1);
    m_relay.start();
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
    const auto rows = m_database->acquire()->run(change, "{" + keys + "}", "{" + online + "}");
    const auto now = Clock::now();
    m_relay.wake();
    std::vector<std::string> ids;
    for (const auto& row : rows) {
        ids.emplace_back(row["id"].c_str());
        if (committed)
            committed(ids.back(), row["version"].as<std::int64_t>(), now);
    }
    m_database->acquire()->run(calm, storage::arrayLiteral(ids));
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
