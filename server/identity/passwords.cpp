// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/passwords.h"

#include "server/errors.h"
#include "server/identity/access_change.h"
#include "server/identity/password.h"
#include "server/identity/password_rules.h"
#include "server/identity/sessions.h"
#include "sql/queries/identity.h"

#include <utility>

namespace labwarden::identity {

namespace {

Invalid faultAt(const char* pointer, std::string message) {
    return Invalid(std::vector<Fault>{{pointer, std::move(message)}});
}

void check(const PasswordChange& change, const std::string& username) {
    std::vector<Fault> faults;
    for (std::string& fault : passwordFaults(change.newPassword, username))
        faults.push_back({"/newPassword", std::move(fault)});
    if (change.newPassword == change.currentPassword)
        faults.push_back({"/newPassword", "must be another one than now"});
    if (!faults.empty())
        throw Invalid(std::move(faults));
}

} // namespace

void Passwords::change(std::shared_ptr<const Caller> caller, PasswordChange change, Done done) {
    check(change, caller->username);
    const Caller& asking = *caller;
    m_sessions.prove(
        asking, std::move(change.currentPassword),
        [this, caller = std::move(caller), password = std::move(change.newPassword),
         done = std::move(done)](std::exception_ptr error, bool right, const std::string& oldHash) {
            try {
                if (error)
                    std::rethrow_exception(error);
                if (!right)
                    throw faultAt("/currentPassword", "is wrong");
                put(*caller, oldHash, password);
            } catch (...) {
                error = std::current_exception();
            }
            done(error);
        });
}

void Passwords::put(const Caller& caller, const std::string& oldHash, const std::string& password) {
    const auto outcome = changeAccess(m_database, m_copies, queries::identity::change_password, caller.userId,
                                      oldHash, hashPassword(password), caller.sessionHash, caller.remote);
    if (outcome.as_object().contains("refusal"))
        throw Unauthenticated(PublicText("The password was changed elsewhere meanwhile. Sign in again."));
    m_events.committed(storedEvents(outcome.at("events")));
}

} // namespace labwarden::identity
