// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/api/account_api.h"

#include "console/api/answers.h"

#include <boost/json/value_from.hpp>

namespace labwarden::console {
namespace {

QString path(const char* below) {
    return QStringLiteral("/api/v1/auth/") + QLatin1String(below);
}

} // namespace

ApiJob* AccountApi::login(const Credentials& credentials, QObject* context, Done<LoginAnswer> done) {
    return m_client.post(path("login"), boost::json::value_from(credentials), context,
                         typed<LoginAnswer>(std::move(done)));
}

ApiJob* AccountApi::logout(QObject* context, Done<bool> done) {
    return m_client.post(path("logout"), nullptr, context, noBody(std::move(done)));
}

ApiJob* AccountApi::me(QObject* context, Done<UserInfo> done) {
    return m_client.get(path("me"), {}, context, typed<UserInfo>(std::move(done)));
}

ApiJob* AccountApi::editProfile(const ProfileEdit& profile, std::int64_t version, QObject* context,
                                Done<UserInfo> done) {
    return m_client.put(path("me"), boost::json::value_from(profile), version, context,
                        typed<UserInfo>(std::move(done)));
}

ApiJob* AccountApi::changePassword(const PasswordChange& change, QObject* context, Done<bool> done) {
    return m_client.post(path("password"), boost::json::value_from(change), context, noBody(std::move(done)));
}

ApiJob* AccountApi::sessions(QObject* context, Done<std::vector<SessionInfo>> done) {
    return m_client.get(path("sessions"), {}, context,
                        typed<std::vector<SessionInfo>>(std::move(done), [](const boost::json::value& body) {
                            return listOf<SessionInfo>(body, "sessions");
                        }));
}

ApiJob* AccountApi::endSession(const std::string& id, QObject* context, Done<bool> done) {
    return m_client.del(path("sessions/") + QString::fromStdString(id), std::nullopt, context,
                        noBody(std::move(done)));
}

ApiJob* AccountApi::endOtherSessions(QObject* context, Done<bool> done) {
    return m_client.del(path("sessions"), std::nullopt, context, noBody(std::move(done)));
}

} // namespace labwarden::console
