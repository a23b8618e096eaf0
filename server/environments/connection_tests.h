// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/environment_check.h"
#include "server/clients/url.h"
#include "server/identity/caller.h"

#include <chrono>
#include <deque>
#include <map>
#include <mutex>
#include <string>

namespace labwarden::environments {

class Environments;

/// Tries whether the connections of an environment work. Any thread; takes up to two deadlines.
///
/// The request to the link goes where a person with environments:write says, from the server's network. So it
/// goes to the template's own host alone and follows no redirect, nothing of its answer but the status is
/// told, and few are made: per person in a minute, and at once.
class ConnectionTests {
public:
    struct Settings {
        std::chrono::milliseconds deadline{5000}; ///< of each connection
        std::size_t perMinute = 10;               ///< of one person, on this server
        int atOnce = 2;
    };

    /// `influx`: where this server writes telemetry. Throws std::invalid_argument on a URL that is not that
    /// of an InfluxDB database. The environments outlive it.
    ConnectionTests(Environments& environments, clients::Url influx);
    ConnectionTests(Environments& environments, clients::Url influx, Settings settings);

    /// The document has been read strictly. NotFound: there is no environment of that id. Throttled.
    ConnectionReport run(const identity::Caller& caller, const ConnectionTest& test);

private:
    class Turn;

    ConnectionCheck telemetry() const;
    ConnectionCheck grafana(const EnvironmentDocument& document) const;

    Environments& m_environments;
    const clients::Url m_influx;
    const Settings m_settings;
    std::mutex m_mutex;
    int m_underWay = 0;
    std::map<std::string, std::deque<std::chrono::steady_clock::time_point>>
        m_recent; ///< by user, of the last minute
};

} // namespace labwarden::environments
