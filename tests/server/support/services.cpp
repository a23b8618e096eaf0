// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/server/support/services.h"

#include "server/storage/migrations.h"

#include <boost/json.hpp>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include <unistd.h>

namespace labwarden::test {

namespace {

Services read() {
    const char* const path = std::getenv("LABWARDEN_TEST_SERVICES");
    if (!path)
        throw std::runtime_error(
            "LABWARDEN_TEST_SERVICES is not set: it names the JSON file of the services to test "
            "with, see tests/README.md");
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    if (!file)
        throw std::runtime_error(std::string("cannot read ") + path +
                                 ", which LABWARDEN_TEST_SERVICES names");
    const auto json = boost::json::parse(text.str()).as_object();
    const auto url = [&](const char* name) {
        const auto* value = json.if_contains(name);
        return value && value->is_string() ? std::string(value->as_string()) : std::string();
    };
    return {url("postgres"), url("postgresApp"), url("redis"),      url("amqp"),
            url("mqtt"),     url("influx"),      url("mqttRunner"), url("mqttDevices")};
}

} // namespace

const Services& Services::get() {
    static const Services services = read();
    return services;
}

std::string uniqueName(const std::string& kind) {
    static std::atomic<int> count = 0;
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return kind + "_" + std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(now).count()) +
           "_" + std::to_string(::getpid()) + "_" + std::to_string(++count);
}

TestSchema::TestSchema(bool migrated) : m_name(uniqueName("test")) {
    if (migrated)
        storage::migrate(Services::get().postgres, m_name);
}

TestSchema::~TestSchema() {
    try {
        sql("DROP SCHEMA IF EXISTS " + m_name + " CASCADE");
    } catch (const std::exception& e) {
        std::cerr << "schema " << m_name << " stays behind: " << e.what() << '\n';
    }
}

storage::DatabaseSettings TestSchema::settings() const {
    storage::DatabaseSettings settings;
    settings.url = Services::get().postgresApp;
    settings.schema = m_name;
    settings.applicationName = m_name;
    return settings;
}

std::unique_ptr<storage::Database> TestSchema::open(int connections) const {
    auto s = settings();
    s.connections = connections;
    return storage::openDatabase(std::move(s));
}

pqxx::result TestSchema::exec(const std::string& url, const std::string& text) const {
    auto s = settings();
    s.url = url;
    s.statementTimeout = std::chrono::seconds(60);
    pqxx::connection connection(storage::connectionUrl(s));
    const pqxx::quiet_errorhandler quiet(connection);
    pqxx::work work(connection);
    auto result = work.exec(text);
    work.commit();
    return result;
}

pqxx::result TestSchema::sql(const std::string& text) const {
    return exec(Services::get().postgres, text);
}

pqxx::result TestSchema::sqlAsApp(const std::string& text) const {
    return exec(Services::get().postgresApp, text);
}

TestUser addUser(const TestSchema& schema, const std::string& username, const std::string& role) {
    const auto rows =
        schema.sql("WITH u AS (INSERT INTO users (username, display_name, password_hash) VALUES ('" +
                   username + "', 'The " + username +
                   "', '*') RETURNING *), r AS (INSERT INTO user_roles SELECT u.id, roles.id "
                   "FROM u, roles WHERE roles.name = '" +
                   role + "' RETURNING 1) SELECT id, username, display_name FROM u, r");
    if (rows.size() != 1)
        throw std::runtime_error("no role named " + role);
    return {rows[0][0].c_str(), rows[0][1].c_str(), rows[0][2].c_str()};
}

TestRedis::TestRedis() : m_prefix(uniqueName("test") + ":"), m_redis(storage::openRedis(settings())) {}

storage::RedisSettings TestRedis::settings() const {
    storage::RedisSettings settings;
    settings.url = Services::get().redis;
    settings.prefix = m_prefix;
    return settings;
}

TestRedis::~TestRedis() {
    try {
        flush();
    } catch (const std::exception& e) {
        std::cerr << "keys of " << m_prefix << " stay behind: " << e.what() << '\n';
    }
}

void TestRedis::flush() const {
    std::string cursor = "0";
    do {
        const auto page = m_redis->command({"SCAN", cursor, "MATCH", m_prefix + "*", "COUNT", "1000"});
        cursor = page.items.at(0).text;
        std::vector<std::string> words{"DEL"};
        for (const auto& key : page.items.at(1).items)
            words.push_back(key.text);
        if (words.size() > 1)
            m_redis->command(words);
    } while (cursor != "0");
}

bool eventually(const std::function<bool()>& condition, std::chrono::milliseconds deadline) {
    const auto end = std::chrono::steady_clock::now() + deadline;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end)
            return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

} // namespace labwarden::test
