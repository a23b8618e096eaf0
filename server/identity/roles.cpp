// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/roles.h"

#include "common/json/domain.h"
#include "common/uuid.h"
#include "server/errors.h"
#include "server/identity/refusal.h"
#include "server/identity/user_rules.h"
#include "server/stored_events.h"

#include <algorithm>

namespace labwarden::identity {

namespace json = boost::json;

namespace {

constexpr std::string_view permission = "roles:write";

const std::string& checkedId(const std::string& id) {
    if (!isUuid(id))
        refuse(Refusal::not_found, permission, "role");
    return id;
}

/// Without faults, each permission once.
RoleEdit checked(RoleEdit role) {
    auto faults = faultsOf(role);
    if (!faults.empty())
        throw Invalid(std::move(faults));
    std::ranges::sort(role.permissions);
    const auto again = std::ranges::unique(role.permissions);
    role.permissions.erase(again.begin(), again.end());
    return role;
}

std::string people(std::int64_t count) {
    return count == 1 ? "One person has" : std::to_string(count) + " people have";
}

} // namespace

std::vector<Role> Roles::list() {
    return m_store.list();
}

Role Roles::create(const Caller& actor, RoleEdit role) {
    return stored<Role>(done(m_store.create(actor, checked(std::move(role)))).at("role"));
}

Role Roles::update(const Caller& actor, const std::string& id, std::int64_t version, RoleEdit role) {
    return stored<Role>(
        done(m_store.update(actor, checkedId(id), version, checked(std::move(role)))).at("role"));
}

void Roles::remove(const Caller& actor, const std::string& id, std::int64_t version) {
    done(m_store.remove(actor, checkedId(id), version));
}

json::value Roles::done(json::value outcome) {
    if (const auto refusal = refusalOf(outcome); refusal == Refusal::in_use)
        throw Conflict(PublicText(people(outcome.at("userCount").to_number<std::int64_t>()) +
                                  " this role. Take it from them first."));
    else if (refusal)
        refuse(*refusal, permission, "role");
    m_events.committed(storedEvents(outcome.at("events")));
    return outcome;
}

} // namespace labwarden::identity
