// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/console/support/fake_account.h"

#include "common/json/domain.h"
#include "tests/console/support/fake_lab.h"

#include <boost/json/value_from.hpp>

#include <algorithm>

namespace labwarden::console::test {

using Answer = FakeServer::Answer;
using Request = FakeServer::Request;

namespace {

Answer fault(const char* pointer, const char* message) {
    return Answer::json({{"title", "The input has faults."},
                         {"status", 422},
                         {"errors", boost::json::array{{{"pointer", pointer}, {"message", message}}}}},
                        422);
}

SessionInfo session(int number, const char* agent, const char* address, int minutesAgo, bool current) {
    const auto now = Timestamp::now();
    return {uuid(number),
            now - std::chrono::minutes(minutesAgo + 300),
            now - std::chrono::minutes(minutesAgo),
            now + std::chrono::hours(8),
            address,
            agent,
            current};
}

} // namespace

FakeAccount::FakeAccount(FakeServer& server) : m_server(server) {
    user.id = uuid(9001);
    user.username = "engineer";
    user.displayName = "M. Keller";
    user.email = "m.keller@lab.example";
    user.roles = {"engineer"};
    user.permissions = {"devices:read", "testcases:read", "environments:read",
                        "runs:read",    "runs:start",     "runs:cancel"};
    user.version = 1;
    sessions = {session(9101, "labwarden/" LABWARDEN_VERSION, "10.0.4.17", 0, true),
                session(9102, "labwarden/0.0.9", "10.0.4.80", 65, false),
                session(9103, "curl/7.88.1", "10.0.9.3", 2900, false)};

    const auto on = [this](const char* method, const char* path,
                           std::function<Answer(const Request&)> handler) {
        m_server.on(method, QLatin1String(path),
                    [this, handler = std::move(handler)](const Request& request) {
                        return isSignedIn(request) ? handler(request)
                                                   : Answer::problem(401, "You are not signed in.");
                    });
    };
    m_server.on("POST", QStringLiteral("/api/v1/auth/login"),
                [this](const Request& request) { return login(request); });
    m_server.on("POST", QStringLiteral("/api/v1/auth/logout"),
                [](const Request&) { return Answer::nothing(); });
    on("GET", "/api/v1/auth/me",
       [this](const Request&) { return Answer::json(boost::json::value_from(user)); });
    on("PUT", "/api/v1/auth/me", [this](const Request& request) { return edit(request); });
    on("POST", "/api/v1/auth/password", [this](const Request& request) { return changePassword(request); });
    on("GET", "/api/v1/auth/sessions", [this](const Request&) {
        return Answer::json({{"sessions", boost::json::value_from(sessions)}});
    });
    on("DELETE", "/api/v1/auth/sessions", [this](const Request&) {
        std::erase_if(sessions, [](const SessionInfo& s) { return !s.current; });
        return Answer::nothing();
    });
    on("DELETE", "/api/v1/auth/sessions/", [this](const Request& request) {
        const auto id = request.path.section(QLatin1Char('/'), -1).toStdString();
        const auto gone = std::erase_if(sessions, [&](const SessionInfo& s) { return s.id == id; });
        return gone > 0 ? Answer::nothing() : Answer::problem(404, "There is no such session.");
    });
}

bool FakeAccount::isSignedIn(const Request& request) const {
    return request.headers.value("authorization") == "Bearer " + QByteArray::fromStdString(token);
}

Answer FakeAccount::login(const Request& request) {
    const auto given = wire::readText<Credentials>(request.body.toStdString(), wire::people);
    const auto other = std::find_if(others.begin(), others.end(), [&](const UserInfo& who) {
        return given && who.username == given.value.username;
    });
    if (given && other != others.end())
        std::swap(user, *other);
    if (!given || given.value.username != user.username || given.value.password != password)
        return Answer::problem(401, "Wrong user name or password.");
    LoginAnswer answer;
    answer.token = token;
    answer.expiresAt = Timestamp::now() + std::chrono::hours(8);
    answer.user = user;
    answer.serverVersion = serverVersion;
    answer.minConsole = minConsole;
    return Answer::json(boost::json::value_from(answer));
}

Answer FakeAccount::changePassword(const Request& request) {
    const auto given = wire::readText<PasswordChange>(request.body.toStdString(), wire::people);
    if (!given)
        return Answer::problem(422, "The input has faults.");
    if (given.value.currentPassword != password)
        return fault("/currentPassword", "is wrong");
    if (given.value.newPassword == "passwordpassword")
        return fault("/newPassword", "Many people use this password; choose another one.");
    password = given.value.newPassword;
    user.mustChangePassword = false;
    std::erase_if(sessions, [](const SessionInfo& s) { return !s.current; });
    return Answer::nothing();
}

Answer FakeAccount::edit(const Request& request) {
    if (request.headers.value("if-match") !=
        '"' + QByteArray::number(static_cast<qlonglong>(user.version)) + '"')
        return Answer::problem(412, "This was changed in the meantime.");
    const auto given = wire::readText<ProfileEdit>(request.body.toStdString(), wire::people);
    if (!given)
        return Answer::problem(422, "The input has faults.");
    if (!given.value.email.empty() && given.value.email.find('@') == std::string::npos)
        return fault("/email", "must be a mail address, or empty");
    user.displayName = given.value.displayName;
    user.email = given.value.email;
    ++user.version;
    return Answer::json(boost::json::value_from(user));
}

} // namespace labwarden::console::test
