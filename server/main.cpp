// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/app.h"
#include "server/environments/rekey_command.h"
#include "server/environments/secret_keys.h"
#include "server/settings.h"
#include "server/storage/migrations.h"
#include "server/storage/pool.h"
#include "server/storage/redis_pool.h"

#include <sodium.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>

#include <unistd.h>

namespace {

using labwarden::App;
using labwarden::Settings;

/// Signals that end the server are taken by one thread at a time of its choosing, never by a handler.
sigset_t endingSignals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    return signals;
}

int migrate(const Settings& settings) {
    const auto report = labwarden::storage::migrate(settings.postgresOwner, settings.postgresSchema);
    for (const auto& name : report.applied)
        std::cout << "applied " << name << "\n";
    std::cout << "schema " << settings.postgresSchema << " is at version " << report.version << "\n";
    return 0;
}

/// Whole or not at all: whoever waits for the file must not read half a number.
void writePort(const std::filesystem::path& file, int port) {
    const std::filesystem::path next = file.string() + ".next";
    std::ofstream(next) << port << "\n";
    std::filesystem::rename(next, file);
}

int serve(const Settings& settings) {
    std::atomic<bool> failed{false};
    App app(settings, [&](const std::string& why) {
        spdlog::critical("{}", why);
        failed = true;
        ::kill(::getpid(), SIGTERM);
    });
    app.start();
    spdlog::info("listening on {}:{}", settings.listenAddress, app.port());
    if (!settings.portFile.empty())
        writePort(settings.portFile, app.port());

    int signal = 0;
    const auto signals = endingSignals();
    sigwait(&signals, &signal);
    spdlog::info("ending: no new connections, begun requests are answered");
    if (!app.stop())
        spdlog::warn("some requests had no answer within {} s", settings.shutdownLimit.count());
    spdlog::info("ended");
    return failed ? 1 : 0;
}

/// For commands that work beside running servers, or without any.
std::unique_ptr<labwarden::storage::Database> databaseOf(const Settings& settings, const char* name) {
    labwarden::storage::DatabaseSettings database;
    database.url = settings.postgres;
    database.schema = settings.postgresSchema;
    database.applicationName = name;
    database.connections = 1;
    database.connectTimeout =
        std::chrono::seconds(10); // nobody else waits, and the host may have its hands full
    return labwarden::storage::openDatabase(database);
}

int syncTestCases(const Settings& settings) {
    const auto database = databaseOf(settings, "labwardend testcases");
    return static_cast<int>(labwarden::testcases::runSync(settings.sync, *database, std::cout, std::cerr));
}

int rekey(const Settings& settings) {
    using namespace labwarden;
    const auto keys = environments::SecretKeys::fromFile(settings.secretsKeyFile);
    const auto database = databaseOf(settings, "labwardend secrets");
    return static_cast<int>(environments::runRekey(*database, keys, std::cout, std::cerr));
}

/// RabbitMQ, MQTT and InfluxDB are not needed.
int users(const Settings& settings) {
    using namespace labwarden;
    storage::RedisSettings redis;
    redis.url = settings.redis.empty() ? "redis://127.0.0.1:1"
                                       : settings.redis; // of those that reach none, only reset asks for it
    redis.prefix = settings.redisPrefix;
    const auto openDatabase = databaseOf(settings, "labwardend users");
    const auto openRedis = storage::openRedis(redis);
    return static_cast<int>(
        identity::runUsers(settings.users, *openDatabase, *openRedis, std::cout, std::cerr));
}

} // namespace

int main(int argc, char** argv) {
    int exitCode = 0;
    const auto settings = Settings::read(argc, argv, &exitCode);
    if (!settings)
        return exitCode;
    const auto signals = endingSignals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr); // before the first thread, so that all inherit it
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN); // a file that may not grow is an error to whoever writes it
    spdlog::set_default_logger(spdlog::stderr_logger_mt("labwardend"));
    spdlog::set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
    spdlog::set_level(spdlog::level::from_str(settings->logLevel));
    try {
        if (sodium_init() < 0)
            throw std::runtime_error("libsodium cannot be initialised");
        switch (settings->command) {
        case Settings::Command::Migrate:
            return migrate(*settings);
        case Settings::Command::Users:
            return users(*settings);
        case Settings::Command::SyncTestCases:
            return syncTestCases(*settings);
        case Settings::Command::Rekey:
            return rekey(*settings);
        case Settings::Command::Serve:
            return serve(*settings);
        }
        return 1;
    } catch (const std::exception& e) {
        std::cerr << "labwardend: " << e.what() << "\n";
        return 1;
    }
}
