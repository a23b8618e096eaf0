// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/event.h"
#include "server/board/cursor.h"
#include "server/board/event_stream.h"

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace labwarden::identity {
struct Caller;
}

namespace labwarden::board {

/// Which parts somebody may hear of, one bit a permission.
using Hearing = unsigned;
Hearing hearingOf(const identity::Caller& caller);
Hearing hearingFor(EventPart part);

/// The newest events of the stream, from which long polls are answered. A plain value; its owner guards it.
class RecentEvents {
public:
    explicit RecentEvents(std::size_t limit) : m_limit(limit) {}

    void restart(const StreamStart& start);
    void append(const std::vector<StreamedEvent>& events);

    /// Whether everything after this cursor is here.
    bool knows(const Cursor& cursor) const { return cursor.epoch == m_epoch && cursor.id >= m_floor; }
    Cursor newest() const { return {m_epoch, m_last}; }
    /// Whether somebody who stands at `after` has anything to hear.
    bool anyAfter(StreamId after, Hearing hearing) const;
    /// An EventBundle with the newest state of each part that has changed after `after`; its cursor is where
    /// the reader goes on.
    std::string bundle(StreamId after, Hearing hearing) const;
    /// An EventBundle that sends the reader back to the beginning.
    std::string reset() const;

private:
    struct Entry {
        StreamId id;
        Hearing hearing;
        std::string subject; ///< part and id: of each only the highest version is told
        std::int64_t version;
        std::shared_ptr<const std::string> json;
    };
    void add(const StreamedEvent& event);
    std::deque<Entry>::const_iterator firstAfter(StreamId after) const;

    const std::size_t m_limit;
    std::string m_epoch;
    StreamId m_floor, m_last;
    std::deque<Entry> m_entries;
};

} // namespace labwarden::board
