// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/permissions.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <variant>

namespace labwarden::identity {

namespace {

const Permission* find(std::string_view name) {
    const auto& all = allPermissions();
    const auto found = std::ranges::find(all, name, &Permission::name);
    return found == all.end() ? nullptr : &*found;
}

} // namespace

const std::vector<Permission>& allPermissions() {
    static const std::vector<Permission> all{
        {"devices:read", "See devices, their state and telemetry", true},
        {"devices:write", "Register and change devices", true},
        {"telemetry:write", "Send telemetry of devices over HTTP", true},
        {"testcases:read", "See test cases", true},
        {"testcases:write", "Write test cases", true},
        {"testcases:approve", "Approve test cases, and change approved ones", true},
        {"environments:read", "See environments", true},
        {"environments:write", "Write environments", true},
        {"runs:read", "See test runs, results and logs", true},
        {"runs:start", "Start test runs", true},
        {"runs:cancel", "Cancel one's own test runs", true},
        {"runs:cancel-any", "Cancel test runs of others", true},
        {"users:read", "See users, roles, API keys and sessions", false},
        {"users:write", "Create, change and disable users; end their sessions", false},
        {"roles:write", "Make and change roles", false},
        {"apikeys:write", "Make and revoke API keys", false},
        {"audit:read", "Read the audit log", true},
    };
    return all;
}

bool isPermission(std::string_view name) {
    return find(name) != nullptr;
}

bool isScope(std::string_view name) {
    const Permission* const permission = find(name);
    return permission && permission->forKeys;
}

void checkPermissions(const std::vector<http::Route>& routes) {
    for (const http::Route& route : routes)
        if (const auto* session = std::get_if<http::Session>(&route.access);
            session && !isPermission(session->permission))
            throw std::logic_error("route " + std::string(route.path) + " asks for " +
                                   std::string(session->permission) + ", which is no permission");
}

} // namespace labwarden::identity
