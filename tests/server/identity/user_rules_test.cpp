// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/user_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace labwarden::identity {

using testing::ElementsAre;
using testing::IsEmpty;

namespace {

template<class T>
std::vector<std::string> placesOf(const T& thing) {
    std::vector<std::string> places;
    for (const Fault& fault : faultsOf(thing))
        places.push_back(fault.pointer);
    return places;
}

} // namespace

TEST(AUserName, can_be_typed_by_everybody) {
    for (const char* name : {"a", "7", "ada", "Ada.Admin", "ada@example.org", "a-b_c", "0x"})
        EXPECT_THAT(placesOf(NewUser{name, "Ada", "", {}}), IsEmpty()) << name;
    EXPECT_THAT(placesOf(NewUser{std::string(100, 'a'), "Ada", "", {}}), IsEmpty());
    for (const std::string& name :
         {std::string(""), std::string("-a"), std::string(".a"), std::string("key:robot"), std::string("a b"),
          std::string("ädä"), std::string("a/b"), std::string("a\n"), std::string("Labwardend"),
          std::string(101, 'a')})
        EXPECT_THAT(placesOf(NewUser{name, "Ada", "", {}}), ElementsAre("/username")) << name;
}

TEST(AMailAddress, is_empty_or_could_be_one) {
    for (const char* mail : {"", "ada@example.org", "\"a@b\"@c"})
        EXPECT_THAT(placesOf(ProfileEdit{"Ada", mail}), IsEmpty()) << mail;
    for (const char* mail : {"ada", "@example.org", "ada@", "a da@example.org"})
        EXPECT_THAT(placesOf(ProfileEdit{"Ada", mail}), ElementsAre("/email")) << mail;
}

TEST(AName, has_no_blanks_around_it) {
    EXPECT_THAT(placesOf(UserEdit{" Ada", "", {}, false}), ElementsAre("/displayName"));
    EXPECT_THAT(placesOf(UserEdit{" ", "x", {}, false}), ElementsAre("/displayName", "/email"));
    EXPECT_THAT(placesOf(RoleEdit{"night shift ", "", {}}), ElementsAre("/name"));
}

TEST(AChangeOfMany, says_what_to_change_and_names_nobody_twice) {
    EXPECT_THAT(placesOf(UserBulk{{{"a", 1}, {"b", 1}}, true, {}, {}}), IsEmpty());
    EXPECT_THAT(placesOf(UserBulk{{{"a", 1}}, std::nullopt, {}, {}}), ElementsAre(""));
    EXPECT_THAT(placesOf(UserBulk{{{"a", 1}, {"b", 1}, {"a", 2}}, false, {}, {}}),
                ElementsAre("/users/2/id"));
    EXPECT_THAT(placesOf(UserBulk{{{"a", 1}}, std::nullopt, {"viewer"}, {"admin", "viewer"}}),
                ElementsAre("/removeRoles/1"));
}

TEST(ARole, is_made_of_permissions_that_there_are) {
    EXPECT_THAT(placesOf(RoleEdit{"night shift", "", {"devices:read", "runs:start"}}), IsEmpty());
    EXPECT_THAT(placesOf(RoleEdit{"night shift", "", {"devices:read", "devices:fly", ""}}),
                ElementsAre("/permissions/1", "/permissions/2"));
}

} // namespace labwarden::identity
