// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every change of a run is in the audit log: who, from where, what was and what is.

#include "tests/server/runs/run_lab.h"

#include <boost/json/parse.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace labwarden;
using namespace labwarden::test;
using testing::ElementsAre;

namespace {

/// "<action> by <actor> from <address>: <old state> -> <new state>", oldest first.
std::vector<std::string> entriesOf(const RunLab& lab, const std::string& runId) {
    std::vector<std::string> lines;
    for (const auto& row : lab.schema().sql(
             "SELECT format('%s by %s from %s: %s -> %s', action, actor, address, old_value ->> 'state', "
             "concat_ws(' ', "
             "new_value ->> 'state', new_value ->> 'outcome', new_value ->> 'runner')) FROM audit_log "
             "WHERE target_kind = 'run' AND target_id = '" +
             runId + "' ORDER BY id"))
        lines.emplace_back(row[0].c_str());
    return lines;
}

} // namespace

TEST(TheAuditLogOfARun, has_its_start_its_claim_and_its_end_by_the_runner) {
    RunLab lab;
    const std::string id = lab.start({0}).thing.id;
    lab.claim(id);
    lab.finish(id);
    EXPECT_THAT(entriesOf(lab, id),
                ElementsAre("run.start by " + lab.ada.username + " from " + lab.ada.remote + ":  -> queued",
                            "run.claim by runner:runner-1 from 10.0.0.9: queued -> running runner-1",
                            "run.end by runner:runner-1 from 10.0.0.9: running -> finished passed"));
    EXPECT_EQ(lab.value("SELECT actor_id FROM audit_log WHERE action = 'run.start'"), lab.ada.userId);
}

TEST(TheAuditLogOfARun, has_one_entry_for_a_change_however_often_it_is_reported) {
    RunLab lab;
    const std::string id = lab.start({0}).thing.id;
    lab.claim(id);
    lab.claim(id);
    lab.finish(id);
    lab.finish(id);
    EXPECT_EQ(entriesOf(lab, id).size(), 3u);
}

TEST(TheAuditLogOfARun, has_a_runner_that_only_calls_back) {
    RunLab lab;
    const std::string id = lab.start({0}).thing.id;
    lab.finish(id);
    EXPECT_EQ(entriesOf(lab, id).at(1), "run.end by runner:unnamed from 10.0.0.9: queued -> finished passed");
}

TEST(TheAuditLogOfARun, has_a_runner_that_begins_with_its_progress) {
    RunLab lab;
    const std::string id = lab.start({0}).thing.id;
    lab.service().progress(lab.attempt(id), {});
    lab.service().progress(lab.attempt(id), {});
    EXPECT_EQ(entriesOf(lab, id).at(1), "run.claim by runner:unnamed from 10.0.0.9: queued -> running ");
    EXPECT_EQ(entriesOf(lab, id).size(), 2u);
}

TEST(TheAuditLogOfARun, has_its_cancel_with_what_it_was_and_what_it_came_to) {
    RunLab lab;
    const std::string queued = lab.start({0}).thing.id;
    lab.service().cancel(lab.ada, queued);
    lab.service().cancel(lab.ada, queued);
    EXPECT_THAT(entriesOf(lab, queued),
                ElementsAre(testing::_, "run.cancel by " + lab.ada.username + " from " + lab.ada.remote +
                                            ": queued -> finished cancelled"));
    const std::string running = lab.start({0}).thing.id;
    lab.claim(running);
    lab.service().cancel(lab.ada, running);
    EXPECT_EQ(entriesOf(lab, running).at(2),
              "run.cancel by " + lab.ada.username + " from " + lab.ada.remote + ": running -> running");
}

TEST(TheAuditLogOfARun, has_what_the_lab_did_by_itself) {
    RunLab lab;
    lab.alterCase(R"({"maxAttempts": 2})");
    const std::string id = lab.start({0}).thing.id;
    for (int attempt = 1; attempt <= 2; ++attempt) {
        lab.claim(id, attempt);
        lab.schema().sql("UPDATE test_runs SET heartbeat_at = now() - interval '121 s'");
        lab.schema().sqlAsApp("SELECT expire_lost_attempts('120 s')");
    }
    EXPECT_THAT(entriesOf(lab, id),
                ElementsAre(testing::_, testing::_, "run.retry by labwardend from : running -> queued",
                            testing::_, "run.end by labwardend from : running -> finished error"));
}

TEST(TheAuditLogOfARun, is_written_with_the_change_or_neither_is) {
    RunLab lab;
    const std::string id = lab.start({0}).thing.id;
    lab.claim(id);
    lab.schema().sql("ALTER TABLE audit_log ADD CONSTRAINT no_ends CHECK (action <> 'run.end') NOT VALID");
    EXPECT_THROW(lab.finish(id), std::exception);
    EXPECT_EQ(lab.get(id).state, RunState::running);
    EXPECT_EQ(lab.leases(), 1);
}
