// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/agent/agent.h"
#include "server/agent/settings.h"
#include "server/agent/simulated_device.h"
#include "server/devices/command_messages.h"
#include "server/devices/messages.h"
#include "tests/server/support/mqtt_device.h"
#include "tests/server/support/services.h"
#include "tests/server/support/tcp_proxy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/eventfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <thread>

using namespace labwarden;
using namespace labwarden::agent;
using namespace labwarden::test;
using namespace std::chrono_literals;
using clients::Url;
using devices::Leaf;
using testing::HasSubstr;

namespace {

/// Everything that devices with this prefix say.
class Ear {
public:
    explicit Ear(std::string prefix)
        : m_prefix(std::move(prefix))
        , m_client(settings(), {.connected = {}, .lost = {}, .message = [this](clients::MqttMessage m) {
                                    take(std::move(m));
                                }}) {
        for (const auto leaf : {Leaf::status, Leaf::meta, Leaf::telemetry, Leaf::reply})
            m_client.subscribe(devices::topicFilter(leaf));
        m_client.start();
        if (!eventually([&] { return m_client.connected(); }))
            throw std::runtime_error("no MQTT broker");
    }
    ~Ear() {
        for (const auto& [key, heard] : m_heard)
            for (const auto leaf : {Leaf::status, Leaf::meta})
                m_client.post(devices::topicOf(key, leaf), "", true);
        // Messages go in order: once this one is acknowledged nothing is left at the broker.
        m_client.publish("labwarden/test/" + m_prefix, "done", false, 10s);
    }
    struct Heard {
        std::vector<bool> online;
        std::vector<Metric> metrics;
        std::vector<devices::Reading> readings;
        std::map<std::string, devices::ReplyMessage> replies; ///< by the command's id
    };
    /// Sends a command as a runner would; what was replied.
    devices::ReplyMessage ask(const std::string& key, const std::string& command) {
        const std::string id = uniqueName("command");
        m_client.post(devices::topicOf(key, Leaf::command), devices::commandPayload({id, command}), false);
        if (!eventually([&] { return heard()[key].replies.contains(id); }))
            throw std::runtime_error("no reply to " + command);
        return heard()[key].replies.at(id);
    }
    void post(const std::string& key, const std::string& payload, bool retain) {
        m_client.post(devices::topicOf(key, Leaf::command), payload, retain);
    }
    std::map<std::string, Heard> heard() {
        const std::lock_guard lock(m_mutex);
        return m_heard;
    }
    int unreadable() {
        const std::lock_guard lock(m_mutex);
        return m_unreadable;
    }

private:
    static clients::MqttSettings settings() {
        clients::MqttSettings settings;
        settings.url = Url::parse(Services::get().mqtt);
        settings.clientId = uniqueName("ear");
        return settings;
    }
    void take(clients::MqttMessage message) {
        const auto topic = devices::parseTopic(message.topic);
        if (!topic || !topic->key.starts_with(m_prefix) || message.payload.empty())
            return;
        const std::lock_guard lock(m_mutex);
        auto& heard = m_heard[topic->key];
        std::string why;
        if (topic->leaf == Leaf::status) {
            if (const auto status = devices::readStatus(message.payload, why))
                heard.online.push_back(status->online);
        } else if (topic->leaf == Leaf::meta) {
            heard.metrics = devices::readMeta(message.payload, why).value_or(heard.metrics);
        } else if (topic->leaf == Leaf::reply) {
            if (const auto reply = devices::readReply(message.payload, why))
                heard.replies.emplace(reply->id, *reply);
        } else if (const auto readings = devices::readTelemetry(message.payload, why)) {
            heard.readings.insert(heard.readings.end(), readings->begin(), readings->end());
        }
        m_unreadable += why.empty() ? 0 : 1;
    }

    const std::string m_prefix;
    std::mutex m_mutex;
    std::map<std::string, Heard> m_heard;
    int m_unreadable = 0;
    clients::MqttClient m_client;
};

/// An agent on a thread of its own.
class Running {
public:
    explicit Running(std::vector<std::unique_ptr<DeviceLink>> links) : m_stop(::eventfd(0, EFD_CLOEXEC)) {
        for (auto& link : links)
            m_agent.add(std::move(link));
        m_thread = std::thread([this] { m_agent.run(m_stop); });
    }
    ~Running() {
        stop();
        ::close(m_stop);
    }
    void stop() {
        const std::uint64_t one = 1;
        [[maybe_unused]] const auto n = ::write(m_stop, &one, sizeof one);
        if (m_thread.joinable())
            m_thread.join();
    }

private:
    const int m_stop;
    Agent m_agent;
    std::thread m_thread;
};

std::string uniquePrefix() {
    return uniqueKey() + "-";
}

std::vector<std::unique_ptr<DeviceLink>> fleet(const std::string& prefix, std::size_t count,
                                               const Profile& profile, const Url& broker,
                                               std::chrono::milliseconds interval = 50ms) {
    std::vector<std::unique_ptr<DeviceLink>> links;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string key = prefix + std::to_string(i);
        LinkSettings settings;
        settings.broker = broker;
        settings.key = key;
        settings.interval = interval;
        settings.heartbeat = 200ms;
        links.push_back(std::make_unique<DeviceLink>(
            settings, std::make_unique<SimulatedDevice>(profile, key, i, 1, Clock::now()), Clock::now()));
    }
    return links;
}

Url broker() {
    return Url::parse(Services::get().mqtt);
}

/// A file that goes at the end.
class TemporaryFile {
public:
    TemporaryFile(const std::string& text, mode_t mode)
        : path(std::filesystem::temp_directory_path() / uniqueName("agent-test")) {
        std::ofstream(path) << text;
        ::chmod(path.c_str(), mode);
    }
    ~TemporaryFile() { std::filesystem::remove(path); }
    const std::filesystem::path path;
};

std::string faultOf(const Settings& settings) {
    try {
        accountsOf(settings);
        return "none";
    } catch (const WrongSetting& e) {
        return e.what();
    }
}

} // namespace

TEST(AnAgent, does_the_commands_of_its_fixed_list_and_refuses_all_others) {
    const std::string prefix = uniquePrefix();
    Ear ear(prefix);
    const Running agent(fleet(prefix, 1, Profile::load("steady"), broker()));
    const std::string key = prefix + "0";
    ASSERT_TRUE(eventually([&] { return !ear.heard()[key].readings.empty(); }));

    EXPECT_EQ(ear.ask(key, "ping").output, "pong");
    EXPECT_TRUE(ear.ask(key, " identify ").ok);
    const std::string metrics = ear.ask(key, "metrics").output;
    const std::string first = metrics.substr(0, metrics.find(' '));
    const auto value = ear.ask(key, "read " + first);
    EXPECT_TRUE(value.ok) << value.output;
    EXPECT_NE(value.output.find_first_of("0123456789"), std::string::npos);
    for (const char* refused : {"read nothing", "read", "rm -rf /", "ping; reboot", "\n"}) {
        const auto reply = ear.ask(key, refused);
        EXPECT_FALSE(reply.ok) << refused;
        EXPECT_FALSE(reply.output.empty());
    }
}

TEST(AnAgent, takes_no_harm_from_commands_that_are_none) {
    const std::string prefix = uniquePrefix();
    Ear ear(prefix);
    const Running agent(fleet(prefix, 1, Profile::load("steady"), broker()));
    const std::string key = prefix + "0";
    ASSERT_TRUE(eventually([&] { return !ear.heard()[key].readings.empty(); }));
    for (const std::string& payload :
         {std::string(), std::string("ping"), std::string("[]"), std::string(R"({"id": "x"})"),
          std::string(R"({"id": "", "command": "ping"})"), std::string(R"({"id": 1, "command": "ping"})"),
          R"({"id": ")" + std::string(65, 'x') + R"(", "command": "ping"})", std::string(100'000, '{')})
        ear.post(key, payload, false);
    EXPECT_EQ(ear.ask(key, "ping").output, "pong");
    EXPECT_EQ(ear.heard()[key].replies.size(), 1u);
}

TEST(AFleet, speaks_as_documented_and_leaves_in_order) {
    const std::string prefix = uniquePrefix();
    Ear ear(prefix);
    Running agent(fleet(prefix, 24, Profile::load("steady"), broker()));
    ASSERT_TRUE(eventually(
        [&] {
            const auto heard = ear.heard();
            return heard.size() == 24 && std::ranges::all_of(heard, [](const auto& h) {
                       return h.second.readings.size() >= 10 && h.second.online.size() >= 2 &&
                              h.second.metrics.size() == 5;
                   });
        },
        15s));
    EXPECT_EQ(ear.heard().begin()->second.metrics.front().intervalMs, 50);
    agent.stop();
    ASSERT_TRUE(eventually([&] {
        return std::ranges::all_of(ear.heard(), [](const auto& h) { return !h.second.online.back(); });
    }));
    for (const auto& [key, heard] : ear.heard()) {
        EXPECT_EQ(std::ranges::count(heard.online, false), 1) << key << ": goodbye once, and no last will";
        EXPECT_FALSE(heard.readings.front().values.empty());
    }
    EXPECT_EQ(ear.unreadable(), 0);
}

TEST(AFleet, has_devices_that_vanish_and_come_back_and_others_that_leave_for_a_while) {
    const std::string prefix = uniquePrefix();
    Ear ear(prefix);
    const Profile profile = Profile::parse(R"({"name": "restless", "kinds": [{"name": "x"}],
        "flaky": {"share": 0.5, "every": [0.3, 0.6], "length": [0.2, 0.4]},
        "away": {"share": 0.5, "every": [0.3, 0.6], "length": [0.2, 0.4]}})");
    Running agent(fleet(prefix, 4, profile, broker()));
    EXPECT_TRUE(eventually(
        [&] {
            return ear.heard().size() == 4 && std::ranges::all_of(ear.heard(), [](const auto& h) {
                       const auto& online = h.second.online;
                       const auto off = std::ranges::find(online, false);
                       return std::find(off, online.end(), true) != online.end();
                   });
        },
        15s))
        << "each goes and comes back";
}

TEST(AFleet, comes_back_after_the_broker_was_away) {
    const std::string prefix = uniquePrefix();
    const Url url = broker();
    TcpProxy network(url.host, url.port);
    Url proxied = url;
    proxied.port = network.port();
    Ear ear(prefix);
    Running agent(fleet(prefix, 8, Profile::load("steady"), proxied));
    const auto all = [&](bool online) {
        const auto heard = ear.heard();
        return heard.size() == 8 && std::ranges::all_of(heard, [&](const auto& h) {
                   return !h.second.online.empty() && h.second.online.back() == online;
               });
    };
    ASSERT_TRUE(eventually([&] { return all(true); }));
    network.cut();
    ASSERT_TRUE(eventually([&] { return all(false); })) << "their last wills";
    network.restore();
    EXPECT_TRUE(eventually([&] { return all(true); }, 15s));
}

TEST(AFleet, stops_while_no_broker_answers) {
    Url nobody = Url::parse("mqtt://127.0.0.1:" + std::to_string(closedPort()));
    Running agent(fleet("nobody-", 4, Profile::load("steady"), nobody));
    const Url url = broker();
    TcpProxy network(url.host, url.port);
    network.silence(true);
    Url silent = url;
    silent.port = network.port();
    Running other(fleet("silent-", 4, Profile::load("steady"), silent));
    const auto begun = Clock::now();
    agent.stop();
    other.stop();
    EXPECT_LT(Clock::now() - begun, 5s);
}

TEST(AFleet, of_hundreds_of_devices_runs_on_one_thread) {
    const std::string prefix = uniquePrefix();
    Ear ear(prefix);
    Running agent(fleet(prefix, 300, Profile::load("steady"), broker(), 1000ms));
    EXPECT_TRUE(eventually(
        [&] {
            const auto heard = ear.heard();
            return heard.size() == 300 &&
                   std::ranges::all_of(heard, [](const auto& h) { return h.second.readings.size() >= 2; });
        },
        30s));
}

TEST(Accounts, come_from_the_credentials_in_their_order) {
    const TemporaryFile file(R"({"host": "h", "r01-b": "1", "r01-a": "2", "test-01": "3", "r01-c": "4"})",
                             0600);
    Settings settings;
    settings.mqtt = "mqtt://ignored:x@127.0.0.1:1";
    settings.credentials = file.path;
    settings.simulate = 2;
    settings.prefix = "r01-";
    const auto fleet = accountsOf(settings);
    ASSERT_EQ(fleet.size(), 2U);
    EXPECT_EQ(fleet[0].key, "r01-b");
    EXPECT_EQ(fleet[1].key, "r01-a");
    EXPECT_EQ(fleet[1].broker.username, "r01-a");
    EXPECT_EQ(fleet[1].broker.password, "2");
    settings.simulate = 0;
    settings.prefix.clear();
    settings.key = "host";
    EXPECT_EQ(accountsOf(settings).at(0).broker.password, "h");
}

TEST(Accounts, without_credentials_are_that_of_the_url) {
    Settings settings;
    settings.mqtt = "mqtt://server:pw@127.0.0.1:1";
    settings.simulate = 1001;
    settings.prefix = "sim-";
    const auto fleet = accountsOf(settings);
    EXPECT_EQ(fleet.front().key, "sim-001");
    EXPECT_EQ(fleet.back().key, "sim-1001");
    EXPECT_EQ(fleet.front().broker.username, "server");
}

TEST(AWrongSetting, is_named_and_no_password_is_told) {
    Settings settings;
    settings.mqtt = "mqtt://u:s3cret@127.0.0.1";
    EXPECT_EQ(faultOf(settings), "--key: is required");
    settings.key = "Not A Key";
    EXPECT_THAT(faultOf(settings), HasSubstr("--key: "));
    settings.key = "host";
    EXPECT_EQ(faultOf(settings), "none");
    settings.simulate = 2;
    EXPECT_THAT(faultOf(settings), HasSubstr("--key: "));
    settings.key.clear();
    settings.mqtt = "http://u:s3cret@127.0.0.1";
    EXPECT_THAT(faultOf(settings), testing::AllOf(HasSubstr("--mqtt: "), testing::Not(HasSubstr("s3cret"))));
    settings.mqtt = "mqtt://u:s3cret@:x";
    EXPECT_THAT(faultOf(settings), testing::AllOf(HasSubstr("--mqtt: "), testing::Not(HasSubstr("s3cret"))));
    settings.mqtt = "mqtt://127.0.0.1";
    settings.credentials = "/no/such/file";
    EXPECT_THAT(faultOf(settings), HasSubstr("--credentials: "));
    const TemporaryFile open(R"({"a": "s3cret"})", 0644);
    settings.credentials = open.path;
    EXPECT_THAT(faultOf(settings), HasSubstr("chmod 600"));
    const TemporaryFile bad(R"({"a": s3cret})", 0600);
    settings.credentials = bad.path;
    EXPECT_THAT(faultOf(settings),
                testing::AllOf(HasSubstr("--credentials: "), testing::Not(HasSubstr("s3cret"))));
    const TemporaryFile few(R"({"a": "s3cret"})", 0600);
    settings.credentials = few.path;
    EXPECT_THAT(faultOf(settings), HasSubstr("--simulate: the credentials have only 1 keys"));
    settings.simulate = 0;
    settings.key = "other";
    EXPECT_EQ(faultOf(settings), "--credentials: has no password for other");
}

TEST(TheProgram, leaves_in_order_on_sigterm) {
    const std::string prefix = uniquePrefix();
    Ear ear(prefix);
    const TemporaryFile settings("mqtt = \"" + Services::get().mqtt + "\"\nsimulate = 3\nprefix = \"" +
                                     prefix + "\"\nprofile = \"steady\"\ninterval = 0.1\n",
                                 0600);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        ::execl(LABWARDEN_BIN_DIR "/labwarden-agent", "labwarden-agent", "--config", settings.path.c_str(),
                nullptr);
        ::_exit(127);
    }
    const auto all = [&](bool online) {
        const auto heard = ear.heard();
        return heard.size() == 3 && std::ranges::all_of(heard, [&](const auto& h) {
                   return !h.second.online.empty() && h.second.online.back() == online &&
                          !h.second.readings.empty();
               });
    };
    EXPECT_TRUE(eventually([&] { return all(true); }));
    ::kill(child, SIGTERM);
    int status = 0;
    EXPECT_TRUE(eventually([&] { return ::waitpid(child, &status, WNOHANG) == child; }));
    EXPECT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
    EXPECT_TRUE(all(false));
}
