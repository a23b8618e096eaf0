// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device_history.h"
#include "server/page.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace labwarden::storage {
class Database;
}

namespace labwarden::devices {

/// Which entries; what is absent does not matter.
struct HistoryFilter {
    std::optional<HistoryKind> kind;
    std::optional<Timestamp> from, to; ///< from <= at < to
};

struct HistoryPage {
    std::vector<HistoryEntry> entries;
    std::optional<EntryPlace> next; ///< nothing: that was all
};

/// A range of time, `from` before `to`, at most History::longest.
struct TimeRange {
    Timestamp from, to;
};

/// Reads what became of devices. (It is written in the transactions of the changes themselves.) Any thread;
/// throws Unavailable.
class History {
public:
    static constexpr std::chrono::hours longest{24 * 366};

    explicit History(storage::Database& database) : m_database(database) {}

    /// Of one device, deleted or not, newest first, `limit` entries at most. NotFound.
    HistoryPage page(const std::string& deviceId, const HistoryFilter& filter,
                     const std::optional<EntryPlace>& after, int limit);
    /// Of all devices that were registered in some part of the range, or of one of them. Time to come does
    /// not count.
    Page<DeviceUtilisation> utilisation(const TimeRange& range, const std::optional<std::string>& deviceId,
                                        const PageRequest& request);

private:
    storage::Database& m_database;
};

} // namespace labwarden::devices
