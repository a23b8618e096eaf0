// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/clients/mqtt.h"
#include "server/devices/command_messages.h"
#include "server/runner/job_control.h"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace labwarden::runner {

/// Sends commands to devices over MQTT and waits for their replies, as server/devices/MQTT.md has it. One
/// connection for all jobs; any thread.
class DeviceCommands {
public:
    /// Connects beside the caller. Throws std::invalid_argument on a URL that is not mqtt.
    DeviceCommands(const clients::Url& mqtt, const std::string& runnerName);

    struct Answers {
        /// In the order of the keys: what the device said; nothing when it kept silent.
        std::vector<std::optional<devices::ReplyMessage>> replies;
        Stop stopped = Stop::none; ///< the job was stopped meanwhile
        bool sent = false;         ///< false: the broker was away until the deadline
    };
    /// The same command to all of these devices at once; each gets it at most once. Returns when all have
    /// replied, at the deadline, or when the job is stopped.
    Answers ask(const std::vector<std::string>& keys, const std::string& command,
                JobControl::Clock::time_point deadline, JobControl& control);

private:
    /// One command to one device that waits for its reply.
    struct Waiting {
        std::string key;
        std::optional<devices::ReplyMessage> reply;
        JobControl* control;
    };
    void take(const clients::MqttMessage& message);

    std::mutex m_mutex;
    std::map<std::string, Waiting> m_waiting; ///< by the command's id
    clients::MqttClient m_mqtt;               ///< last: its thread uses what stands above
};

/// Whether `text` is what the pattern asks for: `*` stands for anything, all else for itself. In the time of
/// the product of their lengths at most.
bool matches(std::string_view text, std::string_view pattern);

} // namespace labwarden::runner
