// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <cstddef>
#include <set>
#include <string>

namespace labwarden::runs {

/// Times and limits of the life of a run.
struct RunSettings {
    std::string publicUrl = "http://127.0.0.1:8080"; ///< how runners reach the lab; no slash at the end
    std::string jobQueue =
        "test-jobs"; ///< named queues are `<jobQueue>.<name>`, dead letters `<jobQueue>-dead`
    std::set<std::string> callbackOnlyQueues; ///< full names of queues whose runners never claim: their jobs
                                              ///< are not published again

    int storeThreads = 4;          ///< that run starts and finishes, each with its own PostgreSQL connection
    std::size_t storeQueue = 1024; ///< starts and finishes that wait for one; beyond it 503
    std::chrono::milliseconds answerLimit{
        8'000}; ///< a start or finish whose fate is not known by then is answered 503

    std::chrono::milliseconds heartbeatLimit{120'000}; ///< silence after which an attempt is lost
    std::chrono::milliseconds claimLimit{
        600'000}; ///< unclaimed for so long with an empty queue: published again
    std::chrono::milliseconds queueLimit{86'400'000}; ///< unclaimed for so long: the run has timed out
    std::chrono::milliseconds waitLimit{
        604'800'000}; ///< a run that waits for its devices for so long has timed out
    std::chrono::milliseconds waitingTick{1'000}; ///< looking whether devices have become free
    std::chrono::milliseconds cancelLimit{
        60'000}; ///< for teardown after a cancel or a deadline; then the lab ends the run
    std::chrono::milliseconds deviceLossLimit{60'000}; ///< a device away for so long while its run is at work
    std::chrono::milliseconds reaperHold{120'000};     ///< after a start, or an outage of PostgreSQL
    std::chrono::milliseconds reaperTick{1'000};
    std::chrono::milliseconds healthCheckTick{5'000}; ///< looking for health checks that are due
    std::chrono::milliseconds relayPoll{250};
};

} // namespace labwarden::runs
