// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/json/domain.h"

#include <algorithm>

namespace labwarden {

using wire::Items;
using wire::Lines;
using wire::Range;
using wire::Text;
using wire::Uuid;

namespace {
constexpr Text name{.max = 200};
constexpr Text sentence{.max = 4000, .lines = Lines::many};
constexpr Range whole{.min = 0, .max = 9e15};
constexpr Items stepList{.max = 1000};
constexpr Items logLines{.max = 10'000};
constexpr Items resultList{.max = 100'000};
} // namespace

void readFields(wire::Fields& in, RunDevice& out) {
    in.required("id", out.id, Uuid{});
    in.required("key", out.key);
    in.optional("name", out.name, name);
}

void readFields(wire::Fields& in, RunProgress& out) {
    in.optional("step", out.step, name);
    in.optional("stepIndex", out.stepIndex, Range{.min = 0});
    in.optional("stepCount", out.stepCount, Range{.min = 0});
    in.optional("percent", out.percent, Range{.min = 0, .max = 100});
}

void readFields(wire::Fields& in, TestRun& out) {
    in.required("id", out.id, Uuid{});
    in.required("number", out.number, whole);
    in.required("state", out.state);
    in.optional("outcome", out.outcome);
    in.optional("reason", out.reason, sentence);
    in.optional("testCaseId", out.testCaseId, Uuid{});
    in.optional("testCaseKey", out.testCaseKey);
    in.optional("testCaseTitle", out.testCaseTitle);
    in.optional("revision", out.revision);
    in.optional("environmentId", out.environmentId, Uuid{});
    in.optional("environmentName", out.environmentName);
    in.optional("devices", out.devices, Items{.max = 1000});
    in.optional("createdBy", out.createdBy);
    in.optional("healthCheck", out.healthCheck);
    in.optional("priority", out.priority);
    in.optional("attempt", out.attempt);
    in.optional("runner", out.runner);
    in.optional("cancelRequested", out.cancelRequested);
    in.optional("progress", out.progress);
    in.optional("createdAt", out.createdAt);
    in.optional("startedAt", out.startedAt);
    in.optional("finishedAt", out.finishedAt);
    in.required("version", out.version, whole);
}

void readFields(wire::Fields& in, RunStep& out) {
    in.required("index", out.index, Range{.min = 0, .max = 9999});
    in.required("name", out.name, name);
    in.optional("kind", out.kind);
    in.optional("teardown", out.teardown);
    in.required("state", out.state);
    in.optional("startedAt", out.startedAt);
    in.optional("finishedAt", out.finishedAt);
    in.optional("message", out.message, sentence);
}

void readFields(wire::Fields& in, RunResult& out) {
    in.optional("device", out.device, Text{.max = 64});
    in.optional("step", out.step, name);
    in.optional("criterion", out.criterion, Text{.max = 1000});
    in.optional("metric", out.metric, name);
    in.optional("value", out.value);
    in.optional("unit", out.unit, Text{.max = 64}); // of a rate: the metric's and more
    in.optional("limit", out.limit, name);
    in.optional("severity", out.severity);
    in.required("passed", out.passed);
    in.optional("noData", out.noData);
    in.optional("message", out.message, sentence);
}

void readFields(wire::Fields& in, LogLine& out) {
    in.required("at", out.at);
    in.required("text", out.text, sentence);
}

void readFields(wire::Fields& in, Obstacle& out) {
    in.required("deviceId", out.deviceId, Uuid{});
    in.required("key", out.key);
    in.optional("name", out.name, name);
    in.required("reason", out.reason);
    in.optional("runId", out.runId, Uuid{});
    in.optional("runNumber", out.runNumber, whole);
    in.optional("holder", out.holder, name);
    in.required("since", out.since);
    in.optional("detail", out.detail, sentence);
}

void readFields(wire::Fields& in, RunWait& out) {
    in.required("position", out.position, Range{.min = 1});
    in.optional("obstacles", out.obstacles, Items{.max = 64});
}

void readFields(wire::Fields& in, TestRunDetail& out) {
    readFields(in, static_cast<TestRun&>(out));
    in.required("testCase", out.testCase);
    in.required("environment", out.environment);
    in.optional("parameters", out.parameters);
    in.optional("timeline", out.timeline, Items{.max = 100'000});
    in.optional("results", out.results, resultList);
    in.optional("log", out.log, logLines);
    in.optional("wait", out.wait);
    in.optional("grafanaUrl", out.grafanaUrl, Text{.max = 4000});
}

void readFields(wire::Fields& in, NewTestRun& out) {
    in.required("deviceIds", out.deviceIds, Items{.max = 64, .min = 1}, Uuid{});
    in.required("testCaseId", out.testCaseId, Uuid{});
    in.required("environmentId", out.environmentId, Uuid{});
    in.optional("parameters", out.parameters);
    in.optional("priority", out.priority, Range{.min = -100, .max = 100});
    in.optional("whenBusy", out.whenBusy);
    std::vector<std::string> seen;
    for (std::size_t i = 0; i < out.deviceIds.size(); ++i) {
        const std::string& id = out.deviceIds[i];
        if (!id.empty() && std::ranges::find(seen, id) != seen.end())
            in.fault("deviceIds", "names the device " + id + " twice");
        seen.push_back(id);
    }
}

void readFields(wire::Fields& in, JobMetric& out) {
    in.required("device", out.device, Text{.max = 64, .min = 1});
    in.required("name", out.name, Text{.max = 64, .min = 1});
    in.optional("unit", out.unit, Text{.max = 32});
    in.optional("intervalMs", out.intervalMs, Range{.min = 0, .max = 86'400'000});
}

void readFields(wire::Fields& in, Job& out) {
    in.required("runId", out.runId, Uuid{});
    in.optional("runNumber", out.runNumber, whole);
    in.required("attempt", out.attempt, Range{.min = 1});
    in.required("callbackUrl", out.callbackUrl, Text{.max = 2000, .min = 1});
    in.required("callbackToken", out.callbackToken, Text{.max = 1000, .min = 1});
    in.required("timeoutSeconds", out.timeoutSeconds, Range{.min = 0});
    in.required("devices", out.devices, Items{.max = 1000});
    in.optional("testCaseKey", out.testCaseKey);
    in.optional("revision", out.revision);
    in.required("testCase", out.testCase);
    in.required("environment", out.environment);
    in.optional("parameters", out.parameters);
    in.optional("metrics", out.metrics, Items{.max = 100'000});
}

void readFields(wire::Fields& in, Claim& out) {
    in.required("claimId", out.claimId, Uuid{});
    in.optional("runner", out.runner, name);
}

void readFields(wire::Fields& in, ClaimAnswer& out) {
    in.required("attempt", out.attempt, Range{.min = 1});
    in.required("remainingSeconds", out.remainingSeconds);
    in.optional("secrets", out.secrets);
}

void readFields(wire::Fields& in, Progress& out) {
    in.optional("progress", out.progress);
    in.optional("steps", out.steps, stepList);
    in.optional("log", out.log, logLines);
}

void readFields(wire::Fields& in, ProgressAnswer& out) {
    in.optional("cancel", out.cancel);
    in.optional("pause", out.pause);
    in.optional("remainingSeconds", out.remainingSeconds);
}

void readFields(wire::Fields& in, Callback& out) {
    in.required("status", out.status);
    in.optional("reason", out.reason, sentence);
    in.optional("results", out.results, resultList);
    in.optional("steps", out.steps, stepList);
    in.optional("log", out.log, logLines);
}

} // namespace labwarden
