// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/telemetry/batch.h"
#include "server/telemetry/spill_directory.h"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>

namespace labwarden::telemetry {

struct BacklogSettings {
    std::size_t memoryBytes = 64 << 20; ///< of batches in memory; beyond it the oldest go
    std::size_t liveBatches = 8;        ///< so many wait in memory while InfluxDB takes them; then to disk
};

struct BacklogCounters {
    std::uint64_t points = 0;  ///< in memory now, the batch under way included
    std::uint64_t dropped = 0; ///< points that neither memory nor disk had room for
};

/// Batches that wait for InfluxDB: in memory while it keeps up, on disk while it does not. Bounded in both;
/// losses are counted. One thread puts, another takes; both may block on the disk.
class Backlog {
public:
    /// `spill` (null: there is none) outlives it.
    Backlog(BacklogSettings settings, SpillDirectory* spill) : m_settings(settings), m_spill(spill) {}

    void put(Batch batch);
    /// True while another batch would cost an older one.
    bool full() const;

    struct Piece {
        Batch batch;
        std::optional<SegmentId> segment; ///< nothing: from memory
    };
    /// What is to be written next; waits for it. New batches come before those on disk, but each fifth piece
    /// is one from disk, so that neither waits for ever. One piece at a time, until done() or giveBack().
    /// Nothing at the deadline or once wake() was called.
    std::optional<Piece> take(std::chrono::milliseconds wait);
    /// Only from memory, without waiting.
    std::optional<Piece> takeLive();
    void done(const Piece& piece);
    /// InfluxDB has not taken it: back to where it came from, as the next.
    void giveBack(Piece piece);
    /// Whether InfluxDB is away: then what is in memory goes to disk, and new batches too, as they come. Call
    /// it again after each failed try.
    void away(bool is);
    void wake();

    BacklogCounters counters() const;

private:
    bool spillWanted() const;
    std::optional<Piece> takeStored();
    void toMemory(Batch batch, bool first);
    void toDisk();

    const BacklogSettings m_settings;
    SpillDirectory* const m_spill;

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Batch> m_live;
    std::size_t m_bytes = 0;    ///< of m_live
    std::size_t m_underWay = 0; ///< points
    std::size_t m_liveInRow = 0;
    bool m_away = false, m_woken = false;
    BacklogCounters m_counters;
};

} // namespace labwarden::telemetry
