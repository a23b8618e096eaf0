// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/app.h"

#include "server/board/board.h"
#include "server/board/event_relay.h"
#include "server/board/exchange_relay.h"
#include "server/board/routes.h"
#include "server/clients/url.h"
#include "server/devices/grafana_routes.h"
#include "server/devices/health_check_routes.h"
#include "server/devices/health_checks.h"
#include "server/devices/history.h"
#include "server/devices/history_routes.h"
#include "server/devices/import.h"
#include "server/devices/import_routes.h"
#include "server/devices/maintenance.h"
#include "server/devices/presence.h"
#include "server/devices/registry.h"
#include "server/devices/routes.h"
#include "server/devices/unregistered.h"
#include "server/environments/connection_tests.h"
#include "server/environments/environments.h"
#include "server/environments/routes.h"
#include "server/health.h"
#include "server/http/server.h"
#include "server/identity/api_key_routes.h"
#include "server/identity/api_keys.h"
#include "server/identity/audit_log.h"
#include "server/identity/audit_routes.h"
#include "server/identity/bootstrap.h"
#include "server/identity/first_admin.h"
#include "server/identity/json_web_tokens.h"
#include "server/identity/passwords.h"
#include "server/identity/permissions.h"
#include "server/identity/role_routes.h"
#include "server/identity/roles.h"
#include "server/identity/routes.h"
#include "server/identity/session_routes.h"
#include "server/identity/sessions.h"
#include "server/identity/sweeper.h"
#include "server/identity/token_routes.h"
#include "server/identity/user_routes.h"
#include "server/identity/users.h"
#include "server/rounds.h"
#include "server/runs/callback_tokens.h"
#include "server/runs/dead_letters.h"
#include "server/runs/job_relay.h"
#include "server/runs/pg_run_store.h"
#include "server/runs/reaper.h"
#include "server/runs/routes.h"
#include "server/runs/run_service.h"
#include "server/runs/waiting_runs.h"
#include "server/storage/migrations.h"
#include "server/storage/pool.h"
#include "server/storage/redis_pool.h"
#include "server/telemetry/back_test_routes.h"
#include "server/telemetry/ingest.h"
#include "server/telemetry/ingest_routes.h"
#include "server/telemetry/latest.h"
#include "server/telemetry/latest_routes.h"
#include "server/telemetry/query_service.h"
#include "server/telemetry/routes.h"
#include "server/telemetry/submissions.h"
#include "server/testcases/attachment_routes.h"
#include "server/testcases/attachments.h"
#include "server/testcases/bulk_edit.h"
#include "server/testcases/import.h"
#include "server/testcases/import_routes.h"
#include "server/testcases/routes.h"
#include "server/testcases/test_cases.h"

#include <atomic>
#include <iostream>
#include <iterator>
#include <stdexcept>

namespace labwarden {

namespace {

/// A connection URL of the settings; throws naming the setting, never its value.
clients::Url urlSetting(const char* name, const std::string& text) {
    try {
        return clients::Url::parse(text);
    } catch (const std::invalid_argument& e) {
        throw std::invalid_argument(std::string("--") + name + ": " + e.what());
    }
}

std::string publicUrlOf(const Settings& s) {
    if (!s.publicUrl.empty())
        return s.publicUrl.ends_with('/') ? s.publicUrl.substr(0, s.publicUrl.size() - 1) : s.publicUrl;
    return "http://" + s.listenAddress + ":" + std::to_string(s.listenPort);
}

http::ServerSettings httpSettings(const Settings& s) {
    http::ServerSettings out;
    out.address = s.listenAddress;
    out.port = s.listenPort;
    out.ioThreads = s.ioThreads;
    out.poolThreads = s.workThreads;
    out.trustedProxies = s.trustedProxies;
    out.headTimeout = s.headTimeout;
    out.bodyTimeout = s.bodyTimeout;
    out.drainStall = s.writeTimeout;
    return out;
}

runs::RunSettings runSettings(const Settings& s) {
    runs::RunSettings out;
    out.publicUrl = publicUrlOf(s);
    out.jobQueue = s.jobQueue;
    out.callbackOnlyQueues = {s.callbackOnlyQueues.begin(), s.callbackOnlyQueues.end()};
    out.heartbeatLimit = s.heartbeatLimit;
    out.claimLimit = s.claimLimit;
    out.queueLimit = s.queueLimit;
    out.waitLimit = s.waitLimit;
    out.cancelLimit = s.cancelLimit;
    out.deviceLossLimit = s.deviceLossLimit;
    out.reaperHold = s.reaperHold;
    return out;
}

storage::DatabaseSettings databaseSettings(const Settings& s) {
    storage::DatabaseSettings out;
    out.url = s.postgres;
    out.schema = s.postgresSchema;
    out.connections = s.postgresConnections;
    return out;
}

storage::RedisSettings redisSettings(const Settings& s) {
    storage::RedisSettings out;
    out.url = s.redis;
    out.prefix = s.redisPrefix;
    return out;
}

identity::SessionSettings sessionSettings(const Settings& s) {
    identity::SessionSettings out;
    out.idle = s.sessionIdle;
    out.life = s.sessionLife;
    return out;
}

identity::JsonWebTokens webTokensOf(const Settings& s) {
    return s.jwtKeyFile.empty() ? identity::JsonWebTokens(publicUrlOf(s))
                                : identity::JsonWebTokens::fromFile(s.jwtKeyFile, publicUrlOf(s));
}

environments::SecretKeys secretKeysOf(const Settings& s) {
    return s.secretsKeyFile.empty() ? environments::SecretKeys()
                                    : environments::SecretKeys::fromFile(s.secretsKeyFile);
}

devices::PresenceSettings presenceSettings(const Settings& s) {
    devices::PresenceSettings out;
    out.mqtt = urlSetting("mqtt", s.mqtt);
    return out;
}

board::BoardSettings boardSettings(const Settings& s) {
    board::BoardSettings out;
    out.exchange = s.eventExchange;
    return out;
}

telemetry::IngestSettings ingestSettings(const Settings& s) {
    telemetry::IngestSettings out;
    out.mqtt = urlSetting("mqtt", s.mqtt);
    out.courier.influx = urlSetting("influx", s.influx);
    out.shareGroup = s.mqttGroup;
    out.spill.directory = s.telemetrySpillDir;
    out.spill.maxBytes = s.telemetrySpillMegabytes << 20;
    out.backlog.memoryBytes = s.telemetryMemoryMegabytes << 20;
    return out;
}

} // namespace

/// Members are made in the order of their arrows and end in the opposite one.
class App::Parts {
public:
    Parts(Settings s, std::function<void(const std::string&)> fatal)
        : settings(std::move(s))
        , firstUsers(settings.bootstrapUsers.empty() ? std::vector<identity::BootstrapUser>()
                                                     : identity::readBootstrapUsers(settings.bootstrapUsers))
        , database(storage::openDatabase(databaseSettings(settings)))
        , redis(storage::openRedis(redisSettings(settings)))
        , sessions(*database, *redis, sessionSettings(settings))
        , sweeper(*database)
        , auditLog(*database)
        , eventRelay(boardSettings(settings), *database, *redis)
        , exchangeRelay(boardSettings(settings), urlSetting("amqp", settings.amqp), *database)
        , board(boardSettings(settings), *database, *redis, sessions, [this] { wakeEventRelays(); })
        , passwords(*database, *redis, sessions, board)
        , apiKeys(*database, *redis, board)
        , webTokens(webTokensOf(settings))
        , users(*database, *redis, sessions.passwordChecker(), board)
        , roles(*database, *redis, board)
        , registry(*database, *redis, board)
        , maintenance(*database, *redis, board)
        , unregistered(*database, board)
        , healthChecks(*database, board)
        , deviceHistory(*database)
        , import(*database, board)
        , testCases(*database, board, settings.approvedCasesOnly)
        , caseBulkEdit(*database, board)
        , attachments(*database)
        , caseImport(*database, testCases)
        , environments(*database, board, secretKeysOf(settings))
        , connectionTests(environments, urlSetting("influx", settings.influx))
        , presence(presenceSettings(settings), *database, *redis, board)
        , ingest(ingestSettings(settings),
                 [this](const std::string& key, Timestamp at) { presence.seen(key, at); })
        , submissions(*database, ingest)
        , series(urlSetting("influx", settings.influx), *database)
        , latest(urlSetting("influx", settings.influx), *database)
        , tokens(runs::CallbackTokens::fromFile(settings.callbackKeyFile))
        , jobRelay(runSettings(settings), urlSetting("amqp", settings.amqp), *database, tokens, board)
        , deadLetters(runSettings(settings), urlSetting("amqp", settings.amqp), *database, board)
        , runStore(runSettings(settings), *database)
        , waitingRuns(runSettings(settings), *database, board, [this] { jobRelay.wake(); })
        , runService(runStore, testCases, environments, tokens, board,
                     {.jobReady = [this] { jobRelay.wake(); },
                      .devicesFreed = [this] { waitingRuns.devicesFreed(); },
                      .runWaits = [this] { waitingRuns.runWaits(); }})
        , reaper(runSettings(settings), *database, board, [this] { jobRelay.wake(); })
        , server(httpSettings(settings), routes(), sessions)
        , preparation("start", std::chrono::milliseconds(1000),
                      [this, fatal = std::move(fatal)] { return prepareOrFail(fatal); }) {
        server.onDrain([this] { board.feed().drain(); });
    }
    ~Parts() { runStore.stop(); } // its threads answer through what ends before it

    std::vector<http::Route> routes() {
        std::vector<http::Route> all = healthRoutes({
            // Whoever signs in before the first users are there is told that the password is wrong.
            {"postgres", [this] { return prepared && database->healthy(); }, true},
            {"redis", [this] { return redis->healthy(); }},
            {"amqp", [this] { return jobRelay.connected(); }},
            {"mqtt", [this] { return presence.mqttConnected() && ingest.mqttConnected(); }},
            {"influxdb", [this] { return ingest.influxReachable(); }},
        });
        for (auto part : {identity::routes(sessions, passwords),
                          identity::sessionRoutes(sessions),
                          identity::tokenRoutes(webTokens),
                          identity::apiKeyRoutes(apiKeys),
                          identity::userRoutes(users),
                          identity::roleRoutes(roles),
                          identity::auditRoutes(auditLog),
                          board::routes(board),
                          devices::routes(registry, maintenance, unregistered),
                          devices::historyRoutes(deviceHistory),
                          devices::healthCheckRoutes(healthChecks),
                          devices::grafanaRoutes(registry, settings.grafanaDeviceUrl),
                          devices::importRoutes(import),
                          telemetry::telemetryRoutes(series),
                          telemetry::backTestRoutes(series),
                          telemetry::latestRoutes(latest),
                          telemetry::ingestRoutes(ingest, submissions),
                          testcases::routes(testCases, caseBulkEdit),
                          testcases::attachmentRoutes(attachments),
                          testcases::importRoutes(caseImport),
                          environments::routes(environments, connectionTests),
                          runs::runRoutes(runService)})
            all.insert(all.end(), std::make_move_iterator(part.begin()), std::make_move_iterator(part.end()));
        identity::checkPermissions(all);
        return all;
    }

    /// Throws Unavailable while PostgreSQL is away.
    void prepare() {
        storage::checkSchema(*database);
        identity::createBootstrapUsers(firstUsers, *database);
        identity::createFirstAdmin({settings.adminPasswordFile, settings.adminPassword}, *database,
                                   std::cerr);
        sweeper.start();
        attachments.start();
        board.start();
        eventRelay.start();
        exchangeRelay.start();
        presence.start();
        ingest.start();
        jobRelay.start();
        deadLetters.start();
        waitingRuns.start();
        reaper.start();
        prepared = true;
    }

    bool prepareOrFail(const std::function<void(const std::string&)>& fatal) {
        if (prepared)
            return false;
        try {
            prepare();
        } catch (const Unavailable&) {
            throw;
        } catch (const std::exception& e) {
            fatal(e.what());
        }
        return false;
    }

    void wakeEventRelays() {
        eventRelay.wake();
        exchangeRelay.wake();
    }

    bool stop() {
        preparation.stop();
        const bool whole = server.drain(settings.shutdownLimit);
        runStore.stop();
        if (prepared) {
            reaper.stop();
            waitingRuns.stop();
            deadLetters.stop();
            jobRelay.stop();
            ingest.stop();
            presence.stop();
            exchangeRelay.stop();
            eventRelay.stop();
            board.stop();
            attachments.stop();
            sweeper.stop();
        }
        return whole;
    }

    const Settings settings;
    const std::vector<identity::BootstrapUser> firstUsers;
    std::unique_ptr<storage::Database> database;
    std::unique_ptr<storage::Redis> redis;
    identity::Sessions sessions;
    identity::Sweeper sweeper;
    identity::AuditLog auditLog;
    board::EventRelay eventRelay;
    board::ExchangeRelay exchangeRelay;
    board::Board board;
    identity::Passwords passwords;
    identity::ApiKeys apiKeys;
    identity::JsonWebTokens webTokens;
    identity::Users users;
    identity::Roles roles;
    devices::Registry registry;
    devices::Maintenance maintenance;
    devices::Unregistered unregistered;
    devices::HealthChecks healthChecks;
    devices::History deviceHistory;
    devices::Import import;
    testcases::TestCases testCases;
    testcases::BulkEdit caseBulkEdit;
    testcases::Attachments attachments;
    testcases::CaseImport caseImport;
    environments::Environments environments;
    environments::ConnectionTests connectionTests;
    devices::PresenceWatch presence;
    telemetry::Ingest ingest;
    telemetry::Submissions submissions;
    telemetry::QueryService series;
    telemetry::Latest latest;
    runs::CallbackTokens tokens;
    runs::JobRelay jobRelay;
    runs::DeadLetters deadLetters;
    runs::PgRunStore runStore;
    runs::WaitingRuns waitingRuns;
    runs::RunService runService;
    runs::Reaper reaper;
    http::Server server;
    std::atomic<bool> prepared{false}; ///< all that begins with PostgreSQL has begun
    Rounds preparation;
};

App::App(Settings settings, std::function<void(const std::string&)> fatal)
    : m_parts(std::make_unique<Parts>(std::move(settings), std::move(fatal))) {}

App::~App() = default;

std::vector<http::Route> App::routes() {
    return m_parts->routes();
}

void App::start() {
    try {
        m_parts->prepare();
    } catch (const Unavailable&) {
        m_parts->preparation.start(); // goes on trying beside the server, which answers 503 until then
    }
    m_parts->server.start();
}

std::uint16_t App::port() const {
    return m_parts->server.port();
}

bool App::stop() {
    return m_parts->stop();
}

} // namespace labwarden
