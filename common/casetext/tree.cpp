// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/casetext/tree.h"

#include "common/json/reader.h"

#include <boost/json/parse.hpp>

#include <charconv>
#include <cmath>

namespace labwarden::casetext {

namespace {

Tree refused(std::string message, Range range = {}) {
    Tree tree;
    tree.faults.push_back({"", std::move(message), range});
    return tree;
}

} // namespace

std::optional<double> exactDouble(std::string_view number) {
    double value = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    const bool whole = error == std::errc() && end == number.data() + number.size() && std::isfinite(value);
    return whole ? std::optional(value) : std::nullopt;
}

boost::json::value plainValue(std::string_view scalar) {
    if (scalar.empty() || scalar == "~" || scalar == "null")
        return nullptr;
    if (scalar == "true" || scalar == "false")
        return scalar == "true";
    const boost::json::string_view text(scalar.data(), scalar.size());
    if (scalar.front() != '-' && (scalar.front() < '0' || scalar.front() > '9'))
        return text;
    boost::json::error_code error;
    const boost::json::value number = boost::json::parse(text, error);
    if (error || !number.is_number())
        return text;
    if (!number.is_double())
        return number;
    const std::optional<double> exact = exactDouble(scalar);
    return exact ? boost::json::value(*exact) : boost::json::value(text);
}

Tree readTree(std::string_view text) {
    if (text.size() > longestText)
        return refused("is longer than " + std::to_string(longestText >> 20) + " MiB");
    if (!wire::isUtf8(text))
        return refused("is not valid UTF-8");
    if (text.starts_with("\xef\xbb\xbf"))
        return refused("begins with a byte order mark: save it as UTF-8 without one");
    const Lines lines(text);
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        return refused("is empty");
    if (text[first] == '{') {
        std::string why; // what is no JSON may still be YAML in braces
        if (std::optional<boost::json::value> value = wire::parse(text, why))
            return detail::placesOfJson(text, lines, std::move(*value));
    }
    return detail::readYaml(text, lines);
}

} // namespace labwarden::casetext
