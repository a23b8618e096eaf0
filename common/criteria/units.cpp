// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/criteria/units.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace labwarden::criteria {

namespace {

struct Prefix {
    std::string_view text;
    double multiply, divide;
};
constexpr std::array siPrefixes{
    Prefix{"da", 10, 1}, Prefix{"p", 1, 1e12}, Prefix{"n", 1, 1e9}, Prefix{"u", 1, 1e6}, Prefix{"m", 1, 1e3},
    Prefix{"c", 1, 100}, Prefix{"d", 1, 10},   Prefix{"h", 100, 1}, Prefix{"k", 1e3, 1}, Prefix{"M", 1e6, 1},
    Prefix{"G", 1e9, 1}, Prefix{"T", 1e12, 1}, Prefix{"P", 1e15, 1}};
constexpr std::array binaryPrefixes{Prefix{"Ki", 1024.0, 1}, Prefix{"Mi", 1048576.0, 1},
                                    Prefix{"Gi", 1073741824.0, 1}, Prefix{"Ti", 1099511627776.0, 1},
                                    Prefix{"Pi", 1125899906842624.0, 1}};

enum class Takes { nothing, si, siAndBinary };
struct Base {
    std::string_view text;
    Takes prefixes;
};
constexpr std::array bases{Base{"V", Takes::si},
                           Base{"A", Takes::si},
                           Base{"W", Takes::si},
                           Base{"s", Takes::si},
                           Base{"Hz", Takes::si},
                           Base{"m", Takes::si},
                           Base{"g", Takes::si},
                           Base{"J", Takes::si},
                           Base{"Wh", Takes::si},
                           Base{"Ah", Takes::si},
                           Base{"VA", Takes::si},
                           Base{"N", Takes::si},
                           Base{"Pa", Takes::si},
                           Base{"bar", Takes::si},
                           Base{"K", Takes::si},
                           Base{"F", Takes::si},
                           Base{"H", Takes::si},
                           Base{"C", Takes::si},
                           Base{"T", Takes::si},
                           Base{"S", Takes::si},
                           Base{"lx", Takes::si},
                           Base{"lm", Takes::si},
                           Base{"cd", Takes::si},
                           Base{"mol", Takes::si},
                           Base{"Ω", Takes::si},
                           Base{"l", Takes::si},
                           Base{"L", Takes::si},
                           Base{"B", Takes::siAndBinary},
                           Base{"bit", Takes::siAndBinary},
                           Base{"bps", Takes::si},
                           Base{"eV", Takes::si},
                           Base{"dB", Takes::nothing},
                           Base{"dBm", Takes::nothing}};

/// Words that are another unit times a factor, and other spellings.
struct Alias {
    std::string_view text, base;
    double multiply;
};
constexpr std::array aliases{Alias{"min", "s", 60}, Alias{"h", "s", 3600},  Alias{"Ohm", "Ω", 1},
                             Alias{"ohm", "Ω", 1},  Alias{"degC", "°C", 1}, Alias{"pct", "%", 1},
                             Alias{"1", "", 1}};

/// A unit without quotient: so many of a base.
struct Simple {
    std::string base;
    double multiply = 1, divide = 1;
};

void replaceAll(std::string& text, std::string_view what, std::string_view with) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
}

Simple simpleUnit(std::string_view written) {
    std::string text(written);
    replaceAll(text, "\u00b5", "u"); // micro sign
    replaceAll(text, "\u03bc", "u"); // Greek mu
    replaceAll(text, "\u2126", "Ω"); // ohm sign
    for (const Alias& alias : aliases) {
        if (text == alias.text)
            return {std::string(alias.base), alias.multiply, 1};
    }
    for (const Base& base : bases) {
        if (text == base.text)
            return {text};
    }
    const std::string_view view = text;
    for (const Base& base : bases) {
        if (base.prefixes == Takes::nothing || !view.ends_with(base.text))
            continue;
        const std::string_view head = view.substr(0, view.size() - base.text.size());
        const auto named = [&](const Prefix& prefix) { return prefix.text == head; };
        if (const auto* it = std::ranges::find_if(siPrefixes, named); it != siPrefixes.end())
            return {std::string(base.text), it->multiply, it->divide};
        const auto* it = std::ranges::find_if(binaryPrefixes, named);
        if (base.prefixes == Takes::siAndBinary && it != binaryPrefixes.end())
            return {std::string(base.text), it->multiply, it->divide};
    }
    return {text}; // not known: itself alone
}

/// "km/h" as its parts, the first above the line, the others below.
std::vector<Simple> parts(std::string_view unit) {
    std::vector<Simple> out;
    for (;;) {
        const std::size_t slash = unit.find('/');
        out.push_back(simpleUnit(unit.substr(0, slash)));
        if (slash == std::string_view::npos)
            return out;
        unit.remove_prefix(slash + 1);
    }
}

} // namespace

std::optional<Conversion> conversion(std::string_view from, std::string_view to) {
    if (from == to)
        return Conversion{};
    const std::vector<Simple> a = parts(from);
    const std::vector<Simple> b = parts(to);
    if (a.size() != b.size())
        return std::nullopt;
    Conversion result;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i].base != b[i].base)
            return std::nullopt;
        const double up = a[i].multiply * b[i].divide;
        const double down = a[i].divide * b[i].multiply;
        result.multiply *= i == 0 ? up : down;
        result.divide *= i == 0 ? down : up;
    }
    return result;
}

std::optional<double> secondsIn(std::string_view unit) {
    if (const std::optional<Conversion> c = conversion(unit, "s"))
        return (*c)(1.0);
    return std::nullopt;
}

} // namespace labwarden::criteria
