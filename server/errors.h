// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/problem.h"

#include <boost/json/value.hpp>

#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// The errors that services throw. They know nothing of HTTP; server/http/problem.cpp is the one place that
/// maps them to answers. What a client may read is the PublicText; anything else goes to the log.
namespace labwarden {

/// Text that is meant for the client. Explicit, so that no `what()` slips into an answer.
struct PublicText {
    explicit PublicText(std::string text, std::string_view kind = {}) : value(std::move(text)), type(kind) {}
    std::string value;
    std::string_view
        type; ///< one of problem_type, for programs that have to tell it apart; empty: the status says enough
};

class ServiceError : public std::runtime_error {
public:
    explicit ServiceError(const PublicText& text) : std::runtime_error(text.value), type(text.type) {}
    std::string_view type; ///< of the PublicText
};

/// Nothing with that id, or nothing the caller may know of.
class NotFound : public ServiceError {
    using ServiceError::ServiceError;
};

/// Bad input, with every fault at its place.
class Invalid : public ServiceError {
public:
    explicit Invalid(std::vector<Fault> f)
        : ServiceError(PublicText("The input has faults.")), faults(std::move(f)) {}
    std::vector<Fault> faults;
};

/// The state of things does not allow it now. `conflicts` may name each obstacle.
class Conflict : public ServiceError {
public:
    explicit Conflict(PublicText text, boost::json::array c = {})
        : ServiceError(std::move(text)), conflicts(std::move(c)) {}
    boost::json::array conflicts;
};

/// The thing has been changed since it was read (If-Match); nothing was written.
class Stale : public ServiceError {
public:
    Stale() : ServiceError(PublicText("Somebody has changed this meanwhile. Look at it again.")) {}
};

/// A change that does not say of which version it is.
class VersionRequired : public ServiceError {
public:
    VersionRequired() : ServiceError(PublicText("If-Match has to say which version is to be changed.")) {}
};

/// Not signed in, or the proof is not good.
class Unauthenticated : public ServiceError {
    using ServiceError::ServiceError;
};

/// Signed in, but not allowed.
class Forbidden : public ServiceError {
    using ServiceError::ServiceError;
};

/// Too much at once; try again after `retryAfter`.
class Throttled : public ServiceError {
public:
    Throttled(PublicText text, std::chrono::seconds after)
        : ServiceError(std::move(text)), retryAfter(after) {}
    std::chrono::seconds retryAfter;
};

/// A dependency is away, or the answer is not known in time. `dependency`: postgres, redis, amqp, mqtt,
/// influxdb.
class Unavailable : public ServiceError {
public:
    Unavailable(std::string dep, PublicText text, std::chrono::seconds after = std::chrono::seconds(2))
        : ServiceError(std::move(text)), dependency(std::move(dep)), retryAfter(after) {}
    std::string dependency;
    std::chrono::seconds retryAfter;
};

} // namespace labwarden
