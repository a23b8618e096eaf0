// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runner/settings.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <unistd.h>

namespace labwarden::runner {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

struct Read {
    std::optional<Settings> settings;
    int exitCode = 0;
    std::string said;
};

Read read(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "labwarden-runner");
    std::vector<char*> argv;
    for (std::string& argument : arguments)
        argv.push_back(argument.data());
    Read result;
    testing::internal::CaptureStderr();
    result.settings = Settings::read(static_cast<int>(argv.size()), argv.data(), &result.exitCode);
    result.said = testing::internal::GetCapturedStderr();
    return result;
}

TEST(TheRunnersSettings, come_from_flags_file_and_variables_in_that_order) {
    const std::filesystem::path file =
        std::filesystem::temp_directory_path() / ("runner-" + std::to_string(::getpid()) + ".conf");
    std::ofstream(file)
        << "amqp = \"amqp://u:p@h/v\"\nslots = 3\nscripts-same-user = true\nprogress-interval = 0.5\n";
    ::setenv("LABWARDEN_RUNNER_SLOTS", "5", 1);
    ::setenv("LABWARDEN_RUNNER_NAME", "from-variable", 1);
    const Read result = read({"--config", file.string(), "--queue", "test-jobs.fast"});
    ::unsetenv("LABWARDEN_RUNNER_SLOTS");
    ::unsetenv("LABWARDEN_RUNNER_NAME");
    std::filesystem::remove(file);
    ASSERT_TRUE(result.settings) << result.said;
    EXPECT_EQ(result.settings->amqp, "amqp://u:p@h/v");
    EXPECT_EQ(result.settings->slots, 3);
    EXPECT_EQ(result.settings->name, "from-variable");
    EXPECT_EQ(result.settings->queue, "test-jobs.fast");
    EXPECT_TRUE(result.settings->scripts.sameUser);
    EXPECT_EQ(result.settings->progressInterval, 500ms);
}

TEST(AWrongSetting, is_refused_with_its_name_and_without_its_password) {
    const auto refused = [](std::vector<std::string> arguments) {
        const Read result = read(std::move(arguments));
        EXPECT_FALSE(result.settings);
        EXPECT_NE(result.exitCode, 0);
        return result.said;
    };
    EXPECT_THAT(refused({}), HasSubstr("--amqp"));
    EXPECT_THAT(refused({"--amqp", "http://u:geheim@h"}),
                testing::AllOf(HasSubstr("--amqp"), testing::Not(HasSubstr("geheim"))));
    EXPECT_THAT(refused({"--amqp", "amqp://h", "--slots", "0"}), HasSubstr("--slots"));
    EXPECT_THAT(refused({"--amqp", "amqp://h", "--progress-interval", "11"}),
                HasSubstr("--progress-interval"));
    EXPECT_THAT(refused({"--amqp", "amqp://h", "--queue", "a b"}), HasSubstr("--queue"));
    EXPECT_THAT(refused({"--amqp", "amqp://h", "--scripts-user", "no-such-user-here"}),
                HasSubstr("--scripts-user"));
    EXPECT_THAT(refused({"--amqp", "amqp://h", "--colour", "red"}), HasSubstr("--colour"));
}

} // namespace
} // namespace labwarden::runner
