// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What people are told of the format, against what it is: FORMAT.md and the JSON Schema.

#include "common/casetext/case_text.h"
#include "common/enum_text.h"

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <gmock/gmock.h>

#include <fstream>
#include <set>
#include <sstream>

using namespace labwarden;
using namespace labwarden::casetext;
using testing::UnorderedElementsAreArray;
namespace json = boost::json;

namespace {

std::string fileText(const std::string& path) {
    std::ifstream in(LABWARDEN_SOURCE_DIR "/" + path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

/// The fenced blocks of a page in one language.
std::vector<std::string> examples(const std::string& page, const std::string& language) {
    std::vector<std::string> out;
    const std::string fence = "```" + language + "\n";
    for (std::size_t at = page.find(fence); at != std::string::npos; at = page.find(fence, at)) {
        at += fence.size();
        const std::size_t end = page.find("```", at);
        out.push_back(page.substr(at, end - at));
        at = end;
    }
    return out;
}

std::string withoutComments(const std::string& yaml) {
    std::istringstream in(yaml);
    std::string out;
    for (std::string line; std::getline(in, line);)
        if (!line.starts_with('#'))
            out += line + '\n';
    return out;
}

const std::string page = fileText("common/casetext/FORMAT.md");

template<class T>
std::set<std::string> members() {
    std::set<std::string> names;
    boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_any_access>>(
        [&](auto d) { names.insert(d.name); });
    return names;
}

json::value schema() {
    return json::parse(fileText("resources/test-case.schema.json"));
}

template<class T>
void expectFields(const json::value& object, std::set<std::string> extra = {}) {
    std::set<std::string> names = members<T>();
    names.merge(extra);
    std::set<std::string> written;
    for (const auto& property : object.at("properties").as_object()) {
        written.insert(property.key());
        EXPECT_TRUE(property.value().as_object().contains("description") ||
                    property.value().as_object().contains("$ref"))
            << property.key();
    }
    EXPECT_EQ(written, names);
    EXPECT_EQ(object.at("additionalProperties"), false);
}

template<class E>
void expectWords(const json::value& property) {
    std::vector<std::string> words;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
        [&](auto d) { words.emplace_back(d.name); });
    EXPECT_THAT(json::value_to<std::vector<std::string>>(property.at("enum")),
                UnorderedElementsAreArray(words));
}

} // namespace

TEST(TheFormatPage, has_examples_that_are_read_and_written_as_they_stand) {
    const auto yaml = examples(page, "yaml");
    ASSERT_EQ(yaml.size(), 5U);
    for (const std::string& example : yaml) {
        const ReadCase read = readCase(example);
        ASSERT_TRUE(read) << read.faults.front().pointer << read.faults.front().message << example;
        EXPECT_EQ(writeCase(read.text), withoutComments(example));
    }
    for (const std::string& example : examples(page, "json")) {
        const ReadCase read = readCase(example);
        ASSERT_TRUE(read) << example;
        EXPECT_EQ(writeCase(read.text, Notation::json), example);
    }
}

TEST(TheFormatPage, has_an_example_for_every_field) {
    std::set<std::string> seen;
    for (const std::string& example : examples(page, "yaml")) {
        std::istringstream in(example);
        for (std::string line; std::getline(in, line);) {
            const std::size_t begin = line.find_first_not_of(" -");
            const std::size_t end = line.find(':');
            if (begin < end && end != std::string::npos)
                seen.insert(line.substr(begin, end - begin));
        }
    }
    std::set<std::string> all{"key"};
    for (auto names : {members<TestCaseDocument>(), members<Parameter>(), members<Step>(),
                       members<CriterionSpec>(), members<Requirements>(), members<Attachment>()})
        all.merge(names);
    for (const std::string& name : all)
        EXPECT_TRUE(seen.contains(name)) << name;
}

TEST(TheFormatPage, says_how_faults_are_told) {
    std::istringstream in(page);
    int told = 0;
    for (std::string line; std::getline(in, line);) {
        if (!line.starts_with("| `") || line.find("line 1 column") == std::string::npos)
            continue;
        ++told;
        const std::size_t end = line.find('`', 3);
        std::string expected = line.substr(line.find("| ", end) + 2);
        expected = expected.substr(0, expected.size() - 2);
        const ReadCase read = readCase(line.substr(3, end - 3));
        std::vector<std::string> faults;
        for (const TextFault& f : read.faults)
            faults.push_back((f.pointer.empty() ? "" : f.pointer + " ") + "line " +
                             std::to_string(f.range.begin.line) + " column " +
                             std::to_string(f.range.begin.column) + ": " + f.message);
        EXPECT_THAT(faults, testing::Contains(expected));
    }
    EXPECT_EQ(told, 5);
}

TEST(TheSchemaOfTestCases, has_the_fields_and_words_of_the_domain) {
    const json::value all = schema();
    const json::value& types = all.at("$defs");
    expectFields<TestCaseDocument>(all, {"key"});
    expectFields<Parameter>(types.at("parameter"));
    expectFields<Step>(types.at("step"));
    expectFields<CriterionSpec>(types.at("criterion"));
    expectFields<Requirements>(types.at("requirements"));
    expectFields<Attachment>(types.at("attachment"));
    expectWords<CaseStatus>(all.at("properties").at("status"));
    expectWords<DeviceLossPolicy>(all.at("properties").at("onDeviceLost"));
    expectWords<ParameterType>(types.at("parameter").at("properties").at("type"));
    expectWords<StepKind>(types.at("step").at("properties").at("kind"));
    expectWords<Severity>(types.at("criterion").at("properties").at("severity"));
}

TEST(TheSchemaOfTestCases, has_the_defaults_of_the_domain) {
    const json::value defaults = json::value_from(TestCaseDocument{});
    const json::value all = schema();
    for (const auto& property : all.at("properties").as_object()) {
        if (const json::value* const value = property.value().as_object().if_contains("default")) {
            EXPECT_EQ(*value, defaults.at(property.key())) << property.key();
        }
    }
}

TEST(TheSchemaOfTestCases, requires_what_the_reader_requires) {
    const json::value all = schema();
    const auto required = [](const json::value& type) {
        return json::value_to<std::set<std::string>>(type.at("required"));
    };
    std::set<std::string> missing;
    for (const auto& fault : readCase("description: a\n").faults)
        missing.insert(fault.pointer.substr(1));
    EXPECT_EQ(required(all), missing);
    const ReadCase read =
        readCase("title: a\nparameters: [{}]\nsteps: [{}]\ncriteria: [{}]\nattachments: [{}]\n");
    std::map<std::string, std::set<std::string>> inside;
    for (const auto& fault : read.faults)
        if (fault.message == "is required")
            inside[fault.pointer.substr(1, fault.pointer.find('/', 1) - 1)].insert(
                fault.pointer.substr(fault.pointer.rfind('/') + 1));
    EXPECT_EQ(required(all.at("$defs").at("parameter")), inside["parameters"]);
    EXPECT_EQ(required(all.at("$defs").at("step")), inside["steps"]);
    EXPECT_EQ(required(all.at("$defs").at("criterion")), inside["criteria"]);
    EXPECT_EQ(required(all.at("$defs").at("attachment")), inside["attachments"]);
}
