// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/problem.h"
#include "common/timestamp.h"

#include <boost/describe.hpp>
#include <boost/json/object.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace labwarden {

/// A secret's value goes to the server and to the runner that has claimed a run, and nowhere else: what is
/// read of an environment has it empty, and a save that sends it empty keeps the one that is stored.
struct Variable {
    std::string name, value;
    bool secret = false;
};
BOOST_DESCRIBE_STRUCT(Variable, (), (name, value, secret))

/// Where runners read telemetry from.
enum class TelemetrySource { influxdb };
BOOST_DESCRIBE_ENUM(TelemetrySource, influxdb)

struct EnvironmentDocument {
    std::string name; ///< unique
    std::string description;
    std::vector<Variable> variables;
    TelemetrySource telemetrySource = TelemetrySource::influxdb;
    /// {device} {from} {to} {run}, and {var.NAME} of plain variables, are replaced, URL-escaped, behind the
    /// host; empty: no link.
    std::string grafanaUrlTemplate;
    std::string runnerQueue; ///< empty: `test-jobs`; else `test-jobs.<runnerQueue>`
    /// Values for parameters of these names, unless whoever starts a run gives another; those that a case
    /// does not have are left out.
    boost::json::object defaultParameters;
};
BOOST_DESCRIBE_STRUCT(EnvironmentDocument, (),
                      (name, description, variables, telemetrySource, grafanaUrlTemplate, runnerQueue,
                       defaultParameters))

/// What is wrong with a document beyond the shape of its fields, each at its JSON pointer. Empty: nothing.
std::vector<Fault> faultsOf(const EnvironmentDocument& document);

/// Letters, digits and '_', not starting with a digit; at most 64.
bool isVariableName(std::string_view name);

struct Environment {
    std::string id; ///< UUID
    int revision = 0;
    EnvironmentDocument document;
    std::string createdBy; ///< display name of who made the first revision
    Timestamp createdAt;
    std::string changedBy; ///< of who made this one
    Timestamp changedAt;
    std::string message; ///< what this revision is for, in its author's words
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Environment, (),
                      (id, revision, document, createdBy, createdAt, changedBy, changedAt, message, version))

/// One entry of an environment's history, newest first in lists.
struct EnvironmentRevision {
    int revision = 0;
    std::string message;
    std::string createdBy;
    Timestamp createdAt;
};
BOOST_DESCRIBE_STRUCT(EnvironmentRevision, (), (revision, message, createdBy, createdAt))

/// What a save sends: a whole document, which becomes the next revision.
struct EnvironmentEdit {
    EnvironmentDocument document;
    std::string message;
};
BOOST_DESCRIBE_STRUCT(EnvironmentEdit, (), (document, message))

} // namespace labwarden
