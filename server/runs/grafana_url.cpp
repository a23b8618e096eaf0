// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/domain/grafana_link.h"
#include "server/runs/run_service.h"

namespace labwarden::runs {

std::string grafanaUrl(const TestRunDetail& run) {
    if (run.devices.empty())
        return {};
    return grafanaLink(run.environment, {.device = run.devices.front().key,
                                         .from = std::to_string(run.startedAt.value_or(run.createdAt).ms),
                                         .to = run.finishedAt ? std::to_string(run.finishedAt->ms) : "now",
                                         .run = std::to_string(run.number)});
}

} // namespace labwarden::runs
