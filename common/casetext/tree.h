// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/casetext/source_map.h"

#include <boost/json/value.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// YAML and JSON text as plain JSON values with their places. The subset of YAML 1.2
/// (https://yaml.org/spec/1.2.2/) that a reader with any library understands alike: one document of maps,
/// lists and scalars. Refused, with words: anchors, aliases, tags, doubled names, several documents, a byte
/// order mark.
namespace labwarden::casetext {

inline constexpr std::size_t longestText = 1 << 20; ///< bytes
inline constexpr std::size_t mostValues = 100'000;
inline constexpr std::size_t deepestNesting = 16; ///< of maps and lists

/// One fault of a text.
struct TextFault {
    std::string pointer; ///< of the value it is about, "" when that cannot be said
    std::string message; ///< in plain words, without the place
    Range range;
    bool operator==(const TextFault&) const = default;
};

struct Tree {
    boost::json::value value;
    SourceMap places;
    std::vector<TextFault> faults;
    bool whole = false; ///< read to its end; `value` has everything that could be read
};

/// Never throws on any bytes. Plain scalars are null (also `~` and nothing at all), true, false and numbers
/// as JSON has them; every other is a text, `yes` and `0x1F` too. Text that begins with `{` and is JSON is
/// read as JSON.
Tree readTree(std::string_view text);

/// What a plain scalar stands for; see readTree().
boost::json::value plainValue(std::string_view scalar);

/// The nearest double, which Boost.JSON's parser may miss by one bit. Nothing when it is beyond all doubles.
std::optional<double> exactDouble(std::string_view number);

namespace detail {
Tree readYaml(std::string_view text, const Lines& lines);
/// `value` is what a JSON reader has made of `text`; adds places, finds doubled names and makes numbers
/// exact.
Tree placesOfJson(std::string_view text, const Lines& lines, boost::json::value value);
} // namespace detail

} // namespace labwarden::casetext
