// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/timestamp.h"

namespace labwarden::console {

/// What time it is for whoever shows how long something has taken. Times of runs are the server's, so the
/// clock in use is this machine's, put right by what the server has told (ApiClient::clockOffset); tests set
/// their own.
class Clock {
public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;
};

} // namespace labwarden::console
