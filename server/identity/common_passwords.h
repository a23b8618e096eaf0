// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string_view>

namespace labwarden::identity {

/// The passwords that are tried first: resources/passwords/common-passwords.txt as the build put it into the
/// program. One a line, 12 characters and longer, lower case, in the order of their bytes.
std::string_view commonPasswords();

} // namespace labwarden::identity
