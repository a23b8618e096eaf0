// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/problem.h"
#include "common/timestamp.h"

#include <boost/describe.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace labwarden {

enum class ParameterType { number, text, boolean };
BOOST_DESCRIBE_ENUM(ParameterType, number, text, boolean)

/// A typed value that a run may set; `${name}` in a step's texts and in criteria stands for it.
struct Parameter {
    std::string name; ///< [a-z][a-z0-9_]*
    ParameterType type = ParameterType::text;
    std::string unit;
    boost::json::value defaultValue; ///< of the type named above; null: the run must give one
    std::optional<double> minimum, maximum;
    std::vector<std::string> choices; ///< text: the values that are allowed; empty: any
    std::string description;          ///< what it means, for whoever starts a run
};
BOOST_DESCRIBE_STRUCT(Parameter, (), (name, type, unit, defaultValue, minimum, maximum, choices, description))

/// `wait`: do nothing for a time. `measure`: watch telemetry for a time. `script`: a file in the runner's own
/// script directory. `command`: sent to each device, which has to reply. `manual` is part of the language; a
/// runner that cannot do a kind of step says so.
enum class StepKind { wait, measure, script, command, manual };
BOOST_DESCRIBE_ENUM(StepKind, wait, measure, script, command, manual)

struct Step {
    std::string name; ///< unique within the case
    StepKind kind = StepKind::wait;
    double durationSeconds = 0;         ///< wait, measure
    std::string script;                 ///< script: a file name, no path
    std::vector<std::string> arguments; ///< script
    std::string command;       ///< command: what the device is sent; manual: what the person is asked
    std::string expectedReply; ///< command: what the device has to reply, `*` for anything; empty: any reply
    double timeoutSeconds = 0; ///< 0: the run's own deadline alone; command: 30 s
};
BOOST_DESCRIBE_STRUCT(Step, (),
                      (name, kind, durationSeconds, script, arguments, command, expectedReply,
                       timeoutSeconds))

/// A `should` that breaks is reported and leaves the outcome alone.
enum class Severity { must, should };
BOOST_DESCRIBE_ENUM(Severity, must, should)

/// One condition in the criteria language (common/criteria/GRAMMAR.md), judged over each `measure` step, or
/// over the one named by `step`.
struct CriterionSpec {
    std::string expression;
    Severity severity = Severity::must;
    std::string step;
};
BOOST_DESCRIBE_STRUCT(CriterionSpec, (), (expression, severity, step))

struct Requirements {
    std::string type; ///< empty: any
    std::vector<std::string> tags;
};
BOOST_DESCRIBE_STRUCT(Requirements, (), (type, tags))

/// What a device that vanishes during a run means: end it as `error` after 60 s, or wait for its return.
enum class DeviceLossPolicy { fail, wait };
BOOST_DESCRIBE_ENUM(DeviceLossPolicy, fail, wait)

/// Whether a case is ready for use. A lab can demand that only approved ones are started.
enum class CaseStatus { draft, approved, retired };
BOOST_DESCRIBE_ENUM(CaseStatus, draft, approved, retired)

/// A file beside the case: a wiring plan, a reference trace. Its bytes are stored once, by their hash.
struct Attachment {
    std::string name;   ///< a file name without a path, unique within the case
    std::string sha256; ///< of its bytes, 64 lower-case hexadecimal digits
    std::int64_t size = 0;
    std::string mediaType; ///< "image/png"; empty: unknown
};
BOOST_DESCRIBE_STRUCT(Attachment, (), (name, sha256, size, mediaType))

/// What a revision pins: everything that decides how a run goes, and where the case stands among others.
struct TestCaseDocument {
    std::string title;
    std::string description;
    std::string folder; ///< "Power/Battery"; empty: at the top
    std::vector<std::string> tags;
    std::string owner; ///< user name of who answers for it; empty: nobody
    CaseStatus status = CaseStatus::draft;
    std::vector<Parameter> parameters;
    Requirements requirements;
    std::vector<Step> steps;
    std::vector<CriterionSpec> criteria;
    std::vector<Step> teardown; ///< always runs, also after cancel and failure
    int timeoutSeconds = 3600;  ///< of the whole run, teardown not counted
    int maxAttempts = 1;        ///< how often the run may be tried when its runner is lost
    DeviceLossPolicy onDeviceLost = DeviceLossPolicy::fail;
    std::vector<Attachment> attachments;
};
BOOST_DESCRIBE_STRUCT(TestCaseDocument, (),
                      (title, description, folder, tags, owner, status, parameters, requirements, steps,
                       criteria, teardown, timeoutSeconds, maxAttempts, onDeviceLost, attachments))

/// What is wrong with a document beyond the shape of its fields, each at its JSON pointer: doubled names,
/// steps without what their kind needs, parameters whose default is not of their type, criteria that cannot
/// be read. Empty: nothing wrong.
std::vector<Fault> faultsOf(const TestCaseDocument& document);

/// Parameters and metrics: [a-z][a-z0-9_]*, at most 64.
bool isPlainName(std::string_view name);
/// A bare file name of letters, digits, '.', '_' and '-', not starting with '.' or '-'; at most 128.
bool isScriptName(std::string_view name);
/// Names of 1 to 100 bytes between single slashes, at most 8 of them, none of them "." or ".." or with blanks
/// at its ends; empty is the top.
bool isFolderPath(std::string_view path);

/// A test case at its newest revision. Every save makes a new, immutable revision.
struct TestCase {
    std::string id;  ///< UUID
    std::string key; ///< "TC-12"
    int revision = 0;
    std::string revisionId; ///< UUID; what a run pins
    TestCaseDocument document;
    std::string createdBy; ///< display name of who made the first revision
    Timestamp createdAt;
    std::string changedBy; ///< of who made this one
    Timestamp changedAt;
    std::string message; ///< what this revision is for, in its author's words
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(TestCase, (),
                      (id, key, revision, revisionId, document, createdBy, createdAt, changedBy, changedAt,
                       message, version))

/// A test case among thousands: what lists and the console's store hold of it.
struct TestCaseSummary {
    std::string id;  ///< UUID
    std::string key; ///< "TC-12"
    int revision = 0;
    std::string title, folder;
    std::vector<std::string> tags;
    std::string owner;
    CaseStatus status = CaseStatus::draft;
    std::string changedBy;
    Timestamp changedAt;
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(TestCaseSummary, (),
                      (id, key, revision, title, folder, tags, owner, status, changedBy, changedAt, version))

/// One entry of a case's history, newest first in lists.
struct TestCaseRevision {
    int revision = 0;
    std::string revisionId; ///< UUID
    std::string message;
    CaseStatus status = CaseStatus::draft;
    std::string createdBy;
    Timestamp createdAt;
    std::int64_t runs = 0; ///< that pin it
};
BOOST_DESCRIBE_STRUCT(TestCaseRevision, (),
                      (revision, revisionId, message, status, createdBy, createdAt, runs))

/// What a save sends: a whole document, which becomes the next revision.
struct TestCaseEdit {
    TestCaseDocument document;
    std::string message;
};
BOOST_DESCRIBE_STRUCT(TestCaseEdit, (), (document, message))

} // namespace labwarden
