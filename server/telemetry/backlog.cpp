// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/telemetry/backlog.h"

#include <utility>

namespace labwarden::telemetry {
namespace {

constexpr std::size_t livePiecesInRow = 4;

} // namespace

bool Backlog::spillWanted() const {
    const std::lock_guard lock(m_mutex);
    return m_spill != nullptr && (m_away || m_live.size() >= m_settings.liveBatches);
}

void Backlog::put(Batch batch) {
    const bool onDisk = spillWanted() && m_spill->append(batch);
    {
        const std::lock_guard lock(m_mutex); // also so that who is about to wait hears of it
        if (!onDisk)
            toMemory(std::move(batch), false);
    }
    m_changed.notify_one();
}

/// With the lock held.
void Backlog::toMemory(Batch batch, bool first) {
    m_bytes += batch.lines.size();
    m_counters.points += batch.points;
    if (first)
        m_live.push_front(std::move(batch));
    else
        m_live.push_back(std::move(batch));
    while (m_bytes > m_settings.memoryBytes && m_live.size() > 1) {
        m_bytes -= m_live.front().lines.size();
        m_counters.points -= m_live.front().points;
        m_counters.dropped += m_live.front().points;
        m_live.pop_front();
    }
}

bool Backlog::full() const {
    const std::lock_guard lock(m_mutex);
    return m_live.size() > 1 && m_bytes + m_live.back().lines.size() > m_settings.memoryBytes;
}

std::optional<Backlog::Piece> Backlog::take(std::chrono::milliseconds wait) {
    const auto stored = [&] { return m_spill != nullptr && !m_spill->empty(); };
    bool fromDisk = false;
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, wait, [&] { return m_woken || !m_live.empty() || stored(); });
        if (std::exchange(m_woken, false))
            return std::nullopt;
        fromDisk = stored() && (m_live.empty() || m_liveInRow >= livePiecesInRow);
        m_liveInRow = fromDisk ? 0 : m_liveInRow + 1;
    }
    return fromDisk ? takeStored() : takeLive();
}

std::optional<Backlog::Piece> Backlog::takeStored() {
    auto segment = m_spill->oldest();
    if (!segment)
        return std::nullopt;
    return Piece{std::move(segment->batch), segment->id};
}

std::optional<Backlog::Piece> Backlog::takeLive() {
    const std::lock_guard lock(m_mutex);
    if (m_live.empty())
        return std::nullopt;
    Piece piece{std::move(m_live.front()), std::nullopt};
    m_live.pop_front();
    m_bytes -= piece.batch.lines.size();
    m_counters.points -= piece.batch.points;
    m_underWay = piece.batch.points;
    return piece;
}

void Backlog::done(const Piece& piece) {
    if (piece.segment) {
        m_spill->done(*piece.segment);
        return;
    }
    const std::lock_guard lock(m_mutex);
    m_underWay = 0;
}

void Backlog::giveBack(Piece piece) {
    if (piece.segment) {
        m_spill->release(*piece.segment);
        return;
    }
    const std::lock_guard lock(m_mutex);
    m_underWay = 0;
    toMemory(std::move(piece.batch), true);
}

void Backlog::away(bool is) {
    {
        const std::lock_guard lock(m_mutex);
        m_away = is;
    }
    if (is && m_spill != nullptr)
        toDisk();
}

void Backlog::toDisk() {
    while (auto piece = takeLive()) {
        if (!m_spill->append(piece->batch)) {
            giveBack(std::move(*piece));
            return;
        }
        done(*piece);
    }
}

void Backlog::wake() {
    {
        const std::lock_guard lock(m_mutex);
        m_woken = true;
    }
    m_changed.notify_all();
}

BacklogCounters Backlog::counters() const {
    const std::lock_guard lock(m_mutex);
    BacklogCounters counted = m_counters;
    counted.points += m_underWay;
    return counted;
}

} // namespace labwarden::telemetry
