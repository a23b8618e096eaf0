// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device.h"
#include "server/clients/http_client.h"
#include "tests/e2e/support/process.h"

#include <boost/json/object.hpp>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace labwarden::test {

/// The URLs of real services, as `installer/lab up --only services` has written them.
struct Services {
    std::string postgres, postgresApp, redis, amqp, mqtt, influx;
    std::string mqttRunner;                         ///< the broker again, with a runner's account
    std::map<std::string, std::string> mqttDevices; ///< key -> password of devices the broker knows
    /// Of the file that LABWARDEN_TEST_SERVICES names; throws when there is none.
    static Services read();
    static Services read(const std::filesystem::path& file);
};

/// Five services of a test's own, so that it can stop and start them: the launcher's, in a home of their own.
class OwnServices {
public:
    OwnServices();
    ~OwnServices();
    Services urls() const;
    /// postgres, redis, rabbitmq, mosquitto or influxdb; keeps port and data.
    void stop(const std::string& name);
    void start(const std::string& name);

private:
    void launch(std::vector<std::string> words);
    std::filesystem::path m_home;
};

struct LabOptions {
    int servers = 1;
    bool runner = true;
    bool agent = true; ///< this very machine as a device
    /// admin, engineer and viewer from the start; without, the server finds an empty database.
    bool people = true;
    std::map<std::string, std::string>
        serverSettings; ///< beyond the lab's own, e.g. {"heartbeat-limit", "3"}
    std::map<std::string, std::string> runnerSettings;
    std::map<std::string, std::string> serverEnvironment;
    std::filesystem::path serverProgram = LABWARDEN_BIN_DIR "/labwardend";
};

/// A whole lab of real programs on real services, with everything of its own in them: PostgreSQL schema,
/// Redis prefix, queues, InfluxDB database. Gone without a trace at the end; when the test has failed, the
/// logs' folder is named and kept.
class Lab {
public:
    explicit Lab(LabOptions options = {}, Services services = Services::read());
    ~Lab();

    std::string url(int server = 0) const; ///< http://127.0.0.1:port
    /// On its old port, when it had one. `ready`: waits until it has all that it leans on.
    void startServer(int index = 0, bool ready = true);
    void
    setServerEnvironment(std::map<std::string, std::string> environment); ///< of servers started from now on
    Process& server(int index = 0) { return *m_servers.at(index).process; }
    /// Runs labwardend beside the servers, with the first one's settings: {"users", "unlock", "ada"}. What it
    /// has written; an exit code other than 0 fails the test with it.
    std::string command(std::vector<std::string> words);
    clients::HttpResult logIn(const std::string& username, const std::string& secret, int server = 0) const;
    void startRunner();
    Process& runner() { return *m_runner; }
    void startAgent();
    Process& agent() { return *m_agent; }

    const std::filesystem::path& folder() const { return m_folder; }
    const Services& services() const { return m_services; }
    const std::string& schema() const { return m_schema; }
    const std::string& redisPrefix() const { return m_redisPrefix; }
    const std::string& jobQueue() const { return m_jobQueue; }
    /// A file that the runner's `script` steps may name.
    void addScript(const std::string& name, const std::string& text) const;

    static constexpr const char* password = "correct horse battery staple";
    const std::string& hostKey() const { return m_hostKey; } ///< the agent's device: this very machine

private:
    struct ServerProcess {
        std::unique_ptr<Process> process;
        int port = 0;
    };
    void writeFiles();
    void migrate();
    std::filesystem::path settingsFile(int index) const;

    LabOptions m_options;
    Services m_services;
    std::string m_name, m_schema, m_redisPrefix, m_jobQueue, m_influx, m_hostKey;
    std::filesystem::path m_folder;
    std::vector<ServerProcess> m_servers;
    std::unique_ptr<Process> m_runner, m_agent;
    int m_commands = 0;
};

/// A person at the HTTP API. Every answer that is not as asked for fails the test with its text.
class Person {
public:
    /// Signs in: as "admin", "engineer" or "viewer", or as somebody with a password of their own.
    Person(const Lab& lab, const std::string& username, int server = 0,
           const std::string& password = Lab::password);
    /// Whoever has that token or API key.
    static Person withToken(const Lab& lab, std::string token, int server = 0);

    boost::json::object get(const std::string& path, int expected = 200);
    boost::json::object post(const std::string& path, const boost::json::value& body, int expected = 201);
    /// The change of what was at that version.
    boost::json::object put(const std::string& path, const boost::json::value& body, std::int64_t version,
                            int expected = 200);
    clients::HttpResult send(const std::string& method, const std::string& path, const std::string& body = {},
                             std::vector<std::pair<std::string, std::string>> headers = {});

    /// The user of that name as the admin tab has it.
    boost::json::object user(const std::string& username);
    /// Changes what is named of a user, whatever their version.
    boost::json::object changeUser(const std::string& username, const boost::json::object& changes);
    /// Makes a user who has changed the one-time password to Lab::password; the id.
    std::string addUser(const Lab& lab, const std::string& username, const std::vector<std::string>& roles);

    /// The device of that key as the board has it; an empty object when it is not there.
    boost::json::object device(const std::string& key);
    std::string stateOf(const std::string& key);
    std::string addDevice(const std::string& key);
    /// A case of one `measure` step with these criteria; its id.
    std::string addTestCase(const std::string& title, const std::vector<std::string>& criteria,
                            double seconds, const boost::json::object& more = {});
    std::string addEnvironment(const std::string& name);
    boost::json::object startRun(const std::string& deviceId, const std::string& caseId,
                                 const std::string& environmentId, int expected = 201);
    /// The run once it has finished.
    boost::json::object finished(const std::string& runId,
                                 std::chrono::seconds limit = std::chrono::seconds(60));
    const std::string& token() const { return m_token; }

private:
    explicit Person(std::string base) : m_base(std::move(base)) {}
    boost::json::object answered(const std::string& what, const clients::HttpResult& answer, int expected);

    std::string m_base, m_token;
    clients::HttpClient m_http;
};

} // namespace labwarden::test
