// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/e2e/support/lab.h"

#include "server/clients/amqp.h"
#include "server/clients/influx.h"
#include "server/clients/url.h"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>
#include <pqxx/pqxx>
#include <sodium.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace labwarden::test {

namespace json = boost::json;

namespace {

std::string fileText(const std::filesystem::path& path) {
    std::ifstream in(path);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

void writePrivate(const std::filesystem::path& path, const std::string& text) {
    std::ofstream out(path, std::ios::binary);
    ::chmod(path.c_str(), 0600);
    out << text;
}

std::string randomName() {
    unsigned char bytes[6];
    randombytes_buf(bytes, sizeof bytes);
    char hex[13];
    sodium_bin2hex(hex, sizeof hex, bytes, sizeof bytes);
    return hex;
}

/// One `name = value` a line, quoted, as the programs' settings files have them.
std::string settingsText(const std::map<std::string, std::string>& settings) {
    std::string text;
    for (const auto& [name, value] : settings)
        text += name + " = \"" + value + "\"\n";
    return text;
}

/// A port that nobody listens on now.
int freePort() {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    const bool bound = ::bind(fd, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                       ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    ::close(fd);
    if (!bound)
        throw std::runtime_error("no free port");
    return ntohs(address.sin_port);
}

} // namespace

Services Services::read() {
    const char* file = std::getenv("LABWARDEN_TEST_SERVICES");
    if (!file)
        throw std::runtime_error("LABWARDEN_TEST_SERVICES names no file: run 'installer/lab test', or ctest");
    return read(file);
}

Services Services::read(const std::filesystem::path& file) {
    const auto object = json::parse(fileText(file)).as_object();
    const auto text = [&](const char* name) { return std::string(object.at(name).as_string()); };
    Services services{text("postgres"), text("postgresApp"), text("redis"),      text("amqp"),
                      text("mqtt"),     text("influx"),      text("mqttRunner"), {}};
    const auto devices = json::parse(fileText(text("mqttDevices"))).as_object();
    for (const auto& [key, password] : devices)
        services.mqttDevices[key] = std::string(password.as_string());
    return services;
}

OwnServices::OwnServices()
    : m_home(std::filesystem::temp_directory_path() / ("labwarden-services-" + randomName())) {
    std::filesystem::create_directories(m_home);
    launch({"up", "--only", "services"});
}

OwnServices::~OwnServices() {
    try {
        launch({"down"});
        std::filesystem::remove_all(m_home);
        std::filesystem::remove(m_home.string() + ".log");
    } catch (const std::exception& e) {
        std::cerr << "services left behind: " << e.what() << "\n";
    }
}

Services OwnServices::urls() const {
    return Services::read(m_home / "services.json");
}

void OwnServices::stop(const std::string& name) {
    launch({"services", "stop", name});
}

void OwnServices::start(const std::string& name) {
    launch({"services", "start", name});
}

void OwnServices::launch(std::vector<std::string> words) {
    words.insert(words.begin(), LABWARDEN_SOURCE_DIR "/installer/lab");
    Process launcher(words, m_home.string() + ".log", {{"LABWARDEN_HOME", m_home}});
    if (launcher.wait(std::chrono::seconds(180)) != 0)
        throw std::runtime_error("installer/lab " + words[1] + ": " + launcher.output());
}

Lab::Lab(LabOptions options, Services services)
    : m_options(std::move(options)), m_services(std::move(services)) {
    if (sodium_init() < 0)
        throw std::runtime_error("libsodium does not work here");
    m_name = "e2e_" + randomName();
    m_schema = m_name;
    m_redisPrefix = m_name + ":";
    m_jobQueue = "test-jobs-" + m_name;
    m_influx = m_services.influx.substr(0, m_services.influx.find('?')) + "?db=" + m_name;
    for (const auto& [key, secret] : m_services.mqttDevices)
        if (key.starts_with("host-"))
            m_hostKey = key;
    m_folder = std::filesystem::temp_directory_path() / ("labwarden-" + m_name);
    std::filesystem::create_directories(m_folder);
    writeFiles();
    migrate();
    m_servers.resize(m_options.servers);
    for (int i = 0; i < m_options.servers; ++i)
        startServer(i);
    if (m_options.agent)
        startAgent();
    if (m_options.runner)
        startRunner();
}

Lab::~Lab() {
    const auto end = [](std::unique_ptr<Process>& process) {
        if (!process)
            return;
        process->signal(SIGTERM);
        if (!process->wait(std::chrono::seconds(10)))
            process->kill();
    };
    end(m_runner);
    end(m_agent);
    for (auto& server : m_servers)
        end(server.process);
    try {
        pqxx::connection database(m_services.postgres);
        pqxx::nontransaction(database).exec("DROP SCHEMA IF EXISTS " + m_schema + " CASCADE");
        clients::InfluxClient(clients::Url::parse(m_influx)).dropDatabase();
        clients::AmqpConnection(clients::Url::parse(m_services.amqp)).deleteQueue(m_jobQueue);
    } catch (const std::exception& e) {
        std::cerr << "leftovers of " << m_name << ": " << e.what() << "\n";
    }
    if (::testing::Test::HasFailure())
        std::cerr << "logs of the failed lab: " << m_folder << "\n";
    else
        std::filesystem::remove_all(m_folder);
}

void Lab::writeFiles() {
    json::array users;
    for (const auto& [name, role] :
         {std::pair{"admin", "admin"}, {"engineer", "engineer"}, {"viewer", "viewer"}})
        users.push_back(json::object{{"username", name},
                                     {"displayName", std::string("The ") + name},
                                     {"password", password},
                                     {"roles", json::array{role}}});
    writePrivate(m_folder / "users.json", json::serialize(users));
    std::string key(32, '\0');
    randombytes_buf(key.data(), key.size());
    writePrivate(m_folder / "callback.key", key);
    writePrivate(m_folder / "secrets.key", std::string(42, 'k') + "E\n"); // 32 bytes as base64url
    json::object credentials;
    for (const auto& [device, secret] : m_services.mqttDevices)
        credentials[device] = secret;
    writePrivate(m_folder / "devices.json", json::serialize(credentials));
    std::filesystem::create_directories(m_folder / "scripts");
}

std::filesystem::path Lab::settingsFile(int index) const {
    return m_folder / ("labwardend-" + std::to_string(index) + ".conf");
}

void Lab::addScript(const std::string& name, const std::string& text) const {
    const auto file = m_folder / "scripts" / name;
    std::ofstream(file) << text;
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
}

void Lab::migrate() {
    {
        pqxx::connection database(m_services.postgres);
        pqxx::nontransaction(database).exec("CREATE SCHEMA IF NOT EXISTS " + m_schema);
    }
    writePrivate(m_folder / "migrate.conf",
                 settingsText({{"postgres-owner", m_services.postgres}, {"postgres-schema", m_schema}}));
    Process migration({m_options.serverProgram, "migrate", "--config", m_folder / "migrate.conf"},
                      m_folder / "migrate.log");
    if (migration.wait(std::chrono::seconds(60)) != 0)
        throw std::runtime_error("migrate: " + migration.output());
}

void Lab::startServer(int index, bool ready) {
    auto& server = m_servers.at(index);
    const auto portFile = m_folder / ("port-" + std::to_string(index));
    std::filesystem::remove(portFile);
    if (server.port == 0)
        server.port = freePort();
    std::map<std::string, std::string> settings = {
        {"listen-port", std::to_string(server.port)},
        {"port-file", portFile},
        {"postgres", m_services.postgresApp},
        {"postgres-schema", m_schema},
        {"redis", m_services.redis},
        {"redis-prefix", m_redisPrefix},
        {"amqp", m_services.amqp},
        {"job-queue", m_jobQueue},
        {"event-exchange", "events-" + m_name},
        {"mqtt", m_services.mqtt},
        {"mqtt-group", m_schema},
        {"influx", m_influx},
        {"callback-key-file", m_folder / "callback.key"},
        {"secrets-key-file", m_folder / "secrets.key"},
        {"log-level", "debug"},
    };
    if (m_options.people)
        settings["bootstrap-users"] = m_folder / "users.json";
    for (const auto& [name, value] : m_options.serverSettings)
        settings[name] = value;
    writePrivate(settingsFile(index), settingsText(settings));
    server.process = std::make_unique<Process>(
        std::vector<std::string>{m_options.serverProgram, "--config", settingsFile(index)},
        m_folder / ("labwardend-" + std::to_string(index) + ".log"), m_options.serverEnvironment);
    const bool listening =
        eventually([&] { return std::filesystem::exists(portFile) || !server.process->running(); });
    if (!listening || !std::filesystem::exists(portFile))
        throw std::runtime_error("labwardend did not start: " + server.process->output());
    clients::HttpClient http;
    if (ready && !eventually([&] { return http.get(url(index) + "/readyz").status == 200; }))
        throw std::runtime_error("labwardend is not ready: " + server.process->output());
}

std::string Lab::command(std::vector<std::string> words) {
    const auto log = m_folder / ("command-" + std::to_string(++m_commands) + ".log");
    words.insert(words.begin(), {m_options.serverProgram, "--config", settingsFile(0)});
    Process process(words, log, m_options.serverEnvironment);
    const auto exitCode = process.wait(std::chrono::seconds(60));
    EXPECT_EQ(exitCode, std::optional(0)) << process.output();
    return process.output();
}

clients::HttpResult Lab::logIn(const std::string& username, const std::string& secret, int server) const {
    return clients::HttpClient().post(
        url(server) + "/api/v1/auth/login",
        json::serialize(json::object{{"username", username}, {"password", secret}}));
}

void Lab::setServerEnvironment(std::map<std::string, std::string> environment) {
    m_options.serverEnvironment = std::move(environment);
}

std::string Lab::url(int server) const {
    return "http://127.0.0.1:" + std::to_string(m_servers.at(server).port);
}

void Lab::startRunner() {
    std::map<std::string, std::string> settings = {
        {"amqp", m_services.amqp},
        {"queue", m_jobQueue},
        {"influx", m_influx},
        {"mqtt", m_services.mqttRunner},
        {"name", "runner-of-" + m_name},
        {"scripts-dir", m_folder / "scripts"},
        {"scripts-same-user", "true"},
        {"progress-interval", "0.5"},
    };
    for (const auto& [name, value] : m_options.runnerSettings)
        settings[name] = value;
    writePrivate(m_folder / "runner.conf", settingsText(settings));
    m_runner = std::make_unique<Process>(
        std::vector<std::string>{LABWARDEN_BIN_DIR "/labwarden-runner", "--config", m_folder / "runner.conf"},
        m_folder / "runner.log");
}

void Lab::startAgent() {
    writePrivate(m_folder / "agent.conf", settingsText({{"mqtt", m_services.mqtt},
                                                        {"key", m_hostKey},
                                                        {"credentials", m_folder / "devices.json"},
                                                        {"interval", "0.2"}}));
    m_agent = std::make_unique<Process>(
        std::vector<std::string>{LABWARDEN_BIN_DIR "/labwarden-agent", "--config", m_folder / "agent.conf"},
        m_folder / "agent.log");
}

Person::Person(const Lab& lab, const std::string& username, int server, const std::string& password)
    : Person(lab.url(server)) {
    const auto answer = answered("log-in of " + username, lab.logIn(username, password, server), 200);
    if (const auto* token = answer.if_contains("token"))
        m_token = std::string(token->as_string());
}

Person Person::withToken(const Lab& lab, std::string token, int server) {
    Person person(lab.url(server));
    person.m_token = std::move(token);
    return person;
}

clients::HttpResult Person::send(const std::string& method, const std::string& path, const std::string& body,
                                 std::vector<std::pair<std::string, std::string>> headers) {
    clients::HttpRequest request;
    request.method = method;
    request.url = m_base + path;
    request.bearer = m_token;
    request.body = body;
    request.headers = std::move(headers);
    return m_http.send(request);
}

json::object Person::answered(const std::string& what, const clients::HttpResult& answer, int expected) {
    EXPECT_EQ(answer.status, expected) << what << ": " << answer.body << answer.detail;
    if (answer.status != expected || answer.body.empty())
        return {};
    return json::parse(answer.body).as_object();
}

json::object Person::get(const std::string& path, int expected) {
    return answered("GET " + path, send("GET", path), expected);
}

json::object Person::post(const std::string& path, const json::value& body, int expected) {
    return answered("POST " + path, send("POST", path, json::serialize(body)), expected);
}

json::object Person::put(const std::string& path, const json::value& body, std::int64_t version,
                         int expected) {
    return answered(
        "PUT " + path,
        send("PUT", path, json::serialize(body), {{"If-Match", '"' + std::to_string(version) + '"'}}),
        expected);
}

json::object Person::user(const std::string& username) {
    const auto answer = get("/api/v1/users");
    if (const auto* users = answer.if_contains("users"))
        for (const auto& user : users->as_array())
            if (user.at("username").as_string() == username)
                return user.as_object();
    return {};
}

json::object Person::changeUser(const std::string& username, const json::object& changes) {
    const auto now = user(username);
    json::object edit;
    for (const auto* field : {"displayName", "email", "roles", "disabled"})
        edit[field] = now.at(field);
    for (const auto& [field, value] : changes)
        edit[field] = value;
    return put("/api/v1/users/" + std::string(now.at("id").as_string()), edit,
               now.at("version").to_number<std::int64_t>());
}

std::string Person::addUser(const Lab& lab, const std::string& username,
                            const std::vector<std::string>& roles) {
    const auto created = post("/api/v1/users", {{"username", username},
                                                {"displayName", "The " + username},
                                                {"email", ""},
                                                {"roles", json::array(roles.begin(), roles.end())}});
    const auto oneTime = std::string(created.at("oneTimePassword").at("password").as_string());
    Person fresh(lab, username, 0, oneTime);
    fresh.post("/api/v1/auth/password", {{"currentPassword", oneTime}, {"newPassword", Lab::password}}, 204);
    fresh.send("POST", "/api/v1/auth/logout");
    return std::string(created.at("user").at("id").as_string());
}

json::object Person::device(const std::string& key) {
    const auto board = get("/api/v1/devices");
    if (const auto* devices = board.if_contains("devices"))
        for (const auto& device : devices->as_array())
            if (device.at("key").as_string() == key)
                return device.as_object();
    return {};
}

std::string Person::stateOf(const std::string& key) {
    const auto found = device(key);
    return found.contains("state") ? std::string(found.at("state").as_string()) : std::string();
}

std::string Person::addDevice(const std::string& key) {
    const auto device = post("/api/v1/devices", {{"key", key}, {"name", key}, {"type", "host"}});
    return device.contains("id") ? std::string(device.at("id").as_string()) : std::string();
}

std::string Person::addTestCase(const std::string& title, const std::vector<std::string>& criteria,
                                double seconds, const json::object& more) {
    json::array list;
    for (const auto& expression : criteria)
        list.push_back(json::object{{"expression", expression}});
    json::object document = {
        {"title", title},
        {"steps",
         json::array{json::object{{"name", "watch"}, {"kind", "measure"}, {"durationSeconds", seconds}}}},
        {"criteria", list}};
    for (const auto& [name, value] : more)
        document[name] = value;
    const auto testCase = post("/api/v1/test-cases", document);
    return testCase.contains("id") ? std::string(testCase.at("id").as_string()) : std::string();
}

std::string Person::addEnvironment(const std::string& name) {
    const auto environment = post("/api/v1/environments", {{"name", name}});
    return environment.contains("id") ? std::string(environment.at("id").as_string()) : std::string();
}

json::object Person::startRun(const std::string& deviceId, const std::string& caseId,
                              const std::string& environmentId, int expected) {
    return post("/api/v1/test-runs",
                json::object{{"deviceIds", json::array{deviceId}},
                             {"testCaseId", caseId},
                             {"environmentId", environmentId}},
                expected);
}

json::object Person::finished(const std::string& runId, std::chrono::seconds limit) {
    json::object run;
    const bool ended = eventually(
        [&] {
            const auto answer = send("GET", "/api/v1/test-runs/" + runId);
            if (answer.status != 200)
                return false;
            run = json::parse(answer.body).as_object();
            return run.at("state").as_string() == "finished";
        },
        limit);
    EXPECT_TRUE(ended) << "run " << runId << " has not finished: " << json::serialize(run);
    return run;
}

} // namespace labwarden::test
