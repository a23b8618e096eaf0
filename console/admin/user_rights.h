// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/store/lab_store.h"
#include "console/store/people_store.h"

#include <QString>

#include <vector>

/// What the signed-in person may do with other people, so that nothing is offered that the server would
/// refuse: nobody gives, takes or touches more than they may do themselves, and nobody shuts themselves out.
namespace labwarden::console {

/// Allowed, or the reason why not, in words.
struct Right {
    QString whyNot;
    explicit operator bool() const { return whyNot.isEmpty(); }
};

struct UserRights {
    Right edit; ///< name, mail, roles
    Right disable, remove, resetPassword;
    Right attend; ///< unlock, end sessions
};

/// Whether users may be made and changed at all.
Right mayWrite(const LabStore& lab);
UserRights rightsOver(const User& user, const LabStore& lab, const PeopleStore& people);
/// Over all of them; the reason names who stands in the way.
UserRights rightsOver(const std::vector<User>& users, const LabStore& lab, const PeopleStore& people);
/// Whether the role may be given to, and taken from, somebody.
Right mayGive(const Role& role, const LabStore& lab);

} // namespace labwarden::console
