// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runner/judge.h"

#include "common/criteria/evaluator.h"
#include "common/criteria/parser.h"
#include "server/clients/telemetry_reader.h"
#include "server/errors.h"
#include "server/runner/job_log.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <map>

namespace labwarden::runner {

namespace {

using namespace std::chrono_literals;

RunResult resultFor(const CriterionSpec& spec, const std::string& device, const Step& step) {
    RunResult result;
    result.device = device;
    result.step = step.name;
    result.criterion = cleanLine(spec.expression, 900); // as long as a callback may carry
    result.severity = spec.severity;
    return result;
}

RunResult noData(RunResult result, std::string why) {
    result.passed = false;
    result.noData = true;
    result.message = std::move(why);
    return result;
}

RunResult resultOf(RunResult result, const criteria::Criterion& criterion, criteria::Judgement judgement) {
    result.metric = criterion.metric;
    result.value = judgement.value;
    result.unit = std::move(judgement.unit);
    result.limit = std::move(judgement.limit);
    result.passed = judgement.verdict == criteria::Verdict::passed;
    result.noData =
        judgement.verdict == criteria::Verdict::noData || judgement.verdict == criteria::Verdict::invalid;
    result.message = std::move(judgement.message);
    return result;
}

const JobMetric* metricOf(const Job& job, const std::string& device, const std::string& name) {
    const auto it = std::ranges::find_if(
        job.metrics, [&](const JobMetric& m) { return m.device == device && m.name == name; });
    return it == job.metrics.end() ? nullptr : &*it;
}

} // namespace

/// The samples of one step, each metric of each device read once.
struct Judge::Telemetry {
    clients::TelemetryReader reader;
    Timestamp from, to;
    std::map<std::pair<std::string, std::string>, std::vector<Sample>> known{};

    const std::vector<Sample>& of(const std::string& device, const std::string& metric) {
        const auto key = std::pair(device, metric);
        const auto it = known.find(key);
        return it != known.end()
                   ? it->second
                   : known.emplace(key, reader.allSamples(device, metric, from, to)).first->second;
    }
};

bool isJudgedOver(const CriterionSpec& criterion, const Step& step) {
    return step.kind == StepKind::measure && (criterion.step.empty() || criterion.step == step.name);
}

bool Judge::waitForPoints(const Job& job, Timestamp to, JobControl& control) {
    clients::TelemetryReader reader(*m_influx);
    std::vector<std::string> waiting;
    for (const RunDevice& device : job.devices)
        waiting.push_back(device.key);
    for (;;) {
        std::erase_if(waiting, [&](const std::string& device) {
            const std::optional<Timestamp> newest = reader.newest(device);
            return newest && *newest >= to;
        });
        if (waiting.empty() || Timestamp::now() - to >= m_settings.pointLimit)
            return true;
        if (control.waitFor(200ms) != Stop::none)
            return false;
    }
}

std::optional<std::vector<RunResult>> Judge::judge(const Job& job, const Step& step, Timestamp from,
                                                   Timestamp to, JobControl& control) {
    std::vector<RunResult> results;
    const auto judgeAll = [&](auto judgeOne) {
        results.clear();
        for (const RunDevice& device : job.devices) {
            for (const CriterionSpec& spec : job.testCase.criteria) {
                if (isJudgedOver(spec, step))
                    results.push_back(judgeOne(device.key, spec));
            }
        }
    };
    const auto judgeNone = [&](const std::string& why) {
        judgeAll([&](const std::string& device, const CriterionSpec& spec) {
            RunResult result = resultFor(spec, device, step);
            if (const criteria::ParseResult parsed = criteria::parse(spec.expression)) {
                result.metric = parsed.criterion->metric;
                result.limit = criteria::printLimit(*parsed.criterion);
            }
            return noData(std::move(result), why);
        });
        return results;
    };

    if (std::ranges::none_of(job.testCase.criteria,
                             [&](const CriterionSpec& c) { return isJudgedOver(c, step); }))
        return results;
    if (m_settings.influx.empty())
        return judgeNone("no data: this runner has no telemetry to read (setting influx)");
    for (;;) {
        try {
            if (!m_influx)
                m_influx.emplace(clients::Url::parse(m_settings.influx),
                                 clients::HttpSettings{.userAgent = "labwarden-runner"});
            if (!waitForPoints(job, to, control))
                return std::nullopt;
            Telemetry telemetry{clients::TelemetryReader(*m_influx), from, to};
            judgeAll([&](const std::string& device, const CriterionSpec& spec) {
                RunResult result = resultFor(spec, device, step);
                const criteria::ParseResult parsed = criteria::parse(spec.expression);
                if (!parsed)
                    return noData(std::move(result), "the criterion cannot be read: " +
                                                         criteria::describe(parsed, spec.expression));
                const JobMetric* metric = metricOf(job, device, parsed.criterion->metric);
                criteria::Series series{
                    .samples = telemetry.of(device, parsed.criterion->metric), .unit = {}, .interval = {}};
                if (metric) {
                    series.unit = metric->unit;
                    series.interval = std::chrono::milliseconds(metric->intervalMs);
                }
                return resultOf(std::move(result), *parsed.criterion,
                                criteria::evaluate(*parsed.criterion, series, from, to));
            });
            return results;
        } catch (const Unavailable&) {
            if (Timestamp::now() - to >= m_settings.telemetryLimit)
                return judgeNone("no data: the telemetry could not be read");
            if (control.waitFor(500ms) != Stop::none)
                return std::nullopt;
        } catch (const clients::InfluxRejected& e) {
            spdlog::error("run {}: InfluxDB: {}", job.runId, e.what());
            return judgeNone("no data: the telemetry could not be read");
        }
    }
}

} // namespace labwarden::runner
