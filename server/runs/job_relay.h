// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/clients/url.h"
#include "server/rounds.h"
#include "server/runs/callback_tokens.h"
#include "server/runs/run_settings.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace labwarden {
class EventSink;
}
namespace labwarden::clients {
class AmqpPublisher;
struct AmqpMessage;
} // namespace labwarden::clients
namespace labwarden::storage {
class Database;
class Transaction;
} // namespace labwarden::storage

namespace labwarden::runs {

/// Brings jobs from the outbox to the broker, each at least once: a row goes, and its run is `dispatched`,
/// only after the broker has confirmed. Any number of servers may do so at once. While the broker is away
/// jobs wait in PostgreSQL.
class JobRelay {
public:
    /// All outlive it.
    JobRelay(const RunSettings& settings, const clients::Url& amqp, storage::Database& database,
             const CallbackTokens& tokens, EventSink& sink);
    ~JobRelay();
    void start() { m_rounds.start(); }
    void stop() { m_rounds.stop(); }
    /// There is a job. Any thread.
    void wake() { m_rounds.wake(); }
    /// Whether the last word of the broker was a good one. Any thread.
    bool connected() const { return m_connected; }

private:
    /// One batch of the outbox and its fate.
    struct Batch;

    bool round();
    void connect();
    void declare(const std::string& queue);
    void declareNamedQueues();
    bool publishBatch();
    Batch take(storage::Transaction& transaction) const;
    void publish(Batch& batch);
    void redeliverUnclaimed();

    const RunSettings m_settings;
    const clients::Url m_amqp;
    storage::Database& m_database;
    const CallbackTokens& m_tokens;
    EventSink& m_sink;
    std::unique_ptr<clients::AmqpPublisher> m_publisher;
    std::set<std::string> m_declared; ///< on this connection
    std::chrono::steady_clock::time_point m_nextDeclare{}, m_nextRedeliver{};
    std::atomic<bool> m_connected = false;
    Rounds m_rounds; // last: ends first
};

} // namespace labwarden::runs
