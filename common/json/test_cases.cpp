// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/domain/parameters.h"
#include "common/json/domain.h"

namespace labwarden {

using wire::Items;
using wire::Lines;
using wire::Range;
using wire::Text;

namespace {
constexpr Text name{.max = 200};
constexpr Text prose{.max = 10'000, .lines = Lines::many};
constexpr Text message{.max = 1000, .lines = Lines::many};
constexpr Items tagList{.max = 32};
constexpr Text tag{.max = 64, .min = 1};
constexpr Range seconds{.min = 0, .max = 7 * 86'400};
constexpr Range version{.min = 0, .max = 9e15};
constexpr Range revision{.min = 0};

/// People write so much; with parameters put in, as jobs carry it, it may have become more.
Text writtenText(const wire::Fields& in, std::size_t max, Lines lines) {
    return {.max = in.policy().meaning ? max : 100 * max, .lines = lines};
}
} // namespace

void readFields(wire::Fields& in, Parameter& out) {
    in.required("name", out.name, Text{.max = 64, .min = 1});
    in.required("type", out.type);
    in.optional("unit", out.unit, Text{.max = 32});
    in.optional("defaultValue", out.defaultValue);
    in.optional("minimum", out.minimum);
    in.optional("maximum", out.maximum);
    in.optional("choices", out.choices, Items{.max = 100}, Text{.max = 1000});
    in.optional("description", out.description, prose);
}

void readFields(wire::Fields& in, Step& out) {
    in.required("name", out.name, Text{.max = 200, .min = 1});
    in.required("kind", out.kind);
    in.optional("durationSeconds", out.durationSeconds, seconds);
    in.optional("script", out.script, Text{.max = 128});
    in.optional("arguments", out.arguments, Items{.max = 64}, writtenText(in, 1000, Lines::many));
    in.optional("command", out.command, writtenText(in, 10'000, Lines::many));
    in.optional("expectedReply", out.expectedReply, writtenText(in, 10'000, Lines::many));
    in.optional("timeoutSeconds", out.timeoutSeconds, seconds);
}

void readFields(wire::Fields& in, CriterionSpec& out) {
    in.required("expression", out.expression, writtenText(in, 1000, Lines::one));
    in.optional("severity", out.severity);
    in.optional("step", out.step, name);
}

void readFields(wire::Fields& in, Requirements& out) {
    in.optional("type", out.type, name);
    in.optional("tags", out.tags, tagList, tag);
}

void readFields(wire::Fields& in, Attachment& out) {
    in.required("name", out.name, Text{.max = 200, .min = 1});
    in.required("sha256", out.sha256, Text{.max = 64, .min = 64});
    in.required("size", out.size, version);
    in.optional("mediaType", out.mediaType, Text{.max = 100});
}

void readFields(wire::Fields& in, TestCaseDocument& out) {
    in.required("title", out.title, Text{.max = 200, .min = 1});
    in.optional("description", out.description, prose);
    in.optional("folder", out.folder, Text{.max = 807});
    in.optional("tags", out.tags, tagList, tag);
    in.optional("owner", out.owner, Text{.max = 64});
    in.optional("status", out.status);
    in.optional("parameters", out.parameters, Items{.max = 64});
    in.optional("requirements", out.requirements);
    in.required("steps", out.steps, Items{.max = 200, .min = 1});
    in.optional("criteria", out.criteria, Items{.max = 200});
    in.optional("teardown", out.teardown, Items{.max = 50});
    in.optional("timeoutSeconds", out.timeoutSeconds, Range{.min = 1, .max = seconds.max});
    in.optional("maxAttempts", out.maxAttempts, Range{.min = 1, .max = 10});
    in.optional("onDeviceLost", out.onDeviceLost);
    in.optional("attachments", out.attachments, Items{.max = 50});
    if (in.policy().meaning)
        in.check(faultsOf(out));
}

void readFields(wire::Fields& in, TestCase& out) {
    in.required("id", out.id, wire::Uuid{});
    in.required("key", out.key);
    in.required("revision", out.revision, revision);
    in.optional("revisionId", out.revisionId, wire::Uuid{});
    in.required("document", out.document);
    in.optional("createdBy", out.createdBy);
    in.optional("createdAt", out.createdAt);
    in.optional("changedBy", out.changedBy);
    in.optional("changedAt", out.changedAt);
    in.optional("message", out.message);
    in.required("version", out.version, version);
}

void readFields(wire::Fields& in, TestCaseSummary& out) {
    in.required("id", out.id, wire::Uuid{});
    in.required("key", out.key);
    in.required("revision", out.revision, revision);
    in.required("title", out.title);
    in.optional("folder", out.folder);
    in.optional("tags", out.tags, tagList, tag);
    in.optional("owner", out.owner);
    in.optional("status", out.status);
    in.optional("changedBy", out.changedBy);
    in.optional("changedAt", out.changedAt);
    in.required("version", out.version, version);
}

void readFields(wire::Fields& in, TestCaseRevision& out) {
    in.required("revision", out.revision, revision);
    in.required("revisionId", out.revisionId, wire::Uuid{});
    in.optional("message", out.message);
    in.optional("status", out.status);
    in.optional("createdBy", out.createdBy);
    in.optional("createdAt", out.createdAt);
    in.optional("runs", out.runs, version);
}

void readFields(wire::Fields& in, TestCaseEdit& out) {
    in.required("document", out.document);
    in.optional("message", out.message, message);
}

void readFields(wire::Fields& in, Variable& out) {
    in.required("name", out.name, Text{.max = 64, .min = 1});
    in.optional("value", out.value, prose);
    in.optional("secret", out.secret);
    if (in.policy().meaning && !out.name.empty() && !isVariableName(out.name))
        in.fault("name", "must be letters, digits and '_', not starting with a digit");
}

void readFields(wire::Fields& in, EnvironmentDocument& out) {
    in.required("name", out.name, Text{.max = 200, .min = 1});
    in.optional("description", out.description, prose);
    in.optional("variables", out.variables, Items{.max = 200});
    in.optional("telemetrySource", out.telemetrySource);
    in.optional("grafanaUrlTemplate", out.grafanaUrlTemplate, Text{.max = 2000});
    in.optional("runnerQueue", out.runnerQueue, Text{.max = 64});
    in.optional("defaultParameters", out.defaultParameters);
    if (in.policy().meaning)
        in.check(faultsOf(out));
}

void readFields(wire::Fields& in, Environment& out) {
    in.required("id", out.id, wire::Uuid{});
    in.required("revision", out.revision, revision);
    in.required("document", out.document);
    in.optional("createdBy", out.createdBy);
    in.optional("createdAt", out.createdAt);
    in.optional("changedBy", out.changedBy);
    in.optional("changedAt", out.changedAt);
    in.optional("message", out.message);
    in.required("version", out.version, version);
}

void readFields(wire::Fields& in, EnvironmentRevision& out) {
    in.required("revision", out.revision, revision);
    in.optional("message", out.message);
    in.optional("createdBy", out.createdBy);
    in.optional("createdAt", out.createdAt);
}

void readFields(wire::Fields& in, EnvironmentEdit& out) {
    in.required("document", out.document);
    in.optional("message", out.message, message);
}

void readFields(wire::Fields& in, ConnectionTest& out) {
    in.required("document", out.document);
    in.optional("id", out.id, wire::Uuid{});
}

void readFields(wire::Fields& in, ConnectionCheck& out) {
    in.required("ok", out.ok);
    in.optional("detail", out.detail, prose);
}

void readFields(wire::Fields& in, ConnectionReport& out) {
    in.required("telemetry", out.telemetry);
    in.required("grafana", out.grafana);
}

} // namespace labwarden
