// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/login_guard.h"

#include "server/errors.h"
#include "server/storage/database.h"
#include "sql/queries/identity.h"

#include <spdlog/spdlog.h>

#include <optional>
#include <string_view>

namespace labwarden::identity {

namespace q = queries::identity;

namespace {

/// The words may not tell whether there is such an account.
Throttled refusalOf(std::string_view refusal, std::chrono::seconds wait) {
    if (refusal == "locked")
        return Throttled(
            PublicText("Too many failed log-ins. Wait a little, or ask an admin to unlock the account.",
                       problem_type::loginLocked),
            wait);
    if (refusal == "address")
        return Throttled(PublicText("Too many failed log-ins from your address. Wait a little."), wait);
    return Throttled(PublicText("Too many log-ins at once. Try again in a moment."), wait);
}

} // namespace

LoginAttempt LoginGuard::begin(const std::string& username, const std::string& address) {
    const auto rows = m_database.acquire()->run(q::begin_login, username, address);
    const auto& row = rows.at(0);
    if (!row["refusal"].is_null())
        throw refusalOf(row["refusal"].c_str(), std::chrono::seconds(row["wait_s"].as<int>()));
    return {row["account"].c_str(), row["network"].c_str(), row["user_id"].c_str(),
            row["password_hash"].c_str()};
}

void LoginGuard::succeeded(const LoginAttempt& attempt) noexcept {
    try {
        m_database.acquire()->run(q::forget_login, attempt.account, attempt.network, attempt.userId);
    } catch (const std::exception& e) {
        spdlog::warn("log-in: the end of an attempt was not counted: {}", e.what());
    }
}

void LoginGuard::failed(const LoginAttempt& attempt) {
    const auto user = attempt.userId.empty() ? std::nullopt : std::optional(attempt.userId);
    m_database.acquire()->run(q::fail_login, attempt.account, attempt.network, user, "password");
}

} // namespace labwarden::identity
