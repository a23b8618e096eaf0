// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/router.h"

#include "server/http/target.h"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace labwarden::http {
namespace {

[[noreturn]] void refuse(const Route& route, std::string_view why) {
    throw std::logic_error("route " + std::string(nameOf(route.method)) + " " + std::string(route.path) +
                           ": " + std::string(why));
}

} // namespace

std::string_view nameOf(Method method) {
    switch (method) {
    case Method::Get:
        return "GET";
    case Method::Post:
        return "POST";
    case Method::Put:
        return "PUT";
    case Method::Patch:
        return "PATCH";
    case Method::Delete:
        return "DELETE";
    }
    return "?";
}

Router::Router(std::vector<Route> routes) : m_routes(std::move(routes)) {
    std::set<std::string> known;
    for (std::size_t i = 0; i < m_routes.size(); ++i) {
        auto pattern = patternOf(m_routes[i], i);
        if (!known.insert(std::string(nameOf(m_routes[i].method)) + pattern.shape()).second)
            refuse(m_routes[i], "another route has this method and takes the same paths");
        m_patterns.push_back(std::move(pattern));
    }
    std::ranges::stable_sort(m_patterns, [](const Pattern& a, const Pattern& b) {
        return std::ranges::lexicographical_compare(a.segments, b.segments, {}, &Pattern::Segment::isName,
                                                    &Pattern::Segment::isName);
    });
}

Router::Pattern Router::patternOf(const Route& route, std::size_t index) {
    if (!route.handler)
        refuse(route, "it has no handler");
    if (const auto* session = std::get_if<Session>(&route.access); session && session->permission.empty())
        refuse(route, "it asks for a permission without naming it");
    if (!route.path.starts_with('/') || route.path.find_first_of("?#%") != std::string_view::npos ||
        !decoded(route.path))
        refuse(route, "the path is not literal segments and {name} parts");
    Pattern pattern{{}, index};
    std::set<std::string> names;
    const auto segments = segmentsOf(route.path).value(); // no "%", so it can be decoded
    for (const auto& text : segments) {
        const bool isName = text.starts_with('{') && text.ends_with('}');
        const auto inner = isName ? text.substr(1, text.size() - 2) : text;
        if ((inner.empty() && route.path != "/") || inner.find_first_of("{}") != std::string::npos)
            refuse(route, "a segment is empty or has braces inside");
        if (isName && !names.insert(inner).second)
            refuse(route, "a name comes twice");
        pattern.segments.push_back({inner, isName});
    }
    return pattern;
}

std::string Router::Pattern::shape() const {
    std::string text;
    for (const auto& segment : segments)
        text += segment.isName ? "/{}" : "/" + segment.text;
    return text;
}

bool Router::Pattern::matches(const std::vector<std::string>& path) const {
    return std::ranges::equal(segments, path, [](const Segment& mine, const std::string& theirs) {
        return mine.isName ? !theirs.empty() : mine.text == theirs;
    });
}

std::string Router::allowed(const std::vector<std::string>& path) const {
    std::set<Method> methods;
    for (const auto& pattern : m_patterns)
        if (pattern.matches(path))
            methods.insert(m_routes[pattern.route].method);
    if (methods.empty())
        return {};
    std::string list;
    for (const auto method : methods)
        list += std::string(nameOf(method)) + (method == Method::Get ? ", HEAD, " : ", ");
    return list + "OPTIONS";
}

Router::Result Router::find(std::string_view method, std::string_view path) const {
    if (path == "*")
        return Options{"GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"};
    const auto segments = segmentsOf(path);
    if (!segments)
        return Unreadable{};
    const auto wanted = method == "HEAD" ? "GET" : method;
    for (const auto& pattern : m_patterns) {
        const auto& route = m_routes[pattern.route];
        if (nameOf(route.method) != wanted || !pattern.matches(*segments))
            continue;
        Match match{&route, {}};
        for (std::size_t i = 0; i < segments->size(); ++i)
            if (pattern.segments[i].isName)
                match.values.emplace_back(pattern.segments[i].text, (*segments)[i]);
        return match;
    }
    auto allow = allowed(*segments);
    if (allow.empty())
        return UnknownPath{};
    if (method == "OPTIONS")
        return Options{std::move(allow)};
    return WrongMethod{std::move(allow)};
}

} // namespace labwarden::http
