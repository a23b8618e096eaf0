// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/board/event_relay.h"

#include "server/storage/database.h"
#include "sql/queries/board.h"

namespace labwarden::board {

namespace {

constexpr int batchSize = 500;

} // namespace

EventRelay::EventRelay(const BoardSettings& settings, storage::Database& database, storage::Redis& redis)
    : m_database(database)
    , m_stream(settings, redis)
    , m_rounds("event relay", settings.relayPoll, [this] { return round(); }) {}

bool EventRelay::round() {
    const auto connection = m_database.acquire();
    if (!connection->run(queries::board::events_waiting).at(0).at(0).as<bool>())
        return false;
    bool full = false;
    // The rows stay locked until Redis has the events, so that no other relay brings them too.
    connection->transact([&](storage::Transaction& transaction) {
        const pqxx::result rows = transaction.run(queries::board::take_events, batchSize);
        full = rows.size() == batchSize;
        if (rows.empty())
            return;
        std::vector<std::string> ids, events;
        for (const pqxx::row& row : rows) {
            ids.emplace_back(row["id"].c_str());
            events.emplace_back(row["event"].c_str());
        }
        m_stream.append(events);
        transaction.run(queries::board::drop_events, storage::arrayLiteral(ids));
    });
    return full;
}

} // namespace labwarden::board
