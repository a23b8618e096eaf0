// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/test_case.h"
#include "server/storage/database.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace labwarden::testcases {

/// What an import has to know of the cases that there are. Any thread. Throws Unavailable.
class ImportStore {
public:
    explicit ImportStore(storage::Database& database) : m_database(database) {}

    using Place = std::pair<std::string, std::string>; ///< folder and title

    /// By key; nothing for one that has been deleted. Keys that nobody has are not in it.
    std::map<std::string, std::optional<TestCase>> byKeys(const std::vector<std::string>& keys);
    /// The key of the oldest case at each place that has one.
    std::map<Place, std::string> byPlaces(const std::vector<Place>& places);
    /// Ids of the cases that are not retired and have none of these keys, oldest first.
    std::vector<std::string> standingBeside(const std::vector<std::string>& keys);

private:
    storage::Database& m_database;
};

} // namespace labwarden::testcases
