// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/clients/amqp.h"

#include <string>

namespace labwarden::runs {

/// The names and arguments of the queues that jobs go through. The server declares them, all others declare
/// passively.

/// Of an environment's runnerQueue; empty: the queue that everybody shares.
inline std::string queueNamed(const std::string& jobQueue, const std::string& runnerQueue) {
    return runnerQueue.empty() ? jobQueue : jobQueue + "." + runnerQueue;
}

/// Where the broker puts a job that no runner could keep. No runnerQueue can have this name.
inline std::string deadLetterQueue(const std::string& jobQueue) {
    return jobQueue + "-dead";
}

/// A quorum queue outlives a broker of a cluster; without a delivery limit a job that kills its runner would
/// never end.
inline clients::AmqpArguments jobQueueArguments(const std::string& jobQueue) {
    return {{"x-queue-type", std::string("quorum")},
            {"x-delivery-limit", std::int64_t{20}},
            {"x-dead-letter-exchange", std::string()},
            {"x-dead-letter-routing-key", deadLetterQueue(jobQueue)}};
}

inline clients::AmqpArguments deadLetterArguments() {
    return {{"x-queue-type", std::string("quorum")}};
}

} // namespace labwarden::runs
