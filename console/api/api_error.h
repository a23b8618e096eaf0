// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/problem.h"
#include "common/domain/test_run.h"
#include "common/timestamp.h"
#include "console/api/certificate.h"

#include <QString>

#include <boost/json/value.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace labwarden::console {

/// Why a request has no answer to work with. A plain value.
struct ApiError {
    enum class Kind {
        None,
        Unreachable,  ///< no connection, name not found, connection broken
        Untrusted,    ///< nothing was sent: see `certificate`
        Timeout,      ///< connected, but no whole answer in time
        Cancelled,    ///< by whoever asked
        Unauthorized, ///< not signed in, or wrong password
        Forbidden,
        NotFound,
        Conflict, ///< see `conflicts`
        Stale,    ///< 412: somebody has changed it since it was read; nothing was written
        Invalid,  ///< see `faults`
        Throttled,
        Server ///< 5xx, or an answer that cannot be read
    };
    Kind kind = Kind::None;
    int status = 0; ///< HTTP status; 0 without an answer
    QString
        type; ///< the problem's type: "/problems/<word>"; empty or "about:blank" when the status says it all
    QString title;  ///< the server's own words where it had any, else ours; never empty
    QString detail; ///< may be empty
    std::vector<Fault> faults;
    std::vector<Obstacle> conflicts; ///< of a start
    boost::json::value rawConflicts; ///< of anything else: as the server sent them, null without any
    std::optional<UntrustedCertificate> certificate; ///< with Untrusted, always
    QString requestId;
    std::optional<std::chrono::seconds> retryAfter;

    /// Title and detail as one text for people.
    QString text() const;
};

/// Either a value or the reason why there is none.
template<class T>
class ApiResult {
public:
    ApiResult(T value) : m_value(std::move(value)) {}
    ApiResult(ApiError error) : m_error(std::move(error)) {}
    explicit operator bool() const { return m_value.has_value(); }
    const T& operator*() const { return *m_value; }
    const T* operator->() const { return &*m_value; }
    T take() { return std::move(*m_value); }
    /// Kind::None when there is a value.
    const ApiError& error() const { return m_error; }

private:
    std::optional<T> m_value;
    ApiError m_error;
};

/// Called once with the result, on the GUI thread; never when its context object has died or the job was
/// cancelled.
template<class T>
using Done = std::function<void(ApiResult<T>)>;

} // namespace labwarden::console
