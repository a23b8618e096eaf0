// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/password_rules.h"

#include "server/identity/common_passwords.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace labwarden::identity {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(APassword, may_be_anything_that_is_long_and_not_easy_to_guess) {
    for (const char* good : {"correct horse battery staple", "            x  y", "äöüäöüßßßäöß",
                             "kd7m-9wbx-tr4c-p3hn", "77341908265123"})
        EXPECT_THAT(passwordFaults(good, "eve"), IsEmpty()) << good;
}

TEST(APassword, has_twelve_characters_to_a_hundred_and_twenty_eight_counted_as_people_count_them) {
    EXPECT_THAT(passwordFaults("kz8q-3vxw-m", "eve"), ElementsAre(HasSubstr("12 characters")));
    EXPECT_THAT(passwordFaults("kz8q-3vxw-m2", "eve"), IsEmpty());
    EXPECT_THAT(passwordFaults("schöne übung", "eve"), IsEmpty()); // 12 characters, 14 bytes
    EXPECT_THAT(passwordFaults("schöne übun", "eve"),
                ElementsAre(HasSubstr("12 characters"))); // 11 characters, 13 bytes
    std::string longest;                                  // 128 characters, 256 bytes
    for (int i = 0; i < 16; ++i)
        longest += "äöüßéèçñ";
    EXPECT_THAT(passwordFaults(longest + "x", "eve"), ElementsAre(HasSubstr("128 characters")));
    EXPECT_THAT(passwordFaults(longest, "eve"), IsEmpty());
}

TEST(APassword, is_refused_when_it_is_one_of_those_that_are_tried_first) {
    for (const char* bad :
         {"1qaz2wsx3edc", "QwertyQwerty", "123456789012", "unbelievable", "Unbelievable!", "password1234!!",
          "iloveyou1234567", "aaaaaaaaaaaa", "abcabcabcabc", "ABCDABCDABCDA"})
        EXPECT_THAT(passwordFaults(bad, "eve"), ElementsAre(HasSubstr("tried first"))) << bad;
}

TEST(APassword, is_refused_when_it_contains_the_user_name_or_the_name_of_the_program) {
    EXPECT_THAT(passwordFaults("the-Great-EVE-of-9", "eve"), ElementsAre(HasSubstr("user name")));
    EXPECT_THAT(passwordFaults("LabWarden-is-9-fun", "eve"), ElementsAre(HasSubstr("program")));
    EXPECT_THAT(passwordFaults("labwarden-for-bob-9", "bob"), testing::SizeIs(2));
    EXPECT_THAT(passwordFaults("kz8q-3vxw-m2ed", "ed"),
                IsEmpty()); // half of all words have these two letters
}

TEST(TheCommonPasswords, are_sorted_so_that_each_of_them_is_found) {
    const std::string_view list = commonPasswords();
    std::string before;
    std::size_t begin = 0;
    int count = 0;
    while (begin < list.size()) {
        const auto end = list.find('\n', begin);
        ASSERT_NE(end, std::string_view::npos);
        const std::string word(list.substr(begin, end - begin));
        ASSERT_LT(before, word);
        ASSERT_GE(word.size(), shortestPassword);
        if (++count % 97 == 1 || end + 1 == list.size()) {
            ASSERT_THAT(passwordFaults(word, ""), testing::Contains(HasSubstr("tried first"))) << word;
        }
        before = word;
        begin = end + 1;
    }
    EXPECT_GT(count, 40'000);
}

} // namespace labwarden::identity
