// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/request.h"
#include "server/http/response.h"

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace labwarden::http {

/// Takes the one answer of one request, on any thread, at any later time ("parked"). Copies share the answer:
/// the first one sent counts, later ones are dropped. When the last copy goes without an answer the client
/// gets 500.
class Responder {
public:
    /// Where the answer goes: the server has one for each request; a test may have its own.
    class Sink {
    public:
        virtual ~Sink() = default;
        virtual void send(Response response) = 0;
        virtual void fail(std::exception_ptr error) = 0;
        virtual bool abandoned() const = 0;
    };
    explicit Responder(std::shared_ptr<Sink> sink) : m_sink(std::move(sink)) {}
    void send(Response response) const { m_sink->send(std::move(response)); }
    /// Maps a ServiceError to its problem; anything else to 500 with the request id, its text to the log.
    void fail(std::exception_ptr error) const { m_sink->fail(std::move(error)); }
    /// The client has gone: no need to work on.
    bool abandoned() const { return m_sink->abandoned(); }

private:
    std::shared_ptr<Sink> m_sink;
};

using RequestPtr = std::shared_ptr<const Request>;
using Handler = std::function<void(RequestPtr, Responder)>;

/// Who may call a route. There is no default: a route without access does not compile.
struct Public {};
/// A signed-in person, whatever they may do; no API key. `evenOneTime`: one whose password has to be changed
/// first, too.
struct Person {
    bool evenOneTime = false;
};
struct Anyone {}; ///< a signed-in person or an API key, whatever they may do
struct Session {
    std::string_view permission;
};                 ///< a signed-in person or an API key with the permission, never empty
struct Attempt {}; ///< the callback token of the run's attempt, checked by the runs area
using Access = std::variant<Public, Person, Anyone, Session, Attempt>;

/// Where the handler runs. `Pool`: on a thread that may block on PostgreSQL. `Inline`: on the I/O thread (or
/// a pool thread, when the session had to be looked up there); it must not wait for anything but Redis.
enum class RunOn { Pool, Inline };

struct Route {
    Method method;
    std::string_view path; ///< "/api/v1/test-runs/{id}/claim"
    Access access;
    Handler handler;
    std::string_view summary; ///< as openapi.yaml has it
    RunOn runOn = RunOn::Pool;
    std::size_t bodyLimit = 1 << 20; ///< bytes
};

/// A handler that answers at once from a plain function; what it throws becomes a problem.
Handler answer(std::function<Response(const Request&)> f);

/// Says who is calling. Implemented by identity.
class Authenticator {
public:
    virtual ~Authenticator() = default;
    /// On the I/O thread: at most one Redis round trip. Null: not known here, ask lookUp(). Throws
    /// Unauthenticated.
    virtual std::shared_ptr<const identity::Caller> quick(std::string_view token) = 0;
    /// On a pool thread: the truth from PostgreSQL. Throws Unauthenticated, Unavailable.
    virtual std::shared_ptr<const identity::Caller> lookUp(std::string_view token) = 0;
};

} // namespace labwarden::http
