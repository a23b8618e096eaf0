// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/timestamp.h"

#include <boost/describe.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace labwarden {

enum class PrincipalKind { person, key };
BOOST_DESCRIBE_ENUM(PrincipalKind, person, key)

/// Who is asking and what they may do (`area:verb`): a signed-in person, or a program with an API key.
struct UserInfo {
    std::string id, username, displayName, email;
    PrincipalKind kind = PrincipalKind::person;
    std::vector<std::string> roles; ///< names; none for a key
    std::vector<std::string> permissions;
    bool mustChangePassword = false;
    std::int64_t version = 0; ///< of the user, for If-Match
};
BOOST_DESCRIBE_STRUCT(UserInfo, (),
                      (id, username, displayName, email, kind, roles, permissions, mustChangePassword,
                       version))

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
