// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/domain/secret_mask.h"

#include <gtest/gtest.h>

namespace labwarden {

TEST(ASecretMask, blacks_out_each_secret_wherever_it_stands) {
    const SecretMask mask({"hunter2", "correct horse"});
    EXPECT_EQ(mask.masked("a hunter2hunter2 b correct horse"), "a ****** b ***");
    EXPECT_EQ(mask.masked("nothing of it"), "nothing of it");
    EXPECT_EQ(mask.masked(""), "");
}

TEST(ASecretMask, leaves_no_part_of_a_secret_that_holds_another) {
    EXPECT_EQ(SecretMask({"hunter", "hunter2-and-more"}).masked("hunter2-and-more hunter"), "*** ***");
}

TEST(ASecretMask, knows_the_lines_of_a_secret_that_has_several) {
    const SecretMask mask({"-----BEGIN KEY-----\n  MC4CAQAwBQYD\r\nshort\n-----END KEY-----\n"});
    EXPECT_EQ(mask.masked("key is MC4CAQAwBQYD."), "key is ***.");
    EXPECT_EQ(mask.masked("a short line"), "a short line");
}

TEST(ASecretMask, knows_tabs_that_a_log_has_made_blanks) {
    EXPECT_EQ(SecretMask({"one\ttwo"}).masked("one two, one\ttwo"), "***, ***");
}

TEST(ASecretMask, leaves_secrets_alone_that_would_black_out_everything) {
    const SecretMask mask({"", "a", "abc"});
    EXPECT_TRUE(mask.empty());
    EXPECT_EQ(mask.masked("abc"), "abc");
}

} // namespace labwarden
