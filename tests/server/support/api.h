// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/clients/http_client.h"
#include "server/event_sink.h"
#include "server/http/server.h"
#include "server/identity/passwords.h"
#include "server/identity/sessions.h"
#include "tests/server/support/services.h"

#include <boost/json/value.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace labwarden::test {

/// Keeps what was committed, for tests to look at.
class KeptEvents : public EventSink {
public:
    void committed(const std::vector<Event>& events) override {
        const std::lock_guard lock(m_mutex);
        m_events.insert(m_events.end(), events.begin(), events.end());
    }
    std::vector<Event> take() {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_events, {});
    }

private:
    std::mutex m_mutex;
    std::vector<Event> m_events;
};

/// One answer: its status and its body as JSON (null when it has none).
struct ApiAnswer {
    int status = 0;
    boost::json::value body;

    /// The pointers of a problem's `errors`, in order.
    std::vector<std::string> faultsAt() const;
};

/// The routes of some areas behind the real HTTP server and the real identity, with one user a built-in role:
/// "viewer", "engineer", "manager" and "admin" are signed in with signIn(). Own schema, own Redis prefix.
class TestApi {
public:
    using MakeRoutes =
        std::function<std::vector<http::Route>(storage::Database&, storage::Redis&, EventSink&)>;
    explicit TestApi(const MakeRoutes& make = {});
    ~TestApi();

    /// The token of a new session; the password of every user is `password`.
    std::string signIn(const std::string& user);
    static constexpr const char* password = "test-password";

    ApiAnswer get(const std::string& path, const std::string& token = {});
    ApiAnswer post(const std::string& path, const boost::json::value& body, const std::string& token = {});
    /// `version` goes into If-Match; 0: none.
    ApiAnswer put(const std::string& path, const boost::json::value& body, const std::string& token = {},
                  std::int64_t version = 0);
    ApiAnswer remove(const std::string& path, const std::string& token = {}, std::int64_t version = 0);
    /// Where the server listens, for tests with clients of their own; the calls above share one client and
    /// one thread.
    std::uint16_t port() const { return m_server->port(); }

    TestSchema schema;
    TestRedis redis;
    KeptEvents events;
    std::unique_ptr<storage::Database> database;
    identity::Sessions sessions;
    identity::Passwords passwords;

private:
    ApiAnswer send(const std::string& method, const std::string& path, const std::string& token,
                   std::string body, std::int64_t version = 0);

    clients::HttpClient m_client;
    std::unique_ptr<http::Server> m_server;
};

} // namespace labwarden::test
