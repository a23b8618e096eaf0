// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The hostile requests of hostile_test.cpp, sent to a whole labwardend. Under the asan preset a report of a
// sanitizer ends the server, and what it has leaked shows at its orderly end.

#include "tests/e2e/support/lab.h"

#include <gtest/gtest.h>

#include <csignal>

namespace labwarden::test {
namespace {

TEST(Labwardend, stands_every_hostile_request_and_answers_a_fresh_one_at_once) {
    Lab lab(
        {.runner = false,
         .agent = false,
         .serverSettings = {
             {"log-level", "warn"}, {"head-timeout", "2"}, {"body-timeout", "3"}, {"write-timeout", "2"}}});
    Person admin(lab, "admin"), viewer(lab, "viewer");
    for (int i = 0; i < 200; ++i) // a board that no socket takes at once
        admin.addDevice("device-" + std::to_string(i));
    const auto cursor = std::string(viewer.get("/api/v1/devices").at("cursor").as_string());
    Process attack({LABWARDEN_BIN_DIR "/labwarden_hostile_test"}, lab.folder() / "hostile.log",
                   {{"LABWARDEN_HOSTILE_URL", lab.url()},
                    {"LABWARDEN_HOSTILE_TOKEN", viewer.token()},
                    {"LABWARDEN_HOSTILE_CURSOR", cursor}});
    const auto verdict = attack.wait(std::chrono::minutes(8));
    ASSERT_TRUE(verdict) << "the attack hangs: " << attack.output();
    EXPECT_EQ(*verdict, 0) << attack.output();

    ASSERT_TRUE(lab.server().running()) << lab.server().output();
    EXPECT_EQ(viewer.send("GET", "/api/v1/devices").status, 200);
    lab.server().signal(SIGTERM);
    const auto ended = lab.server().wait(std::chrono::seconds(60));
    ASSERT_TRUE(ended) << "the server does not end";
    EXPECT_EQ(*ended, 0) << lab.server().output();
}

} // namespace
} // namespace labwarden::test
