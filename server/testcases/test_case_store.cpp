// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/testcases/test_case_store.h"

#include "server/storage/json_rows.h"
#include "sql/queries/testcases.h"

#include <boost/json.hpp>

namespace labwarden::testcases {

namespace q = queries::testcases;
namespace json = boost::json;

Changed<TestCase> TestCaseStore::create(const TestCaseDocument& document, const std::string& userId,
                                        const std::string& address) {
    const auto rows =
        m_database.acquire()->run(q::create, json::serialize(json::value_from(document)), userId, address);
    const auto outcome = storage::parsed(rows.at(0)["outcome"]);
    return storage::changedFrom<TestCase>(outcome, "testCase");
}

std::optional<TestCase> TestCaseStore::get(const std::string& id) {
    const auto rows = m_database.acquire()->run(q::get, id);
    if (rows.empty())
        return std::nullopt;
    return storage::fromJson<TestCase>(rows[0]["test_case"]);
}

Page<TestCase> TestCaseStore::list(const PageRequest& request) {
    return storage::pageFrom<TestCase>(m_database, q::list, request);
}

} // namespace labwarden::testcases
