// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/api/api_error.h"

namespace labwarden::console {

QString ApiError::text() const {
    if (detail.isEmpty() || detail == title)
        return title;
    return title + (title.endsWith(QLatin1Char('.')) ? QLatin1String(" ") : QLatin1String(". ")) + detail;
}

} // namespace labwarden::console
