// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/testcases/import_store.h"

#include "server/storage/json_rows.h"
#include "sql/queries/testcases.h"

namespace labwarden::testcases {

namespace q = queries::testcases;

std::map<std::string, std::optional<TestCase>> ImportStore::byKeys(const std::vector<std::string>& keys) {
    std::map<std::string, std::optional<TestCase>> found;
    if (keys.empty())
        return found;
    for (const auto& row : m_database.acquire()->run(q::by_keys, storage::arrayLiteral(keys))) {
        auto& entry = found[row["key"].c_str()];
        if (!row["deleted"].as<bool>())
            entry = storage::fromJson<TestCase>(row["test_case"]);
    }
    return found;
}

std::map<ImportStore::Place, std::string> ImportStore::byPlaces(const std::vector<Place>& places) {
    std::map<Place, std::string> found;
    std::vector<std::string> folders, titles;
    for (const auto& [folder, title] : places) {
        folders.push_back(folder);
        titles.push_back(title);
    }
    if (places.empty())
        return found;
    for (const auto& row : m_database.acquire()->run(q::by_places, storage::arrayLiteral(folders),
                                                     storage::arrayLiteral(titles)))
        found[{row["folder"].c_str(), row["title"].c_str()}] = row["key"].c_str();
    return found;
}

std::vector<std::string> ImportStore::standingBeside(const std::vector<std::string>& keys) {
    std::vector<std::string> ids;
    for (const auto& row : m_database.acquire()->run(q::standing_beside, storage::arrayLiteral(keys)))
        ids.emplace_back(row["id"].c_str());
    return ids;
}

} // namespace labwarden::testcases
