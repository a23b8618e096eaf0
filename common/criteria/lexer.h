// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace labwarden::criteria {

/// What a stretch of the text is; enough to colour it while it is being typed, right or wrong.
enum class TokenKind {
    aggregate,
    metric,
    number,
    unit,
    comparison,
    keyword,
    parenthesis,
    parameter,
    word,
    unknown
};

/// A stretch of the text. Offsets and lengths count bytes of UTF-8.
struct Token {
    TokenKind kind = TokenKind::unknown;
    std::size_t offset = 0, length = 0;
    std::string_view text; ///< points into the text that was read
};

/// The text as tokens, in order, without the blanks between them. Never fails: what fits nowhere is
/// `unknown`, a word at a place where none is expected is `word`. The text must outlive the tokens.
std::vector<Token> tokenize(std::string_view text);

} // namespace labwarden::criteria
