// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/board/board_settings.h"
#include "server/board/recent_events.h"
#include "server/http/route.h"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

namespace labwarden::board {

/// The long polls of `GET /events`. The first event goes out at once, then at most one answer to a reader
/// each `flushEvery`, each a bundle that is written once for all readers who stand at the same place and may
/// hear the same. Any thread.
class Feed {
public:
    /// The authenticator outlives it: a session is looked at again before a parked answer goes out.
    Feed(const BoardSettings& settings, http::Authenticator& authenticator);
    ~Feed(); ///< drain(), then joins

    // The board's thread says what there is.
    /// From here on; readers of another epoch are told to begin anew.
    void restart(const StreamStart& start);
    void append(const std::vector<StreamedEvent>& events);
    /// Redis is away: 503 for all who wait and all who come, until restart().
    void away();

    /// Answers now or later; throws nothing, faults go to the responder. Does not block.
    void poll(const http::RequestPtr& request, const http::Responder& responder);
    /// Answers all who wait, and from now on everybody at once.
    void drain();
    std::size_t parked() const;

private:
    using Clock = std::chrono::steady_clock;
    struct Poll {
        http::RequestPtr request;
        http::Responder responder;
        Cursor after;
        Hearing hearing;
        Clock::time_point deadline;
    };
    /// Bodies made for the present state of m_recent, by place and hearing.
    using Bundles = std::map<std::pair<std::string, Hearing>, std::shared_ptr<const std::string>>;

    void work();
    Clock::time_point nextDue() const;
    std::list<Poll> takeDue();
    void answer(std::list<Poll> polls);
    void answerNow(const http::RequestPtr& request, const http::Responder& responder);

    const BoardSettings m_settings;
    http::Authenticator& m_authenticator;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    RecentEvents m_recent;
    std::list<Poll> m_polls;
    bool m_away = true; ///< until the first restart()
    bool m_news = false;
    bool m_draining = false, m_stopping = false;
    Clock::time_point m_lastFlush{};
    std::thread m_thread;
};

} // namespace labwarden::board
