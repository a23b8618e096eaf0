// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/domain/outcome.h"

#include <algorithm>

namespace labwarden {

namespace {
int badness(Outcome outcome) {
    switch (outcome) {
    case Outcome::passed:
        return 0;
    case Outcome::cancelled:
        return 1;
    case Outcome::timed_out:
        return 2;
    case Outcome::failed:
        return 3;
    case Outcome::error:
        return 4;
    }
    return 4;
}
} // namespace

Outcome worse(Outcome a, Outcome b) {
    return badness(a) >= badness(b) ? a : b;
}

} // namespace labwarden
