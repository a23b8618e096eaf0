// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/api_error.h"

#include <QObject>

#include <algorithm>
#include <functional>
#include <vector>

namespace labwarden::console {

/// How far a sequence has come, counted in things.
struct SequenceResult {
    int done = 0, total = 0;
    int unknown = 0;      ///< of the request that failed, when the server may have done it all the same
    bool stopped = false; ///< by the person, before the end
    ApiError error;       ///< of the request that failed, with which it ended
    bool isWhole() const { return !stopped && error.kind == ApiError::Kind::None; }
};

/// What one request cannot do at once: several, one after the other. What is done stays done, so it ends at
/// the first that fails; stopping lets the one under way answer, so that nobody has to guess. GUI thread
/// only.
class RequestSequence : public QObject {
    Q_OBJECT
public:
    using Answered = std::function<void(const ApiError&)>; ///< Kind::None: it has worked
    struct Step {
        int count = 0; ///< of things that it is about
        /// Sends the request, and calls `answered` once unless `context` has died.
        std::function<void(QObject* context, Answered answered)> send;
    };
    using QObject::QObject;

    /// Does nothing while one is under way. Without steps finished() follows at once.
    void start(std::vector<Step> steps);
    void stop();
    bool isRunning() const { return m_running; }
    bool isStopping() const { return m_result.stopped; }

Q_SIGNALS:
    void progress(int done, int total);
    /// Exactly once for each start().
    void finished(const labwarden::console::SequenceResult& result);

private:
    void next();
    void finish();

    std::vector<Step> m_steps;
    std::size_t m_at = 0;
    bool m_running = false;
    SequenceResult m_result;
};

/// Whether the server may have done what was asked although no answer says so.
bool isFateUnknown(const ApiError& error);

/// `items` in pieces of at most `most`.
template<class T>
std::vector<std::vector<T>> inPieces(const std::vector<T>& items, std::size_t most) {
    std::vector<std::vector<T>> pieces;
    for (std::size_t at = 0; at < items.size(); at += most)
        pieces.emplace_back(items.begin() + static_cast<std::ptrdiff_t>(at),
                            items.begin() + static_cast<std::ptrdiff_t>(std::min(items.size(), at + most)));
    return pieces;
}

} // namespace labwarden::console
