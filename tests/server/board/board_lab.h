// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device.h"
#include "server/board/board.h"
#include "server/board/event_relay.h"
#include "server/http/server.h"
#include "server/identity/sessions.h"
#include "tests/server/support/api.h"
#include "tests/server/support/tcp_proxy.h"

#include <future>
#include <memory>
#include <string>
#include <vector>

namespace labwarden::test {

/// A bundle of `GET /events` as a test looks at it.
struct Bundle {
    int status = 0;
    std::string cursor;
    bool reset = false;
    std::vector<Event> events;
};

/// A server's board behind HTTP, with three devices "dev-1" to "dev-3" in PostgreSQL. Its Redis is reached
/// through a network that can be cut.
class BoardLab {
    TcpProxy m_network;
    std::unique_ptr<storage::Redis> m_redis;
    std::unique_ptr<identity::Sessions> m_sessions;
    std::unique_ptr<board::EventRelay> m_relay;
    std::unique_ptr<board::Board> m_board;

public:
    explicit BoardLab(board::BoardSettings settings = {});
    ~BoardLab();

    TestApi api;        ///< last: its server ends first
    std::string viewer; ///< a token

    board::Board& board() { return *m_board; }
    board::EventRelay& relay() { return *m_relay; }
    TcpProxy& network() { return m_network; }
    const board::BoardSettings& settings() const { return m_settings; }
    /// Another server with a board on the same PostgreSQL and Redis, which it reaches at all times. Ends
    /// before the lab.
    class Other {
    public:
        explicit Other(BoardLab& lab);
        ~Other();
        board::Board& board() { return m_board; }
        std::uint16_t port() const { return m_server.port(); }

    private:
        board::Board m_board;
        http::Server m_server;
    };

    std::string deviceId(const std::string& key) const;
    /// Changes a device's service by a committed change, as another server would. Returns the event.
    Event changeService(const std::string& key, const std::string& reason);
    /// Any event, as another server would commit it.
    void emit(const std::string& part, const std::string& id, int version);

    // `port`: of the other server; 0: of the first.
    /// The devices of `GET /devices`, read strictly; `cursor` when given gets its cursor.
    std::vector<Device> devices(std::string* cursor = nullptr, std::uint16_t port = 0);
    Device device(const std::string& key, std::uint16_t port = 0);
    std::string cursor();
    Bundle poll(const std::string& after, int wait = 10, const std::string& token = {},
                std::uint16_t port = 0);
    std::future<Bundle> pollLater(const std::string& after, int wait = 10, const std::string& token = {});

private:
    clients::HttpResult fetch(const std::string& path, const std::string& token, std::uint16_t port);

    board::BoardSettings m_settings;
};

board::BoardSettings quick();

} // namespace labwarden::test
