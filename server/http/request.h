// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/errors.h"

#include <boost/json/value.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace labwarden::identity {
struct Caller;
}

namespace labwarden::http {

/// The body is no JSON at all, so no pointer can be given: 400, where other faults of the input are 422.
class MalformedBody : public Invalid {
    using Invalid::Invalid;
};

enum class Method { Get, Post, Put, Patch, Delete };

/// One whole request, as the framing let it through. Immutable once it has reached a handler; may be read on
/// any thread. Header names outside a short list of known ones never get here.
class Request {
public:
    Method method = Method::Get;
    std::string path;   ///< without query, still percent-encoded
    std::string id;     ///< request id: the client's X-Request-Id when it is sane, else made here
    std::string remote; ///< address of the peer, or the one a listed proxy vouches for
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;     ///< lower-case names
    std::vector<std::pair<std::string, std::string>> pathValues;  ///< decoded {name} parts of the route
    std::vector<std::pair<std::string, std::string>> queryValues; ///< decoded, in order
    std::shared_ptr<const identity::Caller> caller; ///< set by the access check; null on public routes

    /// Empty when absent.
    std::string_view header(std::string_view lowerName) const;
    /// The decoded path part; throws std::logic_error for a name that the route does not have.
    const std::string& pathValue(std::string_view name) const;
    std::optional<std::string> queryValue(std::string_view name) const;
    /// The body as JSON; throws MalformedBody (an Invalid, pointer "") on bad or too deep (32) JSON.
    boost::json::value json() const;
    /// The token of `Authorization: Bearer`; empty when there is none.
    std::string_view bearer() const;
};

} // namespace labwarden::http
