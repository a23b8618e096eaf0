// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/board/event_stream.h"
#include "server/board/feed.h"
#include "server/board/snapshot.h"
#include "server/event_sink.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace labwarden::storage {
class Database;
}

namespace labwarden::board {

/// What everybody looks at: the snapshot of all devices and the feed of events, kept fresh by following the
/// stream that all servers share and by what this server itself commits. Any thread.
class Board : public EventSink {
public:
    /// All outlive it. `eventsReady` is called after each commit; must not block.
    Board(
        const BoardSettings& settings, storage::Database& database, storage::Redis& redis,
        http::Authenticator& authenticator, std::function<void()> eventsReady = [] {});
    ~Board() override; ///< stop()
    /// Starts to follow and returns at once; until it has caught up, devices() waits.
    void start();
    /// From the thread that called start(). Who still waits gets 503.
    void stop();

    void committed(const std::vector<Event>& events) override;

    /// Answers with all devices: at once while the stream is followed, and otherwise once PostgreSQL has been
    /// looked at (once for all who wait, at most each `refreshEvery`). 503 while PostgreSQL cannot be had
    /// then, before start() and after stop().
    void devices(const http::RequestPtr& request, const http::Responder& responder);
    Feed& feed() { return m_feed; }
    /// Whether the stream is followed now.
    bool following() const { return m_following; }

private:
    using Clock = std::chrono::steady_clock;
    struct Waiting {
        http::RequestPtr request;
        http::Responder responder;
    };

    void work(const std::stop_token& stop);
    void follow(const std::stop_token& stop);
    void load();
    void waitForRedis(const std::stop_token& stop, std::chrono::milliseconds pause);
    void serveWaiting();
    void failWaiting(const std::exception_ptr& error);
    std::vector<Waiting> takeWaiting();

    const BoardSettings m_settings;
    storage::Database& m_database;
    const std::function<void()> m_eventsReady;
    EventStream m_stream;
    Snapshot m_snapshot;
    Feed m_feed;
    std::atomic<bool> m_following = false;

    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::vector<Waiting> m_waiting; ///< for PostgreSQL
    bool m_running = false;
    Clock::time_point m_loadedAt{}; ///< under m_mutex; the epoch: never
    std::jthread m_thread;
};

} // namespace labwarden::board
