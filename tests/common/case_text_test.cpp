// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/casetext/case_text.h"

#include <boost/json/value_from.hpp>
#include <gmock/gmock.h>

using namespace labwarden;
using namespace labwarden::casetext;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
namespace json = boost::json;

namespace {

/// "pointer line:column message" of each fault.
std::vector<std::string> faultsIn(std::string_view text) {
    std::vector<std::string> out;
    for (const TextFault& fault : readCase(text).faults)
        out.push_back(fault.pointer + " " + std::to_string(fault.range.begin.line) + ":" +
                      std::to_string(fault.range.begin.column) + " " + fault.message);
    return out;
}

std::string firstFault(std::string_view text) {
    const auto faults = faultsIn(text);
    return faults.empty() ? "none" : faults.front();
}

/// The stretch of the text that a place names.
std::string_view marked(std::string_view text, const Range& range) {
    return text.substr(range.begin.offset, range.end.offset - range.begin.offset);
}

constexpr std::string_view waits = "steps:\n  - name: w\n    kind: wait\n    durationSeconds: 1\n";

std::string titled(std::string_view title) {
    return "title: " + std::string(title) + "\n" + std::string(waits);
}

CaseText named(std::string title) {
    CaseText text;
    text.document.title = std::move(title);
    text.document.steps = {{.name = "w", .kind = StepKind::wait, .durationSeconds = 1}};
    return text;
}

} // namespace

TEST(ATestCaseAsText, leaves_out_what_has_its_default) {
    EXPECT_EQ(writeCase(named("Boots")),
              "title: Boots\nsteps:\n  - name: w\n    kind: wait\n    durationSeconds: 1\n");
}

TEST(ATestCaseAsText, can_be_written_before_it_is_finished) {
    EXPECT_EQ(writeCase({}), "title: \"\"\nsteps: []\n");
    EXPECT_THAT(faultsIn(writeCase({})),
                ElementsAre("/title 1:8 must not be empty", "/steps 2:1 must have at least 1 item"));
}

TEST(ATestCaseAsText, has_quotes_only_where_a_text_would_be_taken_for_something_else) {
    for (const char* plain : {"Boots", "5 V", "1. Connect", "--verbose", "${mode}", "max(x) <= 85 %", "a:b",
                              "Größe", "C#", "don't", "a, b", "it is [so]", "x \"y\" z"})
        EXPECT_THAT(writeCase(named(plain)), HasSubstr(std::string("title: ") + plain + "\n"));
    for (const char* quoted :
         {"yes",  "No",   "on",  "5",  "1.0", "0x1F",  "1e3",   "12:30", "2026-01-01", "null", "~",
          "a: b", "a #b", " a",  "a ", "- a", "[a",    "*a",    "&a",    "!a",         "%a",   "@a",
          "-",    "---",  "...", ".5", "+1",  "-.inf", "1_000", "<<",    "=",          "a:"})
        EXPECT_THAT(writeCase(named(quoted)), HasSubstr(std::string("title: \"") + quoted + "\"\n"));
    EXPECT_THAT(writeCase(named("- \"a\"")), HasSubstr("title: '- \"a\"'\n"));
}

TEST(ATestCaseAsText, keeps_texts_of_several_lines_as_blocks) {
    CaseText text = named("Boots");
    text.document.description = "One.\n\n  Two.\n";
    text.document.steps.front().kind = StepKind::manual;
    text.document.steps.front().command = "a\nb";
    EXPECT_THAT(writeCase(text), HasSubstr("description: |\n  One.\n\n    Two.\nsteps:"));
    EXPECT_THAT(writeCase(text), HasSubstr("    command: |-\n      a\n      b\n"));
}

TEST(ATestCaseAsText, takes_a_word_for_the_text_that_it_is) {
    for (const char* word : {"yes", "0x1F", "12:30", "1_000", "True", "'1.0'", "\"true\""}) {
        const ReadCase read = readCase(titled(word));
        EXPECT_TRUE(read) << word << firstFault(titled(word));
    }
    EXPECT_EQ(readCase(titled("yes")).text.document.title, "yes");
    EXPECT_EQ(readCase(titled("\"\\u2028\"")).text.document.title, "\xe2\x80\xa8");
}

TEST(ATestCaseAsText, takes_numbers_and_true_for_texts_only_in_quotes) {
    EXPECT_EQ(firstFault(titled("1.0")), "/title 1:8 must be a text: put it in quotes");
    EXPECT_EQ(firstFault(titled("true")), "/title 1:8 must be a text: put it in quotes");
    EXPECT_EQ(firstFault(titled("~")), "/title 1:8 is required");
}

TEST(ATestCaseAsText, says_all_faults_at_once_in_the_order_of_their_places) {
    EXPECT_THAT(faultsIn("titel: Boots\n"
                         "status: reddy\n"
                         "steps:\n"
                         "  - name: a\n"
                         "    kind: measure\n"
                         "  - kind: wait\n"
                         "    durationSeconds: long\n"
                         "criteria:\n"
                         "  - expression: maxx(a) < 1\n"
                         "    severity: should\n"),
                ElementsAre("/title 1:1 is required", "/titel 1:1 is not a known field",
                            "/status 2:9 must be one of draft, approved, retired",
                            "/steps/0/durationSeconds 4:5 must be more than 0 for this kind of step",
                            "/steps/1/name 6:5 is required",
                            "/steps/1/durationSeconds 7:22 must be a number from 0 to 604800",
                            HasSubstr("/criteria/0/expression 9:17 unknown aggregate \"maxx\"")));
}

TEST(ATestCaseAsText, says_where_it_is_no_YAML) {
    EXPECT_EQ(firstFault("title: a: b\n"),
              " 1:9 \": \" must not stand here: put the text in quotes, or look at the indentation");
    EXPECT_EQ(firstFault("title: Boots\nsteps:\n\t- name: a\n"),
              "/steps 3:1 a tab must not stand here: indent with blanks");
    EXPECT_EQ(firstFault("title: Boots\nsteps:\n  - name: a\n - name: b\n"),
              " 4:2 is neither \"name: value\" nor indented like its neighbours");
    EXPECT_EQ(firstFault("title: \"Boots\n"), "/title 2:1 the text ends inside quotes");
    EXPECT_EQ(firstFault("title: @home\n"),
              "/title 1:8 this character must not begin a value: put the text in quotes");
    EXPECT_EQ(firstFault("title: a\x01\n"),
              " 1:9 holds a control character: write it as an escape in double quotes");
}

TEST(ATestCaseAsText, refuses_what_readers_of_YAML_understand_differently) {
    EXPECT_THAT(firstFault(titled("&a Boots")), HasSubstr("/title 1:8 anchors (&name) are not part"));
    EXPECT_THAT(firstFault(titled("*a")), HasSubstr("/title 1:8 "));
    EXPECT_THAT(firstFault(titled("!!str 5")), HasSubstr("/title 1:8 tags (!name) are not part"));
    EXPECT_THAT(firstFault("%YAML 1.1\n---\n" + titled("a")), HasSubstr("directives"));
    EXPECT_THAT(firstFault(titled("a") + "title: b\n"), HasSubstr("/title 6:1 is there twice"));
    EXPECT_THAT(firstFault(titled("a") + "---\n" + titled("b")), HasSubstr("a second document begins here"));
    EXPECT_THAT(firstFault("\xef\xbb\xbf" + titled("a")), HasSubstr("byte order mark"));
    EXPECT_THAT(firstFault("\xff" + titled("a")), HasSubstr("not valid UTF-8"));
    EXPECT_THAT(firstFault("[a]: b\n"), HasSubstr("a name of a field must be a text"));
    EXPECT_THAT(firstFault(""), HasSubstr("is empty"));
    EXPECT_THAT(firstFault("# nothing\n"), HasSubstr("is empty"));
}

TEST(ATestCaseAsText, ends_soon_on_what_is_meant_to_exhaust_the_reader) {
    EXPECT_THAT(firstFault(std::string(500'000, '[')), HasSubstr("is nested too deep"));
    EXPECT_THAT(firstFault("a:\n" + std::string(500'000, '-')), HasSubstr("2:500001"));
    std::string deep;
    for (int i = 0; i < 1000; ++i)
        deep += std::string(static_cast<std::size_t>(i), ' ') + "- \n";
    EXPECT_NE(firstFault(deep), "none");
    std::string laughs = "a0: &a0 [x]\n";
    for (int i = 1; i < 30; ++i) {
        const std::string before = "*a" + std::to_string(i - 1);
        laughs += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before + "," + before + "]\n";
    }
    EXPECT_THAT(faultsIn(laughs), testing::Contains(HasSubstr("/a7/0 8:10 aliases")));
    EXPECT_THAT(firstFault("a: [" + std::string(300'000, ',') + "]"),
                HasSubstr("/a/0 1:5 a value is missing"));
    std::string many = "a: [";
    for (int i = 0; i < 150'000; ++i)
        many += "1,";
    EXPECT_THAT(firstFault(many + "]"), HasSubstr("holds more than 100000 values"));
    EXPECT_THAT(firstFault("{\"a\": [" + many.substr(4) + "1]}"), HasSubstr("holds more than 100000 values"));
    EXPECT_THAT(firstFault(std::string(longestText + 1, ' ')), HasSubstr("is longer than 1 MiB"));
    EXPECT_THAT(firstFault("? " + std::string(100'000, 'a') + "\n: b\n"), HasSubstr("longer than a name"));
}

TEST(ATestCaseAsText, is_read_from_JSON_too_with_the_same_faults) {
    const std::string good = R"({"key": "TC-3", "title": "\ud83d\ude00", "steps": [
        {"name": "w", "kind": "wait", "durationSeconds": 1}]})";
    const ReadCase read = readCase(good);
    ASSERT_TRUE(read);
    EXPECT_EQ(read.text.key, "TC-3");
    EXPECT_EQ(read.text.document.title, "\xf0\x9f\x98\x80");
    EXPECT_EQ(marked(good, read.places.placeOf("/steps/0/kind")), "\"wait\"");
    EXPECT_EQ(marked(good, read.places.placeOf("/steps/0/script")),
              R"({"name": "w", "kind": "wait", "durationSeconds": 1})");
    EXPECT_THAT(faultsIn("{\"title\": 5,\n  \"title\": \"a\", \"steps\": []}"),
                ElementsAre(" 2:3 is there twice", "/steps 2:17 must have at least 1 item"));
}

TEST(ATestCaseAsText, is_whole_when_the_document_holds_all_it_says) {
    EXPECT_TRUE(readCase(titled("Soak")).whole);
    // What it means is wrong, but nothing of it is lost.
    EXPECT_TRUE(
        readCase("key: TC-3\ntitle: ''\nsteps:\n  - name: w\n    kind: wait\n    durationSeconds: 1.5\n")
            .whole);
    EXPECT_TRUE(readCase("title: a\ncriteria:\n  - expression: max(\n").whole);
    EXPECT_FALSE(readCase("title: a\ncolour: red\n").whole);
    EXPECT_FALSE(readCase("title: 5\n").whole);
    EXPECT_FALSE(readCase("title: a\nsteps:\n  - name: w\n    kind: wiat\n").whole);
    EXPECT_FALSE(readCase("title: a\nsteps: wait\n").whole);
    EXPECT_FALSE(readCase("title: a\n  b: c\n").whole);
    EXPECT_FALSE(readCase("").whole);
}

TEST(ATestCaseAsText, has_a_key_or_none) {
    EXPECT_EQ(readCase("key: TC-12\n" + titled("a")).text.key, "TC-12");
    EXPECT_EQ(readCase(titled("a")).text.key, "");
    EXPECT_EQ(firstFault("key: 12\n" + titled("a")), "/key 1:6 must be the key of a test case, TC-12 say");
    EXPECT_NE(firstFault("key: TC-012\n" + titled("a")), "none");
}

TEST(ASourceMap, marks_values_names_and_first_lines) {
    const std::string text = "title: \"Größe\"\n"
                             "description: |\n"
                             "  One.\n"
                             "  Two.\n"
                             "\n"
                             "steps:\n"
                             "  - name: a\n"
                             "    kind: wait\n"
                             "tags: [x, y]\n";
    const ReadCase read = readCase(text);
    const auto at = [&](std::string_view pointer) { return marked(text, read.places.placeOf(pointer)); };
    EXPECT_EQ(at("/title"), "\"Größe\"");
    EXPECT_EQ(at("/description"), "|\n  One.\n  Two.");
    EXPECT_EQ(at("/steps"), "steps");
    EXPECT_EQ(at("/steps/0"), "name: a");
    EXPECT_EQ(at("/steps/0/durationSeconds"), "name: a") << "what is missing is marked where it should be";
    EXPECT_EQ(at("/steps/0/kind"), "wait");
    EXPECT_EQ(at("/steps/7/kind"), "steps");
    EXPECT_EQ(at("/tags/1"), "y");
    EXPECT_EQ(at("/owner"), "title: \"Größe\"");
    const Range range = read.places.placeOf("/title");
    EXPECT_EQ(range.begin, (Position{1, 8, 7}));
    EXPECT_EQ(range.end, (Position{1, 15, 16})) << "columns are characters, offsets bytes";
    EXPECT_EQ(read.places.pointerAt(text.find("wait") + 2), "/steps/0/kind");
    EXPECT_EQ(read.places.pointerAt(text.find("kind") + 2), "/steps/0/kind");
    EXPECT_EQ(read.places.pointerAt(text.find("y]")), "/tags/1");
}

TEST(ASourceMap, counts_lines_as_editors_do) {
    const std::string text = "title: a\r\ndescription: \"\xe2\x80\xa8\"\r\ntags: 5\r\n";
    EXPECT_EQ(readCase(text).places.placeOf("/tags").begin, (Position{3, 7, 36}));
}

TEST(ASourceMap, places_the_faults_that_a_server_has_found) {
    const ReadCase read = readCase(titled("a"));
    const auto faults =
        placed(read.places, {{"/document/owner", "is unknown"}, {"/document/title", "x"}}, "/document");
    EXPECT_EQ(faults.at(1).pointer, "/title");
    EXPECT_EQ(faults.at(1).range.begin, (Position{1, 8, 7}));
    EXPECT_EQ(faults.at(0).range.begin, (Position{1, 1, 0}));
}
