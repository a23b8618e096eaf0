// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/session.h"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace labwarden::identity {

/// Who is behind a request, resolved from the session or API key at its start. Immutable.
struct Caller {
    PrincipalKind kind = PrincipalKind::person;
    std::string userId, username, displayName, email;
    std::int64_t userVersion = 0;
    std::vector<std::string> roles;
    std::set<std::string, std::less<>> permissions;
    std::string sessionHash; ///< hex of the token's hash: names the session (or key), is no secret
    std::string remote;      ///< address the request came from
    bool mustChangePassword = false;

    bool may(std::string_view permission) const { return permissions.contains(permission); }
};

} // namespace labwarden::identity
