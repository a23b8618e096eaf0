// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/json/domain.h"

#include <optional>
#include <vector>

/// Reading what the server says. It may be newer than this console: fields and words that are not known here
/// are passed over, and one entry that cannot be read does not take its neighbours with it.
namespace labwarden::console {

/// Nothing when what is left does not make a T.
template<class T>
std::optional<T> readTolerant(const boost::json::value& json) {
    auto reading = wire::read<T>(json, wire::server);
    if (!reading)
        return std::nullopt;
    return std::move(reading.value);
}

/// The readable events of a list; those about parts of the lab that this version does not know are left out.
std::vector<Event> readEvents(const boost::json::value& json);

/// Nothing without a cursor to go on from.
std::optional<EventBundle> readBundle(const boost::json::value& json);

} // namespace labwarden::console
