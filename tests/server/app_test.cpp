// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/app.h"
#include "server/settings.h"

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <fstream>
#include <map>
#include <set>

#include <sys/stat.h>
#include <unistd.h>

namespace labwarden {
namespace {

/// A callback key, there for as long as this is.
struct KeyFile {
    KeyFile() {
        std::ofstream(path) << std::string(32, 'k');
        ::chmod(path.c_str(), 0600);
    }
    ~KeyFile() { std::filesystem::remove(path); }
    const std::filesystem::path path =
        std::filesystem::path(::testing::TempDir()) / ("callback-" + std::to_string(::getpid()) + ".key");
};

/// Settings of a server whose services are all away; it connects to nothing before it starts.
Settings settingsWithoutServices(const KeyFile& key) {
    Settings settings;
    settings.postgres = "postgresql://nobody@127.0.0.1:1/none";
    settings.redis = "redis://127.0.0.1:1/0";
    settings.amqp = "amqp://nobody@127.0.0.1:1/";
    settings.mqtt = "mqtt://127.0.0.1:1";
    settings.influx = "http://127.0.0.1:1/?db=none";
    settings.callbackKeyFile = key.path;
    return settings;
}

std::string methodName(http::Method method) {
    switch (method) {
    case http::Method::Get:
        return "get";
    case http::Method::Post:
        return "post";
    case http::Method::Put:
        return "put";
    case http::Method::Patch:
        return "patch";
    case http::Method::Delete:
        return "delete";
    }
    return "unknown";
}

std::string accessText(const http::Access& access) {
    if (std::holds_alternative<http::Public>(access))
        return "public";
    if (std::holds_alternative<http::Attempt>(access))
        return "attempt";
    if (std::holds_alternative<http::Anyone>(access))
        return "anyone";
    if (const auto* person = std::get_if<http::Person>(&access))
        return person->evenOneTime ? "person-even-one-time" : "person";
    return "session " + std::string(std::get<http::Session>(access).permission);
}

/// "get /path" -> "access: summary"
using Contract = std::map<std::string, std::string>;

Contract contractOf(const std::vector<http::Route>& routes) {
    Contract contract;
    for (const auto& route : routes)
        contract[methodName(route.method) + " " + std::string(route.path)] =
            accessText(route.access) + ": " + std::string(route.summary);
    return contract;
}

Contract contractOf(const YAML::Node& document) {
    const std::set<std::string> methods = {"get", "post", "put", "patch", "delete"};
    Contract contract;
    for (const auto& path : document["paths"])
        for (const auto& operation : path.second) {
            const auto method = operation.first.as<std::string>();
            if (!methods.contains(method))
                continue;
            const auto permission = operation.second["x-permission"].as<std::string>("");
            contract[method + " " + path.first.as<std::string>()] =
                operation.second["x-access"].as<std::string>() +
                (permission.empty() ? "" : " " + permission) + ": " +
                operation.second["summary"].as<std::string>();
        }
    return contract;
}

TEST(TheRouteTable, is_what_openapi_yaml_says) {
    const KeyFile key;
    App app(settingsWithoutServices(key), [](const std::string&) {});
    const auto document = YAML::LoadFile(LABWARDEN_SOURCE_DIR "/resources/openapi.yaml");
    EXPECT_EQ(contractOf(app.routes()), contractOf(document));
}

/// What the program makes of these flags, beside those that it cannot do without.
std::optional<Settings> settingsFrom(std::vector<std::string> flags) {
    flags.insert(flags.begin(),
                 {"labwardend", "--postgres=postgresql://p/l", "--redis=redis://r", "--amqp=amqp://a/v",
                  "--mqtt=mqtt://m", "--influx=http://i/?db=l", "--callback-key-file=/key"});
    std::vector<char*> arguments;
    for (std::string& flag : flags)
        arguments.push_back(flag.data());
    int exitCode = 0;
    return Settings::read(static_cast<int>(arguments.size()), arguments.data(), &exitCode);
}

TEST(TheSettings, name_the_queues_whose_runners_only_call_back) {
    const auto settings = settingsFrom({"--callback-only-queues", "test-jobs.plc", "test-jobs.hil"});
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->callbackOnlyQueues, (std::vector<std::string>{"test-jobs.plc", "test-jobs.hil"}));
}

TEST(TheSettings, leave_more_connections_than_the_starts_of_runs_may_hold) {
    EXPECT_TRUE(settingsFrom({"--postgres-connections=8"}));
    EXPECT_FALSE(settingsFrom({"--postgres-connections=4"}));
}

TEST(TheSettings, that_are_wrong_are_refused_by_name_and_without_their_value) {
    const KeyFile key;
    auto settings = settingsWithoutServices(key);
    settings.amqp = "amqp://user:hunter2@:99999/";
    try {
        App app(settings, [](const std::string&) {});
        ADD_FAILURE() << "was taken";
    } catch (const std::exception& e) {
        EXPECT_NE(std::string(e.what()).find("--amqp"), std::string::npos) << e.what();
        EXPECT_EQ(std::string(e.what()).find("hunter2"), std::string::npos) << e.what();
    }
}

} // namespace
} // namespace labwarden
