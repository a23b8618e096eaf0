// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/board/board.h"

#include "common/json/domain.h"
#include "server/board/board_answer.h"
#include "server/clients/backoff.h"
#include "server/errors.h"
#include "server/storage/database.h"
#include "server/stored_events.h"
#include "sql/queries/board.h"

#include <boost/json/parse.hpp>
#include <spdlog/spdlog.h>

#include <utility>

namespace labwarden::board {

namespace {

Device deviceOf(const pqxx::row& row, const std::unordered_map<std::string, std::int64_t>& lastSeen) {
    Device device;
    static_cast<DeviceFacts&>(device) = stored<DeviceFacts>(boost::json::parse(row["facts"].c_str()));
    device.presence = stored<Presence>(boost::json::parse(row["presence"].c_str()));
    device.lease = stored<Lease>(boost::json::parse(row["lease"].c_str()));
    device.service = stored<Service>(boost::json::parse(row["service"].c_str()));
    if (const auto seen = lastSeen.find(device.id); seen != lastSeen.end())
        device.lastSeen = Timestamp{seen->second};
    return device;
}

Unavailable notRunning() {
    return Unavailable("postgres", PublicText("The board is not available at the moment."));
}

} // namespace

Board::Board(const BoardSettings& settings, storage::Database& database, storage::Redis& redis,
             http::Authenticator& authenticator, std::function<void()> eventsReady)
    : m_settings(settings)
    , m_database(database)
    , m_eventsReady(std::move(eventsReady))
    , m_stream(settings, redis)
    , m_feed(settings, authenticator) {}

Board::~Board() {
    stop();
}

void Board::start() {
    {
        const std::lock_guard lock(m_mutex);
        m_running = true;
    }
    m_thread = std::jthread([this](const std::stop_token& stop) { work(stop); });
}

void Board::stop() {
    m_thread.request_stop();
    if (m_thread.joinable())
        m_thread.join();
    m_following = false;
    m_feed.drain();
    {
        const std::lock_guard lock(m_mutex);
        m_running = false;
    }
    failWaiting(std::make_exception_ptr(notRunning()));
}

void Board::committed(const std::vector<Event>& events) {
    if (events.empty())
        return;
    m_snapshot.apply(events);
    m_eventsReady();
}

void Board::devices(const http::RequestPtr& request, const http::Responder& responder) {
    if (!m_following) {
        const std::lock_guard lock(m_mutex);
        const bool fresh =
            m_loadedAt != Clock::time_point{} && Clock::now() < m_loadedAt + m_settings.refreshEvery;
        if (!m_running)
            return responder.fail(std::make_exception_ptr(notRunning()));
        if (!m_following && !fresh) {
            m_waiting.push_back({request, responder});
            m_wake.notify_all();
            return;
        }
    }
    responder.send(boardAnswer(*request, *m_snapshot.rendered()));
}

void Board::work(const std::stop_token& stop) {
    clients::Backoff backoff(std::chrono::milliseconds(100), std::chrono::seconds(2));
    bool away = false;
    while (!stop.stop_requested()) {
        try {
            follow(stop);
            backoff.reset();
            away = false;
            m_following = false; // lost: who stands in the feed hears of it by the new beginning
            continue;
        } catch (const Unavailable& e) {
            if (!std::exchange(away, true))
                spdlog::warn("board: waits for {}", e.dependency);
        } catch (const std::exception& e) {
            spdlog::error("board: {}", e.what());
        }
        m_following = false;
        m_feed.away();
        waitForRedis(stop, backoff.next());
    }
}

// From a new beginning to the moment at which the stream is lost. The stream's end is looked at before
// PostgreSQL, so nothing falls between the two; what is met twice is known by its version.
void Board::follow(const std::stop_token& stop) {
    const StreamStart start = m_stream.begin();
    load();
    Cursor cursor{start.epoch, start.last};
    m_snapshot.stamp(cursor.text(), true);
    m_feed.restart(start);
    m_following = true;
    serveWaiting();
    spdlog::info("board: follows the stream from {}", cursor.text());
    auto nextReload = Clock::now() + m_settings.reloadEvery;
    while (!stop.stop_requested()) {
        const StreamRead read = m_stream.read(cursor.epoch, cursor.id);
        if (read.lost)
            return;
        if (!read.events.empty()) {
            std::vector<Event> events;
            for (const StreamedEvent& streamed : read.events)
                if (streamed.json)
                    if (auto reading = wire::readText<Event>(*streamed.json, wire::programs))
                        events.push_back(std::move(reading.value));
            cursor.id = read.events.back().id;
            m_snapshot.apply(events);
            m_snapshot.stamp(cursor.text(), false);
            m_feed.append(read.events);
        }
        if (Clock::now() >= nextReload) {
            nextReload = Clock::now() + m_settings.reloadEvery;
            try {
                load();
            } catch (const Unavailable& e) {
                if (e.dependency != "postgres")
                    throw;
                continue; // the stream keeps the board fresh without it
            }
            m_snapshot.stamp(cursor.text(), true);
        }
    }
}

void Board::load() {
    std::unordered_map<std::string, std::int64_t> lastSeen;
    try {
        lastSeen = m_stream.lastSeen();
    } catch (const Unavailable&) {
        // Redis alone knows; without it the board goes without.
    }
    const std::uint64_t begun = m_snapshot.beginLoad();
    std::vector<Device> devices;
    for (const pqxx::row& row : m_database.acquire()->run(queries::board::devices))
        devices.push_back(deviceOf(row, lastSeen));
    m_snapshot.load(begun, devices);
    const std::lock_guard lock(m_mutex);
    m_loadedAt = Clock::now();
}

// Redis is away: meanwhile PostgreSQL serves those who ask for the board.
void Board::waitForRedis(const std::stop_token& stop, std::chrono::milliseconds pause) {
    const auto until = Clock::now() + pause;
    std::unique_lock lock(m_mutex);
    while (!stop.stop_requested() && Clock::now() < until) {
        if (!m_wake.wait_until(lock, stop, until, [this] { return !m_waiting.empty(); }))
            continue;
        lock.unlock();
        try {
            load();
            serveWaiting();
        } catch (const std::exception&) {
            failWaiting(std::current_exception());
        }
        lock.lock();
    }
}

std::vector<Board::Waiting> Board::takeWaiting() {
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_waiting, {});
}

void Board::serveWaiting() {
    const std::vector<Waiting> waiting = takeWaiting();
    for (const Waiting& one : waiting)
        one.responder.send(boardAnswer(*one.request, *m_snapshot.rendered()));
}

void Board::failWaiting(const std::exception_ptr& error) {
    for (const Waiting& one : takeWaiting())
        one.responder.fail(error);
}

} // namespace labwarden::board
