// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/identity.h"
#include "common/timestamp.h"
#include "server/page.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace labwarden::storage {
class Database;
}

namespace labwarden::identity {

/// Which entries; what is absent does not matter.
struct AuditFilter {
    std::optional<std::string> actor;  ///< user name, without regard to case
    std::optional<std::string> action; ///< "user.update"; with '*' at its end all that begin so
    std::optional<std::string> targetKind, targetId;
    std::optional<Timestamp> from, to; ///< from <= at < to
};

struct AuditPage {
    std::vector<AuditEntry> entries;
    std::optional<EntryPlace> next; ///< nothing: that was all
};

/// Reads the audit log. (It is written in the transactions of the changes themselves, by the SQL function
/// audit().) Any thread; throws Unavailable.
class AuditLog {
public:
    explicit AuditLog(storage::Database& database) : m_database(database) {}

    /// Newest first, `limit` entries at most; fewer when they are large, but one at least if there is one.
    AuditPage page(const AuditFilter& filter, const std::optional<EntryPlace>& after, int limit);

private:
    storage::Database& m_database;
};

} // namespace labwarden::identity
