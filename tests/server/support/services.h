// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/storage/pool.h"
#include "server/storage/redis_pool.h"

#include <pqxx/pqxx>

#include <functional>
#include <memory>
#include <string>

/// What tests need to work with real services side by side: each owns its schema and its key prefix.
namespace labwarden::test {

/// The URLs in the JSON file named by LABWARDEN_TEST_SERVICES; tests/README.md says how to get one.
struct Services {
    std::string postgres;    ///< as the owner of schemas
    std::string postgresApp; ///< as the server's role
    std::string redis, amqp, mqtt, influx;
    std::string mqttRunner;  ///< the broker again, with a runner's account
    std::string mqttDevices; ///< JSON file with the MQTT passwords of devices by their keys

    /// Throws std::runtime_error that says what to do when the variable or a service is missing.
    static const Services& get();
};

/// A word of [a-z0-9_] that no other test, process or earlier run has: for keys, queues, client ids,
/// databases.
std::string uniqueName(const std::string& kind);

/// A fresh PostgreSQL schema with all migrations and functions; dropped at the end.
class TestSchema {
public:
    /// `migrated` false: the name only, nothing is laid.
    explicit TestSchema(bool migrated = true);
    ~TestSchema();
    TestSchema(const TestSchema&) = delete;
    TestSchema& operator=(const TestSchema&) = delete;

    const std::string& name() const { return m_name; }
    /// The pool settings of the server's role in this schema.
    storage::DatabaseSettings settings() const;
    /// A pool as the server has it.
    std::unique_ptr<storage::Database> open(int connections = 4) const;
    /// Any SQL as the owner, to prepare or to look; one commit.
    pqxx::result sql(const std::string& text) const;
    /// Any SQL as the server's role.
    pqxx::result sqlAsApp(const std::string& text) const;

private:
    pqxx::result exec(const std::string& url, const std::string& text) const;
    std::string m_name;
};

/// A user with one of the built-in roles, straight into the tables; the password hash is not one that lets
/// anybody in.
struct TestUser {
    std::string id, username, displayName;
};
TestUser addUser(const TestSchema& schema, const std::string& username, const std::string& role = "engineer");

/// A Redis pool with its own prefix; its keys go at the end.
class TestRedis {
public:
    TestRedis();
    ~TestRedis();
    TestRedis(const TestRedis&) = delete;
    TestRedis& operator=(const TestRedis&) = delete;

    storage::Redis& operator*() const { return *m_redis; }
    storage::Redis* operator->() const { return m_redis.get(); }
    storage::RedisSettings settings() const;
    /// Deletes all keys of the prefix: what a wiped Redis is to this test.
    void flush() const;

private:
    std::string m_prefix;
    std::unique_ptr<storage::Redis> m_redis;
};

/// Waits until `condition` holds, looking every few milliseconds; false when the deadline came first.
bool eventually(const std::function<bool()>& condition,
                std::chrono::milliseconds deadline = std::chrono::milliseconds(5000));

} // namespace labwarden::test
