// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/storage/redis_pool.h"

#include <charconv>
#include <stdexcept>

namespace labwarden::storage {

namespace {

int hexDigit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string percentDecoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        const int high = i + 2 < text.size() ? hexDigit(text[i + 1]) : -1;
        const int low = high >= 0 ? hexDigit(text[i + 2]) : -1;
        if (low < 0)
            throw std::invalid_argument("the Redis URL has a broken percent-encoding");
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return out;
}

int number(std::string_view text, int max, const char* what) {
    int value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc{} || end != text.data() + text.size() || value < 0 || value > max)
        throw std::invalid_argument(std::string("the Redis URL has no good ") + what);
    return value;
}

/// Cuts `text` at the first `mark`; the part behind it, or nothing.
std::string_view cut(std::string_view& text, char mark) {
    const auto at = text.find(mark);
    if (at == std::string_view::npos)
        return {};
    const auto rest = text.substr(at + 1);
    text = text.substr(0, at);
    return rest;
}

RedisAddress parseSocket(std::string_view text) {
    RedisAddress address;
    std::string_view query = cut(text, '?');
    while (!query.empty()) {
        std::string_view pair = query;
        query = cut(pair, '&');
        std::string_view key = pair;
        const auto value = cut(key, '=');
        if (key == "db")
            address.database = number(value, 1'000'000, "database number");
        else if (key == "password")
            address.password = percentDecoded(value);
        else
            throw std::invalid_argument("the Redis URL has an unknown parameter: " + std::string(key));
    }
    address.path = text;
    if (!address.path.starts_with('/'))
        throw std::invalid_argument("the Redis URL's socket path must be absolute");
    return address;
}

} // namespace

RedisAddress RedisAddress::parse(std::string_view url) {
    if (url.starts_with("unix://"))
        return parseSocket(url.substr(7));
    if (!url.starts_with("redis://"))
        throw std::invalid_argument("the Redis URL must begin with redis:// or unix://");
    url.remove_prefix(8);
    RedisAddress address;
    const auto database = cut(url, '/');
    if (!database.empty())
        address.database = number(database, 1'000'000, "database number");
    if (const auto at = url.rfind('@'); at != std::string_view::npos) {
        std::string_view user = url.substr(0, at);
        url.remove_prefix(at + 1);
        address.password = percentDecoded(cut(user, ':'));
        address.user = percentDecoded(user);
    }
    if (url.starts_with('[')) { // an IPv6 address
        const auto close = url.find(']');
        if (close == std::string_view::npos)
            throw std::invalid_argument("the Redis URL has no good host");
        address.host = url.substr(1, close - 1);
        url.remove_prefix(close + 1);
        if (url.starts_with(':'))
            address.port = static_cast<std::uint16_t>(number(url.substr(1), 65535, "port"));
    } else {
        const auto port = cut(url, ':');
        if (!port.empty())
            address.port = static_cast<std::uint16_t>(number(port, 65535, "port"));
        address.host = url;
    }
    if (address.host.empty())
        throw std::invalid_argument("the Redis URL has no good host");
    return address;
}

} // namespace labwarden::storage
