// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <boost/describe.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <vector>

namespace labwarden {

/// One fault of an input, at its JSON pointer (RFC 6901).
struct Fault {
    std::string pointer, message;
    bool operator==(const Fault&) const = default;
};
BOOST_DESCRIBE_STRUCT(Fault, (), (pointer, message))

/// RFC 9457 `application/problem+json`. `type` is "about:blank" or "/problems/<word>".
struct Problem {
    std::string type = "about:blank";
    std::string title;
    int status = 500;
    std::string detail;
    std::string requestId;
    std::vector<Fault> errors;
    boost::json::value conflicts; ///< 409 of a start: [{deviceId, key, reason, runId, runNumber, holder, since}]
};
BOOST_DESCRIBE_STRUCT(Problem, (), (type, title, status, detail, requestId, errors, conflicts))

} // namespace labwarden
