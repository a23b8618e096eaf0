// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/telemetry/submissions.h"

#include "common/uuid.h"
#include "server/errors.h"
#include "server/storage/database.h"
#include "server/telemetry/ingest.h"
#include "sql/queries/telemetry.h"

namespace labwarden::telemetry {

std::size_t Submissions::take(const std::string& device, Format format, Precision precision,
                              std::string_view body) {
    const auto id = isUuid(device) ? std::optional(device) : std::nullopt;
    const auto rows = m_database.acquire()->run(queries::telemetry::device_key, device, id);
    if (rows.empty())
        throw NotFound(PublicText("There is no such device."));
    const auto key = rows.front()["key"].as<std::string>();
    std::vector<Fault> faults;
    auto readings = format == Format::json ? devices::readTelemetry(body, maxReadings, faults)
                                           : readLines(body, key, precision, maxReadings, faults);
    if (!faults.empty())
        throw Invalid(std::move(faults));
    const std::size_t points = readings.size();
    m_ingest.submit(key, std::move(readings));
    return points;
}

} // namespace labwarden::telemetry
