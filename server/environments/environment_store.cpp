// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/environments/environment_store.h"

#include "server/storage/json_rows.h"
#include "sql/queries/environments.h"

#include <boost/json.hpp>

namespace labwarden::environments {

namespace q = queries::environments;
namespace json = boost::json;

std::optional<Changed<Environment>> EnvironmentStore::create(const EnvironmentDocument& document,
                                                             const std::string& userId,
                                                             const std::string& address) {
    const auto rows =
        m_database.acquire()->run(q::create, json::serialize(json::value_from(document)), userId, address);
    const auto outcome = storage::parsed(rows.at(0)["outcome"]);
    if (outcome.at("status") == "taken")
        return std::nullopt;
    return storage::changedFrom<Environment>(outcome, "environment");
}

std::optional<Environment> EnvironmentStore::get(const std::string& id) {
    const auto rows = m_database.acquire()->run(q::get, id);
    if (rows.empty())
        return std::nullopt;
    return storage::fromJson<Environment>(rows[0]["environment"]);
}

Page<Environment> EnvironmentStore::list(const PageRequest& request) {
    return storage::pageFrom<Environment>(m_database, q::list, request);
}

} // namespace labwarden::environments
