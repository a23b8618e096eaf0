// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/timestamp.h"

#include <boost/describe.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace labwarden {

struct Variable {
    std::string name, value;
};
BOOST_DESCRIBE_STRUCT(Variable, (), (name, value))

/// Where runners read telemetry from.
enum class TelemetrySource { influxdb };
BOOST_DESCRIBE_ENUM(TelemetrySource, influxdb)

struct EnvironmentDocument {
    std::string name; ///< unique
    std::string description;
    std::vector<Variable> variables;
    TelemetrySource telemetrySource = TelemetrySource::influxdb;
    std::string grafanaUrlTemplate; ///< {device} {from} {to} {run} are replaced, URL-escaped; empty: no link
    std::string runnerQueue;        ///< empty: `test-jobs`; else `test-jobs.<runnerQueue>`
};
BOOST_DESCRIBE_STRUCT(EnvironmentDocument, (),
                      (name, description, variables, telemetrySource, grafanaUrlTemplate, runnerQueue))

struct Environment {
    std::string id; ///< UUID
    int revision = 0;
    EnvironmentDocument document;
    std::string createdBy;
    Timestamp createdAt;
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Environment, (), (id, revision, document, createdBy, createdAt, version))

} // namespace labwarden
