// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/json/domain.h"

namespace labwarden {

using wire::Items;
using wire::Lines;
using wire::Text;

namespace {
constexpr Text sentence{.max = 4000, .lines = Lines::many};
} // namespace

void readFields(wire::Fields& in, Fault& out) {
    in.required("pointer", out.pointer);
    in.required("message", out.message, sentence);
}

void readFields(wire::Fields& in, Problem& out) {
    in.optional("type", out.type);
    in.optional("title", out.title);
    in.optional("status", out.status);
    in.optional("detail", out.detail, sentence);
    in.optional("requestId", out.requestId);
    in.optional("errors", out.errors, Items{});
    in.optional("conflicts", out.conflicts);
}

void readFields(wire::Fields& in, Event& out) {
    in.required("part", out.part);
    in.required("id", out.id, wire::Uuid{});
    in.required("version", out.version);
    in.optional("deleted", out.deleted);
    in.optional("state", out.state);
}

namespace {
/// Parts that a newer server speaks of and this console does not know are left out, not taken for something
/// else.
struct EventList {
    std::vector<Event>& events;
};
bool isUnknownPart(const boost::json::value& json) {
    const boost::json::object* object = json.if_object();
    const boost::json::value* part = object ? object->if_contains("part") : nullptr;
    return part && part->is_string() && !wire::wordOf<EventPart>(*part);
}
void readValue(const wire::Node& node, EventList& out) {
    const boost::json::array* array = wire::arrayOf(node, Items{.max = 1'000'000});
    for (std::size_t i = 0; array && i < array->size(); ++i) {
        if (node.policy().words == wire::UnknownWord::fallback && isUnknownPart((*array)[i]))
            continue;
        wire::readValue(wire::Node((*array)[i], node, i), out.events.emplace_back());
    }
}
} // namespace

void readFields(wire::Fields& in, EventBundle& out) {
    in.required("cursor", out.cursor);
    in.optional("reset", out.reset);
    EventList events{out.events};
    in.optional("events", events);
}

void readFields(wire::Fields& in, UserInfo& out) {
    in.required("id", out.id, wire::Uuid{});
    in.required("username", out.username);
    in.optional("displayName", out.displayName);
    in.optional("email", out.email);
    in.optional("kind", out.kind);
    in.optional("roles", out.roles, Items{});
    in.optional("permissions", out.permissions, Items{});
    in.optional("mustChangePassword", out.mustChangePassword);
    in.optional("version", out.version);
}

void readFields(wire::Fields& in, Credentials& out) {
    in.required("username", out.username, Text{.max = 200, .min = 1});
    in.required("password", out.password, Text{.max = 1000, .min = 1});
}

void readFields(wire::Fields& in, LoginAnswer& out) {
    in.required("token", out.token, Text{.max = 1000, .min = 1});
    in.required("expiresAt", out.expiresAt);
    in.required("user", out.user);
    in.optional("serverVersion", out.serverVersion);
    in.optional("minConsole", out.minConsole);
}

} // namespace labwarden
