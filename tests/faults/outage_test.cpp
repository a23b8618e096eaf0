// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Each of the five services goes away under traffic and comes back: 503 where it is needed, the rest works,
// no run is lost.

#include "tests/e2e/support/lab.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <csignal>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

namespace labwarden::test {
namespace {

namespace json = boost::json;

/// Engineers who start short runs on a device each, over and over, and note what was accepted.
class Traffic {
public:
    Traffic(Lab& lab, std::vector<std::string> devices, std::string testCase, std::string environment) {
        for (const auto& device : devices)
            m_threads.emplace_back(
                [this, engineer = Person(lab, "engineer"), device, testCase, environment]() mutable {
                    const auto body = json::serialize(json::object{{"deviceIds", json::array{device}},
                                                                   {"testCaseId", testCase},
                                                                   {"environmentId", environment}});
                    while (!m_stop) {
                        note(engineer.send("POST", "/api/v1/test-runs", body));
                        waitAMoment();
                    }
                });
    }
    ~Traffic() { stop(); }
    void stop() {
        m_stop = true;
        for (auto& thread : m_threads)
            thread.join();
        m_threads.clear();
    }
    std::vector<std::string> accepted() const {
        const std::lock_guard lock(m_mutex);
        return m_accepted;
    }
    std::size_t acceptedCount() const { return accepted().size(); }
    std::map<int, int> statuses() const {
        const std::lock_guard lock(m_mutex);
        return m_statuses;
    }

private:
    void note(const clients::HttpResult& answer) {
        const std::lock_guard lock(m_mutex);
        ++m_statuses[answer.status];
        if (answer.status == 201)
            m_accepted.emplace_back(json::parse(answer.body).at("id").as_string());
        EXPECT_TRUE(answer.status != 503 || answer.retryAfter) << answer.body;
    }

    std::atomic<bool> m_stop{false};
    mutable std::mutex m_mutex;
    std::vector<std::string> m_accepted;
    std::map<int, int> m_statuses;
    std::vector<std::thread> m_threads;
};

class AnOutage : public ::testing::TestWithParam<std::string> {
protected:
    AnOutage()
        : m_lab({.serverSettings = {{"reaper-hold", "2"}}, .runnerSettings = {{"slots", "4"}}},
                m_services.urls())
        , m_admin(m_lab, "admin") {}

    clients::HttpResult look(const std::string& path) { return m_admin.send("GET", path); }
    bool down(const std::string& name) {
        const auto answer = look("/readyz");
        return answer.failure == clients::HttpFailure::None &&
               json::parse(answer.body).at("dependencies").at(name) == "down";
    }
    bool allUp() {
        const auto answer = look("/readyz");
        return answer.status == 200 && json::parse(answer.body).at("status") == "ready";
    }

    OwnServices m_services;
    Lab m_lab;
    Person m_admin;
};

/// What must be so while the service of that name is away.
void expectDuring(const std::string& name, const std::function<clients::HttpResult(const std::string&)>& get,
                  const std::string& telemetry, const std::string& cursor) {
    const auto status = [&](const std::string& path) { return get(path).status; };
    EXPECT_EQ(status("/healthz"), 200);
    EXPECT_EQ(status("/api/v1/devices"), 200) << "the board is there whatever is away";
    EXPECT_EQ(status("/api/v1/test-runs"), name == "postgres" ? 503 : 200);
    EXPECT_EQ(status("/api/v1/events?wait=0&after=" + cursor), name == "redis" ? 503 : 200);
    EXPECT_EQ(status(telemetry), name == "influxdb" ? 503 : name == "postgres" ? 503 : 200);
}

TEST_P(AnOutage, is_told_with_503_where_it_matters_and_loses_no_run) {
    const auto& name = GetParam();
    std::vector<std::string> devices;
    for (int i = 0; i < 3; ++i)
        devices.push_back(m_admin.addDevice("bench-" + std::to_string(i)));
    const auto host = m_admin.addDevice(m_lab.hostKey());
    const auto environment = m_admin.addEnvironment("Bench");
    const auto testCase = m_admin.addTestCase(
        "Short rest", {}, 0,
        {{"steps", json::array{json::object{{"name", "rest"}, {"kind", "wait"}, {"durationSeconds", 0.2}}}}});
    ASSERT_TRUE(eventually([&] { return allUp(); }));
    ASSERT_TRUE(eventually([&] { return m_admin.stateOf(m_lab.hostKey()) == "available"; }));
    const auto cursor = std::string(m_admin.get("/api/v1/devices").at("cursor").as_string());
    const auto telemetry = "/api/v1/devices/" + host + "/telemetry?metric=load1&from=" +
                           (Timestamp::now() - std::chrono::minutes(1)).text();

    Traffic traffic(m_lab, devices, testCase, environment);
    ASSERT_TRUE(eventually([&] { return traffic.acceptedCount() >= 5; })) << "no traffic before the outage";

    m_services.stop(name);
    EXPECT_TRUE(eventually([&] {
        return down(name == "rabbitmq" ? "amqp" : name == "mosquitto" ? "mqtt" : name);
    })) << look("/readyz").body;
    expectDuring(
        name, [&](const std::string& path) { return look(path); }, telemetry, cursor);
    EXPECT_EQ(m_admin.stateOf(m_lab.hostKey()) == "offline", false)
        << "an outage of ours is not the device's";
    // A start whose fate is not known is tried again for a while before it is answered.
    EXPECT_TRUE(name != "postgres" || eventually([&] { return traffic.statuses().contains(503); }));
    m_services.start(name);

    EXPECT_TRUE(eventually([&] { return allUp(); }, std::chrono::seconds(60))) << look("/readyz").body;
    const auto before = traffic.acceptedCount();
    EXPECT_TRUE(eventually([&] { return traffic.acceptedCount() >= before + 5; }, std::chrono::seconds(60)))
        << "runs are not accepted again";
    traffic.stop();
    for (const auto& id : traffic.accepted())
        EXPECT_EQ(m_admin.finished(id, std::chrono::seconds(90)).at("outcome"), "passed");
    for (int i = 0; i < 3; ++i)
        EXPECT_TRUE(eventually([&] { return m_admin.stateOf("bench-" + std::to_string(i)) == "available"; }));
    const auto statuses = traffic.statuses();
    for (const auto& [status, count] : statuses)
        EXPECT_TRUE(status == 201 || status == 409 || status == 503) << count << " answers with " << status;
}

TEST(AServerThatStartsBeforeItsServices, answers_what_it_can_and_is_whole_once_they_are_there) {
    OwnServices services;
    Lab lab({.runner = false, .agent = false}, services.urls());
    lab.server().signal(SIGTERM);
    ASSERT_TRUE(lab.server().wait(std::chrono::seconds(30)));
    const auto names = {"postgres", "redis", "rabbitmq", "mosquitto", "influxdb"};
    for (const auto* name : names)
        services.stop(name);

    lab.startServer(0, false);
    clients::HttpClient http;
    EXPECT_EQ(http.get(lab.url() + "/healthz").status, 200);
    const auto readiness = http.get(lab.url() + "/readyz");
    EXPECT_EQ(readiness.status, 503);
    for (const auto* name : {"postgres", "redis", "amqp", "mqtt", "influxdb"})
        EXPECT_EQ(json::parse(readiness.body).at("dependencies").at(name), "down") << readiness.body;
    const auto refused =
        http.post(lab.url() + "/api/v1/auth/login",
                  json::serialize(json::object{{"username", "engineer"}, {"password", Lab::password}}));
    EXPECT_EQ(refused.status, 503) << refused.body;
    EXPECT_TRUE(refused.retryAfter);

    for (const auto* name : names)
        services.start(name);
    EXPECT_TRUE(eventually(
        [&] { return http.get(lab.url() + "/readyz").body.find("\"ready\"") != std::string::npos; },
        std::chrono::seconds(60)))
        << http.get(lab.url() + "/readyz").body;
    Person engineer(lab, "engineer");
    EXPECT_TRUE(engineer.get("/api/v1/devices").contains("cursor"));
}

INSTANTIATE_TEST_SUITE_P(Of, AnOutage,
                         ::testing::Values("postgres", "redis", "rabbitmq", "mosquitto", "influxdb"),
                         [](const auto& chosen) { return chosen.param; });

} // namespace
} // namespace labwarden::test
