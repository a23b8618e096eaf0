// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#ifdef LABWARDEN_FAILPOINTS
#include <cstdlib>
#include <string_view>
#include <unistd.h>
#endif

namespace labwarden {

/// A named place at which a test may stop the server as a power cut would: with the variable
/// LABWARDEN_FAILPOINT set to its name the process ends there, without unwinding. Builds without
/// LABWARDEN_FAILPOINTS, and so every release, contain none of it.
inline void failpoint([[maybe_unused]] const char* name) {
#ifdef LABWARDEN_FAILPOINTS
    const char* wanted = std::getenv("LABWARDEN_FAILPOINT");
    if (wanted && std::string_view(wanted) == name)
        ::_exit(86);
#endif
}

} // namespace labwarden
