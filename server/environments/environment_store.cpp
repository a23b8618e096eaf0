// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/environments/environment_store.h"

#include "server/storage/json_rows.h"
#include "sql/queries/environments.h"

#include <boost/json.hpp>

namespace labwarden::environments {

namespace q = queries::environments;
namespace json = boost::json;

namespace {

template<class T>
std::string textOf(const T& value) {
    return json::serialize(json::value_from(value));
}

std::optional<Environment> environmentIn(const pqxx::result& rows) {
    if (rows.empty())
        return std::nullopt;
    return storage::fromJson<Environment>(rows[0]["environment"]);
}

} // namespace

std::variant<Changed<Environment>, TakenName>
EnvironmentStore::create(const std::string& id, const EnvironmentDocument& document,
                         const SealedSecrets& sealed, const std::string& userId, const std::string& address) {
    const auto rows =
        m_database.acquire()->run(q::create, id, textOf(document), textOf(sealed), userId, address);
    const auto outcome = storage::parsed(rows.at(0)["outcome"]);
    if (outcome.at("status") == "taken")
        return TakenName{};
    return storage::changedFrom<Environment>(outcome, "environment");
}

std::optional<Environment> EnvironmentStore::get(const std::string& id) {
    return environmentIn(m_database.acquire()->run(q::get, id));
}

Page<Environment> EnvironmentStore::list(const PageRequest& request) {
    return storage::pageFrom<Environment>(m_database, q::list, request);
}

std::variant<Changed<Environment>, Missing, Outdated, TakenName>
EnvironmentStore::update(const std::string& id, std::int64_t revision, const EnvironmentEdit& edit,
                         const SealedSecrets& sealed, const std::string& userId, const std::string& address) {
    const auto rows = m_database.acquire()->run(q::update, id, revision, textOf(edit.document),
                                                textOf(sealed), edit.message, userId, address);
    const auto outcome = storage::parsed(rows.at(0)["outcome"]);
    if (outcome.at("status") == "not_found")
        return Missing{};
    if (outcome.at("status") == "stale")
        return Outdated{};
    if (outcome.at("status") == "taken")
        return TakenName{};
    return storage::changedFrom<Environment>(outcome, "environment");
}

std::variant<std::vector<Event>, Missing, Outdated, Used>
EnvironmentStore::remove(const std::string& id, std::int64_t revision, const std::string& userId,
                         const std::string& address) {
    const auto rows = m_database.acquire()->run(q::remove, id, revision, userId, address);
    const auto outcome = storage::parsed(rows.at(0)["outcome"]);
    if (outcome.at("status") == "not_found")
        return Missing{};
    if (outcome.at("status") == "stale")
        return Outdated{};
    if (outcome.at("status") == "used")
        return Used{outcome.at("uses").as_array()};
    return storedEvents(outcome.at("events"));
}

RevisionPage EnvironmentStore::revisions(const std::string& id, std::optional<int> before, int limit) {
    // One more than is asked for says whether there is a next page.
    const auto rows = m_database.acquire()->run(q::revisions, id, before, limit + 1);
    RevisionPage page;
    for (const auto& row : rows) {
        if (static_cast<int>(page.revisions.size()) == limit) {
            page.next = page.revisions.back().revision;
            break;
        }
        page.revisions.push_back(storage::fromJson<EnvironmentRevision>(row["item"]));
    }
    return page;
}

std::optional<Environment> EnvironmentStore::revision(const std::string& id, int revision) {
    return environmentIn(m_database.acquire()->run(q::get_revision, id, revision));
}

} // namespace labwarden::environments
