// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/app.h"
#include "server/clients/amqp.h"
#include "server/clients/http_client.h"
#include "server/clients/url.h"
#include "server/settings.h"
#include "tests/server/support/services.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <deque>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace labwarden::test {

/// Everything that the process writes to standard error, from now on until the end of its life.
class StandardError {
public:
    StandardError()
        : m_file(std::filesystem::temp_directory_path() / test::uniqueName("stderr")), m_before(::dup(2)) {
        const int fd = ::open(m_file.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
        ::dup2(fd, 2);
        ::close(fd);
    }
    ~StandardError() {
        ::dup2(m_before, 2);
        ::close(m_before);
        std::filesystem::remove(m_file);
    }
    StandardError(const StandardError&) = delete;
    StandardError& operator=(const StandardError&) = delete;
    std::string text() const {
        std::ifstream in(m_file);
        std::stringstream all;
        all << in.rdbuf();
        return all.str();
    }

private:
    const std::filesystem::path m_file;
    const int m_before;
};

struct Answer {
    std::string to; ///< "POST /api/v1/users"
    int status = 0;
    std::string body;
    boost::json::value json;
};

inline std::string methodName(http::Method method) {
    switch (method) {
    case http::Method::Get:
        return "GET";
    case http::Method::Post:
        return "POST";
    case http::Method::Put:
        return "PUT";
    case http::Method::Patch:
        return "PATCH";
    case http::Method::Delete:
        return "DELETE";
    }
    return {};
}

/// A whole server of its own on an empty schema, its log at the most talkative level.
class EverySecret : public testing::Test {
protected:
    EverySecret()
        : jobQueue("test-jobs-" + test::uniqueName("secrets"))
        , keyFile(std::filesystem::temp_directory_path() / test::uniqueName("key"))
        , secretsKeyFile(std::filesystem::temp_directory_path() / test::uniqueName("secrets-key")) {
        std::ofstream(keyFile) << std::string(32, 'k');
        std::ofstream(secretsKeyFile) << std::string(42, 'k') << "E\n";
        for (const auto& file : {keyFile, secretsKeyFile})
            ::chmod(file.c_str(), 0600);
        // As main.cpp has it.
        spdlog::set_default_logger(
            std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::stderr_sink_mt>()));
        spdlog::set_level(spdlog::level::trace);
        app = std::make_unique<App>(settings(), [](const std::string& why) { ADD_FAILURE() << why; });
        app->start();
    }
    ~EverySecret() override {
        app->stop();
        app.reset();
        std::filesystem::remove(keyFile);
        std::filesystem::remove(secretsKeyFile);
        try {
            clients::AmqpConnection(clients::Url::parse(test::Services::get().amqp)).deleteQueue(jobQueue);
        } catch (const std::exception&) {
            // The queue was never made.
        }
    }

    Settings settings() const {
        const auto& services = test::Services::get();
        Settings s;
        s.listenPort = 0;
        s.publicUrl = "http://127.0.0.1:1";
        s.postgres = services.postgresApp;
        s.postgresSchema = schema.name();
        s.redis = services.redis;
        s.redisPrefix = redis->prefix();
        s.amqp = services.amqp;
        s.jobQueue = jobQueue;
        s.mqtt = services.mqtt;
        s.mqttGroup = schema.name().substr(0, 48);
        s.influx = services.influx;
        s.callbackKeyFile = keyFile;
        s.secretsKeyFile = secretsKeyFile;
        return s;
    }

    /// Remembers the answer, and that the route has done what it is for.
    const Answer& call(const std::string& method, const std::string& route,
                       const std::map<std::string, std::string>& parts, const std::string& body,
                       const std::string& token,
                       const std::vector<std::pair<std::string, std::string>>& headers = {},
                       const std::string& query = {}) {
        std::string path = route;
        for (const auto& [name, value] : parts)
            path.replace(path.find("{" + name + "}"), name.size() + 2, value);
        clients::HttpRequest request;
        request.method = method;
        request.url = "http://127.0.0.1:" + std::to_string(app->port()) + path + query;
        request.bearer = token;
        request.body = body;
        request.headers = headers;
        const auto result = client.send(request);
        EXPECT_EQ(result.failure, clients::HttpFailure::None)
            << method << " " << path << ": " << result.detail;
        Answer answer{method + " " + path, result.status, result.body, {}};
        std::error_code ignored;
        answer.json = boost::json::parse(result.body, ignored);
        if (result.ok())
            served.insert(method + " " + route);
        answers.push_back(std::move(answer));
        return answers.back();
    }
    const Answer& post(const std::string& route, const boost::json::value& body, const std::string& token,
                       const std::map<std::string, std::string>& parts = {}, int expected = 200) {
        const Answer& answer =
            call("POST", route, parts, body.is_null() ? std::string() : boost::json::serialize(body), token);
        EXPECT_EQ(answer.status, expected) << answer.to << ": " << answer.body;
        return answer;
    }
    static std::string textAt(const Answer& answer, const std::string& pointer) {
        std::error_code error;
        const auto* const value = answer.json.find_pointer(pointer, error);
        if (!value) {
            ADD_FAILURE() << answer.to << " has no " << pointer << ": " << answer.body;
            return "missing";
        }
        return value->is_string() ? boost::json::value_to<std::string>(*value)
                                  : boost::json::serialize(*value);
    }
    /// A secret that this answer alone may hold (none: no answer may).
    std::string secret(const std::string& text, const std::string& handedOutBy = {}) {
        EXPECT_GE(text.size(), 8u);
        secrets[text] = handedOutBy;
        return text;
    }
    std::string signIn(const std::string& name, const std::string& password) {
        const Answer& answer = post("/api/v1/auth/login", {{"username", name}, {"password", password}}, {});
        return secret(textAt(answer, "/token"), "login");
    }
    bool hasRoute(const std::string& method, const std::string& path) {
        for (const auto& route : app->routes())
            if (methodName(route.method) == method && route.path == path)
                return true;
        return false;
    }

    const test::TestSchema schema;
    const test::TestRedis redis;
    const StandardError standardError;
    const std::string jobQueue;
    const std::filesystem::path keyFile, secretsKeyFile;
    std::unique_ptr<App> app;
    clients::HttpClient client;
    std::deque<Answer> answers;
    std::set<std::string> served;
    std::map<std::string, std::string> secrets;
};

} // namespace labwarden::test
