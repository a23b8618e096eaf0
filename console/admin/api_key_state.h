// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/identity.h"
#include "console/widgets/state_look.h"

namespace labwarden::console {

/// How long before its end a key is marked as ending soon.
inline constexpr std::chrono::hours keyEndsSoon{24 * 14};
/// What the server accepts as a key's life.
inline constexpr std::chrono::hours shortestKeyLife{24};
inline constexpr std::chrono::hours longestKeyLife{24 * 365};

enum class KeyState { active, soon, expired, revoked };

KeyState keyStateOf(const ApiKey& key, Timestamp now);
/// Its word says how long it is good for yet where that is little: "Expires in 5 d".
widgets::StateLook lookOf(const ApiKey& key, Timestamp now);

} // namespace labwarden::console
