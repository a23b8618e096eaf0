// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/testcases/test_case_store.h"

#include "common/enum_text.h"
#include "server/storage/json_rows.h"
#include "sql/queries/testcases.h"

#include <boost/json.hpp>

namespace labwarden::testcases {

namespace q = queries::testcases;
namespace json = boost::json;

namespace {

template<class T>
std::string textOf(const T& value) {
    return json::serialize(json::value_from(value));
}

/// As a parameter that counts only when it says something.
std::optional<std::string> anyOf(const std::vector<std::string>& values) {
    return values.empty() ? std::nullopt : std::optional(storage::arrayLiteral(values));
}

std::optional<TestCase> one(const pqxx::result& rows) {
    if (rows.empty())
        return std::nullopt;
    return storage::fromJson<TestCase>(rows[0]["test_case"]);
}

} // namespace

Changed<TestCase> TestCaseStore::create(const TestCaseDocument& document, const identity::Caller& caller) {
    const auto rows = m_database.acquire()->run(q::create, textOf(document), caller.userId, caller.remote);
    const auto outcome = storage::parsed(rows.at(0)["outcome"]);
    return storage::changedFrom<TestCase>(outcome, "testCase");
}

std::variant<Changed<TestCase>, Missing, Outdated> TestCaseStore::update(const std::string& id, int revision,
                                                                         const TestCaseEdit& edit,
                                                                         const identity::Caller& caller) {
    const auto rows = m_database.acquire()->run(q::update, id, revision, textOf(edit.document), edit.message,
                                                caller.userId, caller.remote);
    const auto outcome = storage::parsed(rows.at(0)["outcome"]);
    if (outcome.at("status") == "not_found")
        return Missing{};
    if (outcome.at("status") == "stale")
        return Outdated{};
    return storage::changedFrom<TestCase>(outcome, "testCase");
}

std::optional<TestCase> TestCaseStore::get(const std::string& id) {
    return one(m_database.acquire()->run(q::get, id));
}

std::optional<TestCase> TestCaseStore::get(const std::string& id, int revision) {
    return one(m_database.acquire()->run(q::get_revision, id, revision));
}

std::vector<TestCaseRevision> TestCaseStore::revisions(const std::string& id, std::optional<int> before,
                                                       int limit) {
    std::optional<std::string> place;
    if (before)
        place = std::to_string(*before);
    std::vector<TestCaseRevision> found;
    for (const auto& row : m_database.acquire()->run(q::revisions, id, place, limit))
        found.push_back(storage::fromJson<TestCaseRevision>(row["item"]));
    return found;
}

Page<TestCaseSummary> TestCaseStore::list(const TestCaseFilter& filter, const PageRequest& request) {
    std::vector<std::string> states;
    for (const CaseStatus state : filter.states)
        states.emplace_back(text(state));
    return storage::pageFrom<TestCaseSummary>(m_database, q::list, request, filter.words, filter.folder,
                                              anyOf(states), anyOf(filter.tags), filter.owner);
}

} // namespace labwarden::testcases
