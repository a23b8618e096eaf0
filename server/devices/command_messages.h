// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// Commands to devices and their replies over MQTT, as MQTT.md has them: payloads, written and read. Pure
/// functions, any thread. Readers take whatever arrives; what they refuse is named in `why`, which holds
/// nothing of the payload.
namespace labwarden::devices {

inline constexpr std::size_t maxCommandId = 64;
inline constexpr std::size_t maxCommand = 10'000; ///< bytes
inline constexpr std::size_t maxReply = 60'000;   ///< bytes

struct CommandMessage {
    std::string id;   ///< of whoever asks; printable, without spaces
    std::string text; ///< what the device shall do: its first word names the command
};
std::optional<CommandMessage> readCommand(std::string_view payload, std::string& why);
std::string commandPayload(const CommandMessage& command);

struct ReplyMessage {
    std::string id;     ///< of the command
    bool ok = false;    ///< the device has done it
    std::string output; ///< what it came to, or why it was not done
};
std::optional<ReplyMessage> readReply(std::string_view payload, std::string& why);
std::string replyPayload(const ReplyMessage& reply);

} // namespace labwarden::devices
