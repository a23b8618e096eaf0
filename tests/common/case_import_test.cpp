// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/casetext/import.h"
#include "common/json/domain.h"

#include <boost/json/serialize.hpp>
#include <boost/json/value_from.hpp>
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <sstream>

using namespace labwarden;
using namespace labwarden::casetext;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
namespace json = boost::json;
namespace fs = std::filesystem;

namespace {

std::vector<CaseFile> fixtures() {
    const fs::path root = LABWARDEN_SOURCE_DIR "/tests/fixtures/test-definitions";
    std::vector<CaseFile> files;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
        if (!entry.is_regular_file())
            continue;
        std::ifstream in(entry.path(), std::ios::binary);
        std::ostringstream text;
        text << in.rdbuf();
        files.push_back({fs::relative(entry.path(), root).generic_string(), text.str()});
    }
    return files;
}

CaseFile fixture(const std::string& path) {
    for (CaseFile& file : fixtures())
        if (file.path == path)
            return file;
    ADD_FAILURE() << "no fixture " << path;
    return {};
}

/// The only case of a file that is imported.
FoundCase only(const CaseFile& file) {
    FileCases read = readFile(file);
    for (const CaseFileFault& fault : read.faults)
        ADD_FAILURE() << file.path << ":" << fault.line << ": " << fault.pointer << " " << fault.message;
    EXPECT_EQ(read.cases.size(), 1U);
    return read.cases.empty() ? FoundCase() : read.cases.front();
}

std::vector<std::string> notesOf(const FoundCase& found) {
    std::vector<std::string> out;
    for (const CaseNote& note : found.notes)
        out.push_back(std::to_string(note.line) + ": " + note.message);
    return out;
}

std::string firstFault(const FileCases& file) {
    if (file.faults.empty())
        return "none";
    const CaseFileFault& fault = file.faults.front();
    return std::to_string(fault.line) + ":" + std::to_string(fault.column) + " " + fault.pointer + " " +
           fault.message;
}

std::string firstFault(const std::string& path) {
    return firstFault(readFile(fixture(path)));
}

} // namespace

TEST(AFolderOfTestDefinitions, is_reported_file_by_file) {
    const CaseImportReport report = reportOf(readFolder(fixtures()));
    EXPECT_EQ(report.imported, 1);
    EXPECT_EQ(report.withNotes, 6);
    EXPECT_EQ(report.refused, 10);
    EXPECT_EQ(report.created, 7);
    EXPECT_EQ(report.updated, 1);
    std::vector<std::string> refused;
    for (const CaseFileReport& file : report.files) {
        if (file.outcome != FileOutcome::refused)
            continue;
        refused.push_back(file.path + ":" + std::to_string(file.faults.front().line));
        EXPECT_THAT(file.cases, IsEmpty());
    }
    EXPECT_THAT(refused, ElementsAre("broken/alias.yaml:1", "broken/map-step.yaml:8",
                                     "broken/no-steps.yaml:5", "broken/skiplist.yaml:0", "broken/tabs.yaml:5",
                                     "broken/twice.yaml:4", "broken/unclosed.yaml:8", "own/twin.yaml:1",
                                     "own/typo.yaml:3", "tables/wrong-status.csv:3"));
}

TEST(AFolderOfTestDefinitions, has_a_report_that_goes_over_the_wire) {
    const std::string written = json::serialize(json::value_from(reportOf(readFolder(fixtures()))));
    const auto reading = wire::readText<CaseImportReport>(written, wire::server);
    ASSERT_TRUE(reading) << json::value_from(reading.faults);
    EXPECT_EQ(json::serialize(json::value_from(reading.value)), written);
}

TEST(AFolderOfTestDefinitions, makes_cases_that_are_valid_and_come_back_from_text) {
    for (const FileCases& file : readFolder(fixtures())) {
        for (const FoundCase& found : file.cases) {
            if (!file.faults.empty())
                continue;
            const ReadCase read = readCase(writeCase(found.text));
            EXPECT_TRUE(read) << file.path;
            EXPECT_EQ(json::value_from(read.text.document), json::value_from(found.text.document));
        }
    }
}

TEST(AFolderOfTestDefinitions, has_limits) {
    std::vector<CaseFile> many;
    for (std::size_t i = 0; i <= mostImportedFiles; ++i)
        many.push_back(
            {"f" + std::to_string(i) + ".yaml", "title: a\nsteps: [{name: a, kind: manual, command: b}]\n"});
    const CaseImportReport report = reportOf(readFolder(many));
    EXPECT_EQ(report.refused, 1);
    const auto twice = readFolder({{"a.yaml", "title: a\n"}, {"a.yaml", "title: a\n"}});
    EXPECT_THAT(firstFault(twice.at(1)), HasSubstr("is there twice"));
    EXPECT_THAT(firstFault(readFile({"run.sh", "true"})), HasSubstr("neither YAML nor JSON nor CSV"));
}

TEST(ALavaTestDefinition, becomes_one_script_step_and_a_script_to_install) {
    const FoundCase found = only(fixture("automated/linux/ram-check/ram-check.yaml"));
    const TestCaseDocument& document = found.text.document;
    EXPECT_EQ(document.title, "ram-check");
    EXPECT_EQ(document.folder, "automated/linux/ram-check");
    EXPECT_THAT(document.tags, ElementsAre("functional", "os:debian", "os:openembedded"));
    EXPECT_EQ(document.requirements.type, "") << "all devices";
    ASSERT_EQ(document.steps.size(), 1U);
    EXPECT_EQ(document.steps[0].kind, StepKind::script);
    EXPECT_EQ(document.steps[0].script, "automated-linux-ram-check-ram-check.sh");
    ASSERT_EQ(found.scripts.size(), 1U);
    EXPECT_EQ(found.scripts[0].name, document.steps[0].script);
    EXPECT_EQ(found.scripts[0].text,
              "#!/bin/sh\n# From automated/linux/ram-check/ram-check.yaml\nset -e\n"
              "PERCENT=\"$LABWARDEN_PARAM_PERCENT\"\nexport PERCENT\n"
              "SKIP_INSTALL=\"$LABWARDEN_PARAM_SKIP_INSTALL\"\nexport SKIP_INSTALL\n"
              "PATTERN=\"$LABWARDEN_PARAM_PATTERN\"\nexport PATTERN\n"
              "cd ./automated/linux/ram-check/\n"
              "./ram-check.sh -p \"${PERCENT}\" -s \"${SKIP_INSTALL}\" -x \"${PATTERN}\"\n"
              "../../utils/send-to-lava.sh ./output/result.txt\n");
    EXPECT_EQ(document.description.substr(0, document.description.find('\n')),
              "Fills half of the memory with a pattern and reads it back.");
    EXPECT_THAT(document.description, HasSubstr("run.steps:\ncd ./automated/linux/ram-check/\n"));
}

TEST(ALavaTestDefinition, has_parameters_with_the_types_of_their_values) {
    const FoundCase found = only(fixture("automated/linux/ram-check/ram-check.yaml"));
    const auto& parameters = found.text.document.parameters;
    ASSERT_EQ(parameters.size(), 3U);
    EXPECT_EQ(parameters[0].name, "percent");
    EXPECT_EQ(parameters[0].type, ParameterType::number);
    EXPECT_EQ(parameters[0].defaultValue, 50);
    EXPECT_EQ(parameters[1].type, ParameterType::boolean);
    EXPECT_EQ(parameters[1].defaultValue, false);
    EXPECT_EQ(parameters[2].defaultValue, "0xa5");
}

TEST(ALavaTestDefinition, says_all_that_is_not_carried_over_with_its_line) {
    const FoundCase found = only(fixture("automated/linux/disk-speed/disk-speed.yaml"));
    const auto notes = notesOf(found);
    for (const char* part :
         {"11: a test case requires one type", "4: version has no place", "6: the maintainer is kept",
          "9: environment has no place", "15: install: packages", "31: parameter BAD-NAME is kept",
          "32: parameter LIST is kept", "35: parameter TEXT can't be one", "37: parse: results",
          "44: the shell lines are carried as one step", "44: the lines call commands of LAVA"})
        EXPECT_THAT(notes, Contains(HasSubstr(part)));
    const std::string& description = found.text.document.description;
    for (const char* part :
         {"- fio\n", "url: https://example.org/disk-speed.git", "make -C tools", "(?P<test_case_id>",
          "board-a\nboard-b", "second@example.org", "params.LIST:\n        - one", "version:\n1.0\n"})
        EXPECT_THAT(description, HasSubstr(part));
}

TEST(ALavaTestDefinition, keeps_shell_lines_to_the_letter) {
    const FoundCase disk = only(fixture("automated/linux/disk-speed/disk-speed.yaml"));
    const std::string& script = disk.scripts.at(0).text;
    EXPECT_THAT(script, HasSubstr("    fio --name=\"round $i\" --bs=\"${BLOCK_SIZE}\" \\\n"));
    EXPECT_THAT(
        script,
        HasSubstr("\nprintf '%s\\n' \"it's done\"\ntrue\ncase $? in 0) echo \"a: b\";; *) exit 1;; esac\n"));
    EXPECT_THAT(script, HasSubstr("TEXT='first line\nsecond line'\\''s end'\nexport TEXT\n"));
    EXPECT_THAT(disk.text.document.parameters,
                Contains(testing::Field(&Parameter::defaultValue, json::value("1.50"))))
        << "a number would lose its zero on the way to the script";
    const FoundCase net = only(fixture("automated/linux/net-link/net-link.yaml"));
    EXPECT_THAT(net.scripts.at(0).text,
                HasSubstr("set -e\necho \"it's\" '\"quoted\"' \\$HOME `date` $((1 + 2))\n"
                          "test \"$(cat /sys/class/net/eth0/carrier)\" = 1\n"
                          "if [ -z \"$X\" ]; then echo '#'; fi\n"));
    EXPECT_EQ(net.text.document.requirements.type, "board-a");
}

TEST(ALavaTestDefinition, may_name_the_case_that_it_has_become) {
    CaseFile file = fixture("automated/linux/net-link/net-link.yaml");
    file.text = "key: TC-9\n" + file.text;
    EXPECT_EQ(only(file).text.key, "TC-9");
    file.text = "key: nine\n" + file.text.substr(10);
    EXPECT_EQ(firstFault(readFile(file)), "1:6 /key must be the key of a test case, TC-12 say");
}

TEST(AManualTestDefinition, becomes_manual_steps_and_what_is_expected) {
    const FoundCase found = only(fixture("manual/generic/leds.yaml"));
    const auto& steps = found.text.document.steps;
    ASSERT_EQ(steps.size(), 4U);
    EXPECT_EQ(steps[0].kind, StepKind::manual);
    EXPECT_EQ(steps[0].command, "Power the board on.");
    EXPECT_EQ(steps[1].command, "1) \"echo $${STATE} > /sys/class/leds/green\"") << "is no parameter";
    EXPECT_EQ(steps[3].command, "Is all of this so?\n- All LEDs are green.\n- None of them flickers.");
    EXPECT_THAT(found.scripts, IsEmpty());
}

TEST(ABrokenTestDefinition, is_refused_with_its_line) {
    EXPECT_EQ(firstFault("broken/map-step.yaml"),
              "8:11 /run/steps/1 is a map, not a text: a line with \": \" in it needs quotes");
    EXPECT_THAT(firstFault("broken/tabs.yaml"), HasSubstr("5:1 /run a tab must not stand here"));
    EXPECT_THAT(firstFault("broken/twice.yaml"), HasSubstr("4:5 /metadata/name is there twice"));
    EXPECT_THAT(firstFault("broken/no-steps.yaml"), HasSubstr("/run is required, with steps"));
    EXPECT_THAT(firstFault("broken/skiplist.yaml"), HasSubstr("is no test case"));
    EXPECT_THAT(firstFault("broken/unclosed.yaml"),
                HasSubstr("8:1 /run/steps/0 the text ends inside quotes"));
    EXPECT_THAT(firstFault(readFile({"a.yaml", "metadata: 5\n"})), HasSubstr("must say that this is"));
    EXPECT_THAT(firstFault(readFile({"a.yaml", "metadata: {format: Job 1.0, name: a}\nrun: {steps: [a]}\n"})),
                HasSubstr("1:20 /metadata/format must say that this is"));
}

TEST(ATableOfTestCases, has_a_case_a_record) {
    const FileCases file = readFile(fixture("tables/cases.csv"));
    ASSERT_EQ(firstFault(file), "none");
    ASSERT_EQ(file.cases.size(), 2U);
    const TestCaseDocument& button = file.cases[0].text.document;
    EXPECT_EQ(button.title, "Power button");
    EXPECT_THAT(button.tags, ElementsAre("power", "button"));
    ASSERT_EQ(button.steps.size(), 2U);
    EXPECT_EQ(button.steps[1].command, "Hold it for 5 s\n\nExpected: The LED goes out");
    const TestCaseDocument& idle = file.cases[1].text.document;
    EXPECT_EQ(idle.steps.at(0).durationSeconds, 120);
    EXPECT_EQ(idle.criteria.at(1).expression, "max(temp_c) < 50 °C");
    EXPECT_EQ(file.cases[1].line, 5U);
    EXPECT_THAT(notesOf(file.cases[1]),
                ElementsAre("5: Priority has no place of its own: kept in the description"));
    EXPECT_EQ(idle.description, "Priority: High");
}

TEST(ATableOfTestCases, is_refused_with_the_line_of_each_fault) {
    EXPECT_EQ(firstFault("tables/wrong-status.csv"), "3:1 status must be one of draft, approved, retired");
    EXPECT_THAT(firstFault(readFile({"a.csv", "name,what\na,b\n"})),
                HasSubstr("must have the columns title"));
    EXPECT_THAT(firstFault(readFile({"a.csv", "title,steps,title\na,b,c\n"})),
                HasSubstr("name of two columns"));
    EXPECT_THAT(firstFault(readFile({"a.csv", "title,steps\na,\"b\n"})),
                AllOf(HasSubstr("2:1"), HasSubstr("quote")));
    EXPECT_THAT(firstFault(readFile({"a.csv", "title,steps\n"})), HasSubstr("no test case"));
    EXPECT_THAT(firstFault(readFile({"a.csv", ""})), HasSubstr("is empty"));
    EXPECT_THAT(firstFault(readFile({"a.csv", "title,steps\na,b,c\n"})), HasSubstr("more cells"));
    EXPECT_THAT(firstFault(readFile({"a.csv", "title,steps\na,\n"})),
                HasSubstr("2:1 /steps must have at least 1"));
}
