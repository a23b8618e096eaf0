// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The default parameters of environments in the start of a run.

#include "server/errors.h"
#include "tests/server/runs/run_lab.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

using namespace labwarden;
using namespace labwarden::test;

TEST(StartingARun, takes_what_is_not_given_from_the_environment_then_from_the_case) {
    RunLab lab;
    EnvironmentEdit edit;
    edit.document.name = "lab";
    edit.document.defaultParameters = {{"limit", 70}, {"of_another_case", "x"}};
    lab.environments().update(lab.ada, lab.environmentId, 1, edit);
    EXPECT_EQ(lab.get(lab.start({0}).thing.id).parameters, (boost::json::object{{"limit", 70}}));
    NewTestRun wanted = lab.wanted({1});
    wanted.parameters = {{"limit", 60}};
    EXPECT_EQ(lab.get(lab.start(wanted).thing.id).parameters.at("limit").to_number<double>(), 60);
    edit.document.defaultParameters = {};
    lab.environments().update(lab.ada, lab.environmentId, 2, edit);
    EXPECT_EQ(lab.get(lab.start({2}).thing.id).parameters.at("limit").to_number<double>(), 85);
}

TEST(StartingARun, names_the_environment_whose_default_cannot_be_used) {
    RunLab lab;
    EnvironmentEdit edit;
    edit.document.name = "lab";
    edit.document.defaultParameters = {{"limit", "much"}};
    lab.environments().update(lab.ada, lab.environmentId, 1, edit);
    try {
        lab.start({0});
        ADD_FAILURE() << "was started";
    } catch (const Invalid& invalid) {
        ASSERT_EQ(invalid.faults.size(), 1u);
        EXPECT_EQ(invalid.faults[0].pointer, "/parameters/limit");
        EXPECT_EQ(invalid.faults[0].message,
                  "has a default in the environment \"lab\" that cannot be used: it must be a number");
    }
    NewTestRun wanted = lab.wanted({0});
    wanted.parameters = {{"limit", 60}};
    lab.start(wanted); // what is given counts
}

TEST(StartingARun, in_an_environment_that_was_saved_meanwhile_looks_at_it_again) {
    RunLab lab;
    const auto outcome =
        lab.value("SELECT start_run(gen_random_uuid(), ARRAY['" + lab.devices[0] + "']::uuid[], '" +
                  lab.caseId + "', '" + lab.revisionId() + "', '" + lab.environmentId +
                  "', '{\"limit\": 1}', 0, '" + lab.ada.userId + "', 'ada', '', NULL, NULL, 7) ->> 'status'");
    EXPECT_EQ(outcome, "stale");
}
