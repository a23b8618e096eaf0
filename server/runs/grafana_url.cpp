// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/clients/url.h"
#include "server/runs/run_service.h"

namespace labwarden::runs {

std::string grafanaUrl(const TestRunDetail& run) {
    if (run.devices.empty())
        return {};
    // Grafana takes milliseconds, or words such as "now".
    return clients::filledTemplate(run.environment.grafanaUrlTemplate,
                                   {{"from", std::to_string(run.startedAt.value_or(run.createdAt).ms)},
                                    {"to", run.finishedAt ? std::to_string(run.finishedAt->ms) : "now"},
                                    {"device", run.devices.front().key},
                                    {"run", std::to_string(run.number)}});
}

} // namespace labwarden::runs
