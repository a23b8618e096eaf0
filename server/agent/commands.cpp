// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/agent/commands.h"

#include "common/criteria/criterion.h"

#include <algorithm>
#include <sstream>

namespace labwarden::agent {

namespace {

devices::ReplyMessage readMetric(const std::string& name, const Device& device, const Values& lastTold) {
    const auto told = std::ranges::find(lastTold, name, &Values::value_type::first);
    if (told == lastTold.end())
        return {.id = {}, .ok = false, .output = "has no value of such a metric; it has those of 'metrics'"};
    const auto metrics = device.metrics();
    const auto metric = std::ranges::find(metrics, name, &Metric::name);
    std::string output = criteria::printNumber(told->second);
    if (metric != metrics.end() && !metric->unit.empty())
        output += ' ' + metric->unit;
    return {.id = {}, .ok = true, .output = output};
}

devices::ReplyMessage answer(const std::vector<std::string>& words, const Device& device,
                             const Values& lastTold) {
    if (words == std::vector<std::string>{"ping"})
        return {.id = {}, .ok = true, .output = "pong"};
    if (words == std::vector<std::string>{"identify"})
        return {.id = {}, .ok = true, .output = device.model()};
    if (words == std::vector<std::string>{"metrics"}) {
        std::string names;
        for (const Metric& metric : device.metrics())
            names += (names.empty() ? "" : " ") + metric.name;
        return {.id = {}, .ok = true, .output = names};
    }
    if (words.size() == 2 && words[0] == "read")
        return readMetric(words[1], device, lastTold);
    return {.id = {}, .ok = false, .output = "knows ping, identify, metrics and read METRIC only"};
}

} // namespace

devices::ReplyMessage answerCommand(const devices::CommandMessage& command, const Device& device,
                                    const Values& lastTold) {
    std::istringstream in(command.text);
    std::vector<std::string> words;
    for (std::string word; in >> word;)
        words.push_back(word);
    devices::ReplyMessage reply = answer(words, device, lastTold);
    reply.id = command.id;
    return reply;
}

} // namespace labwarden::agent
