// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/clients/url.h"
#include "server/runs/run_service.h"

namespace labwarden::runs {

namespace {

void replaceAll(std::string& text, std::string_view what, std::string_view by) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
}

} // namespace

std::string grafanaUrl(const TestRunDetail& run) {
    std::string url = run.environment.grafanaUrlTemplate;
    if (url.empty() || run.devices.empty())
        return {};
    // Grafana takes milliseconds, or words such as "now".
    replaceAll(url, "{from}", std::to_string(run.startedAt.value_or(run.createdAt).ms));
    replaceAll(url, "{to}", run.finishedAt ? std::to_string(run.finishedAt->ms) : "now");
    replaceAll(url, "{device}", clients::percentEncoded(run.devices.front().key));
    replaceAll(url, "{run}", std::to_string(run.number));
    return url;
}

} // namespace labwarden::runs
