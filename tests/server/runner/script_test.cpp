// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runner/job_log.h"
#include "server/runner/script.h"
#include "server/runner/timeline.h"
#include "tests/server/support/services.h"

#include <gmock/gmock.h>

#include <csignal>
#include <fstream>
#include <thread>

#include <unistd.h>

namespace labwarden::runner {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

class AScript : public testing::Test {
protected:
    AScript() {
        settings.directory = std::filesystem::temp_directory_path() / test::uniqueName("scripts");
        settings.sameUser = true;
        settings.killAfter = 300ms;
        std::filesystem::create_directories(settings.directory);
        std::filesystem::permissions(settings.directory, std::filesystem::perms(0755));
    }
    ~AScript() override { std::filesystem::remove_all(settings.directory); }

    void write(const std::string& name, const std::string& text,
               std::filesystem::perms perms = std::filesystem::perms(0755)) {
        std::ofstream(settings.directory / name) << text;
        std::filesystem::permissions(settings.directory / name, perms);
    }
    ScriptResult run(const std::string& name, std::chrono::milliseconds limit = 10s) {
        lines.clear();
        call.file = name;
        call.deadline = JobControl::Clock::now() + limit;
        return runScript(settings, call, control,
                         [this](std::string_view line) { lines.emplace_back(line); });
    }
    ScriptSettings settings;
    ScriptCall call;
    JobControl control;
    std::vector<std::string> lines;
};

bool lives(pid_t pid) {
    std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
    std::string text;
    return std::getline(stat, text) && text.find(") Z ") == std::string::npos;
}

TEST_F(AScript, runs_with_a_clean_environment_in_an_empty_directory) {
    ::setenv("SECRET_OF_THE_RUNNER", "x", 1);
    write("show", "#!/bin/sh\n/usr/bin/env | grep -v -e ^PWD= -e ^_= -e ^SHLVL= | sort\nls -A\n");
    call.environment = {{"LABWARDEN_STEP", "Show"}};
    EXPECT_EQ(run("show").exitCode, 0);
    EXPECT_THAT(lines, ElementsAre("LABWARDEN_STEP=Show", "PATH=/usr/local/bin:/usr/bin:/bin"));
}

TEST_F(AScript, has_no_descriptors_of_the_runner) {
    const int open = ::dup(1);
    write("fds", "#!/bin/sh\nls /proc/self/fd | wc -l\n");
    EXPECT_EQ(run("fds").exitCode, 0);
    EXPECT_THAT(lines, ElementsAre("4")) << "three streams and the directory that ls reads";
    ::close(open);
}

TEST_F(AScript, takes_what_it_left_behind_with_it) {
    write("leave", "#!/bin/sh\nsleep 300 &\necho $!\n");
    const auto began = JobControl::Clock::now();
    EXPECT_EQ(run("leave").exitCode, 0);
    EXPECT_LT(JobControl::Clock::now() - began, 5s);
    ASSERT_THAT(lines, SizeIs(1));
    EXPECT_TRUE(test::eventually([&] { return !lives(std::stoi(lines[0])); }));
}

TEST_F(AScript, is_killed_with_its_group_when_it_does_not_heed_sigterm) {
    write("stubborn", "#!/bin/sh\ntrap '' TERM\necho $$\nwhile :; do sleep 1; done\n");
    const ScriptResult result = run("stubborn", 300ms);
    EXPECT_TRUE(result.timedOut);
    EXPECT_EQ(result.signal, SIGKILL);
    EXPECT_FALSE(lives(std::stoi(lines.at(0))));
}

TEST_F(AScript, gets_the_time_to_end_by_itself) {
    write("polite", "#!/bin/sh\ntrap 'echo bye; exit 0' TERM\nwhile :; do sleep 0.05; done\n");
    settings.killAfter = 5s;
    const ScriptResult result = run("polite", 300ms);
    EXPECT_TRUE(result.timedOut);
    EXPECT_FALSE(result.exitCode) << "an end that was asked for is none of its own";
    EXPECT_EQ(lines.at(lines.size() - 1), "bye"); // the shell may first say that its sleep was terminated
}

TEST_F(AScript, ends_when_the_job_is_stopped) {
    write("long", "#!/bin/sh\nsleep 300\n");
    std::jthread other([this] { control.stop(Stop::cancelled); });
    EXPECT_EQ(run("long").stopped, Stop::cancelled);
}

TEST_F(AScript, may_end_by_a_signal_of_its_own) {
    write("crash", "#!/bin/sh\nkill -SEGV $$\n");
    const ScriptResult result = run("crash");
    EXPECT_EQ(result.signal, SIGSEGV);
    EXPECT_FALSE(result.exitCode);
}

TEST_F(AScript, is_refused_with_the_reason) {
    write("good", "#!/bin/sh\nexit 0\n");
    write("plain", "#!/bin/sh\n", std::filesystem::perms(0644));
    write("open", "#!/bin/sh\n", std::filesystem::perms(0757));
    write("broken", "#!/no/such/interpreter\n");
    std::filesystem::create_symlink("/bin/true", settings.directory / "link");
    EXPECT_THAT(run("none").fault, HasSubstr("no script of that name"));
    EXPECT_THAT(run("plain").fault, HasSubstr("not executable"));
    EXPECT_THAT(run("open").fault, HasSubstr("changed by anybody"));
    EXPECT_THAT(run("link").fault, HasSubstr("not a plain file"));
    EXPECT_THAT(run("../good").fault, HasSubstr("bare file name"));
    EXPECT_THAT(run("broken").fault, HasSubstr("cannot be started"));
    settings.sameUser = false;
    EXPECT_THAT(run("good").fault, HasSubstr("as another user only"));
    settings.directory.clear();
    EXPECT_THAT(run("good").fault, HasSubstr("runs no scripts"));
}

TEST_F(AScript, runs_as_the_user_of_the_settings) {
    if (::geteuid() != 0)
        GTEST_SKIP() << "only root can change user";
    write("who", "#!/bin/sh\nid -un\nid -Gn\ntouch mine && echo written\n");
    settings.user = "nobody";
    settings.sameUser = false;
    EXPECT_EQ(run("who").exitCode, 0);
    EXPECT_THAT(lines, ElementsAre("nobody", "nogroup", "written"));
}

TEST(ALogLine, is_valid_in_one_line_and_bounded) {
    EXPECT_EQ(cleanLine("plain ✓"), "plain ✓");
    EXPECT_EQ(cleanLine("\x1b[31mred\x1b[0m\tx\r"), "[31mred[0m x");
    EXPECT_EQ(cleanLine("bad \xff\xc3"), "bad ??");
    EXPECT_EQ(cleanLine(std::string("a\0b", 3)), "ab");
    EXPECT_EQ(cleanLine("ääää", 5), "ää…");
}

TEST(ALogOfAJob, keeps_what_did_not_arrive_in_order) {
    JobLog log;
    for (int i = 0; i < 1200; ++i)
        log.add(std::to_string(i), {i});
    std::vector<LogLine> first = log.take();
    ASSERT_THAT(first, SizeIs(JobLog::batchLines));
    log.putBack(std::move(first));
    EXPECT_EQ(log.take().front().text, "0");
    EXPECT_EQ(log.take().front().text, "500");
}

TEST(ATimeline, gives_changed_steps_once_and_again_when_they_did_not_arrive) {
    TestCaseDocument testCase;
    testCase.steps = {{.name = "a", .kind = StepKind::wait, .durationSeconds = 3}};
    testCase.teardown = {{.name = "b", .kind = StepKind::wait, .durationSeconds = 1}};
    Timeline timeline(testCase);
    EXPECT_THAT(timeline.takeChanged(), SizeIs(2));
    timeline.start(0, {1000});
    const std::vector<RunStep> changed = timeline.takeChanged();
    ASSERT_THAT(changed, SizeIs(1));
    EXPECT_EQ(changed[0].state, StepState::running);
    EXPECT_THAT(timeline.takeChanged(), SizeIs(0));
    timeline.putBack(changed);
    EXPECT_THAT(timeline.takeChanged(), SizeIs(1));
    EXPECT_DOUBLE_EQ(timeline.progress({2500}).percent, 37.5);
    timeline.finish(0, StepState::passed, "", {4000});
    timeline.skipPending(true);
    EXPECT_DOUBLE_EQ(timeline.progress({4000}).percent, 100);
    EXPECT_TRUE(timeline.steps()[1].teardown);
}

} // namespace
} // namespace labwarden::runner
