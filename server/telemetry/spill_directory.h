// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/clients/once_a_minute.h"
#include "server/http/unique_fd.h"
#include "server/telemetry/segment.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>

namespace labwarden::telemetry {

struct SpillSettings {
    std::filesystem::path directory;
    std::uint64_t maxBytes = std::uint64_t(1) << 30; ///< of all segments; beyond it the oldest go
};

/// Of segments in the directory now, and since the start.
struct SpillCounters {
    std::uint64_t segments = 0, points = 0, bytes = 0; ///< now; bytes with those set aside
    std::uint64_t found = 0;                           ///< points that an earlier server had left
    std::uint64_t dropped = 0;                         ///< points, oldest first, to keep within maxBytes
    std::uint64_t damagedSegments = 0, damagedPoints = 0;
    std::uint64_t failures = 0; ///< batches that the disk did not take
};

/// Batches on disk, one file each, that outlive the process: what InfluxDB does not take now. The directory
/// belongs to one server at a time (a lock that ends with its process) and to its owner alone (0700). A
/// segment that cannot be read is set aside as `<name>.damaged`, counted, and the first to go for want of
/// room. Any thread; blocks on the disk.
class SpillDirectory {
public:
    /// Makes the directory if it is missing. Throws std::runtime_error in words for the operator when it
    /// cannot be made or written, is open to others, or another server has it.
    explicit SpillDirectory(SpillSettings settings);
    SpillDirectory(const SpillDirectory&) = delete;
    SpillDirectory& operator=(const SpillDirectory&) = delete;

    /// True: the batch is on the disk, synced, and survives whatever happens to process and machine. False:
    /// the disk does not take it, and the batch is still the caller's.
    bool append(const Batch& batch);

    struct Segment {
        SegmentId id;
        Batch batch;
    };
    /// The oldest that can be read; it stays, and is not dropped for want of room, until done() or release().
    /// One at a time. Nothing when there is none.
    std::optional<Segment> oldest();
    /// Is in InfluxDB: removes it.
    void done(const SegmentId& id);
    /// Is not in InfluxDB: stays the oldest.
    void release(const SegmentId& id);

    bool empty() const;
    SpillCounters counters() const;

private:
    void lockDirectory();
    void scan();
    bool makeRoom(std::uint64_t bytes);
    void remove(const SegmentId& id, std::string_view suffix = {});
    void setAside(const SegmentId& id, const std::string& why);

    const SpillSettings m_settings;
    http::UniqueFd m_directory, m_lock;

    mutable std::mutex m_mutex;
    std::map<SegmentId, std::uint64_t> m_segments, m_damaged; ///< with their bytes
    std::optional<SegmentId> m_taken;
    std::uint64_t m_next = 1;
    std::uint64_t m_bytes = 0; ///< of both, and of what is being written
    SpillCounters m_counters;
    clients::OnceAMinute m_log;
};

} // namespace labwarden::telemetry
