// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/settings.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cctype>
#include <cstdlib>

namespace labwarden {

namespace {

/// --redis-prefix is also LABWARDEN_REDIS_PREFIX.
CLI::Option* withVariable(CLI::Option* option) {
    std::string name = "LABWARDEN_" + option->get_lnames().front();
    std::replace(name.begin(), name.end(), '-', '_');
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::toupper(c); });
    return option->envname(name);
}

/// A connection URL of one of the given schemes. The value is never repeated: it holds a password.
CLI::Validator urlOf(std::vector<std::string> schemes) {
    std::string expected;
    for (const auto& scheme : schemes)
        expected += (expected.empty() ? "" : " or ") + scheme + "://…";
    return CLI::Validator(
        [schemes = std::move(schemes), expected](std::string& value) {
            for (const auto& scheme : schemes)
                if (value.starts_with(scheme + "://") && value.size() > scheme.size() + 3)
                    return std::string();
            return "must be a URL of the form " + expected;
        },
        "URL");
}

CLI::Validator identifier() {
    return CLI::Validator(
        [](std::string& value) {
            const bool good =
                !value.empty() && value.size() <= 48 && std::all_of(value.begin(), value.end(), [](char c) {
                    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
                });
            return good ? std::string() : std::string("must be 1 to 48 of a-z, 0-9 and _");
        },
        "NAME");
}

class SettingsParser {
public:
    explicit SettingsParser(Settings& settings)
        : m_settings(settings), m_app("Labwarden's server", "labwardend") {
        m_app.set_config("--config", "",
                         "Settings file: one 'name = value' a line, names as below without the dashes");
        m_app.allow_config_extras(false);
        m_app.set_version_flag("--version", LABWARDEN_VERSION);
        m_app.add_subcommand("migrate", "Bring the database schema up to date, then end")
            ->fallthrough()
            ->callback([this] { m_settings.command = Settings::Command::Migrate; });
        addUsers();
        addTestCases();
        addSecrets();
        addNetwork();
        addDependencies();
        addFiles();
        addTimes();
    }

    CLI::App& app() { return m_app; }

private:
    void addUsers() {
        using Action = identity::UsersRequest::Action;
        auto* const users = m_app.add_subcommand(
            "users", "Users, for somebody who is locked out; with or without running servers");
        users->fallthrough()->require_subcommand(1);
        users->footer("Needs --postgres, and for reset --redis, best from the server's own --config. Ends "
                      "with 0 when it is done, 1 when a\n"
                      "service cannot be reached, 2 when the command line is wrong, 3 when it is refused, as "
                      "for a name that nobody has.");
        const auto add = [&](const char* name, const char* description, Action action) {
            auto* const command = users->add_subcommand(name, description);
            command->fallthrough()->callback([this, action] {
                m_settings.command = Settings::Command::Users;
                m_settings.users.action = action;
            });
            if (action != Action::List)
                command->add_option("name", m_settings.users.username, "User name")->required();
            return command;
        };
        add("list", "Who there is", Action::List);
        auto* const newUser = add("add", "A new user, with a one-time password that is printed", Action::Add);
        newUser->add_option("--role", m_settings.users.roles, "Name of a role; may come several times")
            ->required()
            ->allow_extra_args(false);
        newUser->add_option("--display-name", m_settings.users.displayName,
                            "As others see it; else the user name");
        newUser->add_option("--email", m_settings.users.email, "Mail address");
        add("reset",
            "A one-time password instead of theirs, which is printed; ends their sessions, forgets failed "
            "log-ins",
            Action::Reset);
        add("unlock", "Forgets failed log-ins, so that they may try again", Action::Unlock);
    }

    void addTestCases() {
        auto* const testCases =
            m_app.add_subcommand("testcases", "Test cases; with or without running servers");
        testCases->fallthrough()->require_subcommand(1);
        auto* const sync =
            testCases->add_subcommand("sync", "Makes the lab's test cases what a folder of files says");
        sync->fallthrough()->callback([this] { m_settings.command = Settings::Command::SyncTestCases; });
        sync->footer(
            "Needs --postgres, best from the server's own --config. Ends with 0 when it is done, 1 when "
            "PostgreSQL cannot be reached, 2 when\n"
            "the command line is wrong, 3 when a file is refused (the others are written), 4 when a dry "
            "run found something to do.");
        auto& request = m_settings.sync;
        sync->add_option("folder", request.folder,
                         "Its *.yaml, *.yml, *.json and *.csv files, hidden ones left out")
            ->required();
        sync->add_option("--as", request.author, "User name of whoever the revisions are by")->required();
        sync->add_flag("--dry-run", request.dryRun, "Only say what would be done");
        sync->add_flag("--retire-missing", request.retireMissing,
                       "Retire the test cases that no file has; not while a file is refused");
        sync->add_flag("--json", request.json, "The report as JSON");
        sync->add_option("--scripts-to", request.scriptsTo,
                         "Folder that gets the scripts which somebody has to install for runners");
    }

    void addSecrets() {
        auto* const secrets =
            m_app.add_subcommand("secrets", "Secrets of environments, beside running servers");
        secrets->fallthrough()->require_subcommand(1);
        secrets->footer(
            "Needs --postgres and --secrets-key-file, best from the server's own --config. Ends with 0 "
            "when it is done, 1 when\nPostgreSQL cannot be reached, 2 when the command line is wrong, 3 "
            "when secrets open with none of the keys.");
        secrets
            ->add_subcommand("rekey",
                             "Seals them under the first key of --secrets-key-file, so that the others "
                             "can go")
            ->fallthrough()
            ->callback([this] { m_settings.command = Settings::Command::Rekey; });
    }

    void addNetwork() {
        add("--listen-address", m_settings.listenAddress, "Address to listen on")->check(CLI::ValidIPV4);
        add("--listen-port", m_settings.listenPort, "Port to listen on; 0: any free one");
        add("--port-file", m_settings.portFile, "File that gets the port once the server listens");
        add("--public-url", m_settings.publicUrl, "How runners reach this server")
            ->check(urlOf({"http", "https"}));
        add("--trusted-proxies", m_settings.trustedProxies, "Addresses whose X-Forwarded-For counts")
            ->check(CLI::ValidIPV4);
        add("--io-threads", m_settings.ioThreads, "Threads that read and write")->check(CLI::Range(1, 64));
        add("--work-threads", m_settings.workThreads, "Threads that wait for PostgreSQL")
            ->check(CLI::Range(1, 256));
    }

    void addDependencies() {
        add("--postgres", m_settings.postgres, "PostgreSQL as labwarden_app")
            ->check(urlOf({"postgresql", "postgres"}));
        add("--postgres-owner", m_settings.postgresOwner, "PostgreSQL as labwarden_owner, for migrate")
            ->check(urlOf({"postgresql", "postgres"}));
        add("--postgres-schema", m_settings.postgresSchema, "Schema that holds the tables")
            ->check(identifier());
        add("--postgres-connections", m_settings.postgresConnections, "Connections at most")
            ->check(CLI::Range(8, 200));
        add("--redis", m_settings.redis, "Redis")->check(urlOf({"redis"}));
        add("--redis-prefix", m_settings.redisPrefix, "Prefix of every Redis key");
        add("--amqp", m_settings.amqp, "RabbitMQ")->check(urlOf({"amqp"}));
        add("--job-queue", m_settings.jobQueue, "Queue for jobs; environments may add .<name>");
        add("--callback-only-queues", m_settings.callbackOnlyQueues,
            "Queues whose runners never claim: their jobs are not published again");
        withVariable(m_app.add_flag("--approved-cases-only", m_settings.approvedCasesOnly,
                                    "Starts runs of approved test cases only"));
        add("--event-exchange", m_settings.eventExchange, "Topic exchange for other programs");
        add("--mqtt", m_settings.mqtt, "MQTT broker")->check(urlOf({"mqtt"}));
        add("--mqtt-group", m_settings.mqttGroup, "Servers of one group split the telemetry among them")
            ->check(identifier());
        add("--influx", m_settings.influx, "InfluxDB: http://user:password@host:port/?db=name")
            ->check(urlOf({"http", "https"}));
        add("--grafana-device-url", m_settings.grafanaDeviceUrl,
            "Where people see a device's telemetry: a URL with {device}, {from} and {to}, which are put in "
            "escaped")
            ->check(urlOf({"http", "https"}));
        add("--telemetry-spill-dir", m_settings.telemetrySpillDir,
            "Directory of this server alone (0700, made when missing) for points that InfluxDB does not take "
            "now; without it they wait in memory and end with the server");
        add("--telemetry-spill-limit", m_settings.telemetrySpillMegabytes,
            "Megabytes in that directory at most, then the oldest points go")
            ->check(CLI::Range(16, 1'000'000));
        add("--telemetry-memory", m_settings.telemetryMemoryMegabytes,
            "Megabytes of points in memory at most, then the oldest go")
            ->check(CLI::Range(16, 16'384));
    }

    void addFiles() {
        add("--callback-key-file", m_settings.callbackKeyFile, "Key of the callback tokens: 32 bytes, 0600");
        add("--jwt-key-file", m_settings.jwtKeyFile,
            "Keys of the JSON Web Tokens, the same on all servers: one a line, 32 bytes as base64url, 0600; "
            "the first signs, all are "
            "published")
            ->check(CLI::ExistingFile);
        add("--secrets-key-file", m_settings.secretsKeyFile,
            "Keys of the secrets in environments, the same on all servers: one a line, 32 bytes as "
            "base64url, "
            "0600; the first seals, all open")
            ->check(CLI::ExistingFile);
        add("--bootstrap-users", m_settings.bootstrapUsers, "Users to create when missing: JSON, 0600")
            ->check(CLI::ExistingFile);
        add("--admin-password-file", m_settings.adminPasswordFile,
            "One-time password of the first admin, 0600; else from the variable LABWARDEN_ADMIN_PASSWORD, "
            "else made up and printed");
        add("--log-level", m_settings.logLevel, "trace, debug, info, warn or error")
            ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error"}));
    }

    void addTimes() {
        addSeconds("--head-timeout", m_settings.headTimeout, "For the head of a request");
        addSeconds("--body-timeout", m_settings.bodyTimeout, "For the body of a request");
        addSeconds("--write-timeout", m_settings.writeTimeout,
                   "A client that takes nothing of its answer for so long is dropped");
        addSeconds("--heartbeat-limit", m_settings.heartbeatLimit, "A runner silent for so long is lost");
        addSeconds("--claim-limit", m_settings.claimLimit,
                   "A job nobody claimed is published again after this");
        addSeconds("--queue-limit", m_settings.queueLimit,
                   "A run that nobody claimed in so long has timed out");
        addSeconds("--wait-limit", m_settings.waitLimit,
                   "A run that has waited for its devices for so long has timed out");
        addSeconds("--cancel-limit", m_settings.cancelLimit, "Time for teardown after a cancel");
        addSeconds("--device-loss-limit", m_settings.deviceLossLimit,
                   "A device lost for so long during a run ends it");
        addSeconds("--reaper-hold", m_settings.reaperHold,
                   "The reaper holds still for so long after a start or an outage");
        addSeconds("--session-idle", m_settings.sessionIdle, "A session unused for so long ends");
        addSeconds("--session-life", m_settings.sessionLife, "A session ends after this in any case");
        addSeconds("--shutdown-limit", m_settings.shutdownLimit, "Time for begun requests on SIGTERM");
    }

    template<class T>
    CLI::Option* add(const std::string& name, T& target, const std::string& description) {
        return withVariable(m_app.add_option(name, target, description));
    }

    void addSeconds(const std::string& name, std::chrono::seconds& target, const std::string& description) {
        auto* option = m_app.add_option_function<long>(
            name, [&target](const long& value) { target = std::chrono::seconds(value); },
            description + " (seconds, default " + std::to_string(target.count()) + ")");
        withVariable(option)->check(CLI::Range(1L, 366L * 24 * 3600));
    }

    Settings& m_settings;
    CLI::App m_app;
};

/// What no single option can check: the settings that the chosen command cannot do without.
std::vector<std::string> missingSettings(const Settings& s) {
    std::vector<std::string> missing;
    const auto need = [&](bool present, const char* name) {
        if (!present)
            missing.emplace_back(name);
    };
    if (s.command == Settings::Command::Migrate) {
        need(!s.postgresOwner.empty(), "--postgres-owner");
        return missing;
    }
    need(!s.postgres.empty(), "--postgres");
    if (s.command == Settings::Command::Users) {
        need(!s.redis.empty() || s.users.action != identity::UsersRequest::Action::Reset, "--redis");
        return missing;
    }
    if (s.command == Settings::Command::SyncTestCases)
        return missing;
    if (s.command == Settings::Command::Rekey) {
        need(!s.secretsKeyFile.empty(), "--secrets-key-file");
        return missing;
    }
    need(!s.redis.empty(), "--redis");
    need(!s.amqp.empty(), "--amqp");
    need(!s.mqtt.empty(), "--mqtt");
    need(!s.influx.empty(), "--influx");
    need(!s.callbackKeyFile.empty(), "--callback-key-file");
    need(s.listenPort != 0 || !s.publicUrl.empty(), "--public-url (with --listen-port 0)");
    return missing;
}

} // namespace

std::optional<Settings> Settings::read(int argc, char** argv, int* exitCode) {
    Settings settings;
    SettingsParser parser(settings);
    try {
        parser.app().parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        *exitCode = parser.app().exit(e) == 0 ? 0 : 2;
        return std::nullopt;
    }
    const auto missing = missingSettings(settings);
    if (!missing.empty()) {
        for (const auto& name : missing)
            std::cerr << name << ": is required\n";
        *exitCode = 2;
        return std::nullopt;
    }
    if (const char* const password = std::getenv("LABWARDEN_ADMIN_PASSWORD"))
        settings.adminPassword = password;
    return settings;
}

} // namespace labwarden
