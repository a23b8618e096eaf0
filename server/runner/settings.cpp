// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runner/settings.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cctype>
#include <iostream>

#include <pwd.h>
#include <unistd.h>

namespace labwarden::runner {

namespace {

/// --progress-interval is also LABWARDEN_RUNNER_PROGRESS_INTERVAL.
CLI::Option* withVariable(CLI::Option* option) {
    std::string name = "LABWARDEN_RUNNER_" + option->get_lnames().front();
    std::replace(name.begin(), name.end(), '-', '_');
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::toupper(c); });
    return option->envname(name);
}

/// A connection URL; the value is never repeated, it holds a password.
CLI::Validator urlOf(std::string scheme) {
    return CLI::Validator(
        [scheme](std::string& value) {
            const bool good = value.starts_with(scheme + "://") && value.size() > scheme.size() + 3;
            return good ? std::string() : "must be a URL of the form " + scheme + "://…";
        },
        "URL");
}

CLI::Validator queueName() {
    return CLI::Validator(
        [](std::string& value) {
            const auto allowed = [](unsigned char c) {
                return std::islower(c) || std::isdigit(c) || c == '-' || c == '_' || c == '.';
            };
            const bool good =
                !value.empty() && value.size() <= 128 && std::all_of(value.begin(), value.end(), allowed);
            return good ? std::string()
                        : std::string(
                              "must be the name of a queue: lower-case letters, digits, '-', '_' and '.'");
        },
        "QUEUE");
}

CLI::Validator knownUser() {
    return CLI::Validator(
        [](std::string& value) {
            if (!value.empty() && !::getpwnam(value.c_str()))
                return "there is no user " + value + " on this machine";
            if (!value.empty() && ::geteuid() != 0)
                return std::string("only a runner started as root can run scripts as another user");
            return std::string();
        },
        "USER");
}

class SettingsParser {
public:
    explicit SettingsParser(Settings& settings)
        : m_settings(settings), m_app("Labwarden's reference test runner", "labwarden-runner") {
        m_app.set_config("--config", "",
                         "Settings file: one 'name = value' a line, names as below without the dashes");
        m_app.allow_config_extras(false);
        m_app.set_version_flag("--version", LABWARDEN_VERSION);
        add("--amqp", m_settings.amqp, "RabbitMQ, where the jobs are")->required()->check(urlOf("amqp"));
        add("--queue", m_settings.queue, "Queue to take jobs from: test-jobs or test-jobs.<name>")
            ->check(queueName());
        add("--influx", m_settings.influx,
            "InfluxDB, where telemetry is: http://user:password@host:port/?db=name")
            ->check(urlOf("http"));
        add("--mqtt", m_settings.mqtt,
            "MQTT broker, to send commands to devices: mqtt://user:password@host:port")
            ->check(urlOf("mqtt"));
        add("--name", m_settings.name, "Name that people see; default: this host's");
        add("--slots", m_settings.slots, "Jobs at once")->check(CLI::Range(1, 64));
        add("--log-level", m_settings.logLevel, "trace, debug, info, warn or error")
            ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error"}));
        addScripts();
        addTimes();
    }

    CLI::App& app() { return m_app; }

private:
    void addScripts() {
        ScriptSettings& scripts = m_settings.scripts;
        add("--scripts-dir", scripts.directory,
            "Directory of the scripts that jobs may name; without it there are none");
        add("--scripts-user", scripts.user, "OS user that scripts run as")->check(knownUser());
        add("--scripts-same-user", scripts.sameUser, "true: scripts may run as the runner's own user");
        add("--scripts-path", scripts.path, "PATH of scripts");
    }

    void addTimes() {
        addSeconds("--progress-interval", m_settings.progressInterval, 0.05, 10,
                   "Between two reports of progress");
        addSeconds("--answer-limit", m_settings.answerLimit, 1, 90,
                   "Without any answer of the server a job stops after this");
        addSeconds("--callback-limit", m_settings.callbackLimit, 1, 86'400,
                   "How long results are offered to the server");
        addSeconds("--teardown-limit", m_settings.teardownLimit, 1, 3'600, "Time for teardown");
        addSeconds("--drain-limit", m_settings.drainLimit, 0, 86'400,
                   "After SIGTERM longer jobs are stopped; 0: they may finish");
        addSeconds("--point-limit", m_settings.pointLimit, 0, 60,
                   "How long a telemetry point after a window is waited for");
        addSeconds("--telemetry-limit", m_settings.telemetryLimit, 1, 600,
                   "How long after a window InfluxDB may be away");
    }

    template<class T>
    CLI::Option* add(const std::string& name, T& target, const std::string& description) {
        return withVariable(m_app.add_option(name, target, description));
    }

    void addSeconds(const std::string& name, std::chrono::milliseconds& target, double least, double most,
                    const std::string& description) {
        auto* option = m_app.add_option_function<double>(
            name,
            [&target](const double& value) {
                target = std::chrono::milliseconds(static_cast<long long>(value * 1000 + 0.5));
            },
            description + " (seconds)");
        withVariable(option)->check(CLI::Range(least, most));
    }

    Settings& m_settings;
    CLI::App m_app;
};

std::string hostName() {
    char name[256] = {};
    return ::gethostname(name, sizeof name - 1) == 0 ? name : "runner";
}

} // namespace

std::optional<Settings> Settings::read(int argc, char** argv, int* exitCode) {
    Settings settings;
    SettingsParser parser(settings);
    try {
        parser.app().parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        *exitCode = parser.app().exit(e);
        return std::nullopt;
    }
    if (settings.name.empty())
        settings.name = hostName();
    return settings;
}

} // namespace labwarden::runner
