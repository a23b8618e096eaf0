// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device.h"
#include "common/domain/environment.h"
#include "common/domain/event.h"
#include "common/domain/test_case.h"
#include "common/domain/test_run.h"
#include "common/domain/unregistered_device.h"
#include "tests/console/support/fake_account.h"
#include "tests/console/support/fake_server.h"

#include <map>
#include <string>
#include <vector>

namespace labwarden::console::test {

/// "00000000-0000-4000-8000-00000000002a" for 42: ids that can be told apart when a test fails.
std::string uuid(int number);

/// A device of rack `rack` at place `slot`, available; its parts have version 1.
Device device(int number, const std::string& key);
TestCase thermalCase(int number = 1);
/// What lists and events have of it.
TestCaseSummary summaryOf(const TestCase& testCase);
Environment environment(int number, const std::string& name);
/// A running run of thermalCase() on the device.
TestRun run(int number, const Device& on);

Event eventOf(const TestRun& run);
Event eventOf(const std::string& deviceId, const Lease& lease);
Event eventOf(const std::string& deviceId, const Presence& presence);
Event eventOf(const DeviceFacts& facts);
Event removal(EventPart part, const std::string& id, std::int64_t version);

/// A lab behind a FakeServer that answers the console's requests from plain structs: devices in racks, test
/// cases, environments, runs, telemetry. Whoever has the account's token may ask.
class FakeLab {
public:
    /// Serves 3 racks with 12 devices each in believable states, two cases, two environments, six runs.
    explicit FakeLab(FakeServer& server);

    std::vector<Device> devices;
    std::vector<TestCase> testCases;
    std::vector<Environment> environments;
    std::vector<TestRun> runs;
    std::vector<UnregisteredDevice> unregistered;
    std::map<std::string, TestRunDetail> details; ///< by run id
    FakeAccount account;
    std::vector<std::string>& permissions = account.user.permissions;
    std::string& token = account.token;
    std::string cursor = "1-1";

    int nextNumber = 48300; ///< of the next run that is started through POST

    Device& byKey(const std::string& key);
    std::string keyOf(const std::string& id) const;
    /// Adds a running run on the device and leases the device to it.
    TestRun& startOn(const std::string& key, int number);
    /// Ends the run with results for every criterion of its case: all met, or the first one broken. Its
    /// device is free.
    TestRun& finish(int number, Outcome outcome);
    /// Answers the waiting polls with these events.
    void tell(const std::vector<Event>& events);

private:
    void serve();
    FakeServer& m_server;
    int m_told = 1;
};

} // namespace labwarden::console::test
