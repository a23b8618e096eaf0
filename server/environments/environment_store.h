// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/environment.h"
#include "server/changed.h"
#include "server/page.h"
#include "server/storage/database.h"

#include <optional>
#include <string>

namespace labwarden::environments {

/// The calls to PostgreSQL for environments in which runs take place. Any thread. Throws Unavailable.
class EnvironmentStore {
public:
    explicit EnvironmentStore(storage::Database& database) : m_database(database) {}

    /// Nothing when the name is taken.
    std::optional<Changed<Environment>> create(const EnvironmentDocument& document, const std::string& userId,
                                               const std::string& address);
    /// `id` must be a UUID.
    std::optional<Environment> get(const std::string& id);
    /// Oldest first.
    Page<Environment> list(const PageRequest& request);

private:
    storage::Database& m_database;
};

} // namespace labwarden::environments
