// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace labwarden::identity {

inline constexpr std::size_t shortestPassword = 12; ///< characters (code points)
inline constexpr std::size_t longestPassword = 128; ///< characters

/// What is wrong with a password that somebody chooses, in words for them; empty: nothing. It has to be long
/// and not easy to guess; which kinds of characters it is made of does not matter. Pure, any thread.
std::vector<std::string> passwordFaults(std::string_view password, std::string_view username);

} // namespace labwarden::identity
