// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/request.h"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <stdexcept>

namespace labwarden::http {
namespace {

constexpr std::size_t maxJsonDepth = 32;

template<class Pairs>
auto findByName(Pairs& pairs, std::string_view name) {
    return std::ranges::find_if(pairs, [name](const auto& pair) { return pair.first == name; });
}

} // namespace

std::string_view Request::header(std::string_view lowerName) const {
    const auto found = findByName(headers, lowerName);
    return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

const std::string& Request::pathValue(std::string_view name) const {
    const auto found = findByName(pathValues, name);
    if (found == pathValues.end())
        throw std::logic_error("the route has no {" + std::string(name) + "}");
    return found->second;
}

std::optional<std::string> Request::queryValue(std::string_view name) const {
    const auto found = findByName(queryValues, name);
    if (found == queryValues.end())
        return std::nullopt;
    return found->second;
}

boost::json::value Request::json() const {
    boost::json::parse_options options;
    options.max_depth = maxJsonDepth;
    boost::system::error_code error;
    auto value = boost::json::parse(body, error, {}, options);
    if (error == boost::json::error::too_deep)
        throw MalformedBody(std::vector<Fault>{{"", "The JSON is nested too deeply."}});
    if (error)
        throw MalformedBody(std::vector<Fault>{{"", "The body is not JSON."}});
    return value;
}

std::string_view Request::bearer() const {
    static constexpr std::string_view scheme = "bearer ";
    auto value = header("authorization");
    const bool isBearer = value.size() > scheme.size() &&
                          std::ranges::equal(value.substr(0, scheme.size()), scheme, [](char a, char b) {
                              return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b;
                          });
    if (!isBearer)
        return {};
    value.remove_prefix(scheme.size());
    value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
    return value;
}

} // namespace labwarden::http
