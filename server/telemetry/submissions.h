// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/telemetry/line_protocol.h"
#include "server/telemetry/payload.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace labwarden::storage {
class Database;
}

namespace labwarden::telemetry {

class Ingest;

/// Telemetry of devices without MQTT. Any thread; blocks on PostgreSQL.
class Submissions {
public:
    /// Both outlive it.
    Submissions(storage::Database& database, Ingest& ingest) : m_database(database), m_ingest(ingest) {}

    static constexpr std::size_t maxReadings = 5000; ///< at once

    /// All of `body` or nothing; how many points that is. They are then as safe as if they had come over MQTT
    /// (see Ingest). The device by its id or its key. Throws NotFound, Invalid with every fault, Unavailable
    /// when there is no room.
    std::size_t take(const std::string& device, Format format, Precision precision, std::string_view body);

private:
    storage::Database& m_database;
    Ingest& m_ingest;
};

} // namespace labwarden::telemetry
