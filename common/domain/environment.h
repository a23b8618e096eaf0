// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/problem.h"
#include "common/timestamp.h"

#include <boost/describe.hpp>

#include <cstdint>
#include <string>
#include <string_view>
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

/// What is wrong with a document beyond the shape of its fields, each at its JSON pointer. Empty: nothing.
std::vector<Fault> faultsOf(const EnvironmentDocument& document);

/// Letters, digits and '_', not starting with a digit; at most 64.
bool isVariableName(std::string_view name);

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
