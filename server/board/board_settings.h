// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace labwarden::board {

struct BoardSettings {
    std::size_t streamLength = 100'000; ///< events that the Redis Stream keeps, about
    std::size_t recentEvents = 20'000; ///< of them in memory: whoever is further behind is told to start anew
    std::size_t parkedLimit = 2'000;   ///< long polls that wait at one time; beyond it 429
    std::chrono::milliseconds flushEvery{100}; ///< at most one answer to a reader in this time
    std::chrono::milliseconds maxWait{25'000}; ///< of a long poll
    std::chrono::milliseconds reloadEvery{
        60'000}; ///< from PostgreSQL, to merge lastSeen and stamp the cursor anew
    std::chrono::milliseconds refreshEvery{
        1'000};                              ///< from PostgreSQL at most, on demand, while Redis is away
    std::chrono::milliseconds readWait{500}; ///< for the stream; also how long a stop may take

    std::string exchange = "labwarden.events"; ///< AMQP topic exchange for other programs
    std::size_t exchangeBacklog =
        100'000; ///< events kept for it while the broker is away; then the oldest go
    std::chrono::milliseconds relayPoll{250};
};

} // namespace labwarden::board
