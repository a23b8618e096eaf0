// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/board/device_texts.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

namespace labwarden::board {

namespace {

std::string joined(DeviceTexts& texts) {
    std::string out;
    texts.appendTo(out);
    return out;
}

} // namespace

TEST(DeviceTexts, of_nobody_are_nothing) {
    DeviceTexts texts;
    EXPECT_EQ(joined(texts), "");
    texts.remove("a");
    EXPECT_EQ(joined(texts), "");
    EXPECT_EQ(texts.bytes(), 0u);
}

TEST(DeviceTexts, stand_in_the_order_of_keys_and_are_replaced_and_removed_in_place) {
    DeviceTexts texts;
    for (const char* key : {"c", "a", "b"})
        texts.put(key, std::string("<") + key + ">");
    EXPECT_EQ(joined(texts), "<a>,<b>,<c>");
    texts.put("b", "<B>");
    EXPECT_EQ(joined(texts), "<a>,<B>,<c>");
    texts.remove("a");
    texts.remove("nobody");
    EXPECT_EQ(joined(texts), "<B>,<c>");
    texts.remove("c");
    texts.remove("B");
    texts.remove("b");
    EXPECT_EQ(joined(texts), "");
}

TEST(DeviceTexts, are_what_an_ordered_map_would_have_after_20000_random_changes) {
    std::mt19937 random(20);
    DeviceTexts texts;
    std::map<std::string, std::string> expected;
    for (int i = 0; i < 20'000; ++i) {
        const std::string key = "device-" + std::to_string(random() % 700);
        if (random() % 3 == 0) {
            texts.remove(key);
            expected.erase(key);
        } else {
            const std::string text(1 + random() % 50, static_cast<char>('a' + random() % 26));
            texts.put(key, text);
            expected[key] = text;
        }
        if (i % 50 != 0)
            continue;
        std::string all;
        for (const auto& [name, text] : expected)
            all += (all.empty() ? "" : ",") + text;
        ASSERT_EQ(joined(texts), all) << "after change " << i;
        ASSERT_EQ(texts.bytes(), all.empty() ? 0 : all.size() + 1);
    }
}

} // namespace labwarden::board
