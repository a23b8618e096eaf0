// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace labwarden {

/// Every byte but [A-Za-z0-9-._~] as %XX.
std::string percentEncoded(std::string_view text);

/// The text with each `{name}` replaced by that value, percent-encoded; other braces stay. What a value holds
/// is not looked at again.
std::string filledTemplate(std::string_view text,
                           const std::vector<std::pair<std::string_view, std::string>>& values);

} // namespace labwarden
