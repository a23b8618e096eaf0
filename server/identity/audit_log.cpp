// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/audit_log.h"

#include "server/storage/database.h"
#include "sql/queries/identity.h"

#include <boost/json/parse.hpp>

namespace labwarden::identity {

namespace {

/// Of old and new values in one page: a document of the lab may have a megabyte, and a page thousands of
/// entries.
constexpr int pageBytes = 8 << 20;

/// A value holds a document in one piece, which may itself nest as deep as requests may.
boost::json::value valueOf(const pqxx::field& field) {
    if (field.is_null())
        return nullptr;
    boost::json::parse_options options;
    options.max_depth = 100;
    return boost::json::parse(field.c_str(), {}, options);
}

AuditEntry entryOf(const pqxx::row& row) {
    AuditEntry entry;
    entry.id = row["id"].as<std::int64_t>();
    entry.at = Timestamp::parse(row["at"].c_str()).value_or(Timestamp{});
    entry.actorId = row["actor_id"].c_str();
    entry.actor = row["actor"].c_str();
    entry.address = row["address"].c_str();
    entry.action = row["action"].c_str();
    entry.targetKind = row["target_kind"].c_str();
    entry.targetId = row["target_id"].c_str();
    entry.targetName = row["target_name"].c_str();
    entry.oldValue = valueOf(row["old_value"]);
    entry.newValue = valueOf(row["new_value"]);
    return entry;
}

std::optional<std::string> textOf(const std::optional<Timestamp>& time) {
    return time ? std::optional(time->text()) : std::nullopt;
}

} // namespace

AuditPage AuditLog::page(const AuditFilter& filter, const std::optional<EntryPlace>& after, int limit) {
    std::optional<std::int64_t> afterUs, afterId;
    if (after) {
        afterUs = after->atUs;
        afterId = after->id;
    }
    // One more than is asked for says whether there is a next page.
    const auto rows = m_database.acquire()->run(queries::identity::audit_page, filter.actor, filter.action,
                                                filter.targetKind, filter.targetId, textOf(filter.from),
                                                textOf(filter.to), afterUs, afterId, limit + 1, pageBytes);
    AuditPage page;
    for (const auto& row : rows) {
        if (static_cast<int>(page.entries.size()) == limit)
            break;
        page.entries.push_back(entryOf(row));
        page.next = EntryPlace{row["at_us"].as<std::int64_t>(), page.entries.back().id};
    }
    if (page.entries.empty() || rows[0]["found"].as<std::size_t>() == page.entries.size())
        page.next.reset();
    return page;
}

} // namespace labwarden::identity
