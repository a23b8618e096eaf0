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

} // namespace labwarden::console
