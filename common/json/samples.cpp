// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/json/samples.h"

namespace labwarden {
namespace {

using wire::Items;

void readPair(const wire::Node& node, Sample& out) {
    if (const auto* pair = wire::arrayOf(node, Items{.max = 2, .min = 2})) {
        wire::readValue(wire::Node((*pair)[0], node, 0), out.at.ms);
        wire::readValue(wire::Node((*pair)[1], node, 1), out.value);
    }
}

void readPair(const wire::Node& node, TelemetryGap& out) {
    if (const auto* pair = wire::arrayOf(node, Items{.max = 2, .min = 2})) {
        wire::readValue(wire::Node((*pair)[0], node, 0), out.from.ms);
        wire::readValue(wire::Node((*pair)[1], node, 1), out.to.ms);
    }
}

template<class T>
void readPairs(const wire::Node& node, std::vector<T>& out, std::size_t most) {
    const auto* array = wire::arrayOf(node, Items{.max = most});
    if (!array)
        return;
    out.resize(array->size());
    for (std::size_t i = 0; i < array->size(); ++i)
        readPair(wire::Node((*array)[i], node, i), out[i]);
}

} // namespace

void readValue(const wire::Node& node, Points& out) {
    readPairs(node, out.samples, 1'000'000);
}

void readValue(const wire::Node& node, Gaps& out) {
    readPairs(node, out.gaps, 10'000);
}

boost::json::array jsonOf(const std::vector<Sample>& samples) {
    boost::json::array points;
    points.reserve(samples.size());
    for (const Sample& sample : samples)
        points.emplace_back(boost::json::array{sample.at.ms, sample.value});
    return points;
}

boost::json::array jsonOf(const std::vector<TelemetryGap>& gaps) {
    boost::json::array pairs;
    pairs.reserve(gaps.size());
    for (const TelemetryGap& gap : gaps)
        pairs.emplace_back(boost::json::array{gap.from.ms, gap.to.ms});
    return pairs;
}

} // namespace labwarden
