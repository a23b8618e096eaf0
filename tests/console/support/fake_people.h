// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/identity.h"
#include "tests/console/support/fake_lab.h"

#include <map>
#include <string>
#include <vector>

namespace labwarden::console::test {

/// The people of a FakeLab behind its server: users, roles, permissions, API keys and sessions, with versions
/// and the rules that the console has to live with. Whoever signs in there ("engineer") is the admin "M.
/// Keller".
class FakePeople {
public:
    /// A small crew in every status; four built-in roles and one of its own. Gives the signed-in person `as`.
    FakePeople(FakeLab& lab, FakeServer& server, const std::string& as = "admin");

    std::vector<User> users; ///< the first one is who signs in
    std::vector<Role> roles;
    std::vector<Permission> permissions;
    std::vector<ApiKey> apiKeys;
    std::map<std::string, std::vector<SessionInfo>> sessions; ///< by user id
    std::string password = "KMPX-7QWT-HRN4-VCD9";             ///< every one-time password

    User& byName(const std::string& username);
    /// More users, "person-0001" and so on, disabled every tenth.
    void addMany(int count);
    /// What another admin does: a new version, and the event for everybody.
    void change(const std::string& username, const UserEdit& edit);
    void remove(const std::string& username);
    std::vector<std::string> allowedBy(const std::string& role) const;

private:
    using Answer = FakeServer::Answer;
    using Request = FakeServer::Request;

    void serve();
    void on(const char* method, const char* path, std::function<Answer(const Request&)> handler);
    Answer listUsers(const Request& request) const;
    Answer create(const Request& request);
    Answer put(const Request& request);
    Answer bulk(const Request& request);
    Answer erase(const Request& request);
    Answer act(const Request& request);
    User* byPath(const Request& request);
    bool isLastAdmin(const User& user) const;
    void tellOf(const User& user);

    FakeLab& m_lab;
    FakeServer& m_server;
    int m_next = 9500;
};

/// The problem document of a refusal.
FakeServer::Answer refusal(int status, std::string_view type, const char* detail);

} // namespace labwarden::console::test
