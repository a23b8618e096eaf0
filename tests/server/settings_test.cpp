// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <unistd.h>

namespace labwarden {
namespace {

using testing::HasSubstr;
using testing::Not;

class TheSettingsFile : public ::testing::Test {
protected:
    TheSettingsFile()
        : m_file(std::filesystem::path(::testing::TempDir()) / ("settings-" + std::to_string(::getpid()))) {
        write("");
    }
    ~TheSettingsFile() override { std::filesystem::remove(m_file); }

    /// A whole settings file with these lines after the necessary ones.
    void write(const std::string& more) {
        std::ofstream(m_file) << "postgres = \"postgresql://app:hunter2@127.0.0.1/lab\"\n"
                                 "redis = \"redis://:hunter2@127.0.0.1/0\"\n"
                                 "amqp = \"amqp://lab:hunter2@127.0.0.1/\"\n"
                                 "mqtt = \"mqtt://server:hunter2@127.0.0.1\"\n"
                                 "influx = \"http://lab:hunter2@127.0.0.1/?db=lab\"\n"
                                 "callback-key-file = \"/etc/labwarden/callback.key\"\n"
                              << more;
    }
    std::optional<Settings> read(std::vector<std::string> arguments = {}) {
        arguments.insert(arguments.begin(), {"labwardend", "--config", m_file});
        std::vector<char*> pointers;
        for (auto& argument : arguments)
            pointers.push_back(argument.data());
        ::testing::internal::CaptureStderr();
        auto settings = Settings::read(static_cast<int>(pointers.size()), pointers.data(), &m_exitCode);
        m_said = ::testing::internal::GetCapturedStderr();
        return settings;
    }
    void expectRefused(const std::string& name) {
        EXPECT_FALSE(read()) << name;
        EXPECT_NE(m_exitCode, 0);
        EXPECT_THAT(m_said, HasSubstr(name));
        EXPECT_THAT(m_said, Not(HasSubstr("hunter2")));
    }

    const std::filesystem::path m_file;
    int m_exitCode = 0;
    std::string m_said;
};

TEST_F(TheSettingsFile, come_from_the_file_and_a_flag_wins_over_it) {
    write("heartbeat-limit = 5\nio-threads = 3\n");
    const auto settings = read({"--io-threads", "4"});
    ASSERT_TRUE(settings) << m_said;
    EXPECT_EQ(settings->heartbeatLimit, std::chrono::seconds(5));
    EXPECT_EQ(settings->ioThreads, 4);
    EXPECT_EQ(settings->command, Settings::Command::Serve);
}

TEST_F(TheSettingsFile, come_from_variables_where_neither_flag_nor_file_says) {
    ::setenv("LABWARDEN_REDIS_PREFIX", "other:", 1);
    const auto settings = read();
    ::unsetenv("LABWARDEN_REDIS_PREFIX");
    ASSERT_TRUE(settings) << m_said;
    EXPECT_EQ(settings->redisPrefix, "other:");
}

TEST_F(TheSettingsFile, that_are_wrong_are_refused_by_name_without_a_password) {
    for (const auto& [name, line] : {std::pair{"--io-threads", "io-threads = 0\n"},
                                     {"--heartbeat-limit", "heartbeat-limit = soon\n"},
                                     {"--listen-address", "listen-address = \"localhost\"\n"},
                                     {"--log-level", "log-level = \"loud\"\n"},
                                     {"--postgres-schema", "postgres-schema = \"a; drop\"\n"},
                                     {"--public-url", "listen-port = 0\n"},
                                     {"no-such-setting", "no-such-setting = 1\n"}}) {
        write(line);
        expectRefused(name);
    }
}

TEST_F(TheSettingsFile, that_are_missing_are_all_named) {
    std::ofstream{m_file} << "postgres = \"mysql://root:hunter2@host/lab\"\n";
    expectRefused("--postgres");
    std::ofstream{m_file} << "\n";
    EXPECT_FALSE(read());
    for (const auto* name : {"--postgres", "--redis", "--amqp", "--mqtt", "--influx", "--callback-key-file"})
        EXPECT_THAT(m_said, HasSubstr(name));
}

TEST_F(TheSettingsFile, of_migrate_are_the_owner_alone) {
    std::ofstream{m_file} << "postgres-owner = \"postgresql://owner:hunter2@127.0.0.1/lab\"\n";
    const auto settings = read({"migrate"});
    ASSERT_TRUE(settings) << m_said;
    EXPECT_EQ(settings->command, Settings::Command::Migrate);
}

TEST_F(TheSettingsFile, of_users_are_postgres_and_for_a_reset_redis) {
    std::ofstream{m_file} << "postgres = \"postgresql://app:hunter2@127.0.0.1/lab\"\n";
    auto settings = read(
        {"users", "add", "eve", "--role", "viewer", "--role", "lab manager", "--email", "eve@lab.example"});
    ASSERT_TRUE(settings) << m_said;
    EXPECT_EQ(settings->command, Settings::Command::Users);
    EXPECT_EQ(settings->users.action, identity::UsersRequest::Action::Add);
    EXPECT_EQ(settings->users.username, "eve");
    EXPECT_EQ(settings->users.roles, (std::vector<std::string>{"viewer", "lab manager"}));
    EXPECT_TRUE(read({"users", "list"}));
    EXPECT_TRUE(read({"users", "unlock", "eve"}));
    EXPECT_FALSE(read({"users", "reset", "eve"}));
    EXPECT_THAT(m_said, HasSubstr("--redis"));
}

TEST_F(TheSettingsFile, of_a_sync_of_test_cases_are_postgres_the_folder_and_an_author) {
    std::ofstream{m_file} << "postgres = \"postgresql://app:hunter2@127.0.0.1/lab\"\n";
    const auto settings = read({"testcases", "sync", "cases", "--as", "eve", "--dry-run"});
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->command, Settings::Command::SyncTestCases);
    EXPECT_EQ(settings->sync.folder, "cases");
    EXPECT_EQ(settings->sync.author, "eve");
    EXPECT_TRUE(settings->sync.dryRun);
    EXPECT_FALSE(settings->sync.retireMissing);
    EXPECT_FALSE(read({"testcases", "sync", "cases"}));
    EXPECT_FALSE(read({"testcases", "sync", "--as", "eve"}));
    EXPECT_FALSE(read({"testcases"}));
}

TEST_F(TheSettingsFile, of_users_that_make_no_sense_end_with_2) {
    for (const auto& words : std::vector<std::vector<std::string>>{{"users"},
                                                                   {"users", "reset"},
                                                                   {"users", "add", "eve"},
                                                                   {"users", "burn", "eve"},
                                                                   {"users", "list", "--rolle", "x"}}) {
        m_exitCode = 0;
        EXPECT_FALSE(read(words));
        EXPECT_EQ(m_exitCode, 2) << words.back();
    }
}

TEST_F(TheSettingsFile, take_the_first_password_from_a_variable_and_never_from_the_command_line) {
    ::setenv("LABWARDEN_ADMIN_PASSWORD", "hunter2hunter2", 1);
    const auto settings = read();
    ::unsetenv("LABWARDEN_ADMIN_PASSWORD");
    ASSERT_TRUE(settings) << m_said;
    EXPECT_EQ(settings->adminPassword, "hunter2hunter2");
    EXPECT_FALSE(read({"--admin-password", "hunter2hunter2"}));
}

} // namespace
} // namespace labwarden
