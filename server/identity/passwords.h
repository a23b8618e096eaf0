// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/identity.h"
#include "server/event_sink.h"
#include "server/identity/caller.h"
#include "server/identity/session_copies.h"
#include "server/storage/database.h"

#include <exception>
#include <functional>
#include <memory>

namespace labwarden::identity {

class Sessions;

/// People change their own passwords. Any thread.
class Passwords {
public:
    Passwords(storage::Database& database, storage::Redis& redis, Sessions& sessions, EventSink& events)
        : m_database(database), m_copies(redis), m_sessions(sessions), m_events(events) {}

    using Done = std::function<void(std::exception_ptr error)>;
    /// Checks the current password (counted like a log-in) and puts the new one in its place, both on the
    /// password checker's threads, and calls `done` there: without an error all other sessions of the caller
    /// have ended, and this one goes on. Errors: Invalid at /currentPassword or /newPassword; Unauthenticated
    /// when the password was reset or the session ended meanwhile. Throws Invalid, Throttled and Unavailable
    /// itself.
    void change(std::shared_ptr<const Caller> caller, PasswordChange change, Done done);

private:
    void put(const Caller& caller, const std::string& oldHash, const std::string& password);

    storage::Database& m_database;
    const SessionCopies m_copies;
    Sessions& m_sessions;
    EventSink& m_events;
};

} // namespace labwarden::identity
