// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/casetext/import.h"
#include "common/csv.h"
#include "common/enum_text.h"
#include "common/json/reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <set>

namespace labwarden::casetext::detail {

namespace {

constexpr std::array columns = {"key",      "title",    "description",    "folder",        "tags",
                                "owner",    "status",   "deviceType",     "deviceTags",    "steps",
                                "expected", "criteria", "measureSeconds", "timeoutSeconds"};

std::string trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    return begin == std::string_view::npos
               ? std::string()
               : std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin));
}

/// Parts that are not empty once their blanks are gone; `keepEmpty`: all.
std::vector<std::string> split(std::string_view text, char separator, bool keepEmpty = false) {
    std::vector<std::string> out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(separator), text.size());
        if (std::string part = trimmed(text.substr(0, end)); keepEmpty || !part.empty())
            out.push_back(std::move(part));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

std::string literal(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i)
        out += text.substr(i, 2) == "${" ? std::string("$$") : std::string(1, text[i]);
    return out;
}

class Table {
public:
    explicit Table(const CaseFile& file) : m_out{file.path, {}, {}} {}

    FileCases run(const std::vector<csv::Record>& records) {
        readHead(records.front());
        if (!m_out.faults.empty())
            return std::move(m_out);
        for (std::size_t i = 1; i < records.size(); ++i)
            readRecord(records[i]);
        if (m_out.cases.empty() && m_out.faults.empty())
            m_out.faults.push_back({records.front().line, 1, "", "has no test case below its head"});
        if (!m_out.faults.empty())
            m_out.cases.clear();
        return std::move(m_out);
    }

private:
    void readHead(const csv::Record& head) {
        std::set<std::string> seen;
        for (const std::string& cell : head.cells) {
            m_columns.push_back(trimmed(cell));
            if (!seen.insert(m_columns.back()).second)
                m_out.faults.push_back({head.line, 1, m_columns.back(), "is the name of two columns"});
        }
        if (!seen.contains("title") || !(seen.contains("steps") || seen.contains("criteria")))
            m_out.faults.push_back(
                {head.line, 1, "", "must have the columns title and steps (or criteria) in its first line"});
    }

    void readRecord(const csv::Record& record) {
        FoundCase found;
        found.line = record.line;
        std::map<std::string, std::string> cells;
        for (std::size_t i = 0; i < record.cells.size(); ++i) {
            const std::string text = trimmed(csv::plainOf(record.cells[i]));
            if (text.empty())
                continue;
            if (i >= m_columns.size())
                m_out.faults.push_back({record.line, 1, "", "has more cells than there are columns"});
            else if (std::ranges::find(columns, m_columns[i]) != columns.end())
                cells[m_columns[i]] = text;
            else
                others(found, m_columns[i], text);
        }
        fill(found, cells);
        check(m_out, found);
        m_out.cases.push_back(std::move(found));
    }

    /// A column that test cases have no place for.
    static void others(FoundCase& found, const std::string& column, const std::string& text) {
        auto& description = found.text.document.description;
        description += "\n\n" + column + ": " + text;
        found.notes.push_back({found.line, column + " has no place of its own: kept in the description"});
    }

    void fill(FoundCase& found, std::map<std::string, std::string>& cells) {
        TestCaseDocument& document = found.text.document;
        const auto fault = [&](const char* column, std::string message) {
            m_out.faults.push_back({found.line, 1, column, std::move(message)});
        };
        found.text.key = cells["key"];
        if (!found.text.key.empty() && !isCaseKey(found.text.key))
            fault("key", "must be the key of a test case, TC-12 say");
        document.title = cells["title"];
        document.description = trimmed(cells["description"] + document.description);
        document.folder = cells["folder"];
        document.tags = split(cells["tags"], ';');
        document.owner = cells["owner"];
        document.requirements = {cells["deviceType"], split(cells["deviceTags"], ';')};
        if (const std::string& word = cells["status"]; !word.empty()) {
            if (const auto status = fromText<CaseStatus>(word))
                document.status = *status;
            else
                fault("status", wire::choicesMessage({"draft", "approved", "retired"}));
        }
        manualSteps(found, cells);
        double seconds = 60;
        if (const std::string& text = cells["measureSeconds"]; !text.empty() && !number(text, seconds))
            fault("measureSeconds", "must be a number");
        if (const auto criteria = split(cells["criteria"], '\n'); !criteria.empty()) {
            document.steps.push_back(
                {.name = "Measure", .kind = StepKind::measure, .durationSeconds = seconds});
            for (const std::string& expression : criteria)
                document.criteria.push_back({.expression = expression});
            if (cells["measureSeconds"].empty())
                found.notes.push_back(
                    {found.line, "measureSeconds is not said: criteria are judged over 60 s"});
        }
        double limit = document.timeoutSeconds;
        if (const std::string& text = cells["timeoutSeconds"]; !text.empty() && !number(text, limit))
            fault("timeoutSeconds", "must be a number");
        document.timeoutSeconds = static_cast<int>(std::clamp(limit, 0.0, 1e9));
    }

    static bool number(const std::string& text, double& out) {
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
        return error == std::errc() && end == text.data() + text.size() && std::isfinite(out);
    }

    /// A line of `steps` is a step; the same line of `expected` is what it asks about.
    static void manualSteps(FoundCase& found, std::map<std::string, std::string>& cells) {
        const auto lines = split(cells["steps"], '\n', true);
        auto expected = split(cells["expected"], '\n', true);
        auto& steps = found.text.document.steps;
        const bool paired = expected.size() <= lines.size();
        for (std::size_t i = 0; i < lines.size(); ++i) {
            std::string text = lines[i];
            if (paired && i < expected.size() && !expected[i].empty())
                text += "\n\nExpected: " + expected[i];
            if (!text.empty())
                steps.push_back({.name = "Step " + std::to_string(steps.size() + 1),
                                 .kind = StepKind::manual,
                                 .command = literal(text)});
        }
        if (!paired) {
            steps.push_back(
                {.name = "Expected", .kind = StepKind::manual, .command = literal(cells["expected"])});
            found.notes.push_back(
                {found.line, "expected has more lines than steps: it is one step at the end"});
        }
    }

    FileCases m_out;
    std::vector<std::string> m_columns;
};

} // namespace

FileCases readCsv(const CaseFile& file) {
    FileCases refused{file.path, {}, {}};
    if (!wire::isUtf8(file.text) || file.text.size() > longestText) {
        refused.faults.push_back(
            {0, 0, "", file.text.size() > longestText ? "is longer than 1 MiB" : "is not valid UTF-8"});
        return refused;
    }
    const csv::Reading reading = csv::read(file.text, mostImportedCases + 1);
    if (!reading.why.empty() || reading.records.empty()) {
        refused.faults.push_back({reading.line, 1, "", reading.why.empty() ? "is empty" : reading.why});
        return refused;
    }
    return Table(file).run(reading.records);
}

} // namespace labwarden::casetext::detail
