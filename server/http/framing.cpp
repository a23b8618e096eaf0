// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/framing.h"

#include <algorithm>
#include <array>

namespace labwarden::http {
namespace {

enum class Repeat { Refuse, Join };

struct KnownField {
    std::string_view name;
    Repeat repeat; ///< a list may come in several lines; a single value that comes twice is an attack or a
                   ///< mistake
};

// What handlers can see. Anything else a client sends is dropped here.
constexpr std::array knownFields{
    KnownField{"accept", Repeat::Join},
    KnownField{"accept-encoding", Repeat::Join},
    KnownField{"authorization", Repeat::Refuse},
    KnownField{"content-type", Repeat::Refuse},
    KnownField{"idempotency-key", Repeat::Refuse},
    KnownField{"if-match", Repeat::Join},
    KnownField{"if-none-match", Repeat::Join},
    KnownField{"user-agent", Repeat::Refuse},
    KnownField{"x-forwarded-for", Repeat::Join},
    KnownField{"x-request-id", Repeat::Refuse},
};

constexpr std::array<std::string_view, 7> knownMethods{"GET",   "HEAD",   "POST",   "PUT",
                                                       "PATCH", "DELETE", "OPTIONS"};

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

std::string lowered(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), lower);
    return out;
}

bool equalsIgnoringCase(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

// RFC 9110 §5.6.2
bool isTokenChar(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool isToken(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, isTokenChar);
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

/// Calls f with each element of a comma separated list.
template<class F>
void eachElement(std::string_view list, F f) {
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        f(trimmed(list.substr(0, comma)));
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
}

} // namespace

void Framing::append(std::string_view bytes) {
    if (m_state == State::Refused)
        return;
    if (m_state == State::Body) { // straight to where it belongs: a large body is not copied twice
        const auto take = std::min(bytes.size(), m_head.contentLength - m_body.size());
        m_body.append(bytes.substr(0, take));
        bytes.remove_prefix(take);
    }
    m_buffer.append(bytes);
}

Framing::Step Framing::next() {
    switch (m_state) {
    case State::Head:
        return scanHead();
    case State::AwaitLimit:
        return Step::HeadDone;
    case State::Body:
        if (m_head.contentLength > m_bodyLimit)
            return refuse(413, "The body is larger than this address takes.");
        if (m_body.size() < m_head.contentLength)
            return Step::NeedBytes;
        m_state = State::Head;
        return Step::Whole;
    case State::Refused:
        break;
    }
    return Step::Refused;
}

void Framing::allowBody(std::size_t limit) {
    m_bodyLimit = limit;
    m_state = State::Body;
    m_body.clear();
    if (m_head.contentLength > limit)
        return; // refused by next()
    const auto take = std::min(m_buffer.size(), m_head.contentLength);
    m_body.assign(m_buffer, 0, take);
    m_buffer.erase(0, take);
}

Framing::Step Framing::refuse(int status, std::string_view detail) {
    fail(status, detail);
    return Step::Refused;
}

bool Framing::fail(int status, std::string_view detail) {
    m_refusal = {status, detail};
    m_state = State::Refused;
    m_buffer = {};
    m_body = {};
    return false;
}

// Looks at each byte once, as it comes: what can never become a head is refused at once and not only when it
// ends.
Framing::Step Framing::scanHead() {
    if (m_scanned == 0) { // RFC 9112 §2.2: empty lines before a request are skipped
        std::size_t skip = 0;
        while (m_buffer.compare(skip, 2, "\r\n") == 0)
            skip += 2;
        m_buffer.erase(0, skip);
        if (m_buffer == "\r")
            return Step::NeedBytes;
    }
    for (; m_scanned < m_buffer.size(); ++m_scanned) {
        if (m_scanned >= m_limits.head)
            return m_sawLineEnd ? refuse(431, "The request's head is too large.")
                                : refuse(414, "The request target is too long.");
        const auto c = static_cast<unsigned char>(m_buffer[m_scanned]);
        const bool afterReturn = m_scanned > 0 && m_buffer[m_scanned - 1] == '\r';
        if (afterReturn != (c == '\n'))
            return refuse(400, "Lines end with CR LF.");
        if ((c < 32 && c != '\r' && c != '\n' && c != '\t') || c == 127)
            return refuse(400, "The head has control characters.");
        if (c != '\n')
            continue;
        m_sawLineEnd = true;
        if (m_scanned < 3 || m_buffer[m_scanned - 2] != '\n')
            continue;

        const std::string head = m_buffer.substr(0, m_scanned - 1); // every line with its CR LF
        m_buffer.erase(0, m_scanned + 1);
        m_scanned = 0;
        m_sawLineEnd = false;
        if (!parseHead(head))
            return Step::Refused;
        m_state = State::AwaitLimit;
        return Step::HeadDone;
    }
    return Step::NeedBytes;
}

bool Framing::parseHead(std::string_view head) {
    m_head = {};
    m_hasHost = m_hasLength = false;
    auto end = head.find("\r\n");
    if (!parseRequestLine(head.substr(0, end)))
        return false;
    for (auto begin = end + 2; begin < head.size(); begin = end + 2) {
        end = head.find("\r\n", begin);
        if (!parseField(head.substr(begin, end - begin)))
            return false;
    }
    if (!m_hasHost && !m_head.http10)
        return fail(400, "HTTP/1.1 asks for one Host header.");
    return true;
}

bool Framing::parseRequestLine(std::string_view line) {
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || first == last)
        return fail(400, "The request line is not: method, target, version.");
    const auto method = line.substr(0, first);
    const auto target = line.substr(first + 1, last - first - 1);
    if (!isToken(method))
        return fail(400, "The method is not a token.");
    if (!parseVersion(line.substr(last + 1)))
        return false;
    if (std::ranges::find(knownMethods, method) == knownMethods.end())
        return fail(501, "This method is not implemented.");
    m_head.method = method;
    return parseTarget(target);
}

bool Framing::parseVersion(std::string_view version) {
    if (version.size() != 8 || !version.starts_with("HTTP/") || !isDigit(version[5]) || version[6] != '.' ||
        !isDigit(version[7]))
        return fail(400, "The version is not an HTTP version.");
    if (version[5] != '1')
        return fail(505, "HTTP/1.1 and HTTP/1.0 are spoken here.");
    m_head.http10 = version[7] == '0';
    m_head.keepAlive = !m_head.http10;
    return true;
}

bool Framing::parseTarget(std::string_view target) {
    if (target.size() > m_limits.target)
        return fail(414, "The request target is too long.");
    if (std::ranges::any_of(target, [](char c) { return c <= 32 || c > 126 || c == '#'; }))
        return fail(400, "The request target has characters that it must not have.");
    if (target == "*" && m_head.method == "OPTIONS") {
        m_head.path = target;
        return true;
    }
    if (const auto scheme = target.find("://");
        !target.starts_with('/') && scheme != std::string_view::npos) {
        // RFC 9112 §3.2.2: the absolute form must be taken; the host in it says nothing that we use
        if (!equalsIgnoringCase(target.substr(0, scheme), "http") &&
            !equalsIgnoringCase(target.substr(0, scheme), "https"))
            return fail(400, "The request target is not a path.");
        const auto path = target.find('/', scheme + 3);
        target = path == std::string_view::npos ? "/" : target.substr(path);
    }
    if (!target.starts_with('/'))
        return fail(400, "The request target is not a path.");
    const auto question = std::min(target.find('?'), target.size());
    m_head.path = target.substr(0, question);
    m_head.query = target.substr(std::min(question + 1, target.size()));
    return true;
}

bool Framing::parseField(std::string_view line) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !isToken(line.substr(0, colon))) // also folded lines and "name :"
        return fail(400, "A header is not: name, colon, value.");
    auto name = lowered(line.substr(0, colon));
    const auto value = trimmed(line.substr(colon + 1));

    if (name == "transfer-encoding")
        return fail(411, "Chunked bodies are not taken; send a Content-Length.");
    if (name == "content-length")
        return parseContentLength(value);
    if (name == "content-encoding" && !equalsIgnoringCase(value, "identity"))
        return fail(415, "Encoded bodies are not taken.");
    if (name == "host") {
        if (m_hasHost || value.find_first_of(" \t,/") != std::string_view::npos)
            return fail(400, "HTTP/1.1 asks for one Host header.");
        m_hasHost = true;
        return true;
    }
    if (name == "connection") {
        eachElement(value, [this](std::string_view option) {
            if (equalsIgnoringCase(option, "close"))
                m_head.keepAlive = false;
            else if (equalsIgnoringCase(option, "keep-alive") && m_head.http10)
                m_head.keepAlive = true;
        });
        return true;
    }
    if (name == "expect") {
        if (!equalsIgnoringCase(value, "100-continue"))
            return fail(417, "No other expectation than 100-continue can be met.");
        m_head.expectContinue = !m_head.http10;
        return true;
    }
    return keepField(std::move(name), value);
}

bool Framing::parseContentLength(std::string_view value) {
    if (m_hasLength || value.empty() || !std::ranges::all_of(value, isDigit))
        return fail(400, "Content-Length is not one number.");
    m_hasLength = true;
    value.remove_prefix(std::min(value.find_first_not_of('0'), value.size()));
    if (value.size() > 15)
        return fail(413, "The body is larger than any address takes.");
    for (const char c : value)
        m_head.contentLength = m_head.contentLength * 10 + static_cast<std::size_t>(c - '0');
    return true;
}

bool Framing::keepField(std::string name, std::string_view value) {
    const auto known = std::ranges::find(knownFields, name, &KnownField::name);
    if (known == knownFields.end())
        return true;
    if (std::ranges::any_of(value, [](char c) { return static_cast<unsigned char>(c) > 126; }))
        return fail(400, "A header is not plain ASCII.");
    const auto earlier = std::ranges::find(m_head.headers, name, &std::pair<std::string, std::string>::first);
    if (earlier == m_head.headers.end())
        m_head.headers.emplace_back(std::move(name), value);
    else if (known->repeat == Repeat::Join)
        earlier->second.append(", ").append(value);
    else
        return fail(400, "A header that may come once comes twice.");
    return true;
}

} // namespace labwarden::http
