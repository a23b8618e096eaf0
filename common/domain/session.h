// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/timestamp.h"

#include <boost/describe.hpp>

#include <string>
#include <vector>

namespace labwarden {

/// Who is signed in and what they may do (`area:verb`).
struct UserInfo {
    std::string id, username, displayName;
    std::vector<std::string> roles;
    std::vector<std::string> permissions;
    bool mustChangePassword = false;
};
BOOST_DESCRIBE_STRUCT(UserInfo, (), (id, username, displayName, roles, permissions, mustChangePassword))

struct Credentials {
    std::string username, password;
};
BOOST_DESCRIBE_STRUCT(Credentials, (), (username, password))

/// `POST /auth/login`.
struct LoginAnswer {
    std::string token;
    Timestamp expiresAt;
    UserInfo user;
    std::string serverVersion;
    std::string minConsole; ///< oldest console version this server speaks with
};
BOOST_DESCRIBE_STRUCT(LoginAnswer, (), (token, expiresAt, user, serverVersion, minConsole))

} // namespace labwarden
