// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/clients/http_client.h"

#include <curl/curl.h>

#include <charconv>
#include <mutex>
#include <stdexcept>
#include <string_view>

namespace labwarden::clients {
namespace {

void initialiseOnce() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

bool equalsIgnoringCase(std::string_view a, std::string_view b) {
    return a.size() == b.size() && curl_strnequal(a.data(), b.data(), a.size()) != 0;
}

/// What the callbacks of one request fill.
struct Answer {
    std::string body;
    std::size_t limit = 0;
    bool tooLarge = false;
    std::optional<std::chrono::seconds> retryAfter;
};

std::size_t takeBody(char* data, std::size_t size, std::size_t count, void* user) {
    auto& answer = *static_cast<Answer*>(user);
    if (answer.body.size() + size * count > answer.limit) {
        answer.tooLarge = true;
        return 0; // libcurl ends the transfer
    }
    answer.body.append(data, size * count);
    return size * count;
}

std::size_t takeHeader(char* data, std::size_t size, std::size_t count, void* user) {
    const std::string_view line(data, size * count);
    const auto colon = line.find(':');
    if (colon != std::string_view::npos && equalsIgnoringCase(line.substr(0, colon), "retry-after")) {
        const auto start = line.find_first_not_of(" \t", colon + 1);
        long seconds = 0;
        if (start != std::string_view::npos) {
            const auto [end, error] =
                std::from_chars(line.data() + start, line.data() + line.size(), seconds);
            if (error == std::errc() && seconds >= 0)
                static_cast<Answer*>(user)->retryAfter = std::chrono::seconds(seconds);
        }
    }
    return line.size();
}

HttpFailure failureOf(CURLcode code, const Answer& answer) {
    if (answer.tooLarge)
        return HttpFailure::TooLarge;
    switch (code) {
    case CURLE_OK:
        return HttpFailure::None;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
        return HttpFailure::Unreachable;
    case CURLE_OPERATION_TIMEDOUT:
        return HttpFailure::Timeout;
    default:
        return HttpFailure::Broken;
    }
}

/// A libcurl list of header lines.
class Headers {
public:
    ~Headers() { curl_slist_free_all(m_list); }
    void add(const std::string& name, const std::string& value) {
        if (value.find_first_of("\r\n") != std::string::npos)
            throw std::invalid_argument("a header value holds a line break");
        curl_slist* longer = curl_slist_append(m_list, (name + ": " + value).c_str());
        if (longer == nullptr)
            throw std::bad_alloc();
        m_list = longer;
    }
    curl_slist* get() const { return m_list; }

private:
    curl_slist* m_list = nullptr;
};

} // namespace

class HttpClient::Impl {
public:
    explicit Impl(HttpSettings settings) : m_settings(std::move(settings)) {
        initialiseOnce();
        m_curl.reset(curl_easy_init());
        if (!m_curl)
            throw std::bad_alloc();
    }

    HttpResult send(const HttpRequest& request) {
        CURL* curl = m_curl.get();
        curl_easy_reset(curl); // options only: open connections stay
        Answer answer;
        answer.limit = m_settings.maxAnswer;
        char reason[CURL_ERROR_SIZE] = "";
        const auto set = [curl](CURLoption option, auto value) { curl_easy_setopt(curl, option, value); };
        set(CURLOPT_URL, request.url.c_str());
        set(CURLOPT_PROTOCOLS_STR, "http,https");
        set(CURLOPT_FOLLOWLOCATION, 0L);
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_PROXY, ""); // a proxy of the environment must not see callback tokens
        set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(m_settings.connectTimeout.count()));
        set(CURLOPT_TIMEOUT_MS, static_cast<long>(m_settings.totalTimeout.count()));
        set(CURLOPT_TCP_KEEPALIVE, 1L);
        set(CURLOPT_USERAGENT, m_settings.userAgent.c_str());
        set(CURLOPT_ACCEPT_ENCODING, "");
        set(CURLOPT_ERRORBUFFER, static_cast<char*>(reason));
        set(CURLOPT_WRITEFUNCTION, &takeBody);
        set(CURLOPT_WRITEDATA, static_cast<void*>(&answer));
        set(CURLOPT_HEADERFUNCTION, &takeHeader);
        set(CURLOPT_HEADERDATA, static_cast<void*>(&answer));

        Headers headers;
        if (request.method != "GET" || !request.body.empty()) {
            set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
            set(CURLOPT_POSTFIELDS, request.body.data());
            set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
            headers.add("Content-Type", request.contentType);
            headers.add("Expect", ""); // no extra round trip for large bodies
        }
        if (!request.bearer.empty())
            headers.add("Authorization", "Bearer " + request.bearer);
        if (!request.username.empty()) {
            set(CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
            set(CURLOPT_USERNAME, request.username.c_str());
            set(CURLOPT_PASSWORD, request.password.c_str());
        }
        for (const auto& [name, value] : request.headers)
            headers.add(name, value);
        set(CURLOPT_HTTPHEADER, headers.get());

        const CURLcode code = curl_easy_perform(curl);
        HttpResult result;
        result.failure = failureOf(code, answer);
        result.retryAfter = answer.retryAfter;
        if (result.failure == HttpFailure::None) {
            long status = 0;
            curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
            result.status = static_cast<int>(status);
            result.body = std::move(answer.body);
        } else {
            result.detail = answer.tooLarge ? "the answer is larger than allowed"
                            : *reason != 0  ? static_cast<const char*>(reason)
                                            : curl_easy_strerror(code);
        }
        return result;
    }

private:
    struct Cleanup {
        void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
    };
    HttpSettings m_settings;
    std::unique_ptr<CURL, Cleanup> m_curl;
};

HttpClient::HttpClient(HttpSettings settings) : m_impl(std::make_unique<Impl>(std::move(settings))) {}
HttpClient::~HttpClient() = default;
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;

HttpResult HttpClient::send(const HttpRequest& request) {
    return m_impl->send(request);
}

HttpResult HttpClient::get(const std::string& url, const std::string& bearer) {
    HttpRequest request;
    request.url = url;
    request.bearer = bearer;
    return send(request);
}

HttpResult HttpClient::post(const std::string& url, const std::string& json, const std::string& bearer) {
    HttpRequest request;
    request.method = "POST";
    request.url = url;
    request.bearer = bearer;
    request.body = json;
    return send(request);
}

} // namespace labwarden::clients
