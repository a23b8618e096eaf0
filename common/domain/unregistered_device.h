// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/timestamp.h"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace labwarden {

/// A device that speaks over MQTT and that nobody has registered: "new" for people. To accept it is to
/// register a device with its key; refused, it is not heard any more.
struct UnregisteredDevice {
    std::string id; ///< UUID; not the one it gets when it is registered
    std::string key;
    bool online = false;
    Timestamp since;                    ///< of being online, or not
    Timestamp heardAt;                  ///< for the first time
    std::string refusedBy;              ///< name of the person; empty: nobody has
    std::optional<Timestamp> refusedAt; ///< nothing: it is not refused
    std::int64_t version = 0;
    bool operator==(const UnregisteredDevice&) const = default;
};
BOOST_DESCRIBE_STRUCT(UnregisteredDevice, (),
                      (id, key, online, since, heardAt, refusedBy, refusedAt, version))

} // namespace labwarden
