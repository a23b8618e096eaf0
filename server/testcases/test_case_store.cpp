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

Faulty faulty(const json::value& outcome) {
    Faulty found;
    for (const json::value& fault : outcome.at("faults").as_array())
        found.faults.push_back(stored<Fault>(fault));
    return found;
}

SaveOutcome saveOutcome(const json::value& outcome) {
    if (outcome.at("status") == "not_found")
        return Missing{};
    if (outcome.at("status") == "stale")
        return Outdated{};
    if (outcome.at("status") == "invalid")
        return faulty(outcome);
    return storage::changedFrom<TestCase>(outcome, "testCase");
}

std::optional<TestCase> one(const pqxx::result& rows) {
    if (rows.empty())
        return std::nullopt;
    return storage::fromJson<TestCase>(rows[0]["test_case"]);
}

} // namespace

std::variant<Changed<TestCase>, Faulty> TestCaseStore::create(const TestCaseDocument& document,
                                                              const identity::Caller& caller) {
    const auto rows = m_database.acquire()->run(q::create, textOf(document), caller.userId, caller.remote);
    const auto outcome = storage::parsed(rows.at(0)["outcome"]);
    if (outcome.at("status") == "invalid")
        return faulty(outcome);
    return storage::changedFrom<TestCase>(outcome, "testCase");
}

SaveOutcome TestCaseStore::update(const TestCaseSave& save, const std::string& message,
                                  const identity::Caller& caller) {
    const auto rows = m_database.acquire()->run(q::update, save.id, save.revision, textOf(save.document),
                                                message, caller.userId, caller.remote);
    return saveOutcome(storage::parsed(rows.at(0)["outcome"]));
}

std::vector<std::pair<std::string, SaveOutcome>>
TestCaseStore::updateMany(const std::vector<TestCaseSave>& saves, const std::string& message,
                          const identity::Caller& caller) {
    json::array items;
    for (const TestCaseSave& save : saves)
        items.push_back(
            {{"id", save.id}, {"revision", save.revision}, {"document", json::value_from(save.document)}});
    const auto rows = m_database.acquire()->run(q::update_many, json::serialize(items), message,
                                                caller.userId, caller.remote);
    const auto answer = storage::parsed(rows.at(0)["outcomes"]);
    std::vector<std::pair<std::string, SaveOutcome>> outcomes;
    for (const json::value& outcome : answer.as_array())
        outcomes.emplace_back(json::value_to<std::string>(outcome.at("id")), saveOutcome(outcome));
    return outcomes;
}

std::variant<std::vector<Event>, Missing, Outdated, InUse>
TestCaseStore::remove(const std::string& id, int revision, const identity::Caller& caller) {
    const auto rows = m_database.acquire()->run(q::remove, id, revision, caller.userId, caller.remote);
    const auto outcome = storage::parsed(rows.at(0)["outcome"]);
    if (outcome.at("status") == "not_found")
        return Missing{};
    if (outcome.at("status") == "stale")
        return Outdated{};
    if (outcome.at("status") == "used")
        return InUse{json::value_to<std::vector<std::int64_t>>(outcome.at("runs")),
                     json::value_to<std::vector<std::string>>(outcome.at("types"))};
    return storedEvents(outcome.at("events"));
}

std::vector<TestCase> TestCaseStore::getMany(const std::vector<std::string>& ids) {
    std::vector<TestCase> found;
    for (const auto& row : m_database.acquire()->run(q::get_many, storage::arrayLiteral(ids)))
        found.push_back(storage::fromJson<TestCase>(row["test_case"]));
    return found;
}

std::optional<TestCaseUsage> TestCaseStore::usage(const std::string& id) {
    const auto rows = m_database.acquire()->run(q::usage, id);
    if (rows.empty())
        return std::nullopt;
    return storage::fromJson<TestCaseUsage>(rows[0]["usage"]);
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
