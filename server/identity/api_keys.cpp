// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/api_keys.h"

#include "common/json/domain.h"
#include "common/uuid.h"
#include "server/errors.h"
#include "server/identity/permissions.h"
#include "server/identity/refusal.h"
#include "server/identity/token.h"
#include "server/identity/user_rules.h"
#include "server/stored_events.h"

#include <algorithm>
#include <utility>

namespace labwarden::identity {

namespace {

using namespace std::chrono_literals;

constexpr std::string_view permission = "apikeys:write";
constexpr auto shortestLife = 24h, longestLife = 366 * 24h;
/// Clocks differ, and people take their time before they press the button.
constexpr auto tolerance = 1h;

/// Without faults, each scope once.
NewApiKey checked(NewApiKey key) {
    std::vector<Fault> faults;
    checkName(key.name, "/name", faults);
    for (std::size_t i = 0; i < key.scopes.size(); ++i)
        if (!isScope(key.scopes[i]))
            faults.push_back(
                {"/scopes/" + std::to_string(i),
                 "is nothing that a key may do: GET /api/v1/permissions says what is (forKeys)"});
    const auto life = key.expiresAt - Timestamp::now();
    if (life < shortestLife - tolerance || life > longestLife + tolerance)
        faults.push_back({"/expiresAt", "must be between a day and a year from now"});
    if (!faults.empty())
        throw Invalid(std::move(faults));
    std::ranges::sort(key.scopes);
    const auto again = std::ranges::unique(key.scopes);
    key.scopes.erase(again.begin(), again.end());
    return key;
}

} // namespace

CreatedApiKey ApiKeys::create(const Caller& actor, NewApiKey key) {
    std::string secret = newKeySecret();
    const auto outcome = done(m_store.create(actor, checked(std::move(key)), hashOf(secret)));
    return {stored<ApiKey>(outcome.at("apiKey")), std::move(secret)};
}

void ApiKeys::revoke(const Caller& actor, const std::string& id) {
    if (!isUuid(id))
        refuse(Refusal::not_found, permission, "API key");
    done(m_store.revoke(actor, id));
}

boost::json::value ApiKeys::done(boost::json::value outcome) {
    if (const auto refusal = refusalOf(outcome))
        refuse(*refusal, permission, "API key");
    m_events.committed(storedEvents(outcome.at("events")));
    return outcome;
}

} // namespace labwarden::identity
