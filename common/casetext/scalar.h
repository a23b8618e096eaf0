// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <boost/json/value.hpp>

#include <string>
#include <string_view>

/// How single values are written. Pure, any thread.
namespace labwarden::casetext {

/// Exact and shortest. Whole doubles keep a point ("5.0"), so that they come back as doubles; YAML 1.1
/// readers take "1.0e+300" for a number too. What is not finite is null.
std::string numberText(const boost::json::value& number);

/// A text as YAML in one line: plain where every reader of YAML 1.1 and 1.2 takes it for that very text, else
/// in quotes. Bytes that are not UTF-8 become U+FFFD.
std::string yamlText(std::string_view text);

/// Whether a text is better and safely read as a literal block ("|").
bool isBlockText(std::string_view text);
/// The block with its header; each line is indented by `indent` blanks and begins with a line break.
std::string yamlBlock(std::string_view text, std::size_t indent);

} // namespace labwarden::casetext
