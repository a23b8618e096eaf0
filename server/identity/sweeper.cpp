// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/sweeper.h"

#include "server/storage/database.h"
#include "sql/queries/identity.h"

namespace labwarden::identity {

namespace {

constexpr int rowsAtOnce = 1000;

} // namespace

Sweeper::Sweeper(storage::Database& database)
    : m_database(database)
    , m_rounds("sessions that are over", std::chrono::minutes(1), [this] { return sweep(); }) {}

bool Sweeper::sweep() {
    return m_database.acquire()->run(queries::identity::sweep, rowsAtOnce).at(0)["rows"].as<int>() >=
           rowsAtOnce;
}

} // namespace labwarden::identity
