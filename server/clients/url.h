// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace labwarden::clients {

/// A connection URL in its parts, percent-decoded: `scheme://user:password@host:port/path?name=value`. The
/// one parser for all of them (amqp, mqtt, http, redis, postgresql). A plain value; any thread.
struct Url {
    std::string scheme; ///< lower case
    std::string username, password;
    std::string host;       ///< without the brackets of an IPv6 address
    std::uint16_t port = 0; ///< the scheme's own where the text names none
    std::string path;       ///< with its leading '/'; empty when absent
    std::vector<std::pair<std::string, std::string>> query;

    /// Throws std::invalid_argument that says what is wrong and never repeats the text, which may hold a
    /// password.
    static Url parse(std::string_view text);
    /// The first value of that name; empty when absent.
    std::string queryValue(std::string_view name) const;
    /// For logs and people: no password, no query.
    std::string shown() const;
    /// `scheme://host:port`, with brackets where the host is an IPv6 address.
    std::string origin() const;
};

} // namespace labwarden::clients
