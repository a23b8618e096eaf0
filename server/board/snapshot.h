// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device.h"
#include "common/domain/event.h"
#include "server/board/device_texts.h"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace labwarden::board {

/// An answer of `GET /devices`, ready to be sent any number of times. Immutable but for the gzip body, made
/// at its first use.
class RenderedBoard {
public:
    RenderedBoard(std::shared_ptr<const std::string> plain, std::string tag)
        : m_plain(std::move(plain)), m_tag(std::move(tag)) {}

    const std::shared_ptr<const std::string>& plain() const { return m_plain; }
    const std::shared_ptr<const std::string>& gzip() const;
    /// The ETag of each encoding, with its quotes.
    std::string plainTag() const { return '"' + m_tag + '"'; }
    std::string gzipTag() const { return '"' + m_tag + "-gz\""; }

private:
    const std::shared_ptr<const std::string> m_plain;
    const std::string m_tag;
    mutable std::once_flag m_once;
    mutable std::shared_ptr<const std::string> m_gzip;
};

/// All devices as this server knows them, each part at its highest version, whichever way it came. Any
/// thread; nothing here waits for anybody. Each device's JSON is made anew only when the device has changed.
class Snapshot {
public:
    Snapshot();

    /// Marks the beginning of a look at PostgreSQL: devices that appear from here on are kept by load()
    /// although the look missed them.
    std::uint64_t beginLoad();
    /// Takes what the look has found, part by part where it is newer; devices that it has not found go, but
    /// for those that have appeared since `begun`. `lastSeen` of each device is taken as it is.
    void load(std::uint64_t begun, const std::vector<Device>& devices);
    /// Events of other parts than a device's are ignored.
    void apply(const std::vector<Event>& events);
    /// The cursor at which the board is true, from now on. `force`: renders anew even if nothing else has
    /// changed.
    void stamp(const std::string& cursor, bool force);

    std::shared_ptr<const RenderedBoard> rendered();

private:
    struct Entry {
        Device device;             ///< parts that have not come yet have version 0
        std::int64_t deleted = 0;  ///< version of the tombstone
        std::uint64_t touched = 0; ///< the load during or before which it last changed
    };

    void applyOne(const Event& event);
    /// The device as it is now goes onto the board, or from it.
    void show(const Entry& entry);

    const std::string m_instance; ///< tells ETags of this process from all others
    std::mutex m_mutex;
    std::map<std::string, Entry> m_entries; ///< by device id
    DeviceTexts m_texts;                    ///< of those that are shown
    std::string m_cursor;
    std::uint64_t m_load = 0;
    std::uint64_t m_revision = 0;
    std::shared_ptr<const RenderedBoard> m_rendered; ///< null: to be made
};

} // namespace labwarden::board
