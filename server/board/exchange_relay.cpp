// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/board/exchange_relay.h"

#include "server/clients/amqp.h"
#include "server/storage/database.h"
#include "sql/queries/board.h"

namespace labwarden::board {

namespace {

constexpr int batchSize = 200;
constexpr std::chrono::seconds publishLimit{
    4}; // less than a statement may take: the transaction stays open meanwhile

} // namespace

ExchangeRelay::ExchangeRelay(const BoardSettings& settings, const clients::Url& amqp,
                             storage::Database& database)
    : m_settings(settings)
    , m_amqp(amqp)
    , m_database(database)
    , m_rounds("exchange relay", settings.relayPoll, [this] { return round(); }) {}

ExchangeRelay::~ExchangeRelay() {
    stop();
}

bool ExchangeRelay::round() {
    try {
        if (!m_publisher) {
            m_publisher = std::make_unique<clients::AmqpPublisher>(
                m_amqp, clients::AmqpSettings{.name = "labwardend events"});
            m_publisher->declareExchange(m_settings.exchange, "topic");
        }
        m_publisher->keepAlive();
        return publishBatch();
    } catch (const Unavailable& e) {
        if (e.dependency == "amqp") {
            m_publisher.reset();
            cap();
        }
        throw;
    }
}

bool ExchangeRelay::publishBatch() {
    const auto connection = m_database.acquire();
    if (!connection->run(queries::board::exchange_events_waiting).at(0).at(0).as<bool>())
        return false;
    bool full = false;
    connection->transact([&](storage::Transaction& transaction) {
        const pqxx::result rows = transaction.run(queries::board::take_exchange_events, batchSize);
        full = rows.size() == batchSize;
        if (rows.empty())
            return;
        std::vector<std::string> done;
        std::vector<clients::AmqpMessage> messages;
        for (const pqxx::row& row : rows) {
            clients::AmqpMessage message;
            message.exchange = m_settings.exchange;
            message.routingKey = std::string(row["part"].c_str()) + "." + row["subject"].c_str();
            message.messageId = row["id"].c_str();
            message.type = "event";
            message.body = row["event"].c_str();
            message.mandatory = false; // nobody needs to listen
            messages.push_back(std::move(message));
        }
        const std::vector<clients::PublishResult> results = m_publisher->publish(messages, publishLimit);
        for (std::size_t i = 0; i < results.size(); ++i) {
            done.push_back(messages[i].messageId);
            if (results[i] != clients::PublishResult::Confirmed)
                ++m_dropped; // a queue behind it is full: that is its owner's affair
        }
        transaction.run(queries::board::drop_exchange_events, storage::arrayLiteral(done));
    });
    return full;
}

void ExchangeRelay::cap() {
    const pqxx::result gone = m_database.acquire()->run(
        queries::board::cap_exchange_events, static_cast<std::int64_t>(m_settings.exchangeBacklog));
    if (gone.affected_rows() == 0)
        return;
    m_dropped += gone.affected_rows();
    spdlog::warn("exchange relay: the broker is away, {} events dropped so far", m_dropped.load());
}

} // namespace labwarden::board
