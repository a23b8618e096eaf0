// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/clients/url.h"

#include "common/url_template.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

namespace labwarden::clients {
namespace {

int hexDigit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

std::string decoded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        const int high = i + 2 < text.size() ? hexDigit(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? hexDigit(text[i + 2]) : -1;
        if (high < 0 || low < 0)
            throw std::invalid_argument("the URL has a '%' that no two hexadecimal digits follow");
        const char c = static_cast<char>(high * 16 + low);
        if (c == '\0')
            throw std::invalid_argument("the URL holds a zero byte");
        out += c;
        i += 2;
    }
    return out;
}

std::uint16_t defaultPort(std::string_view scheme) {
    static constexpr std::array<std::pair<std::string_view, std::uint16_t>, 8> ports{{
        {"http", 80},
        {"https", 443},
        {"amqp", 5672},
        {"amqps", 5671},
        {"mqtt", 1883},
        {"mqtts", 8883},
        {"redis", 6379},
        {"postgresql", 5432},
    }};
    const auto found = std::ranges::find(ports, scheme, &std::pair<std::string_view, std::uint16_t>::first);
    return found == ports.end() ? 0 : found->second;
}

std::string lowerCase(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return out;
}

/// Cuts what stands before the first `mark` off `rest`; all of it when there is none.
std::string_view cut(std::string_view& rest, std::string_view marks, bool& found) {
    const auto at = rest.find_first_of(marks);
    found = at != std::string_view::npos;
    const auto head = rest.substr(0, at);
    rest = found ? rest.substr(at) : std::string_view();
    return head;
}

void parseAuthority(Url& url, std::string_view authority) {
    if (const auto at = authority.rfind('@'); at != std::string_view::npos) {
        const auto user = authority.substr(0, at);
        authority.remove_prefix(at + 1);
        const auto colon = user.find(':');
        url.username = decoded(user.substr(0, colon));
        if (colon != std::string_view::npos)
            url.password = decoded(user.substr(colon + 1));
    }
    std::string_view port;
    if (authority.starts_with('[')) {
        const auto close = authority.find(']');
        if (close == std::string_view::npos)
            throw std::invalid_argument("the URL's host has a '[' without ']'");
        url.host = authority.substr(1, close - 1);
        port = authority.substr(close + 1);
    } else {
        const auto colon = authority.find(':');
        url.host = decoded(authority.substr(0, colon));
        port = colon == std::string_view::npos ? std::string_view() : authority.substr(colon);
    }
    if (url.host.empty())
        throw std::invalid_argument("the URL names no host");
    url.port = defaultPort(url.scheme);
    if (port.empty())
        return;
    port.remove_prefix(1);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), url.port);
    if (error != std::errc() || end != port.data() + port.size() || url.port == 0)
        throw std::invalid_argument("the URL's port is not a number from 1 to 65535");
}

void parseQuery(Url& url, std::string_view text) {
    while (!text.empty()) {
        bool more = false;
        const auto item = cut(text, "&", more);
        if (more)
            text.remove_prefix(1);
        if (item.empty())
            continue;
        const auto equals = item.find('=');
        url.query.emplace_back(decoded(item.substr(0, equals)), equals == std::string_view::npos
                                                                    ? std::string()
                                                                    : decoded(item.substr(equals + 1)));
    }
}

} // namespace

Url Url::parse(std::string_view text) {
    Url url;
    const auto schemeEnd = text.find("://");
    if (schemeEnd == std::string_view::npos || schemeEnd == 0)
        throw std::invalid_argument("the URL does not begin with scheme://");
    url.scheme = lowerCase(text.substr(0, schemeEnd));
    text.remove_prefix(schemeEnd + 3);

    bool more = false;
    parseAuthority(url, cut(text, "/?#", more));
    if (text.starts_with('/'))
        url.path = decoded(cut(text, "?#", more));
    if (text.starts_with('?')) {
        text.remove_prefix(1);
        parseQuery(url, cut(text, "#", more));
    }
    return url;
}

std::string Url::queryValue(std::string_view name) const {
    const auto found = std::ranges::find(query, name, &std::pair<std::string, std::string>::first);
    return found == query.end() ? std::string() : found->second;
}

std::string Url::origin() const {
    const bool brackets = host.find(':') != std::string::npos;
    return scheme + "://" + (brackets ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

std::string Url::shown() const {
    const std::string plain = origin();
    const std::size_t at = scheme.size() + 3;
    return plain.substr(0, at) + (username.empty() ? "" : percentEncoded(username) + "@") + plain.substr(at) +
           path;
}

} // namespace labwarden::clients
