// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/identity.h"
#include "tests/console/support/fake_permissions.h"
#include "tests/console/support/fake_server.h"

#include <string>
#include <vector>

namespace labwarden::console::test {

/// The roles, API keys and audit log of a lab behind a FakeServer, from plain structs; keeps the rules of
/// versions. Users are served, too, for those who hold the roles.
class FakeAdmin {
public:
    /// Serves the four built-in roles and two custom ones, nine people, six keys and 260 entries of the audit
    /// log.
    explicit FakeAdmin(FakeServer& server);

    std::vector<Permission> permissions = allPermissions();
    std::vector<User> users;
    std::vector<Role> roles;
    std::vector<ApiKey> apiKeys;
    std::vector<AuditEntry> entries; ///< newest first
    std::string secret = "lwk_6nVb0sQzJx3kT9eWm2LhPfYc8RgDa5UiO1tBvK7yNw4";
    int csvPageSize = 100;

    Role& role(const std::string& name);
    User& user(const std::string& username);
    /// Somebody else changes the role: its version grows.
    Role& changeRole(const std::string& name, const std::vector<std::string>& permissions);
    /// Something happens now.
    AuditEntry& happen(const std::string& actor, const std::string& action, const std::string& kind,
                       const std::string& name);

private:
    using Request = FakeServer::Request;
    using Answer = FakeServer::Answer;
    void fillPeople();
    void fillLog();
    void serveRoles();
    void serveKeys();
    void serveLog();
    std::vector<AuditEntry> matching(const Request& request) const;
    void count();

    FakeServer& m_server;
};

} // namespace labwarden::console::test
