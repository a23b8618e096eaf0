// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/api_error.h"

#include <QUrl>

namespace labwarden::console {

/// Why signing in did not work, in words that say what to do.
struct LoginWords {
    QString words;
    QString detail; ///< may be empty
};

LoginWords loginWords(const ApiError& error, const QUrl& server);

/// What has to be waited for, with the time that is left: too many failures for one account, or for
/// everybody.
QString waitingWords(bool isAccountLocked, std::chrono::seconds left);

/// Why a password was not changed; faults at fields apart.
LoginWords passwordWords(const ApiError& error);

/// What speaks against a certificate, one sentence each.
QStringList certificateWords(const UntrustedCertificate& certificate);

/// Whether the error is of this type (problem_type).
bool isOfType(const ApiError& error, std::string_view type);

} // namespace labwarden::console
