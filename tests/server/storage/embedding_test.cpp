// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sql/embedded.h"
#include "sql/queries/storage.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>

namespace labwarden {

TEST(EmbeddedSql, names_a_query_by_its_area_and_file) {
    EXPECT_STREQ(queries::storage::applied_migrations.name, "storage/applied_migrations");
    EXPECT_NE(std::string_view(queries::storage::applied_migrations.sql).find("SELECT"),
              std::string_view::npos);
}

TEST(EmbeddedSql, lists_every_query_once) {
    std::set<std::string> names;
    for (const auto& query : sql::queries())
        EXPECT_TRUE(names.insert(query.name).second) << query.name;
    EXPECT_TRUE(names.contains("storage/applied_migrations"));
    EXPECT_TRUE(names.contains("storage/prepare_schema"));
}

TEST(EmbeddedSql, has_the_migrations_in_order_with_their_checksums) {
    int expected = 1;
    for (const auto& migration : sql::migrations()) {
        EXPECT_EQ(migration.version, expected++);
        EXPECT_EQ(std::string_view(migration.checksum).size(), 64u);
    }
    EXPECT_STREQ(sql::migrations().front().name, "initial");
}

TEST(EmbeddedSql, has_the_function_files) {
    std::set<std::string> names;
    for (const auto& file : sql::functionFiles())
        names.insert(file.name);
    EXPECT_TRUE(names.contains("board/events"));
}

} // namespace labwarden
