// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace labwarden::identity {

/// A text as a terminal may safely show it: what would move its cursor, colour it or turn its direction is a
/// '?'.
std::string terminalText(std::string_view text);

/// Rows under headings, for people at a terminal.
class TerminalTable {
public:
    explicit TerminalTable(std::vector<std::string> headings) : m_rows{std::move(headings)} {}
    /// As many cells as there are headings.
    void add(std::vector<std::string> cells);
    /// Two spaces between columns, none at a line's end.
    void print(std::ostream& out) const;

private:
    std::vector<std::vector<std::string>> m_rows;
};

} // namespace labwarden::identity
