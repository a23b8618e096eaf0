// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/board/board_settings.h"
#include "server/clients/url.h"
#include "server/rounds.h"

#include <atomic>
#include <cstdint>
#include <memory>

namespace labwarden::clients {
class AmqpPublisher;
}
namespace labwarden::storage {
class Database;
}

namespace labwarden::board {

/// Brings events from their outbox to the topic exchange for other programs; routing key "<part>.<id>". Each
/// at least once, but while the broker is away only the newest `exchangeBacklog` are kept. Any number of
/// servers may do so at once.
class ExchangeRelay {
public:
    /// The database outlives it.
    ExchangeRelay(const BoardSettings& settings, const clients::Url& amqp, storage::Database& database);
    ~ExchangeRelay();
    void start() { m_rounds.start(); }
    void stop() { m_rounds.stop(); }
    /// There are events. Any thread.
    void wake() { m_rounds.wake(); }
    /// Events that were given up since the start.
    std::uint64_t dropped() const { return m_dropped; }

private:
    bool round();
    bool publishBatch();
    void cap();

    const BoardSettings m_settings;
    const clients::Url m_amqp;
    storage::Database& m_database;
    std::unique_ptr<clients::AmqpPublisher> m_publisher;
    std::atomic<std::uint64_t> m_dropped = 0;
    Rounds m_rounds; // last: ends first
};

} // namespace labwarden::board
