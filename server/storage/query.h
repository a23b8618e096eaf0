// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace labwarden::storage {

/// A named SQL text of sql/queries/<area>/<name>.sql, made into the constant `queries::<area>::<name>` by the
/// build.
struct Query {
    const char* name; ///< "devices/list"; also the prepared statement's name
    const char* sql;
};

} // namespace labwarden::storage
