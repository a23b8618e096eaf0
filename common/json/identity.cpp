// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/json/domain.h"

namespace labwarden {

using wire::Items;
using wire::Text;

namespace {
constexpr Text name{.max = 100, .min = 1};
constexpr Text personName{.max = 200, .min = 1};
constexpr Text mail{.max = 254}; // RFC 5321 §4.5.3.1.3
constexpr Text secret{.max = 1000, .min = 1};
constexpr Items few{.max = 100};
constexpr Items someUsers{.max = 500, .min = 1};
} // namespace

void readFields(wire::Fields& in, Permission& out) {
    in.required("name", out.name);
    in.optional("summary", out.summary);
    in.optional("forKeys", out.forKeys);
}

void readFields(wire::Fields& in, Role& out) {
    in.required("id", out.id, wire::Uuid{});
    in.required("name", out.name);
    in.optional("description", out.description);
    in.optional("builtIn", out.builtIn);
    in.optional("permissions", out.permissions, Items{});
    in.optional("userCount", out.userCount);
    in.optional("version", out.version);
}

void readFields(wire::Fields& in, RoleEdit& out) {
    in.required("name", out.name, name);
    in.optional("description", out.description);
    in.required("permissions", out.permissions, few, name);
}

void readFields(wire::Fields& in, User& out) {
    in.required("id", out.id, wire::Uuid{});
    in.required("username", out.username);
    in.optional("displayName", out.displayName);
    in.optional("email", out.email);
    in.optional("roles", out.roles, Items{});
    in.optional("disabled", out.disabled);
    in.optional("mustChangePassword", out.mustChangePassword);
    in.optional("locked", out.locked);
    in.optional("lastLoginAt", out.lastLoginAt);
    in.optional("createdAt", out.createdAt);
    in.optional("version", out.version);
}

void readFields(wire::Fields& in, NewUser& out) {
    in.required("username", out.username, name);
    in.required("displayName", out.displayName, personName);
    in.optional("email", out.email, mail);
    in.required("roles", out.roles, few, name);
}

void readFields(wire::Fields& in, UserEdit& out) {
    in.required("displayName", out.displayName, personName);
    in.required("email", out.email, mail);
    in.required("roles", out.roles, few, name);
    in.required("disabled", out.disabled);
}

void readFields(wire::Fields& in, UserVersion& out) {
    in.required("id", out.id, wire::Uuid{});
    in.required("version", out.version);
}

void readFields(wire::Fields& in, UserBulk& out) {
    in.required("users", out.users, someUsers);
    in.optional("disabled", out.disabled);
    in.optional("addRoles", out.addRoles, few, name);
    in.optional("removeRoles", out.removeRoles, few, name);
}

void readFields(wire::Fields& in, OneTimePassword& out) {
    in.required("password", out.password);
    in.required("expiresAt", out.expiresAt);
}

void readFields(wire::Fields& in, CreatedUser& out) {
    in.required("user", out.user);
    in.required("oneTimePassword", out.oneTimePassword);
}

void readFields(wire::Fields& in, ProfileEdit& out) {
    in.required("displayName", out.displayName, personName);
    in.required("email", out.email, mail);
}

void readFields(wire::Fields& in, PasswordChange& out) {
    in.required("currentPassword", out.currentPassword, secret);
    in.required("newPassword", out.newPassword, secret);
}

void readFields(wire::Fields& in, SessionInfo& out) {
    in.required("id", out.id);
    in.optional("createdAt", out.createdAt);
    in.optional("lastUsedAt", out.lastUsedAt);
    in.optional("expiresAt", out.expiresAt);
    in.optional("address", out.address);
    in.optional("userAgent", out.userAgent);
    in.optional("current", out.current);
}

void readFields(wire::Fields& in, ApiKey& out) {
    in.required("id", out.id, wire::Uuid{});
    in.required("name", out.name);
    in.optional("scopes", out.scopes, Items{});
    in.optional("createdBy", out.createdBy);
    in.optional("createdAt", out.createdAt);
    in.optional("expiresAt", out.expiresAt);
    in.optional("lastUsedAt", out.lastUsedAt);
    in.optional("endedAt", out.endedAt);
}

void readFields(wire::Fields& in, NewApiKey& out) {
    in.required("name", out.name, name);
    in.required("scopes", out.scopes, Items{.max = 100, .min = 1}, name);
    in.required("expiresAt", out.expiresAt);
}

void readFields(wire::Fields& in, CreatedApiKey& out) {
    in.required("apiKey", out.apiKey);
    in.required("secret", out.secret);
}

void readFields(wire::Fields& in, TokenRequest& out) {
    in.required("audience", out.audience, Text{.max = 200, .min = 1});
}

void readFields(wire::Fields& in, TokenAnswer& out) {
    in.required("token", out.token, Text{.max = 10'000, .min = 1});
    in.required("expiresAt", out.expiresAt);
}

void readFields(wire::Fields& in, AuditEntry& out) {
    in.required("id", out.id);
    in.required("at", out.at);
    in.optional("actorId", out.actorId);
    in.optional("actor", out.actor);
    in.optional("address", out.address);
    in.required("action", out.action);
    in.optional("targetKind", out.targetKind);
    in.optional("targetId", out.targetId);
    in.optional("targetName", out.targetName);
    in.optional("oldValue", out.oldValue);
    in.optional("newValue", out.newValue);
}

} // namespace labwarden
