// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>

namespace labwarden::http {

/// The client's own id when it is 1 to 64 letters, digits, '.', '_' or '-' (safe in any log), else a new one.
/// Any thread.
std::string requestIdFrom(std::string_view proposed);

} // namespace labwarden::http
