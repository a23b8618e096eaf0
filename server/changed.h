// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/event.h"

#include <vector>

namespace labwarden {

/// What a write has made of a thing, with the parts that it changed and their versions: the answer carries
/// both.
template<class T>
struct Changed {
    T thing;
    std::vector<Event> events;
};

} // namespace labwarden
