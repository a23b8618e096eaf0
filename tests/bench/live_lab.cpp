// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/live_lab.h"

#include "common/json/domain.h"

#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>

namespace labwarden::bench {

LiveLab::LiveLab() : lab(board::test::lab(deviceCount / 18 + 1)) {
    lab.devices.resize(deviceCount);
}

std::vector<Event> LiveLab::change(int count) {
    std::vector<Event> events;
    for (int i = 0; i < count; ++i) {
        Device& device = lab.devices[m_random() % lab.devices.size()];
        device.presence.online = !device.presence.online;
        events.push_back(board::test::presenceEvent(device));
    }
    return events;
}

std::string LiveLab::body() const {
    return boost::json::serialize(
        boost::json::value{{"devices", boost::json::value_from(lab.devices)}, {"cursor", "1-1"}});
}

} // namespace labwarden::bench
