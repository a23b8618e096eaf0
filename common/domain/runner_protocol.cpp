// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/domain/runner_protocol.h"

namespace labwarden {

namespace {
Outcome reported(const Callback& callback) {
    switch (callback.status) {
    case CallbackStatus::passed:
        return Outcome::passed;
    case CallbackStatus::failed:
        return Outcome::failed;
    case CallbackStatus::error:
        return Outcome::error;
    case CallbackStatus::cancelled:
        return Outcome::cancelled;
    case CallbackStatus::timed_out:
        return Outcome::timed_out;
    case CallbackStatus::completed:
        return callback.results.empty() ? Outcome::error : Outcome::passed;
    }
    return Outcome::error;
}
} // namespace

Outcome outcomeOf(const Callback& callback) {
    Outcome outcome = reported(callback);
    for (const RunResult& result : callback.results) {
        if (result.severity != Severity::must)
            continue;
        if (result.noData)
            outcome = worse(outcome, Outcome::error);
        else if (!result.passed)
            outcome = worse(outcome, Outcome::failed);
    }
    return outcome;
}

} // namespace labwarden
