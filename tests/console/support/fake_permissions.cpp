// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/console/support/fake_permissions.h"

namespace labwarden::console::test {

std::vector<Permission> allPermissions() {
    return {{"devices:read", "See devices, their state and telemetry", true},
            {"devices:write", "Register and change devices", true},
            {"testcases:read", "See test cases", true},
            {"testcases:write", "Write test cases", true},
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
            {"audit:read", "Read the audit log", true}};
}

std::vector<std::string> permissionNames() {
    std::vector<std::string> names;
    for (const auto& permission : allPermissions())
        names.push_back(permission.name);
    return names;
}

} // namespace labwarden::console::test
