// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <boost/json/value.hpp>

#include <vector>

namespace labwarden::console {

/// One field that an audited change has touched, in people's words. A list has a line for each element: "+ "
/// before one that came, "− " before one that went, nothing before one that stayed.
struct AuditDifference {
    enum class Kind { added, removed, changed };
    QString field; ///< "Display name", "Location, rack"
    QString before, after;
    Kind kind = Kind::changed;
    bool operator==(const AuditDifference&) const = default;
};

/// What is different between two states; null stands for none, so everything was added or removed. Fields in
/// the order of the new state, then those that are gone; what is the same on both sides is left out.
std::vector<AuditDifference> differenceOf(const boost::json::value& before, const boost::json::value& after);

/// A value as people read it: "yes", "engineer, viewer", a time on this machine's clock; "–" for none.
QString auditValueText(const boost::json::value& value);
/// "Display name" for "displayName".
QString fieldWord(std::string_view name);

} // namespace labwarden::console
