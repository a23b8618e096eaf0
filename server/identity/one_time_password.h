// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <string>

namespace labwarden::identity {

/// How long a generated password lets its owner in.
inline constexpr std::chrono::hours oneTimePasswordLife{72};

/// A password that somebody gets from somebody else and has to change at once: 87 random bits, in groups that
/// can be read aloud, without characters that look or sound like one another ("kd7m-9wbx-tr4c-p3hn-yv8f").
/// Any thread.
std::string newOneTimePassword();

} // namespace labwarden::identity
