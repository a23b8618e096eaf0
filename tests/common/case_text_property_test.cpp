// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/casetext/case_text.h"
#include "tests/common/random_case.h"

#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>
#include <gtest/gtest.h>

using namespace labwarden;
using namespace labwarden::casetext;
namespace json = boost::json;

namespace {

std::string firstFault(const ReadCase& read) {
    if (read)
        return {};
    const TextFault& fault = read.faults.front();
    return fault.pointer + " " + std::to_string(fault.range.begin.line) + ": " + fault.message;
}

} // namespace

TEST(RandomTestCases, come_back_from_text_as_they_were) {
    for (unsigned seed = 0; seed < 600; ++seed) {
        support::RandomCase random(seed);
        CaseText text{seed % 3 ? "TC-" + std::to_string(seed) : "", random.document()};
        for (const Fault& fault : faultsOf(text.document))
            FAIL() << "seed " << seed << " makes no valid case: " << fault.pointer << " " << fault.message;
        for (const Notation notation : {Notation::yaml, Notation::json}) {
            const std::string written = writeCase(text, notation);
            const ReadCase read = readCase(written);
            ASSERT_TRUE(read) << "seed " << seed << ": " << firstFault(read) << "\n" << written;
            ASSERT_EQ(read.text.key, text.key);
            ASSERT_EQ(json::value_from(read.text.document), json::value_from(text.document))
                << "seed " << seed << "\n"
                << written;
            ASSERT_EQ(writeCase(read.text, notation), written) << "seed " << seed;
        }
    }
}

TEST(RandomBytes, are_read_or_refused) {
    std::mt19937 random(7);
    constexpr std::string_view pieces[] = {
        "title", ": ", "\n", "  ", "- ", "[", "]", "{", "}",        ",",    "\"", "'",   "|", ">", "steps",
        "name",  "\t", "&a", "*a", "!t", "#", "?", "%", "\xc3\xbc", "\xff", "\r", "---", "~", "5", "key"};
    std::size_t refused = 0;
    for (int i = 0; i < 20'000; ++i) {
        std::string text;
        for (auto n = random() % 40; n > 0; --n)
            text += pieces[random() % std::size(pieces)];
        const ReadCase read = readCase(text);
        refused += read ? 0 : 1;
        for (const TextFault& fault : read.faults) {
            ASSERT_LE(fault.range.begin.offset, fault.range.end.offset) << text;
            ASSERT_LE(fault.range.end.offset, text.size()) << text;
        }
    }
    EXPECT_EQ(refused, 20'000U) << "none of them has steps";
}
