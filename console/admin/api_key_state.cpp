// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/api_key_state.h"

#include <QCoreApplication>

namespace labwarden::console {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("ApiKeyState", text);
}

} // namespace

KeyState keyStateOf(const ApiKey& key, Timestamp now) {
    if (key.endedAt)
        return KeyState::revoked;
    if (key.expiresAt <= now)
        return KeyState::expired;
    return key.expiresAt - now <= keyEndsSoon ? KeyState::soon : KeyState::active;
}

widgets::StateLook lookOf(const ApiKey& key, Timestamp now) {
    using style::Icon;
    using style::Token;
    switch (keyStateOf(key, now)) {
    case KeyState::active:
        return {Icon::circleCheck, Token::available, tr("Active")};
    case KeyState::soon: {
        const auto left = std::chrono::duration_cast<std::chrono::hours>(key.expiresAt - now).count();
        return {Icon::clock, Token::warning,
                left >= 24 ? tr("Expires in %1 d").arg(left / 24)
                : left > 0 ? tr("Expires in %1 h").arg(left)
                           : tr("Expires within the hour")};
    }
    case KeyState::expired:
        return {Icon::circleAlert, Token::failed, tr("Expired")};
    case KeyState::revoked:
        break;
    }
    return {Icon::ban, Token::offline, tr("Revoked")};
}

} // namespace labwarden::console
