// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/runner_protocol.h"
#include "server/clients/influx.h"
#include "server/runner/job_control.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace labwarden::runner {

/// Judges the criteria of a `measure` step for each device by its telemetry in InfluxDB. Belongs to one
/// thread.
class Judge {
public:
    struct Settings {
        std::string influx; ///< empty: everything ends as no data
        std::chrono::milliseconds pointLimit{10'000};
        std::chrono::milliseconds telemetryLimit{60'000};
    };
    explicit Judge(Settings settings) : m_settings(std::move(settings)) {}

    /// One result for each criterion of that step and each device of the job. Waits until a point of each
    /// device at or after `to` is stored, at most pointLimit after it; asks InfluxDB again until
    /// telemetryLimit after it. What cannot be judged has noData set, and is never passed. Nothing when
    /// `control` stops it.
    std::optional<std::vector<RunResult>> judge(const Job& job, const Step& step, Timestamp from,
                                                Timestamp to, JobControl& control);

private:
    struct Telemetry;
    bool waitForPoints(const Job& job, Timestamp to, JobControl& control);

    const Settings m_settings;
    std::optional<clients::InfluxClient> m_influx;
};

/// Whether that criterion is judged over that step.
bool isJudgedOver(const CriterionSpec& criterion, const Step& step);

} // namespace labwarden::runner
