// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/api_client.h"
#include "console/api/clock.h"

namespace labwarden::console {

/// The server's time, as far as its answers have told it.
class ServerClock : public Clock {
public:
    explicit ServerClock(const ApiClient& client) : m_client(client) {}
    Timestamp now() const override { return Timestamp::now() + m_client.clockOffset(); }

private:
    const ApiClient& m_client;
};

} // namespace labwarden::console
