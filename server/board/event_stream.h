// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/board/board_settings.h"
#include "server/board/cursor.h"

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace labwarden::storage {
class Redis;
}

namespace labwarden::board {

/// One event of the stream, as text, with what is needed to hand it on without reading it again.
struct StreamedEvent {
    StreamId id;
    std::shared_ptr<const std::string> json; ///< an Event; null: no event
};

/// The stream as it is found when one begins to follow it.
struct StreamStart {
    std::string epoch;
    StreamId last;
    StreamId floor; ///< of what comes after this id nothing is missing in `recent`
    std::vector<StreamedEvent> recent;
};

struct StreamRead {
    bool lost = false; ///< wiped, started anew or trimmed past this reader: begin() again
    std::vector<StreamedEvent> events;
};

/// The Redis Stream of events that all servers share, and its epoch: a word that changes whenever Redis may
/// have lost something (it was wiped or has restarted), so that no reader goes on from where nothing can be
/// known. Stateless; any thread. All calls throw Unavailable("redis").
class EventStream {
public:
    EventStream(const BoardSettings& settings, storage::Redis& redis);

    StreamStart begin();
    /// What came after `last`; waits for it for BoardSettings::readWait.
    StreamRead read(const std::string& epoch, StreamId last);
    /// Appends the events (JSON texts), in order.
    void append(const std::vector<std::string>& events);
    /// When each device was last heard of, by device id, in milliseconds.
    std::unordered_map<std::string, std::int64_t> lastSeen();

private:
    const BoardSettings m_settings;
    storage::Redis& m_redis;
    const std::string m_stream, m_epoch, m_lastSeen; ///< keys
};

} // namespace labwarden::board
