// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runner/device_commands.h"

#include "server/devices/messages.h"
#include "server/runner/random_uuid.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace labwarden::runner {

namespace {

using namespace std::chrono_literals;
using devices::Leaf;

clients::MqttSettings settingsOf(const clients::Url& mqtt, const std::string& runnerName) {
    clients::MqttSettings settings;
    settings.url = mqtt;
    settings.clientId = "labwarden-runner-" + runnerName + "-" + randomUuid();
    return settings;
}

} // namespace

DeviceCommands::DeviceCommands(const clients::Url& mqtt, const std::string& runnerName)
    : m_mqtt(settingsOf(mqtt, runnerName),
             {.connected = [] { spdlog::info("may send commands to devices"); },
              .lost = [](const std::string& why) { spdlog::debug("MQTT is away: {}", why); },
              .message = [this](const clients::MqttMessage& message) { take(message); }}) {
    m_mqtt.subscribe(devices::topicFilter(Leaf::reply));
    m_mqtt.start();
}

/// A reply counts when it comes from the device that was asked, once.
void DeviceCommands::take(const clients::MqttMessage& message) {
    const auto topic = devices::parseTopic(message.topic);
    if (!topic || topic->leaf != Leaf::reply || message.retained)
        return;
    std::string why;
    auto reply = devices::readReply(message.payload, why);
    if (!reply) {
        spdlog::warn("a reply of {} cannot be read: {}", topic->key, why);
        return;
    }
    const std::lock_guard lock(m_mutex);
    const auto waiting = m_waiting.find(reply->id);
    if (waiting == m_waiting.end() || waiting->second.key != topic->key || waiting->second.reply)
        return;
    waiting->second.reply = std::move(*reply);
    waiting->second.control->wake();
}

DeviceCommands::Answers DeviceCommands::ask(const std::vector<std::string>& keys, const std::string& command,
                                            JobControl::Clock::time_point deadline, JobControl& control) {
    Answers answers;
    answers.replies.resize(keys.size());
    while (!m_mqtt.connected()) {
        const auto now = JobControl::Clock::now();
        if (now >= deadline)
            return answers;
        answers.stopped = control.waitUntil(std::min(deadline, now + 100ms));
        if (answers.stopped != Stop::none)
            return answers;
    }

    std::vector<std::string> ids;
    {
        const std::lock_guard lock(m_mutex);
        for (const std::string& key : keys) {
            ids.push_back(randomUuid());
            m_waiting.emplace(ids.back(), Waiting{key, std::nullopt, &control});
        }
    }
    answers.sent = true;
    for (std::size_t i = 0; i < keys.size(); ++i)
        answers.sent = m_mqtt.post(devices::topicOf(keys[i], Leaf::command),
                                   devices::commandPayload({ids[i], command}), false) &&
                       answers.sent;
    answers.stopped = control.waitUntil(deadline, [&] {
        const std::lock_guard lock(m_mutex);
        return std::ranges::all_of(ids,
                                   [&](const std::string& id) { return m_waiting.at(id).reply.has_value(); });
    });

    const std::lock_guard lock(m_mutex);
    for (std::size_t i = 0; i < keys.size(); ++i)
        answers.replies[i] = std::move(m_waiting.extract(ids[i]).mapped().reply);
    return answers;
}

bool matches(std::string_view text, std::string_view pattern) {
    std::size_t at = 0, in = 0, star = std::string_view::npos, resumed = 0;
    while (at < text.size()) {
        if (in < pattern.size() && pattern[in] == '*') {
            star = in++;
            resumed = at;
        } else if (in < pattern.size() && pattern[in] == text[at]) {
            ++in;
            ++at;
        } else if (star != std::string_view::npos) { // the last star takes one more
            in = star + 1;
            at = ++resumed;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', in) == std::string_view::npos;
}

} // namespace labwarden::runner
