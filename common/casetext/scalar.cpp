// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/casetext/scalar.h"

#include "common/casetext/tree.h"
#include "common/json/reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>

namespace labwarden::casetext {

namespace {

struct Character {
    std::uint32_t code = 0xFFFD;
    std::size_t length = 1; ///< bytes
};

/// The first character of a text that is not empty.
Character firstOf(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    if (lead < 0x80)
        return {lead, 1};
    const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (length > text.size() || !wire::isUtf8(text.substr(0, length)))
        return {};
    std::uint32_t code = lead & (0xffU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i)
        code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3fU);
    return {code, length};
}

/// May stand in a text as it is: it is seen, it breaks no line, and no reader refuses it.
bool isPrintable(std::uint32_t code) {
    if (code < 0x20 || (code >= 0x7f && code < 0xa0))
        return false;
    const bool turnsOrBreaks =
        (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) || code == 0xfeff;
    return !turnsOrBreaks && code != 0xfffe && code != 0xffff;
}

template<class Allowed>
bool all(std::string_view text, Allowed allowed) {
    if (!wire::isUtf8(text))
        return false;
    while (!text.empty()) {
        const Character c = firstOf(text);
        if (!allowed(c.code))
            return false;
        text.remove_prefix(c.length);
    }
    return true;
}

/// Words that some reader takes for something else: the booleans and nulls of https://yaml.org/type/, in any
/// case.
bool isTakenWord(std::string_view text) {
    static constexpr std::array words = {"y",     "n",    "yes", "no", "on", "off",  "true",
                                         "false", "null", "~",   "=",  "<<", ".inf", ".nan"};
    std::string lower(text.substr(text.starts_with('-') || text.starts_with('+') ? 1 : 0));
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return std::ranges::find(words, lower) != words.end();
}

/// What some reader takes for a number, an hour or a date. "5 V" and "1. Connect the battery" are none.
bool isNumberLike(std::string_view text) {
    const std::size_t sign = text.front() == '-' || text.front() == '+' ? 1 : 0;
    const std::size_t digit = sign + (text.substr(sign).starts_with('.') ? 1 : 0);
    return digit < text.size() && text[digit] >= '0' && text[digit] <= '9' &&
           text.find_first_not_of("0123456789abcdefABCDEFxXoO_+-.:tTzZ ") == std::string_view::npos;
}

bool isPlain(std::string_view text) {
    if (text.empty() || text.front() == ' ' || text.back() == ' ' || text.back() == ':')
        return false;
    if (std::string_view("?:,[]{}#&*!|>'\"%@`").find(text.front()) != std::string_view::npos)
        return false;
    if (text == "-" || text.starts_with("- ") || text.starts_with("---") || text.starts_with("..."))
        return false;
    if (text.find(": ") != std::string_view::npos || text.find(" #") != std::string_view::npos)
        return false;
    return !isTakenWord(text) && !isNumberLike(text) && all(text, isPrintable);
}

std::string escape(std::uint32_t code) {
    char buffer[16];
    if (code == '\n')
        return "\\n";
    if (code == '\t')
        return "\\t";
    if (code == '\r')
        return "\\r";
    std::snprintf(buffer, sizeof buffer, code <= 0xff ? "\\x%02X" : "\\u%04X", static_cast<unsigned>(code));
    return buffer;
}

std::string inDoubleQuotes(std::string_view text) {
    std::string out = "\"";
    while (!text.empty()) {
        const Character c = firstOf(text);
        if (c.code == '"' || c.code == '\\')
            out += '\\';
        if (!isPrintable(c.code))
            out += escape(c.code);
        else if (c.code == 0xFFFD)
            out += "\xef\xbf\xbd";
        else
            out += text.substr(0, c.length);
        text.remove_prefix(c.length);
    }
    return out + '"';
}

std::string inSingleQuotes(std::string_view text) {
    std::string out = "'";
    for (const char c : text)
        out += c == '\'' ? std::string("''") : std::string(1, c);
    return out + '\'';
}

} // namespace

std::string numberText(const boost::json::value& number) {
    char buffer[64];
    if (const double* const real = number.if_double()) {
        if (!std::isfinite(*real))
            return "null";
        const auto end = std::to_chars(buffer, buffer + sizeof buffer, *real);
        std::string text(buffer, end.ptr);
        if (text.find('.') == std::string::npos)
            text.insert(std::min(text.find('e'), text.size()), ".0");
        return text;
    }
    const auto end = number.is_uint64() ? std::to_chars(buffer, buffer + sizeof buffer, number.get_uint64())
                                        : std::to_chars(buffer, buffer + sizeof buffer, number.as_int64());
    return {buffer, end.ptr};
}

std::string yamlText(std::string_view text) {
    if (isPlain(text))
        return std::string(text);
    const bool hasEscapes = text.find_first_of("\"\\") != std::string_view::npos;
    return hasEscapes && all(text, isPrintable) ? inSingleQuotes(text) : inDoubleQuotes(text);
}

bool isBlockText(std::string_view text) {
    if (text.find('\n') == std::string_view::npos ||
        std::string_view(" \t\n").find(text.front()) != std::string_view::npos)
        return false;
    return all(text, [](std::uint32_t c) { return isPrintable(c) || c == '\n' || c == '\t'; });
}

std::string yamlBlock(std::string_view text, std::size_t indent) {
    std::string out = !text.ends_with('\n') ? "|-" : text.ends_with("\n\n") ? "|+" : "|";
    if (text.ends_with('\n'))
        text.remove_suffix(1);
    for (;;) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        out += '\n';
        if (end > 0)
            out += std::string(indent, ' ');
        out += text.substr(0, end);
        if (end == text.size())
            return out;
        text.remove_prefix(end + 1);
    }
}

} // namespace labwarden::casetext
