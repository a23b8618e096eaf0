// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/devices/command_messages.h"

#include "server/devices/messages.h"

#include <boost/json.hpp>

#include <algorithm>

namespace labwarden::devices {

namespace {

namespace json = boost::json;

/// Nothing: no object, or too large.
std::optional<json::object> objectOf(std::string_view payload, std::string& why) {
    boost::system::error_code error;
    if (payload.size() > maxPayload) {
        why = "larger than 64 KB";
        return std::nullopt;
    }
    auto value = json::parse(json::string_view(payload.data(), payload.size()), error);
    if (error || !value.is_object()) {
        why = "no JSON object";
        return std::nullopt;
    }
    return std::move(value.get_object());
}

/// The text under a name; nothing when it is none, or longer.
std::optional<std::string> textOf(const json::object& object, const char* name, std::size_t longest) {
    const json::value* value = object.if_contains(name);
    if (value == nullptr || !value->is_string() || value->get_string().size() > longest)
        return std::nullopt;
    return std::string(value->get_string());
}

bool isId(std::string_view id) {
    return !id.empty() && std::ranges::all_of(id, [](char c) { return c > ' ' && c < 0x7f; });
}

} // namespace

std::optional<CommandMessage> readCommand(std::string_view payload, std::string& why) {
    const auto object = objectOf(payload, why);
    if (!object)
        return std::nullopt;
    const auto id = textOf(*object, "id", maxCommandId);
    const auto command = textOf(*object, "command", maxCommand);
    if (!id || !isId(*id)) {
        why = "no \"id\" of at most 64 letters, digits and signs";
        return std::nullopt;
    }
    if (!command || command->empty()) {
        why = "no \"command\" of at most 10,000 bytes";
        return std::nullopt;
    }
    return CommandMessage{*id, *command};
}

std::string commandPayload(const CommandMessage& command) {
    return json::serialize(json::object{{"id", command.id}, {"command", command.text}});
}

std::optional<ReplyMessage> readReply(std::string_view payload, std::string& why) {
    const auto object = objectOf(payload, why);
    if (!object)
        return std::nullopt;
    const auto id = textOf(*object, "id", maxCommandId);
    if (!id || !isId(*id)) {
        why = "no \"id\" of at most 64 letters, digits and signs";
        return std::nullopt;
    }
    const json::value* ok = object->if_contains("ok");
    if (ok == nullptr || !ok->is_bool()) {
        why = "no boolean \"ok\"";
        return std::nullopt;
    }
    ReplyMessage reply{*id, ok->get_bool(), {}};
    if (object->contains("output")) {
        auto output = textOf(*object, "output", maxReply);
        if (!output) {
            why = "an \"output\" that is no text of at most 60,000 bytes";
            return std::nullopt;
        }
        reply.output = std::move(*output);
    }
    return reply;
}

std::string replyPayload(const ReplyMessage& reply) {
    return json::serialize(json::object{{"id", reply.id}, {"ok", reply.ok}, {"output", reply.output}});
}

} // namespace labwarden::devices
