// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/testcases/sync_command.h"

#include "server/identity/bootstrap.h"
#include "tests/server/support/services.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include <unistd.h>

namespace labwarden::testcases {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
namespace fs = std::filesystem;

namespace {

class LabwardendTestcasesSync : public testing::Test {
protected:
    const test::TestSchema schema;
    const std::unique_ptr<storage::Database> database = schema.open();
    const fs::path folder = fs::path(testing::TempDir()) / ("cases-" + std::to_string(::getpid()));
    std::ostringstream out, err;

    void SetUp() override {
        identity::createBootstrapUsers({{"eve", "Eve Engineer", "tall-lighthouse-keeper", {"engineer"}},
                                        {"vic", "Vic Viewer", "tall-lighthouse-keeper", {"viewer"}}},
                                       *database);
        fs::create_directories(folder / "power");
    }
    void TearDown() override { fs::remove_all(folder); }

    void write(const std::string& path, const std::string& text) {
        fs::create_directories((folder / path).parent_path());
        std::ofstream(folder / path, std::ios::binary) << text;
    }
    void writeCase(const std::string& path, const std::string& title, const std::string& key = {}) {
        write(path, (key.empty() ? "" : "key: " + key + "\n") + "title: " + title +
                        "\nsteps:\n  - name: Look\n    kind: manual\n    command: Is it so?\n");
    }
    int run(SyncRequest request = {}) {
        out.str("");
        err.str("");
        request.folder = request.folder.empty() ? folder : request.folder;
        request.author = request.author.empty() ? "eve" : request.author;
        return static_cast<int>(runSync(request, *database, out, err));
    }
    std::string one(const std::string& query) const { return schema.sql(query)[0][0].c_str(); }
};

} // namespace

TEST_F(LabwardendTestcasesSync, makes_updates_and_leaves_alone) {
    writeCase("power/a.yaml", "Boots");
    write(".git/b.yaml", "no test case");
    write("README.md", "none either");
    EXPECT_EQ(run(), 0) << err.str();
    EXPECT_THAT(out.str(), AllOf(HasSubstr("power/a.yaml: TC-1 is new: write `key: TC-1` into the file\n"),
                                 HasSubstr("1 test cases new, 0 updated, 0 unchanged, 0 retired\n")));
    writeCase("power/a.yaml", "Boots", "TC-1");
    EXPECT_EQ(run(), 0);
    EXPECT_THAT(out.str(), HasSubstr("power/a.yaml: TC-1 is unchanged\n"));
    writeCase("power/a.yaml", "Boots fast", "TC-1");
    EXPECT_EQ(run(), 0);
    EXPECT_THAT(out.str(), HasSubstr("power/a.yaml: TC-1 is updated\n"));
    EXPECT_EQ(one("SELECT title || revision FROM test_cases"), "Boots fast2");
    EXPECT_EQ(one("SELECT u.username FROM test_cases c JOIN users u ON u.id = c.changed_by"), "eve");
    EXPECT_EQ(
        one("SELECT count(*) FROM audit_log WHERE action LIKE 'test_case.%' AND address = 'command line'"),
        "2");
}

TEST_F(LabwardendTestcasesSync, says_where_the_key_of_a_case_in_a_table_goes) {
    write("all.csv", "title,steps\nBoots,Look\n");
    EXPECT_EQ(run(), 0) << err.str();
    EXPECT_THAT(out.str(), HasSubstr("all.csv:2: TC-1 is new: write it into the column key\n"));
    write("all.csv", "key,title,steps\nTC-1,Boots,Look closer\n");
    EXPECT_EQ(run(), 0);
    EXPECT_THAT(out.str(), HasSubstr("all.csv:2: TC-1 is updated\n"));
}

TEST_F(LabwardendTestcasesSync, says_in_a_dry_run_whether_folder_and_lab_differ) {
    writeCase("a.yaml", "Boots");
    EXPECT_EQ(run({.dryRun = true}), 4);
    EXPECT_THAT(out.str(), HasSubstr("a.yaml: would be a new test case\n"));
    EXPECT_EQ(one("SELECT count(*) FROM test_cases"), "0");
    EXPECT_EQ(run(), 0);
    writeCase("a.yaml", "Boots", "TC-1");
    EXPECT_EQ(run({.dryRun = true}), 0);
}

TEST_F(LabwardendTestcasesSync, refuses_a_file_with_its_line_and_writes_the_others) {
    writeCase("a.yaml", "Boots");
    write("b.yaml", "title: Typo\nsteps:\n  - name: Watch\n    kind: measure\n    duration: 5\n");
    EXPECT_EQ(run(), 3);
    EXPECT_THAT(err.str(), HasSubstr("b.yaml:5:5: /steps/0/duration is not a known field\n"));
    EXPECT_EQ(one("SELECT count(*) FROM test_cases"), "1");
}

TEST_F(LabwardendTestcasesSync, retires_what_no_file_has_only_when_told_and_only_when_all_files_are_good) {
    writeCase("a.yaml", "Stays");
    writeCase("b.yaml", "Goes");
    EXPECT_EQ(run(), 0);
    writeCase("a.yaml", "Stays", "TC-1");
    fs::remove(folder / "b.yaml");
    EXPECT_EQ(run(), 0);
    EXPECT_EQ(one("SELECT count(*) FROM test_cases WHERE status = 'retired'"), "0");
    write("c.yaml", "broken: [");
    EXPECT_EQ(run({.retireMissing = true}), 3);
    EXPECT_THAT(err.str(), HasSubstr("nothing is retired while files are refused"));
    fs::remove(folder / "c.yaml");
    EXPECT_EQ(run({.dryRun = true, .retireMissing = true}), 4);
    EXPECT_THAT(out.str(), HasSubstr("TC-2 would be retired: no file has it\n"));
    EXPECT_EQ(run({.retireMissing = true}), 0);
    EXPECT_THAT(out.str(), HasSubstr("TC-2 is retired: no file has it\n"));
    EXPECT_EQ(one("SELECT status || (deleted_at IS NULL)::text FROM test_cases WHERE key = 'TC-2'"),
              "retiredtrue");
    EXPECT_EQ(run({.retireMissing = true}), 0);
    EXPECT_THAT(out.str(), HasSubstr("0 retired\n"));
}

TEST_F(LabwardendTestcasesSync, tells_programs_in_JSON_and_writes_the_scripts_to_install) {
    write("lava/probe.yaml", "metadata:\n  format: Lava-Test Test Definition 1.0\n  name: probe\n"
                             "run:\n  steps:\n    - uname -a\n");
    EXPECT_EQ(run({.json = true, .scriptsTo = folder / "scripts"}), 0) << err.str();
    const auto report = boost::json::parse(out.str());
    EXPECT_EQ(report.at("withNotes"), 1);
    EXPECT_EQ(report.at("files").at(0).at("cases").at(0).at("key"), "TC-1");
    std::ifstream in(folder / "scripts/lava-probe.sh");
    std::stringstream text;
    text << in.rdbuf();
    EXPECT_EQ(text.str(), "#!/bin/sh\n# From lava/probe.yaml\nset -e\nuname -a\n");
}

TEST_F(LabwardendTestcasesSync, needs_a_folder_and_somebody_who_may) {
    writeCase("a.yaml", "Boots");
    EXPECT_EQ(run({.author = "nobody"}), 3);
    EXPECT_THAT(err.str(), HasSubstr("there is no user named nobody"));
    EXPECT_EQ(run({.author = "vic"}), 3);
    EXPECT_THAT(err.str(), HasSubstr("may not write test cases"));
    EXPECT_EQ(run({.folder = folder / "none"}), 3);
    EXPECT_THAT(err.str(), HasSubstr("is not a folder"));
    EXPECT_EQ(run({.folder = folder / "power"}), 3);
    EXPECT_THAT(err.str(), HasSubstr("has no *.yaml"));
    schema.sql("UPDATE users SET disabled = true WHERE username = 'eve'");
    EXPECT_EQ(run(), 3);
    EXPECT_THAT(err.str(), HasSubstr("eve (--as) is disabled"));
    EXPECT_EQ(one("SELECT count(*) FROM test_cases"), "0");
}

} // namespace labwarden::testcases
