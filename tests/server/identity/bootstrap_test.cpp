// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/bootstrap.h"

#include "tests/server/support/services.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace labwarden::identity {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::ThrowsMessage;

namespace {

class TheFirstUsers : public testing::Test {
protected:
    const fs::path file = fs::temp_directory_path() / test::uniqueName("users");

    ~TheFirstUsers() override { fs::remove(file); }
    void write(const std::string& text,
               fs::perms perms = fs::perms::owner_read | fs::perms::owner_write) const {
        std::ofstream(file) << text;
        fs::permissions(file, perms);
    }
};

constexpr const char* twoUsers = R"([
    {"username": "ada", "displayName": "Ada Admin", "password": "geheim-geheim", "roles": ["admin"]},
    {"username": "vic", "displayName": "Vic Viewer", "password": "geheim-geheim", "roles": ["viewer", "engineer"]}])";

} // namespace

TEST_F(TheFirstUsers, come_from_a_file_once) {
    write(twoUsers);
    const test::TestSchema schema;
    const auto database = schema.open();
    const auto users = readBootstrapUsers(file);
    EXPECT_EQ(createBootstrapUsers(users, *database), 2);
    const auto hash =
        schema.sql("SELECT password_hash FROM users WHERE username = 'ada'")[0][0].as<std::string>();
    EXPECT_EQ(createBootstrapUsers(users, *database), 0);
    EXPECT_EQ(schema.sql("SELECT password_hash FROM users WHERE username = 'ada'")[0][0].as<std::string>(),
              hash);
    EXPECT_EQ(schema.sql("SELECT count(*) FROM audit_log WHERE action = 'user.create'")[0][0].as<int>(), 2);
    EXPECT_EQ(
        schema
            .sql(
                "SELECT string_agg(name, ',' ORDER BY name) FROM roles JOIN user_roles ON role_id = roles.id "
                "JOIN users ON users.id = user_id WHERE username = 'vic'")[0][0]
            .as<std::string>(),
        "engineer,viewer");
}

TEST_F(TheFirstUsers, are_refused_from_a_file_that_others_may_read) {
    for (const auto wide : {fs::perms::group_read, fs::perms::others_read, fs::perms::group_write}) {
        write(twoUsers, fs::perms::owner_read | fs::perms::owner_write | wide);
        EXPECT_THAT([&] { readBootstrapUsers(file); }, ThrowsMessage<BootstrapError>(HasSubstr("chmod 600")));
    }
}

TEST_F(TheFirstUsers, with_faults_are_refused_with_all_of_them_and_no_password) {
    write(
        R"([{"username": "", "displayName": "x", "password": "geheim-geheim", "roles": "admin"}, {"username": "b", "pasword": "geheim-geheim"}])");
    EXPECT_THAT([&] { readBootstrapUsers(file); },
                ThrowsMessage<BootstrapError>(AllOf(HasSubstr("/0/username"), HasSubstr("/0/roles"),
                                                    HasSubstr("/1/displayName"), HasSubstr("/1/password"),
                                                    HasSubstr("/1/pasword"), Not(HasSubstr("geheim")))));
    write("[{");
    EXPECT_THROW(readBootstrapUsers(file), BootstrapError);
    fs::remove(file);
    EXPECT_THAT([&] { readBootstrapUsers(file); }, ThrowsMessage<BootstrapError>(HasSubstr("No such file")));
}

TEST_F(TheFirstUsers, with_an_unknown_role_are_refused_by_name) {
    const test::TestSchema schema;
    EXPECT_THAT(
        [&] {
            createBootstrapUsers({{"eve", "Eve", "geheim-geheim", {"queen"}}}, *schema.open());
        },
        ThrowsMessage<BootstrapError>(HasSubstr("eve")));
    EXPECT_EQ(schema.sql("SELECT count(*) FROM users")[0][0].as<int>(), 0);
}

} // namespace labwarden::identity
