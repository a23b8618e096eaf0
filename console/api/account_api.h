// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/identity.h"
#include "common/domain/session.h"
#include "console/api/api_client.h"

#include <string>
#include <vector>

namespace labwarden::console {

/// The requests below /auth: signing in and out, and what people do with their own account. See LabApi. GUI
/// thread only.
class AccountApi {
public:
    explicit AccountApi(ApiClient& client) : m_client(client) {}

    ApiClient& client() { return m_client; }

    ApiJob* login(const Credentials& credentials, QObject* context, Done<LoginAnswer> done);
    ApiJob* logout(QObject* context, Done<bool> done);
    /// Who the session belongs to and what they may do now.
    ApiJob* me(QObject* context, Done<UserInfo> done);
    /// `version` of the UserInfo that was edited; Stale when it has changed since.
    ApiJob* editProfile(const ProfileEdit& profile, std::int64_t version, QObject* context,
                        Done<UserInfo> done);
    /// Ends all other sessions of the person. Invalid, with faults at /currentPassword or /newPassword.
    ApiJob* changePassword(const PasswordChange& change, QObject* context, Done<bool> done);
    /// One's own, this one among them.
    ApiJob* sessions(QObject* context, Done<std::vector<SessionInfo>> done);
    ApiJob* endSession(const std::string& id, QObject* context, Done<bool> done);
    /// All but this one.
    ApiJob* endOtherSessions(QObject* context, Done<bool> done);

private:
    ApiClient& m_client;
};

} // namespace labwarden::console
