// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/event.h"
#include "common/json/domain.h"

#include <boost/json/array.hpp>

#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

namespace labwarden {

/// Reads what SQL functions have made. It cannot be wrong but by a fault of Labwarden's own: then throws
/// std::logic_error.
template<class T>
T stored(const boost::json::value& json) {
    wire::Reading<T> reading = wire::read<T>(json, wire::programs);
    if (!reading)
        throw std::logic_error("stored JSON: " + reading.faults.front().pointer + " " +
                               reading.faults.front().message);
    return std::move(reading.value);
}

/// The events that a function returned as a JSON array.
inline std::vector<Event> storedEvents(const boost::json::value& array) {
    std::vector<Event> events;
    for (const boost::json::value& event : array.as_array())
        events.push_back(stored<Event>(event));
    return events;
}

} // namespace labwarden
