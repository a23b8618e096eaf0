// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/one_time_password.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace labwarden::identity {

using testing::MatchesRegex;

TEST(AOneTimePassword, is_five_groups_of_four_that_can_be_read_aloud) {
    for (int i = 0; i < 100; ++i)
        EXPECT_THAT(newOneTimePassword(),
                    MatchesRegex("[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}"));
}

TEST(AOneTimePassword, has_80_random_bits_and_no_two_characters_that_look_alike) {
    std::set<char> seen;
    std::set<std::string> passwords;
    for (int i = 0; i < 500; ++i) {
        const auto password = newOneTimePassword();
        EXPECT_TRUE(passwords.insert(password).second);
        seen.insert(password.begin(), password.end());
    }
    seen.erase('-');
    EXPECT_GE(20 * std::log2(seen.size()), 80);
    for (const auto& alike : {"0oq", "1il", "2z", "5s", "6bg", "9gq", "uv", "8B"}) {
        int of = 0;
        for (const char c : std::string_view(alike))
            of += static_cast<int>(seen.count(c));
        EXPECT_LE(of, 1) << alike;
    }
}

} // namespace labwarden::identity
