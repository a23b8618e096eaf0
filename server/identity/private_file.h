// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>

namespace labwarden::identity {

/// What the operator has given for the first start cannot be used. The text says what and why, for the
/// operator, and tells no password.
class BootstrapError : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// The whole text of a file that nobody but its owner may read (0600 or stricter) and that has a megabyte at
/// most. Throws BootstrapError.
std::string readPrivateFile(const std::filesystem::path& file);

} // namespace labwarden::identity
