// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/route.h"

#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace labwarden::http {

/// The one route table. It fails closed: what no route names, to the letter, is not found (a trailing or
/// double slash too). Immutable after construction, any thread.
///
/// HEAD is the GET of the same address without its body; OPTIONS answers what may be asked, for anybody.
class Router {
public:
    struct Match {
        const Route* route;
        std::vector<std::pair<std::string, std::string>> values; ///< decoded {name} parts
    };
    struct Unreadable {}; ///< the path cannot be decoded
    struct UnknownPath {};
    struct WrongMethod {
        std::string allow;
    };
    struct Options {
        std::string allow;
    };
    using Result = std::variant<Match, Unreadable, UnknownPath, WrongMethod, Options>;

    /// Throws std::logic_error naming the route when a path is malformed or two routes clash.
    explicit Router(std::vector<Route> routes);

    /// `method` as the framing lets it through, `path` still percent-encoded.
    Result find(std::string_view method, std::string_view path) const;

    const std::vector<Route>& routes() const { return m_routes; }

private:
    struct Pattern {
        struct Segment {
            std::string text; ///< the literal, or the name of a {name}
            bool isName;
        };
        std::vector<Segment> segments;
        std::size_t route;

        bool matches(const std::vector<std::string>& path) const;
        /// Like "/devices/{}": two patterns of one shape match the same paths.
        std::string shape() const;
    };
    static Pattern patternOf(const Route& route, std::size_t index);
    std::string allowed(const std::vector<std::string>& path) const;

    std::vector<Route> m_routes;
    std::vector<Pattern> m_patterns; ///< the more literal first, so "/runs/active" goes before "/runs/{id}"
};

std::string_view nameOf(Method method);

} // namespace labwarden::http
