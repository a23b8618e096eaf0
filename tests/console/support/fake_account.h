// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/identity.h"
#include "common/domain/session.h"
#include "tests/console/support/fake_server.h"

#include <string>
#include <vector>

namespace labwarden::console::test {

/// One person's account behind a FakeServer: everything below /auth. Accepts "engineer" with "secret", and
/// with `others` anybody else.
class FakeAccount {
public:
    explicit FakeAccount(FakeServer& server);

    std::string token = "token-1"; ///< of the session that is good now; another one is refused with 401
    std::string password = "secret";
    std::string serverVersion = LABWARDEN_VERSION, minConsole = "0.1.0";
    UserInfo user;                ///< "engineer", M. Keller
    std::vector<UserInfo> others; ///< who may sign in with the same password; then they are `user`
    std::vector<SessionInfo> sessions;

    bool isSignedIn(const FakeServer::Request& request) const;

private:
    FakeServer::Answer login(const FakeServer::Request& request);
    FakeServer::Answer changePassword(const FakeServer::Request& request);
    FakeServer::Answer edit(const FakeServer::Request& request);

    FakeServer& m_server;
};

} // namespace labwarden::console::test
