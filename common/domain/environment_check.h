// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/environment.h"

#include <boost/describe.hpp>

#include <optional>
#include <string>

namespace labwarden {

/// `POST /environments/test-connection`: do the connections of an environment work, before it is saved?
struct ConnectionTest {
    EnvironmentDocument document;  ///< values of secrets may be empty: none is used
    std::optional<std::string> id; ///< UUID of the environment it is for; nothing: a new one
};
BOOST_DESCRIBE_STRUCT(ConnectionTest, (), (document, id))

struct ConnectionCheck {
    bool ok = false;
    std::string detail; ///< one sentence, for people
};
BOOST_DESCRIBE_STRUCT(ConnectionCheck, (), (ok, detail))

struct ConnectionReport {
    ConnectionCheck telemetry; ///< the telemetry source answers the server, and has data
    ConnectionCheck grafana;   ///< what the link leads to answers the server
};
BOOST_DESCRIBE_STRUCT(ConnectionReport, (), (telemetry, grafana))

} // namespace labwarden
