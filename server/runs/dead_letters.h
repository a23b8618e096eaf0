// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/clients/url.h"
#include "server/rounds.h"
#include "server/runs/run_settings.h"

#include <memory>

namespace labwarden {
class EventSink;
}
namespace labwarden::clients {
class AmqpConsumer;
struct Delivery;
} // namespace labwarden::clients
namespace labwarden::storage {
class Database;
}

namespace labwarden::runs {

/// Ends the runs whose jobs the broker has given up: delivered to its limit without anybody keeping one.
class DeadLetters {
public:
    /// All outlive it.
    DeadLetters(const RunSettings& settings, const clients::Url& amqp, storage::Database& database,
                EventSink& sink);
    ~DeadLetters();
    void start() { m_rounds.start(); }
    void stop() { m_rounds.stop(); }

private:
    bool round();
    void end(const clients::Delivery& delivery);

    const RunSettings m_settings;
    const clients::Url m_amqp;
    storage::Database& m_database;
    EventSink& m_sink;
    std::unique_ptr<clients::AmqpConsumer> m_consumer;
    Rounds m_rounds; // last: ends first
};

} // namespace labwarden::runs
