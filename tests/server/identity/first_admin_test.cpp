// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/first_admin.h"

#include "server/identity/bootstrap.h"
#include "server/identity/sessions.h"
#include "tests/server/support/services.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <future>
#include <regex>
#include <sstream>

namespace labwarden::identity {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::ThrowsMessage;

namespace {

class TheFirstAdmin : public testing::Test {
protected:
    const test::TestSchema schema;
    const test::TestRedis redis;
    const std::unique_ptr<storage::Database> database = schema.open();
    const fs::path file = fs::temp_directory_path() / test::uniqueName("password");

    ~TheFirstAdmin() override { fs::remove(file); }
    void write(const std::string& text,
               fs::perms perms = fs::perms::owner_read | fs::perms::owner_write) const {
        std::ofstream(file) << text;
        fs::permissions(file, perms);
    }
    std::string one(const std::string& query) const { return schema.sql(query)[0][0].c_str(); }
    /// What a log-in comes to.
    UserInfo logIn(const std::string& password) const {
        Sessions sessions(*database, *redis);
        std::promise<UserInfo> promise;
        sessions.logIn({"admin", password}, {"10.0.0.7", "test"},
                       [&](const std::exception_ptr& error, const Sessions::Opened& opened) {
                           if (error)
                               promise.set_exception(error);
                           else
                               promise.set_value(opened.user);
                       });
        return promise.get_future().get();
    }
    static std::string passwordIn(const std::string& told) {
        std::smatch match;
        return std::regex_search(told, match, std::regex("one-time password +(\\S+)")) ? match[1].str()
                                                                                       : std::string();
    }
};

} // namespace

TEST_F(TheFirstAdmin, of_an_empty_lab_gets_a_one_time_password_that_is_told_once) {
    std::ostringstream told, again;
    EXPECT_TRUE(createFirstAdmin({}, *database, told));
    EXPECT_FALSE(createFirstAdmin({}, *database, again));
    EXPECT_EQ(again.str(), "");
    EXPECT_THAT(told.str(), AllOf(HasSubstr("admin"), HasSubstr("labwardend users reset admin")));
    const std::string password = passwordIn(told.str());
    ASSERT_GE(password.size(), 16u) << told.str();
    const UserInfo user = logIn(password);
    EXPECT_THAT(user.roles, testing::ElementsAre("admin"));
    EXPECT_TRUE(user.mustChangePassword);
    EXPECT_EQ(one("SELECT count(*) FROM users"), "1");
    EXPECT_EQ(
        one("SELECT password_ends_at - now() BETWEEN interval '71 hours' AND interval '72 hours' FROM users"),
        "t");
}

TEST_F(TheFirstAdmin, of_two_labs_never_gets_the_same_password) {
    const test::TestSchema other;
    std::ostringstream here, there;
    createFirstAdmin({}, *database, here);
    createFirstAdmin({}, *other.open(), there);
    EXPECT_NE(passwordIn(here.str()), passwordIn(there.str()));
}

TEST_F(TheFirstAdmin, is_made_once_by_servers_that_start_at_once_and_only_that_one_tells) {
    std::vector<std::future<std::string>> servers;
    for (int i = 0; i < 4; ++i)
        servers.push_back(std::async(std::launch::async, [this] {
            std::ostringstream told;
            createFirstAdmin({}, *database, told);
            return told.str();
        }));
    std::string password;
    int tellers = 0;
    for (auto& server : servers)
        if (const std::string told = server.get(); !told.empty()) {
            ++tellers;
            password = passwordIn(told);
        }
    EXPECT_EQ(tellers, 1);
    EXPECT_EQ(one("SELECT count(*) FROM users"), "1");
    EXPECT_NO_THROW(logIn(password)) << "the one that is told is the one that counts";
}

TEST_F(TheFirstAdmin, takes_a_password_from_a_file_and_then_nothing_is_told) {
    write("tall-lighthouse-keeper\n");
    std::ostringstream told;
    EXPECT_TRUE(createFirstAdmin({.file = file, .text = "not this one at all"}, *database, told));
    EXPECT_EQ(told.str(), "");
    EXPECT_TRUE(logIn("tall-lighthouse-keeper").mustChangePassword);
}

TEST_F(TheFirstAdmin, takes_a_password_from_a_variable_and_then_nothing_is_told) {
    std::ostringstream told;
    EXPECT_TRUE(createFirstAdmin({.file = {}, .text = "tall-lighthouse-keeper"}, *database, told));
    EXPECT_EQ(told.str(), "");
    EXPECT_TRUE(logIn("tall-lighthouse-keeper").mustChangePassword);
}

TEST_F(TheFirstAdmin, is_not_made_with_a_password_that_cannot_be_used) {
    std::ostringstream told;
    const auto make = [&] { createFirstAdmin({.file = file, .text = {}}, *database, told); };
    EXPECT_THAT(make, ThrowsMessage<BootstrapError>(HasSubstr("No such file")));
    write("hunter2\n");
    EXPECT_THAT(make, ThrowsMessage<BootstrapError>(AllOf(
                          HasSubstr(file.string()), HasSubstr("12 characters"), Not(HasSubstr("hunter2")))));
    write("\n");
    EXPECT_THAT(make, ThrowsMessage<BootstrapError>(HasSubstr("is empty")));
    write("tall-lighthouse-keeper\n", fs::perms::owner_read | fs::perms::others_read);
    EXPECT_THAT(make, ThrowsMessage<BootstrapError>(HasSubstr("chmod 600")));
    EXPECT_THAT([&] { createFirstAdmin({.file = {}, .text = "hunter2"}, *database, told); },
                ThrowsMessage<BootstrapError>(HasSubstr("LABWARDEN_ADMIN_PASSWORD")));
    EXPECT_EQ(told.str(), "");
    EXPECT_EQ(one("SELECT count(*) FROM users"), "0");
}

TEST_F(TheFirstAdmin, is_not_made_where_there_is_somebody_or_was_and_its_file_may_be_gone) {
    std::ostringstream told;
    createBootstrapUsers({{"vic", "Vic", "tall-lighthouse-keeper", {"viewer"}}}, *database);
    EXPECT_FALSE(createFirstAdmin({.file = file, .text = {}}, *database, told));
    schema.sql("UPDATE users SET deleted_at = now()");
    EXPECT_FALSE(createFirstAdmin({}, *database, told));
    EXPECT_EQ(told.str(), "");
}

TEST_F(TheFirstAdmin, is_made_where_there_are_only_programs_with_keys) {
    schema.sql(
        "INSERT INTO users (username, display_name, password_hash, kind) VALUES ('key:ci', 'ci', '', 'key')");
    std::ostringstream told;
    EXPECT_TRUE(createFirstAdmin({}, *database, told));
}

TEST_F(TheFirstAdmin, is_in_the_audit_log_without_the_password) {
    std::ostringstream told;
    createFirstAdmin({}, *database, told);
    EXPECT_EQ(one("SELECT action || ' ' || actor || ' ' || (new_value ->> 'username') FROM audit_log"),
              "user.create labwardend admin");
    EXPECT_EQ(one("SELECT count(*) FROM audit_log a WHERE a::text LIKE '%" + passwordIn(told.str()) +
                  "%' OR a::text LIKE '%argon2%'"),
              "0");
}

} // namespace labwarden::identity
