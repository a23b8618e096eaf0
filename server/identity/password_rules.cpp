// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/password_rules.h"

#include "server/identity/common_passwords.h"

#include <algorithm>

namespace labwarden::identity {

namespace {

/// A user name of one or two letters is in half of all passwords.
constexpr std::size_t shortestTellingName = 3;
/// "abcabcabcabc" is no longer than "abc".
constexpr std::size_t longestRepeatedPiece = 4;

std::string lowered(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return lower;
}

std::size_t charactersOf(std::string_view utf8) {
    return static_cast<std::size_t>(
        std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// Binary search in the text itself: `low` and `high` are beginnings of lines.
bool isListed(std::string_view word) {
    const std::string_view list = commonPasswords();
    std::size_t low = 0, high = list.size();
    while (low < high) {
        const std::size_t middle = low + (high - low) / 2;
        const std::size_t before = middle == 0 ? std::string_view::npos : list.rfind('\n', middle - 1);
        const std::size_t begin = before == std::string_view::npos || before < low ? low : before + 1;
        const std::size_t end = list.find('\n', begin);
        const std::string_view line = list.substr(begin, end - begin);
        if (line == word)
            return true;
        if (line < word)
            low = end + 1;
        else
            high = begin;
    }
    return false;
}

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (static_cast<unsigned char>(c) & 0x80) != 0;
}

/// Digits and signs that were put behind a common one do not make it another.
bool isCommon(std::string_view word) {
    while (word.size() >= shortestPassword) {
        if (isListed(word))
            return true;
        if (isLetter(word.back()))
            return false;
        word.remove_suffix(1);
    }
    return false;
}

bool isRepetition(std::string_view word) {
    for (std::size_t piece = 1; piece <= longestRepeatedPiece; ++piece)
        if (std::ranges::equal(word.substr(0, word.size() - piece), word.substr(piece)))
            return true;
    return false;
}

} // namespace

std::vector<std::string> passwordFaults(std::string_view password, std::string_view username) {
    if (charactersOf(password) < shortestPassword)
        return {"must have at least " + std::to_string(shortestPassword) + " characters"};
    if (charactersOf(password) > longestPassword)
        return {"must have at most " + std::to_string(longestPassword) + " characters"};
    std::vector<std::string> faults;
    const std::string lower = lowered(password);
    if (isCommon(lower) || isRepetition(lower))
        faults.emplace_back("is one of those that are tried first");
    if (username.size() >= shortestTellingName && lower.find(lowered(username)) != std::string::npos)
        faults.emplace_back("must not contain the user name");
    if (lower.find("labwarden") != std::string::npos)
        faults.emplace_back("must not contain the name of this program");
    return faults;
}

} // namespace labwarden::identity
