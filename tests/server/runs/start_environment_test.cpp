// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the environment has to say in the start of a run: its default parameters, and whether it is there.

#include "server/errors.h"
#include "tests/server/runs/run_lab.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <pqxx/pqxx>

#include <future>

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

namespace {

/// Somebody else's session, in the middle of something.
class AnotherSession {
public:
    explicit AnotherSession(const RunLab& lab, const std::string& sql)
        : m_connection(storage::connectionUrl(lab.schema().settings())), m_work(m_connection) {
        m_work.exec(sql);
    }
    void commit() { m_work.commit(); }

private:
    pqxx::connection m_connection;
    pqxx::work m_work;
};

/// Whoever waits for a row holds its place in the queue for it.
bool somebodyWaits(const RunLab& lab) {
    return eventually([&] {
        return lab.value("SELECT count(*) FROM pg_locks WHERE locktype = 'tuple' AND "
                         "relation = 'environments'::regclass") != "0";
    });
}

} // namespace

TEST(StartingARun, in_an_environment_that_is_just_being_deleted_is_refused) {
    RunLab lab;
    AnotherSession deletion(lab, "SELECT delete_environment('" + lab.environmentId + "', 1, '" +
                                     lab.ada.userId + "', '')");
    auto start = std::async(std::launch::async, [&] {
        try {
            lab.start({0});
        } catch (const Invalid& invalid) {
            return invalid.faults.front().pointer;
        }
        return std::string("started");
    });
    EXPECT_TRUE(somebodyWaits(lab));
    deletion.commit();
    EXPECT_EQ(start.get(), "/environmentId");
    EXPECT_EQ(lab.leases(), 0);
}

TEST(DeletingAnEnvironment, in_which_a_run_is_just_being_started_is_refused) {
    RunLab lab;
    AnotherSession start(lab, "SELECT start_run(gen_random_uuid(), ARRAY['" + lab.devices[0] +
                                  "']::uuid[], '" + lab.caseId + "', '" + lab.revisionId() + "', '" +
                                  lab.environmentId + "', '{\"limit\": 1}', 0, '" + lab.ada.userId +
                                  "', 'ada', '', NULL, NULL)");
    auto deletion = std::async(std::launch::async, [&] {
        try {
            lab.environments().remove(lab.ada, lab.environmentId, 1);
        } catch (const Conflict& conflict) {
            return conflict.conflicts.size();
        }
        return std::size_t(0);
    });
    EXPECT_TRUE(somebodyWaits(lab));
    start.commit();
    EXPECT_EQ(deletion.get(), 1u);
}

TEST(GivingAHealthCheckAnEnvironment, that_is_just_being_deleted_is_refused) {
    RunLab lab;
    AnotherSession deletion(lab, "SELECT delete_environment('" + lab.environmentId + "', 1, '" +
                                     lab.ada.userId + "', '')");
    auto check = std::async(std::launch::async, [&] {
        AnotherSession session(
            lab, "SELECT set_health_check(NULL, 0, '{\"deviceType\": \"linux\", \"testCaseId\": \"" +
                     lab.caseId + "\", \"environmentId\": \"" + lab.environmentId +
                     "\", \"everyHours\": 0}', '" + lab.ada.userId + "', '')");
        session.commit();
        return lab.value("SELECT count(*) FROM health_checks");
    });
    EXPECT_TRUE(somebodyWaits(lab));
    deletion.commit();
    EXPECT_EQ(check.get(), "0");
}
