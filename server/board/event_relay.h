// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/board/board_settings.h"
#include "server/board/event_stream.h"
#include "server/rounds.h"

namespace labwarden::storage {
class Database;
class Redis;
} // namespace labwarden::storage

namespace labwarden::board {

/// Brings events from their outbox to the Redis Stream, each at least once. Any number of servers may do so
/// at once.
class EventRelay {
public:
    /// All outlive it.
    EventRelay(const BoardSettings& settings, storage::Database& database, storage::Redis& redis);
    void start() { m_rounds.start(); }
    void stop() { m_rounds.stop(); }
    /// There are events. Any thread.
    void wake() { m_rounds.wake(); }

private:
    bool round();

    storage::Database& m_database;
    EventStream m_stream;
    Rounds m_rounds; // last: ends first
};

} // namespace labwarden::board
