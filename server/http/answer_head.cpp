// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/answer_head.h"

#include "server/http/problem.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <ctime>

namespace labwarden::http {
namespace {

bool equalsIgnoringCase(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

bool isOwnHeader(std::string_view name) {
    static constexpr std::array<std::string_view, 6> own{
        "content-length", "connection", "transfer-encoding", "date", "x-request-id", "content-type"};
    return std::ranges::any_of(own, [name](std::string_view o) { return equalsIgnoringCase(o, name); });
}

bool isSafe(std::string_view text) {
    return std::ranges::none_of(
        text, [](char c) { return (static_cast<unsigned char>(c) < 32 && c != '\t') || c == 127; });
}

// RFC 9110 §5.6.7; strftime would use the process's locale.
std::string httpDate(std::time_t now) {
    static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm t{};
    ::gmtime_r(&now, &t);
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", days[static_cast<std::size_t>(t.tm_wday)],
                       t.tm_mday, months[static_cast<std::size_t>(t.tm_mon)], 1900 + t.tm_year, t.tm_hour,
                       t.tm_min, t.tm_sec);
}

const std::string& dateNow() {
    thread_local std::time_t second = 0;
    thread_local std::string text;
    if (const auto now = std::time(nullptr); now != second) {
        second = now;
        text = httpDate(now);
    }
    return text;
}

void addLine(std::string& head, std::string_view name, std::string_view value) {
    head.append(name).append(": ").append(value).append("\r\n");
}

} // namespace

Outgoing serialized(const Response& response, const AnswerStyle& style) {
    Outgoing out;
    auto& head = out.head;
    head.reserve(512);
    head.append("HTTP/1.1 ")
        .append(std::to_string(response.status))
        .append(" ")
        .append(reasonPhrase(response.status))
        .append("\r\n");
    addLine(head, "Date", dateNow());
    addLine(head, "X-Request-Id", style.requestId);
    addLine(head, "X-Content-Type-Options", "nosniff");

    bool hasCacheControl = false;
    for (const auto& [name, value] : response.headers) {
        if (isOwnHeader(name) || !isSafe(name) || !isSafe(value)) {
            spdlog::error("http: request {}: a handler's header was left out: {}", style.requestId, name);
            continue;
        }
        hasCacheControl |= equalsIgnoringCase(name, "cache-control");
        addLine(head, name, value);
    }
    if (!hasCacheControl)
        addLine(head, "Cache-Control", "no-store");
    if (!style.keepAlive)
        addLine(head, "Connection", "close");
    else if (style.http10)
        addLine(head, "Connection", "keep-alive");

    const bool hasBody = response.status != 204 && response.status != 304; // RFC 9110 §6.4.1
    if (hasBody) {
        if (response.body && !response.contentType.empty() && isSafe(response.contentType))
            addLine(head, "Content-Type", response.contentType);
        addLine(head, "Content-Length", std::to_string(response.body ? response.body->size() : 0));
        if (!style.headOnly)
            out.body = response.body;
    }
    head.append("\r\n");
    return out;
}

} // namespace labwarden::http
