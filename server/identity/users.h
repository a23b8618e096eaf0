// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/identity.h"
#include "common/domain/session.h"
#include "server/event_sink.h"
#include "server/identity/caller.h"
#include "server/identity/password.h"
#include "server/identity/user_store.h"
#include "server/page.h"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace labwarden::identity {

/// People, as admins and they themselves change them. Any thread.
///
/// A change is decided in the database, with the actor's own rights of that moment, and holds from the next
/// request on, on every server. All of these throw Unauthenticated and Forbidden when the actor has just lost
/// what the change takes, Forbidden of type moreThanOwn when somebody involved has (or would get) permissions
/// that the actor has not, Invalid with every fault, and Unavailable.
class Users {
public:
    Users(storage::Database& database, storage::Redis& redis, PasswordChecker& passwords, EventSink& events)
        : m_store(database, redis), m_passwords(passwords), m_events(events) {}

    /// Oldest first; nobody who was deleted.
    Page<User> list(const PageRequest& request);
    /// NotFound.
    User get(const std::string& id);

    /// With a one-time password that nobody is told again. Conflict: the name is taken.
    CreatedUser create(const Caller& actor, const NewUser& user);
    /// Disabling ends the user's sessions. NotFound, Stale; Conflict when it is the last admin or disables
    /// the actor.
    User update(const Caller& actor, const std::string& id, std::int64_t version, const UserEdit& edit);
    /// All or none: the users as they are now, in the order of `bulk`. Stale when one is; Conflict with
    /// {userId, username, reason} for each that stands in the way.
    std::vector<User> changeMany(const Caller& actor, const UserBulk& bulk);
    /// Ends the sessions, keeps the history, frees the name. As update().
    void remove(const Caller& actor, const std::string& id, std::int64_t version);
    /// Ends the user's sessions and forgets the failed log-ins. NotFound; Conflict for the actor's own.
    OneTimePassword resetPassword(const Caller& actor, const std::string& id);
    /// Forgets the failed log-ins. NotFound.
    void unlock(const Caller& actor, const std::string& id);

    /// The actor's own. Stale.
    UserInfo updateProfile(const Caller& actor, std::int64_t version, const ProfileEdit& profile);

private:
    /// The outcome of a change of some users; throws what kept it from being made.
    boost::json::value change(const Caller& actor, boost::json::array changes);
    /// A done outcome goes on, its events told; else throws.
    boost::json::value done(boost::json::value outcome);

    UserStore m_store;
    PasswordChecker& m_passwords;
    EventSink& m_events;
};

} // namespace labwarden::identity
