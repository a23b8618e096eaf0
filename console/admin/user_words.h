// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/identity.h"
#include "console/api/api_error.h"
#include "console/widgets/state_look.h"

#include <QString>

#include <set>
#include <string>
#include <vector>

/// People, and what the server has against a change of them, in people's words.
namespace labwarden::console {

/// What of a user is to be seen first; in the order in which they need somebody's attention least.
enum class UserStatus { active, oneTimePassword, locked, disabled };

UserStatus statusOf(const User& user);
widgets::StateLook lookOf(UserStatus status);
/// What the status means for the person.
QString meaningOf(UserStatus status);

/// The display name, or the user name where there is none.
QString nameOf(const User& user);
/// "Never", the time of day when it was today, else day and time.
QString lastLoginText(const User& user, Timestamp now);
/// "Ada Lovelace, Grace Hopper and 3 others".
QString namesText(const std::vector<User>& users);
/// Permissions by area: "devices: read, write · runs: read"
QString allowsText(const std::vector<std::string>& permissions);
QString joined(const std::set<std::string>& words);

/// A refusal: what is the matter, and what to do about it.
struct RefusalWords {
    QString words, detail;
};
/// Of a change of users. The words of the server are kept where it knows better.
RefusalWords refusalWords(const ApiError& error);

/// Whether what is shown may no longer be what is, after this refusal.
bool mayBeOutOfDate(const ApiError& error);

} // namespace labwarden::console
