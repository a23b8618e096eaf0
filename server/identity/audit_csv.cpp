// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/audit_csv.h"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>

namespace labwarden::identity {

namespace {

/// How a formula may begin; the last four are the full-width forms of the first four, which some spreadsheets
/// take for them.
constexpr std::array<std::string_view, 12> formulaStarts{"=",  "+", "-",      "@",      "\t",     "\r",
                                                         "\n", "|", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};

void addLine(std::string& csv, const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0)
            csv += ',';
        csv += csvCell(cells[i]);
    }
    csv += "\r\n";
}

std::string textOf(const boost::json::value& value) {
    return value.is_null() ? std::string() : boost::json::serialize(value);
}

} // namespace

std::string csvCell(std::string_view text) {
    std::string cell = "\"";
    if (std::ranges::any_of(formulaStarts,
                            [text](std::string_view start) { return text.starts_with(start); }))
        cell += '\'';
    for (const char c : text) {
        if (c == '"')
            cell += '"';
        cell += c;
    }
    cell += '"';
    return cell;
}

std::string csvOf(const std::vector<AuditEntry>& entries) {
    std::string csv;
    addLine(csv, {"id", "at", "actor", "actorId", "address", "action", "targetKind", "targetId", "targetName",
                  "oldValue", "newValue"});
    for (const AuditEntry& e : entries)
        addLine(csv, {std::to_string(e.id), e.at.text(), e.actor, e.actorId, e.address, e.action,
                      e.targetKind, e.targetId, e.targetName, textOf(e.oldValue), textOf(e.newValue)});
    return csv;
}

} // namespace labwarden::identity
