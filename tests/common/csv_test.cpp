// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace labwarden;
using testing::ElementsAre;

TEST(ACsvCell, of_an_exact_kind_comes_back_as_the_very_text_and_is_never_a_formula) {
    for (const std::string text : {"", "plain", "=1+1", "+1", "-1", "@x", "|x", "\tx", "'", "''", "'=1", "'x",
                                   "a\"b", "a,b", "two\r\nlines", "\uFF1D1", "'\uFF1D1", "😀"}) {
        std::string line;
        csv::addLine(line, {csv::exactCell(text), csv::exactCell("x")});
        EXPECT_NE(line[1], '=');
        EXPECT_NE(line[1], '+');
        const auto reading = csv::read(line, 10);
        ASSERT_EQ(reading.records.size(), 1u) << text << reading.why;
        EXPECT_EQ(csv::plainOf(reading.records[0].cells.at(0)), text);
    }
}

TEST(ReadingCsv, takes_what_spreadsheets_and_people_write) {
    const auto reading = csv::read("\xEF\xBB\xBFkey,name\r\na, b \n\n\"c\",\"d\"\"e\nf\"\r\nlast,", 10);
    EXPECT_EQ(reading.why, "");
    ASSERT_EQ(reading.records.size(), 4u);
    EXPECT_THAT(reading.records[0].cells, ElementsAre("key", "name"));
    EXPECT_THAT(reading.records[1].cells, ElementsAre("a", " b "));
    EXPECT_EQ(reading.records[1].line, 2u);
    EXPECT_THAT(reading.records[2].cells, ElementsAre("c", "d\"e\nf"));
    EXPECT_EQ(reading.records[2].line, 4u);
    EXPECT_THAT(reading.records[3].cells, ElementsAre("last", ""));
    EXPECT_EQ(reading.records[3].line, 6u) << "lines inside of cells count";
}

TEST(ReadingCsv, says_on_which_line_it_is_none) {
    EXPECT_EQ(csv::read("a,b\n\"c\"d,e\n", 10).line, 2u);
    EXPECT_EQ(csv::read("a\nb\n\"c\nd\n", 10).line, 3u);
    const auto full = csv::read("a\nb\nc\n", 2);
    EXPECT_EQ(full.line, 3u);
    EXPECT_EQ(full.records.size(), 2u);
    EXPECT_TRUE(csv::read("", 2).records.empty());
}
