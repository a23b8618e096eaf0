// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/users.h"

#include "common/enum_text.h"
#include "common/json/domain.h"
#include "common/uuid.h"
#include "server/errors.h"
#include "server/identity/one_time_password.h"
#include "server/identity/refusal.h"
#include "server/identity/user_rules.h"
#include "server/stored_events.h"

#include <boost/json/value_from.hpp>

#include <algorithm>
#include <stdexcept>

namespace labwarden::identity {

namespace json = boost::json;

namespace {

constexpr std::string_view permission = "users:write";

void need(std::vector<Fault> faults) {
    if (!faults.empty())
        throw Invalid(std::move(faults));
}

const std::string& checkedId(const std::string& id) {
    if (!isUuid(id))
        refuse(Refusal::not_found, permission, "user");
    return id;
}

Timestamp timeOf(const json::value& text) {
    return Timestamp::parse(std::string(text.as_string())).value();
}

/// The faults of roles that do not exist, where they were named.
void findUnknown(const json::array& unknown, const std::vector<std::string>& named,
                 const std::string& pointer, std::vector<Fault>& faults) {
    for (std::size_t i = 0; i < named.size(); ++i)
        if (std::ranges::find(unknown, json::value(named[i])) != unknown.end())
            faults.push_back({pointer + "/" + std::to_string(i), "is no role: GET /api/v1/roles lists them"});
}

/// Why one of several users stands in the way of a change.
std::string reasonOf(Refusal refusal) {
    switch (refusal) {
    case Refusal::not_found:
        return "does not exist any more";
    case Refusal::self:
        return "is yourself: nobody can disable themselves";
    case Refusal::last_admin:
        return "is the last active admin";
    default:
        return "cannot be changed now";
    }
}

struct RefusedUser {
    json::value id, username;
    Refusal refusal;
};

std::vector<RefusedUser> refusedUsers(const json::value& outcome) {
    std::vector<RefusedUser> refused;
    for (const json::value& user : outcome.at("refusals").as_array())
        refused.push_back({user.at("userId"), user.at("username"),
                           fromText<Refusal>(std::string_view(user.at("refusal").as_string())).value()});
    return refused;
}

/// Everything that stands in the way: first what the actor may never do, then what a new look at it would
/// show.
[[noreturn]] void refuseMany(const std::vector<RefusedUser>& users) {
    for (const Refusal first : {Refusal::more_than_own, Refusal::stale})
        if (std::ranges::find(users, first, &RefusedUser::refusal) != users.end())
            refuse(first, permission, "user");
    json::array conflicts;
    for (const RefusedUser& user : users)
        conflicts.push_back(
            {{"userId", user.id}, {"username", user.username}, {"reason", reasonOf(user.refusal)}});
    const bool lastAdmin =
        std::ranges::find(users, Refusal::last_admin, &RefusedUser::refusal) != users.end();
    throw Conflict(PublicText("Nobody was changed, since not all can be.",
                              lastAdmin ? problem_type::lastAdmin : std::string_view()),
                   std::move(conflicts));
}

} // namespace

Page<User> Users::list(const PageRequest& request) {
    return m_store.list(request);
}

User Users::get(const std::string& id) {
    auto user = m_store.get(checkedId(id));
    if (!user)
        refuse(Refusal::not_found, permission, "user");
    return std::move(*user);
}

CreatedUser Users::create(const Caller& actor, const NewUser& user) {
    need(faultsOf(user));
    const std::string password = newOneTimePassword();
    auto outcome = m_store.create(actor, user, m_passwords.hash(password), oneTimePasswordLife);
    if (refusalOf(outcome) == Refusal::unknown_role) {
        std::vector<Fault> faults;
        findUnknown(outcome.at("roles").as_array(), user.roles, "/roles", faults);
        throw Invalid(std::move(faults));
    }
    outcome = done(std::move(outcome));
    return {stored<User>(outcome.at("user")), {password, timeOf(outcome.at("passwordEndsAt"))}};
}

User Users::update(const Caller& actor, const std::string& id, std::int64_t version, const UserEdit& edit) {
    need(faultsOf(edit));
    json::object wanted = json::value_from(edit).as_object();
    wanted["id"] = checkedId(id);
    wanted["version"] = version;
    const auto outcome = change(actor, {wanted});
    if (const auto refusal = refusalOf(outcome); refusal == Refusal::unknown_role) {
        std::vector<Fault> faults;
        findUnknown(outcome.at("roles").as_array(), edit.roles, "/roles", faults);
        throw Invalid(std::move(faults));
    } else if (refusal == Refusal::refused) {
        refuse(refusedUsers(outcome).front().refusal, permission, "user");
    }
    return stored<User>(outcome.at("users").at(0));
}

std::vector<User> Users::changeMany(const Caller& actor, const UserBulk& bulk) {
    need(faultsOf(bulk));
    json::array changes;
    for (const UserVersion& user : bulk.users) {
        json::object change{{"id", user.id},
                            {"version", user.version},
                            {"addRoles", json::value_from(bulk.addRoles)},
                            {"removeRoles", json::value_from(bulk.removeRoles)}};
        if (bulk.disabled)
            change["disabled"] = *bulk.disabled;
        changes.push_back(std::move(change));
    }
    const auto outcome = change(actor, std::move(changes));
    if (const auto refusal = refusalOf(outcome); refusal == Refusal::unknown_role) {
        std::vector<Fault> faults;
        findUnknown(outcome.at("roles").as_array(), bulk.addRoles, "/addRoles", faults);
        findUnknown(outcome.at("roles").as_array(), bulk.removeRoles, "/removeRoles", faults);
        throw Invalid(std::move(faults));
    } else if (refusal == Refusal::refused) {
        refuseMany(refusedUsers(outcome));
    }
    std::vector<User> users;
    for (const json::value& user : outcome.at("users").as_array())
        users.push_back(stored<User>(user));
    return users;
}

void Users::remove(const Caller& actor, const std::string& id, std::int64_t version) {
    const auto outcome = change(actor, {{{"id", checkedId(id)}, {"version", version}, {"deleted", true}}});
    if (refusalOf(outcome) == Refusal::refused)
        refuse(refusedUsers(outcome).front().refusal, permission, "user");
}

json::value Users::change(const Caller& actor, json::array changes) {
    auto outcome = m_store.change(actor, changes);
    const auto refusal = refusalOf(outcome);
    if (refusal == Refusal::unknown_role || refusal == Refusal::refused)
        return outcome;
    return done(std::move(outcome));
}

json::value Users::done(json::value outcome) {
    if (const auto refusal = refusalOf(outcome))
        refuse(*refusal, permission, "user");
    m_events.committed(storedEvents(outcome.at("events")));
    return outcome;
}

OneTimePassword Users::resetPassword(const Caller& actor, const std::string& id) {
    const std::string password = newOneTimePassword();
    const auto outcome =
        done(m_store.resetPassword(actor, checkedId(id), m_passwords.hash(password), oneTimePasswordLife));
    return {password, timeOf(outcome.at("passwordEndsAt"))};
}

void Users::unlock(const Caller& actor, const std::string& id) {
    done(m_store.unlock(actor, checkedId(id)));
}

UserInfo Users::updateProfile(const Caller& actor, std::int64_t version, const ProfileEdit& profile) {
    need(faultsOf(profile));
    return stored<UserInfo>(done(m_store.updateProfile(actor, version, profile)).at("person"));
}

} // namespace labwarden::identity
