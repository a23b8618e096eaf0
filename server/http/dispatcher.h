// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/framing.h"
#include "server/http/pool.h"
#include "server/http/route.h"
#include "server/http/router.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace labwarden::http {

/// From a request to its handler: finds the route, checks who asks, runs the handler where its route says.
/// Whatever is thrown on the way becomes an answer. Every method may be called from any thread.
class Dispatcher {
public:
    /// What the head alone decides.
    struct Plan {
        const Route* route = nullptr;    ///< null: `refusal` is the answer
        std::optional<Response> refusal; ///< also the answer to OPTIONS
        std::string requestId;
        std::vector<std::pair<std::string, std::string>> pathValues, queryValues;

        std::size_t bodyLimit() const;
    };

    Dispatcher(std::vector<Route> routes, Authenticator& authenticator, Pool& pool,
               std::vector<std::string> trustedProxies);

    Plan plan(const Head& head) const;
    /// Answers through `sink`, now or later.
    void run(Plan plan, Head head, std::string body, std::string_view peer,
             std::shared_ptr<Responder::Sink> sink);

private:
    void admit(const Route& route, std::shared_ptr<Request> request, const Responder& responder);
    void start(const Route& route, RequestPtr request, Responder responder);
    void onPool(std::function<void()> task, const Responder& responder);
    std::string clientAddress(std::string_view peer, std::string_view forwardedFor) const;

    Router m_router;
    Authenticator& m_authenticator;
    Pool& m_pool;
    std::vector<std::string> m_trustedProxies;
};

} // namespace labwarden::http
