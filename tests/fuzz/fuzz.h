// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdio>
#include <cstdlib>
#include <string_view>

/// What a fuzzer holds to be true: without it the input is a find, and the program ends.
inline void mustHold(bool truth, const char* what, std::string_view of = {}) {
    if (truth)
        return;
    std::fprintf(stderr, "does not hold: %s\n%.*s\n", what, static_cast<int>(of.size()), of.data());
    std::abort();
}
