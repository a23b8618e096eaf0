// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/domain/parameters.h"

#include "common/json/domain.h"

#include <boost/json/value_from.hpp>
#include <gmock/gmock.h>

using namespace labwarden;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

namespace {

TestCaseDocument document() {
    TestCaseDocument d;
    d.title = "t";
    d.parameters = {{.name = "limit",
                     .type = ParameterType::number,
                     .unit = "%",
                     .defaultValue = 85,
                     .minimum = 1,
                     .maximum = 100},
                    {.name = "host", .type = ParameterType::text},
                    {.name = "fast", .type = ParameterType::boolean, .defaultValue = false}};
    d.steps = {{.name = "s",
                .kind = StepKind::script,
                .script = "ping.sh",
                .arguments = {"--host=${host}", "$${HOME}", "${fast}"}},
               {.name = "m", .kind = StepKind::measure, .durationSeconds = 5}};
    d.criteria = {{.expression = "max(mem_used_pct) <= ${limit} %"}};
    return d;
}

} // namespace

TEST(Parameters, stand_in_steps_and_criteria_with_defaults_filled_in) {
    const BoundTestCase bound = bindParameters(document(), {{"host", "a.example"}});
    ASSERT_TRUE(bound);
    EXPECT_THAT(bound.document.steps[0].arguments, ElementsAre("--host=a.example", "${HOME}", "false"));
    EXPECT_EQ(bound.document.criteria[0].expression, "max(mem_used_pct) <= 85 %");
    EXPECT_EQ(bound.parameters.at("limit"), 85);
    EXPECT_EQ(bound.parameters.at("host"), "a.example");
}

TEST(Parameters, are_checked_for_type_range_presence_and_name) {
    const BoundTestCase bound =
        bindParameters(document(), {{"limit", 101}, {"fast", "yes"}, {"colour", "red"}});
    EXPECT_THAT(bound.faults,
                UnorderedElementsAre(Fault{"/parameters/limit", "must be at most 100 %"},
                                     Fault{"/parameters/host", "is required"},
                                     Fault{"/parameters/fast", "must be true or false"},
                                     Fault{"/parameters/colour", "is not a parameter of this test case"}));
}

TEST(Parameters, of_text_take_one_of_their_choices_only) {
    TestCaseDocument d = document();
    d.parameters[1].choices = {"lab-a", "lab-b"};
    EXPECT_TRUE(bindParameters(d, {{"host", "lab-b"}}));
    EXPECT_THAT(bindParameters(d, {{"host", "lab-c"}}).faults,
                ElementsAre(Fault{"/parameters/host", "must be one of: lab-a, lab-b"}));
    d.parameters[1].defaultValue = "lab-d";
    d.parameters[0].choices = {"1"};
    EXPECT_THAT(faultsOf(d),
                ElementsAre(Fault{"/parameters/0/choices", "are for texts only"},
                            Fault{"/parameters/1/defaultValue", "must be one of: lab-a, lab-b"}));
}

TEST(TestCaseDocument, stands_in_a_folder_that_is_a_plain_path) {
    for (const char* path : {"", "Power", "Power/Battery at −20 °C", "a/b/c/d/e/f/g/h"})
        EXPECT_TRUE(isFolderPath(path)) << path;
    for (const char* path : {"/", "/Power", "Power/", "Power//Battery", "..", "Power/./Battery", " Power",
                             "Power /x", "a/b/c/d/e/f/g/h/i"})
        EXPECT_FALSE(isFolderPath(path)) << path;
    EXPECT_FALSE(isFolderPath(std::string(101, 'x')));
}

TEST(TestCaseDocument, names_each_attachment_once_and_by_its_hash) {
    TestCaseDocument d = document();
    const std::string hash(64, 'a');
    d.attachments = {
        {"plan.png", hash, 12, "image/png"}, {"plan.png", hash, 12, ""}, {"../x", "A" + hash, 1, ""}};
    EXPECT_THAT(faultsOf(d),
                ElementsAre(Fault{"/attachments/1/name", "is the name of another attachment too"},
                            Fault{"/attachments/2/name", "must be a file name without a path"},
                            Fault{"/attachments/2/sha256", "must be 64 lower-case hexadecimal digits"}));
}

TEST(Parameters, null_means_the_default) {
    const BoundTestCase bound = bindParameters(document(), {{"host", "h"}, {"limit", nullptr}});
    ASSERT_TRUE(bound);
    EXPECT_EQ(bound.parameters.at("limit"), 85);
}

TEST(Parameters, values_are_put_in_once_and_not_read_again) {
    const BoundTestCase bound = bindParameters(document(), {{"host", "${limit}"}});
    EXPECT_EQ(bound.document.steps[0].arguments[0], "--host=${limit}");
}

TEST(Parameters, numbers_are_written_in_their_shortest_exact_form) {
    const auto limit = [](double value) {
        TestCaseDocument d = document();
        d.parameters[0].minimum = d.parameters[0].maximum = std::nullopt;
        return bindParameters(d, {{"host", "h"}, {"limit", value}}).document.criteria[0].expression;
    };
    EXPECT_EQ(limit(0.1), "max(mem_used_pct) <= 0.1 %");
    EXPECT_EQ(limit(-2.5), "max(mem_used_pct) <= -2.5 %");
    EXPECT_EQ(limit(1e21), "max(mem_used_pct) <= 1000000000000000000000 %");
}

TEST(Parameters, text_must_be_one_line) {
    EXPECT_FALSE(bindParameters(document(), {{"host", "a\nb"}}));
}

TEST(Parameters, may_make_a_text_longer_than_people_may_write_and_the_job_is_still_read) {
    const BoundTestCase bound = bindParameters(document(), {{"host", std::string(1000, 'h')}});
    ASSERT_TRUE(bound);
    const boost::json::value json = boost::json::value_from(bound.document);
    EXPECT_TRUE(wire::read<TestCaseDocument>(json, wire::programs));
    EXPECT_FALSE(wire::read<TestCaseDocument>(json, wire::people));
}

TEST(Parameters, have_the_environments_default_before_the_cases_own_and_after_what_is_given) {
    EnvironmentDocument environment;
    environment.name = "Bench";
    environment.defaultParameters = {{"limit", 70}, {"host", "of.the.bench"}, {"of_another_case", 1}};
    const BoundTestCase bound = bindParameters(document(), {{"host", "given"}}, environment);
    ASSERT_TRUE(bound);
    EXPECT_EQ(bound.parameters.at("host"), "given");
    EXPECT_EQ(bound.parameters.at("limit"), 70);
    EXPECT_FALSE(bound.parameters.contains("of_another_case"));
}

TEST(Parameters, that_the_environment_has_wrong_are_told_with_its_name) {
    EnvironmentDocument environment;
    environment.name = "Bench";
    environment.defaultParameters = {{"limit", "much"}};
    const BoundTestCase bound = bindParameters(document(), {{"host", "given"}}, environment);
    ASSERT_EQ(bound.faults.size(), 1u);
    EXPECT_EQ(bound.faults[0].pointer, "/parameters/limit");
    EXPECT_EQ(bound.faults[0].message,
              "has a default in the environment \"Bench\" that cannot be used: it must be a number");
}
