// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/identity/users_command.h"
#include "server/testcases/sync_command.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace labwarden {

/// Everything labwardend can be told. Each member is a flag (--redis-prefix), a key of the settings file
/// (redis-prefix = …) and a variable (LABWARDEN_REDIS_PREFIX); a flag wins over the file, the file over the
/// variable.
struct Settings {
    enum class Command { Serve, Migrate, Users, SyncTestCases, Rekey };
    Command command = Command::Serve;
    identity::UsersRequest users; ///< of Command::Users; no settings, words of the command line alone
    testcases::SyncRequest sync;  ///< of Command::SyncTestCases; likewise

    std::string listenAddress = "127.0.0.1";
    std::uint16_t listenPort = 8080; ///< 0: any free one; needs publicUrl
    std::string portFile;            ///< where the port is written once it listens; empty: nowhere
    std::string publicUrl;           ///< how runners reach this server; empty: http://<address>:<port>
    std::vector<std::string> trustedProxies;
    int ioThreads = 2;
    int workThreads = 16;

    std::string postgres;      ///< postgresql://labwarden_app:…@host/db
    std::string postgresOwner; ///< postgresql://labwarden_owner:…@host/db, for migrate
    std::string postgresSchema = "labwarden";
    int postgresConnections = 12;
    std::string redis;
    std::string redisPrefix = "labwarden:";
    std::string amqp;
    std::string jobQueue = "test-jobs";
    std::vector<std::string> callbackOnlyQueues; ///< full names of queues whose runners never claim
    bool approvedCasesOnly = false;              ///< runs are started of approved test cases alone
    std::string eventExchange = "labwarden.events";
    std::string mqtt;
    std::string mqttGroup =
        "labwarden"; ///< servers of one group share the telemetry; one group per lab and broker
    std::string influx;
    std::string grafanaDeviceUrl; ///< template with {device}, {from} and {to}; empty: there is no Grafana
    std::filesystem::path telemetrySpillDir; ///< where points wait while InfluxDB is away; empty: in memory
    std::uint64_t telemetrySpillMegabytes = 1024; ///< in that directory at most
    std::uint64_t telemetryMemoryMegabytes = 64;  ///< of points in memory at most

    std::filesystem::path callbackKeyFile; ///< 32 random bytes, 0600, the same on all servers
    std::filesystem::path
        jwtKeyFile; ///< 0600, see server/identity/json_web_tokens.h; empty: no JSON Web Tokens are made
    std::filesystem::path
        secretsKeyFile; ///< 0600, see server/environments/README.md; empty: environments keep no secrets
    std::filesystem::path bootstrapUsers;    ///< 0600 JSON, see server/identity; empty: none
    std::filesystem::path adminPasswordFile; ///< 0600, of the first admin in a lab without users; empty: none
    std::string adminPassword; ///< the same from the variable LABWARDEN_ADMIN_PASSWORD alone: a flag could be
                               ///< seen in the list of processes
    std::string logLevel = "info";

    std::chrono::seconds headTimeout{10}; ///< for the head of a request
    std::chrono::seconds bodyTimeout{30}; ///< for its body
    std::chrono::seconds writeTimeout{
        5}; ///< a client that takes nothing of its answer for so long is dropped
    std::chrono::seconds heartbeatLimit{120};
    std::chrono::seconds claimLimit{600};
    std::chrono::seconds queueLimit{24 * 3600};
    std::chrono::seconds waitLimit{7 * 24 * 3600};
    std::chrono::seconds cancelLimit{60};
    std::chrono::seconds deviceLossLimit{60};
    std::chrono::seconds reaperHold{120};
    std::chrono::seconds sessionIdle{8 * 3600};
    std::chrono::seconds sessionLife{7 * 24 * 3600};
    std::chrono::seconds shutdownLimit{30};

    /// Settings from the command line; nothing when the program should end at once with *exitCode (help,
    /// version, or a wrong setting, whose name and fault have then been printed to stderr).
    static std::optional<Settings> read(int argc, char** argv, int* exitCode);
};

} // namespace labwarden
