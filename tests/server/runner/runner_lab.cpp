// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/server/runner/runner_lab.h"

#include "common/url_template.h"
#include "common/uuid.h"
#include "server/devices/messages.h"
#include "tests/server/support/mqtt_device.h"
#include "tests/server/support/services.h"

#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>

#include <fstream>
#include <random>

namespace labwarden::test {

using namespace std::chrono_literals;

namespace {

std::string newRunId() {
    std::random_device source;
    std::array<std::byte, 10> random{};
    for (std::byte& b : random)
        b = static_cast<std::byte>(source() & 0xff);
    return uuidV7(Timestamp::now(), random);
}

std::string influxUrl(const std::string& database) {
    const clients::Url url = clients::Url::parse(Services::get().influx);
    return "http://" + percentEncoded(url.username) + ":" + percentEncoded(url.password) + "@" + url.host +
           ":" + std::to_string(url.port) + "/?db=" + database;
}

} // namespace

SendingDevice::SendingDevice(std::string influx, std::string key, std::string metric,
                             std::function<double()> value)
    : m_thread([=](const std::stop_token& stop) {
        clients::InfluxClient client(clients::Url::parse(influx));
        std::mutex mutex;
        std::condition_variable_any wake;
        while (!stop.stop_requested()) {
            client.writeLines(
                clients::lineOf(clients::TelemetryPoint{key, Timestamp::now(), {{metric, value()}}}));
            std::unique_lock lock(mutex);
            wake.wait_for(lock, stop, 50ms, [] { return false; });
        }
    }) {}

namespace {

clients::MqttSettings mqttSettings(const std::string& key) {
    clients::MqttSettings settings;
    settings.url = clients::Url::parse(Services::get().mqtt);
    settings.clientId = key;
    return settings;
}

} // namespace

CommandedDevice::CommandedDevice(Reply reply)
    : m_key(uniqueKey())
    , m_reply(std::move(reply))
    , m_client(mqttSettings(m_key),
               {.connected = {}, .lost = {}, .message = [this](const clients::MqttMessage& m) { take(m); }}) {
    m_client.subscribe(devices::topicOf(m_key, devices::Leaf::command));
    m_client.start();
    if (!eventually([&] { return m_client.connected(); }))
        throw std::runtime_error("no MQTT broker");
}

void CommandedDevice::onCommand(std::function<void(const std::string&)> told) const {
    m_told = std::move(told);
}

void CommandedDevice::say(const std::string& payload) const {
    m_client.post(devices::topicOf(m_key, devices::Leaf::reply), payload, false);
}

void CommandedDevice::take(const clients::MqttMessage& message) {
    std::string why;
    const auto command = devices::readCommand(message.payload, why);
    if (!command)
        return;
    ++m_commands;
    if (m_told)
        return m_told(command->id);
    if (!m_reply)
        return;
    devices::ReplyMessage answer = m_reply(command->text);
    answer.id = command->id;
    reply(answer);
}

RunnerLab::RunnerLab() : queue(uniqueName("runner")), device("rack1-04") {
    settings.amqp = Services::get().amqp;
    settings.queue = queue;
    settings.influx = influxUrl(uniqueName("runner"));
    settings.mqtt = Services::get().mqttRunner;
    settings.name = "runner-of-the-test";
    settings.progressInterval = 100ms;
    settings.pointLimit = 2s;
    settings.scripts.directory = std::filesystem::temp_directory_path() / uniqueName("scripts");
    settings.scripts.sameUser = true;
    settings.scripts.killAfter = 500ms;
    std::filesystem::create_directories(settings.scripts.directory);
    clients::InfluxClient(clients::Url::parse(settings.influx)).createDatabase();
    clients::AmqpPublisher broker(clients::Url::parse(settings.amqp));
    broker.declareQueue(deadLetters(), {{"x-queue-type", "quorum"}});
    broker.declareQueue(queue, {{"x-queue-type", "quorum"},
                                {"x-delivery-limit", std::int64_t{20}},
                                {"x-dead-letter-exchange", ""},
                                {"x-dead-letter-routing-key", deadLetters()}});
}

RunnerLab::~RunnerLab() {
    if (m_runner) {
        m_runner->drain();
        m_runner->abort();
        m_thread.join();
    }
    clients::AmqpPublisher broker(clients::Url::parse(Services::get().amqp));
    broker.deleteQueue(queue);
    broker.deleteQueue(deadLetters());
    clients::InfluxClient(
        clients::Url::parse(influxUrl(clients::Url::parse(settings.influx).queryValue("db"))))
        .dropDatabase();
    std::filesystem::remove_all(settings.scripts.directory);
}

void RunnerLab::start() {
    m_runner = std::make_unique<runner::Runner>(settings);
    m_thread = std::jthread([this] { m_runner->run(); });
}

void RunnerLab::end() {
    m_runner->drain();
    m_thread.join();
    m_runner.reset();
}

Job RunnerLab::job() const {
    Job job;
    job.runId = newRunId();
    job.runNumber = 7;
    job.callbackUrl = server.callbackUrl(job.runId);
    job.callbackToken = "token-of-the-attempt";
    job.timeoutSeconds = 60;
    job.devices = {{.id = newRunId(), .key = device, .name = "Router 4"}};
    job.testCaseKey = "TC-1";
    job.testCase.title = "A case";
    job.environment.name = "Bench";
    return job;
}

void RunnerLab::publish(std::string body) {
    clients::AmqpPublisher broker(clients::Url::parse(Services::get().amqp));
    const clients::AmqpMessage message{
        .routingKey = queue, .messageId = uniqueName("message"), .body = std::move(body)};
    if (broker.publish(std::span(&message, 1)).at(0) != clients::PublishResult::Confirmed)
        throw std::runtime_error("the broker did not take the job");
}

void RunnerLab::send(const Job& job) {
    publish(boost::json::serialize(boost::json::value_from(job)));
}

void RunnerLab::sendText(const std::string& body) {
    publish(body);
}

std::uint32_t RunnerLab::waiting(const std::string& name) const {
    clients::AmqpPublisher broker(clients::Url::parse(Services::get().amqp));
    return broker.queueDepth(name).value_or(clients::QueueDepth{}).messages;
}

void RunnerLab::script(const std::string& name, const std::string& text) const {
    const std::filesystem::path file = settings.scripts.directory / name;
    std::ofstream(file) << text;
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
}

} // namespace labwarden::test
