// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/criteria/criterion.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace labwarden::criteria {

/// What is wrong and where, in bytes of UTF-8. An error at the end of the text has length 0.
struct SyntaxError {
    std::size_t offset = 0, length = 0;
    std::string message;    ///< in plain words, without the position
    std::string suggestion; ///< text to put in its place; empty when none is at hand
};

struct ParseResult {
    std::optional<Criterion> criterion; ///< set exactly when there are no errors
    std::vector<SyntaxError> errors;    ///< in order of their offsets
    explicit operator bool() const { return criterion.has_value(); }
};

/// Reads one criterion. Never throws; any bytes may be given. `${name}` may stand for a number or the metric.
ParseResult parse(std::string_view text);

/// All errors in one sentence each, with their place, for readers who do not see the text marked:
/// "unknown aggregate \"maxx\" at character 1; did you mean max?"
std::string describe(const ParseResult& result, std::string_view text);

} // namespace labwarden::criteria
