// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/runner_protocol.h"
#include "server/clients/http_client.h"

#include <string>

namespace labwarden::runner {

/// What the server said. `Refused`: 409, the run goes on or has ended without this attempt. `Rejected`: any
/// other 4xx, asking again gives the same. `Busy`: it answered, but not now (5xx, 429). `Silent`: no HTTP
/// answer at all.
enum class Reply { Done, Refused, Rejected, Busy, Silent };

template<class T>
struct Answered {
    Reply reply = Reply::Silent;
    T value{};          ///< for Done
    std::string detail; ///< for the log, when not Done
};

/// Claim, progress and callback of one attempt (PROTOCOL.md); each call is one request without retries. One
/// thread at a time.
class LabClient {
public:
    LabClient(std::string callbackUrl, std::string token);

    Answered<ClaimAnswer> claim(const Claim& claim);
    Answered<ProgressAnswer> progress(const Progress& progress);
    Answered<int> callback(const Callback& callback);

private:
    template<class T>
    Answered<T> post(const char* what, const boost::json::value& body);

    std::string m_url, m_token;
    clients::HttpClient m_http;
};

} // namespace labwarden::runner
