// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/server/board/board_lab.h"

#include "common/json/domain.h"
#include "common/url_template.h"
#include "server/board/routes.h"
#include "server/clients/url.h"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <algorithm>

namespace labwarden::test {

board::BoardSettings quick() {
    board::BoardSettings settings;
    settings.relayPoll = std::chrono::milliseconds(20);
    settings.readWait = std::chrono::milliseconds(50);
    settings.refreshEvery = std::chrono::milliseconds(20);
    return settings;
}

BoardLab::BoardLab(board::BoardSettings settings)
    : m_network("127.0.0.1", portOf(Services::get().redis))
    , api([&](storage::Database& database, storage::Redis& redis, EventSink&) {
        for (int i = 1; i <= 3; ++i)
            api.schema.sqlAsApp("SELECT create_device('{\"key\": \"dev-" + std::to_string(i) +
                                "\", \"name\": \"Device\", \"type\": \"linux\", \"model\": \"\", \"serial\": "
                                "\"\", \"firmware\": \"\", "
                                "\"location\": {\"site\": \"\", \"room\": \"\", \"rack\": \"r1\", \"slot\": "
                                "\"\"}, \"tags\": [\"a\"]}', "
                                "(SELECT id FROM users LIMIT 1), '')");
        storage::RedisSettings through = api.redis.settings();
        through.url = withPort(through.url, m_network.port());
        through.backoffMin = through.backoffMax = std::chrono::milliseconds(20);
        m_redis = storage::openRedis(through);
        m_sessions = std::make_unique<identity::Sessions>(database, redis);
        m_relay = std::make_unique<board::EventRelay>(settings, database, *m_redis);
        m_board = std::make_unique<board::Board>(settings, database, *m_redis, *m_sessions,
                                                 [this] { m_relay->wake(); });
        m_board->start();
        m_relay->start();
        return board::routes(*m_board);
    })
    , m_settings(settings) {
    viewer = api.signIn("viewer");
    const bool drained = eventually(
        [&] { return api.schema.sql("SELECT FROM event_outbox").empty() && m_board->following(); });
    EXPECT_TRUE(drained);
}

BoardLab::~BoardLab() {
    m_relay->stop();
    m_board->stop();
}

BoardLab::Other::Other(BoardLab& lab)
    : m_board(lab.m_settings, *lab.api.database, *lab.api.redis, *lab.m_sessions)
    , m_server({}, board::routes(m_board), *lab.m_sessions) {
    m_board.start();
    m_server.start();
    EXPECT_TRUE(eventually([&] { return m_board.following(); }));
}

BoardLab::Other::~Other() {
    m_board.feed().drain();
    m_server.drain(std::chrono::seconds(5));
    m_board.stop();
}

std::string BoardLab::deviceId(const std::string& key) const {
    return api.schema.sql("SELECT id FROM devices WHERE key = '" + key + "'").at(0).at(0).c_str();
}

Event BoardLab::changeService(const std::string& key, const std::string& reason) {
    const auto rows = api.schema.sqlAsApp(
        "WITH s AS (UPDATE device_services SET in_service = " +
        std::string(reason.empty() ? "true" : "false") + ", reason = '" + reason +
        "', version = version + 1 WHERE device_id = '" + deviceId(key) +
        "' RETURNING *) SELECT emit_event('service', s.device_id, s.version, service_json(s)) FROM s");
    return wire::readText<Event>(rows.at(0).at(0).c_str(), wire::people).value;
}

void BoardLab::emit(const std::string& part, const std::string& id, int version) {
    api.schema.sqlAsApp("SELECT emit_event('" + part + "', '" + id + "', " + std::to_string(version) +
                        ", '{}')");
}

clients::HttpResult BoardLab::fetch(const std::string& path, const std::string& token, std::uint16_t port) {
    clients::HttpClient client({.totalTimeout = std::chrono::seconds(40)});
    auto result = client.get("http://127.0.0.1:" + std::to_string(port ? port : api.port()) + path,
                             token.empty() ? viewer : token);
    EXPECT_EQ(result.failure, clients::HttpFailure::None) << result.detail;
    return result;
}

std::vector<Device> BoardLab::devices(std::string* cursor, std::uint16_t port) {
    const clients::HttpResult answer = fetch("/api/v1/devices", {}, port);
    EXPECT_EQ(answer.status, 200);
    std::vector<Device> devices;
    if (answer.status != 200)
        return devices;
    const boost::json::value body = boost::json::parse(answer.body);
    for (const boost::json::value& json : body.at("devices").as_array()) {
        auto reading = wire::read<Device>(json, wire::server);
        for (const Fault& fault : reading.faults)
            ADD_FAILURE() << fault.pointer << " " << fault.message;
        devices.push_back(std::move(reading.value));
    }
    if (cursor)
        *cursor = std::string(body.at("cursor").as_string());
    return devices;
}

Device BoardLab::device(const std::string& key, std::uint16_t port) {
    const std::vector<Device> all = devices(nullptr, port);
    const auto found = std::ranges::find(all, key, &Device::key);
    return found == all.end() ? Device{} : *found;
}

std::string BoardLab::cursor() {
    std::string cursor;
    devices(&cursor);
    return cursor;
}

Bundle BoardLab::poll(const std::string& after, int wait, const std::string& token, std::uint16_t port) {
    const clients::HttpResult answer =
        fetch("/api/v1/events?after=" + percentEncoded(after) + "&wait=" + std::to_string(wait), token, port);
    Bundle bundle{.status = answer.status, .cursor = {}, .reset = false, .events = {}};
    if (answer.status != 200)
        return bundle;
    auto reading = wire::readText<EventBundle>(answer.body, wire::people);
    for (const Fault& fault : reading.faults)
        ADD_FAILURE() << fault.pointer << " " << fault.message;
    bundle.cursor = reading.value.cursor;
    bundle.reset = reading.value.reset;
    bundle.events = std::move(reading.value.events);
    return bundle;
}

std::future<Bundle> BoardLab::pollLater(const std::string& after, int wait, const std::string& token) {
    const std::size_t before = m_board->feed().parked();
    auto later =
        std::async(std::launch::async, [this, after, wait, token] { return poll(after, wait, token); });
    EXPECT_TRUE(eventually([&] { return m_board->feed().parked() > before; }));
    return later;
}

} // namespace labwarden::test
