// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/telemetry/drop_report.h"

#include "server/telemetry/ingest.h"

#include <spdlog/spdlog.h>

#include <utility>

namespace labwarden::telemetry {

void DropReport::look(const IngestStatus& status) {
    tell(m_inbound, status.intake.dropped, "messages are lost: they come faster than they can be read");
    tell(m_memory, status.backlog.dropped, "points are lost: InfluxDB takes none, and memory is full");
    tell(m_disk, status.spill.dropped,
         "points are lost, the oldest first: InfluxDB takes none, and the spill directory is full "
         "(telemetry-spill-limit)");
}

void DropReport::tell(Loss& loss, std::uint64_t total, const char* what) {
    if (const auto lost = loss.log.count(total - std::exchange(loss.seen, total)))
        spdlog::error("Telemetry: {} {}", *lost, what);
}

} // namespace labwarden::telemetry
