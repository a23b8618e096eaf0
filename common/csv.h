// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// RFC 4180 in UTF-8, safe to open in a spreadsheet: a text that one would take for a formula is written with
/// an apostrophe in front, so that it is shown and never run (OWASP, CSV Injection). Pure, any thread.
namespace labwarden::csv {

/// One cell in quotes.
std::string cell(std::string_view text);
/// One cell in quotes that plainOf() brings back to the very text: one that begins with an apostrophe gets
/// another.
std::string exactCell(std::string_view text);
/// The text of a cell as exactCell() or a person has written it.
std::string plainOf(std::string_view cell);

/// The cells, written already, and CR LF.
void addLine(std::string& out, const std::vector<std::string>& cells);

struct Record {
    std::size_t line = 1; ///< on which it begins; quoted cells may have line breaks
    std::vector<std::string> cells;
};

struct Reading {
    std::vector<Record> records; ///< empty lines are none
    std::string why;             ///< empty unless it is no CSV; then `line` says where
    std::size_t line = 0;
};

/// Takes CR LF and LF, and a byte order mark at the beginning. Ends with a fault at the first record past
/// `most`.
Reading read(std::string_view text, std::size_t most);

} // namespace labwarden::csv
