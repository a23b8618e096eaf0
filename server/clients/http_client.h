// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace labwarden::clients {

struct HttpSettings {
    std::chrono::milliseconds connectTimeout{3000};
    std::chrono::milliseconds totalTimeout{10'000}; ///< of one request, connecting and answer included
    std::size_t maxAnswer = 16 << 20;               ///< bytes of body
    std::string userAgent = "labwarden";
};

/// Why there is no whole answer. `Unreachable`: no connection, so the request has not been sent. `Timeout`
/// and `Broken`: its fate is unknown. `TooLarge`: answered, but beyond maxAnswer.
enum class HttpFailure { None, Unreachable, Timeout, Broken, TooLarge };

struct HttpResult {
    HttpFailure failure = HttpFailure::None;
    int status = 0; ///< of the answer; 0 when failure is not None
    std::string body;
    std::optional<std::chrono::seconds> retryAfter; ///< of the Retry-After header, when it is a number
    std::string detail; ///< of the failure, for the log: no token, no password, no query

    bool ok() const { return failure == HttpFailure::None && status >= 200 && status < 300; }
};

struct HttpRequest {
    std::string method = "GET"; ///< GET, POST, PUT, DELETE, PATCH
    std::string url;
    std::string bearer;             ///< token; empty: none
    std::string username, password; ///< basic authentication; empty: none
    std::string contentType = "application/json";
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
};

/// HTTP/1.1 on libcurl. One object belongs to one thread at a time and keeps its connections open between
/// requests. Never follows a redirect (a token must not travel to another host), never throws for what the
/// network does. http and https alone.
class HttpClient {
public:
    explicit HttpClient(HttpSettings settings = {});
    ~HttpClient();
    HttpClient(HttpClient&&) noexcept;
    HttpClient& operator=(HttpClient&&) noexcept;

    /// Returns within totalTimeout.
    HttpResult send(const HttpRequest& request);
    HttpResult get(const std::string& url, const std::string& bearer = {});
    HttpResult post(const std::string& url, const std::string& json, const std::string& bearer = {});

private:
    class Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace labwarden::clients
