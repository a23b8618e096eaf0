// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>

namespace labwarden::runs {

/// For a run to be made: UUIDv7 (RFC 9562), so that younger ones are larger. Any thread.
std::string newRunId();

} // namespace labwarden::runs
