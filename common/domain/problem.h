// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <boost/describe.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace labwarden {

/// One fault of an input, at its JSON pointer (RFC 6901).
struct Fault {
    std::string pointer, message;
    bool operator==(const Fault&) const = default;
};
BOOST_DESCRIBE_STRUCT(Fault, (), (pointer, message))

/// `type` of the problems that a program has to tell apart from others of the same status.
namespace problem_type {
inline constexpr std::string_view loginLocked =
    "urn:labwarden:problem:login-locked"; ///< 429, too many failures
inline constexpr std::string_view accountDisabled =
    "urn:labwarden:problem:account-disabled"; ///< 403, with the right password
inline constexpr std::string_view passwordChangeRequired =
    "urn:labwarden:problem:password-change-required"; ///< 403
inline constexpr std::string_view passwordExpired =
    "urn:labwarden:problem:password-expired"; ///< 403, a one-time password
inline constexpr std::string_view lastAdmin = "urn:labwarden:problem:last-admin"; ///< 409
inline constexpr std::string_view moreThanOwn =
    "urn:labwarden:problem:more-than-own"; ///< 403, giving what one does not have
} // namespace problem_type

/// RFC 9457 `application/problem+json`. `type` is "about:blank" or one of problem_type.
struct Problem {
    std::string type = "about:blank";
    std::string title;
    int status = 500;
    std::string detail;
    std::string requestId;
    std::vector<Fault> errors;
    boost::json::value
        conflicts; ///< 409 of a start: [{deviceId, key, reason, runId, runNumber, holder, since}]
};
BOOST_DESCRIBE_STRUCT(Problem, (), (type, title, status, detail, requestId, errors, conflicts))

} // namespace labwarden
