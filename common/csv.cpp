// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/csv.h"

#include <algorithm>
#include <array>

namespace labwarden::csv {

namespace {

/// How a formula may begin; the last four are the full-width forms of the first four, which some spreadsheets
/// take for them.
constexpr std::array<std::string_view, 12> formulaStarts{"=",  "+", "-",      "@",      "\t",     "\r",
                                                         "\n", "|", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};

bool startsFormula(std::string_view text) {
    return std::ranges::any_of(formulaStarts,
                               [text](std::string_view start) { return text.starts_with(start); });
}

std::string quoted(std::string_view text, bool guarded) {
    std::string cell = guarded ? "\"'" : "\"";
    for (const char c : text) {
        if (c == '"')
            cell += '"';
        cell += c;
    }
    cell += '"';
    return cell;
}

/// Goes through the text once.
class Reader {
public:
    Reader(std::string_view text, std::size_t most) : m_text(text), m_most(most) {
        if (m_text.starts_with("\xEF\xBB\xBF"))
            m_at = 3;
    }

    Reading run() {
        while (m_at < m_text.size() && m_reading.why.empty())
            record();
        return std::move(m_reading);
    }

private:
    void fault(const char* why, std::size_t line) {
        m_reading.why = why;
        m_reading.line = line;
    }

    void record() {
        Record record{.line = m_line, .cells = {}};
        do
            record.cells.push_back(cell());
        while (m_reading.why.empty() && take(','));
        if (!m_reading.why.empty())
            return;
        if (!endOfLine())
            return fault("has text behind a cell's closing quote", m_line);
        if (record.cells.size() == 1 && record.cells.front().empty())
            return;
        if (m_reading.records.size() == m_most)
            return fault("is one line too many", record.line);
        m_reading.records.push_back(std::move(record));
    }

    std::string cell() {
        if (!take('"')) {
            const auto end = std::min(m_text.find_first_of(",\r\n", m_at), m_text.size());
            std::string plain(m_text.substr(m_at, end - m_at));
            m_at = end;
            return plain;
        }
        const auto begin = m_line;
        std::string text;
        while (m_at < m_text.size()) {
            const char c = m_text[m_at++];
            if (c == '"' && !take('"'))
                return text;
            m_line += c == '\n' ? 1 : 0;
            text += c;
        }
        fault("has a quoted cell that does not end", begin);
        return text;
    }

    bool take(char c) {
        if (m_at >= m_text.size() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }

    bool endOfLine() {
        const bool returned = take('\r');
        if (!take('\n') && !returned && m_at < m_text.size())
            return false;
        ++m_line;
        return true;
    }

    const std::string_view m_text;
    const std::size_t m_most;
    std::size_t m_at = 0, m_line = 1;
    Reading m_reading;
};

} // namespace

std::string cell(std::string_view text) {
    return quoted(text, startsFormula(text));
}

std::string exactCell(std::string_view text) {
    return quoted(text, startsFormula(text) || text.starts_with('\''));
}

std::string plainOf(std::string_view cell) {
    const std::string_view rest = cell.substr(std::min<std::size_t>(1, cell.size()));
    const bool guarded = cell.starts_with('\'') && (startsFormula(rest) || rest.starts_with('\''));
    return std::string(guarded ? rest : cell);
}

void addLine(std::string& out, const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0)
            out += ',';
        out += cells[i];
    }
    out += "\r\n";
}

Reading read(std::string_view text, std::size_t most) {
    return Reader(text, most).run();
}

} // namespace labwarden::csv
