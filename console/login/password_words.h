// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace labwarden::console {

inline constexpr int shortestPassword = 12; ///< characters; the server's rule

/// What is asked of a new password, to be said before it is typed.
QString passwordRules();

/// How good a password is to guess, in a few words; empty for an empty one. Advice only: the server decides,
/// and it knows what is in the lists of common passwords.
QString passwordStrength(const QString& password, const QString& user);

/// Whether it is too short for the server.
bool isTooShort(const QString& password);

} // namespace labwarden::console
