// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/audit_csv.h"

#include "common/csv.h"

#include <boost/json/serialize.hpp>

namespace labwarden::identity {

namespace {

void addLine(std::string& out, std::vector<std::string> cells) {
    for (auto& cell : cells)
        cell = csv::cell(cell);
    csv::addLine(out, cells);
}

std::string textOf(const boost::json::value& value) {
    return value.is_null() ? std::string() : boost::json::serialize(value);
}

} // namespace

std::string csvOf(const std::vector<AuditEntry>& entries) {
    std::string out;
    addLine(out, {"id", "at", "actor", "actorId", "address", "action", "targetKind", "targetId", "targetName",
                  "oldValue", "newValue"});
    for (const AuditEntry& e : entries)
        addLine(out, {std::to_string(e.id), e.at.text(), e.actor, e.actorId, e.address, e.action,
                      e.targetKind, e.targetId, e.targetName, textOf(e.oldValue), textOf(e.newValue)});
    return out;
}

} // namespace labwarden::identity
