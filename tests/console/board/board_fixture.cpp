// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/console/board/board_fixture.h"

#include "common/json/domain.h"

#include <boost/json/value_from.hpp>

#include <chrono>
#include <cstdio>

namespace labwarden::board::test {

using namespace std::chrono_literals;

namespace {

std::string uuid(int number) {
    char text[40];
    std::snprintf(text, sizeof text, "00000000-0000-4000-8000-%012x", static_cast<unsigned>(number));
    return text;
}

constexpr int unitsPerRack = 18;

} // namespace

Device device(int rack, int unit) {
    static constexpr const char* models[] = {"DC-DC 48/12", "Edge gateway G4", "Motor drive MD-7"};
    static constexpr const char* types[] = {"converter", "gateway", "drive"};
    const auto kind = static_cast<std::size_t>((rack + unit / 6) % 3);
    char key[24];
    std::snprintf(key, sizeof key, "r%02d-u%02d", rack, unit);
    char rackName[16];
    std::snprintf(rackName, sizeof rackName, "Rack %02d", rack);
    Device d;
    d.id = uuid(rack * 1000 + unit);
    d.key = d.name = key;
    d.type = types[kind];
    d.model = models[kind];
    d.serial = "SN-" + std::to_string(rack * 1000 + unit);
    d.location = {"Berlin", "Lab B", rackName, std::to_string(unit)};
    d.tags = {unit % 2 ? "thermal" : "endurance"};
    d.version = 1;
    d.presence = {PresenceKind::mqtt, true, then - 5h, 1};
    d.lease.since = then - 90min;
    d.lease.version = 1;
    d.service.since = then - 900min;
    d.service.version = 1;
    d.lastSeen = then;
    return d;
}

TestRun putUnderTest(Device& device, double percent) {
    static int number = 48200;
    TestRun run;
    run.number = ++number;
    run.id = uuid(run.number);
    run.state = RunState::running;
    run.testCaseId = uuid(91000);
    run.testCaseKey = "TC-1";
    run.testCaseTitle = "Thermal soak 45 °C";
    run.environmentId = uuid(92000);
    run.devices = {{device.id, device.key, device.name}};
    run.createdBy = "M. Keller";
    run.progress = {"Hold 45 °C", 2, 6, percent};
    run.createdAt = then - 28min;
    run.startedAt = then - 27min;
    run.version = 1;
    device.lease.runId = run.id;
    device.lease.runNumber = run.number;
    device.lease.holder = run.createdBy;
    device.lease.since = run.createdAt;
    ++device.lease.version;
    return run;
}

void putIntoMaintenance(Device& device, const std::string& reason) {
    device.service = {false, reason, "A. Novak", then - 26h, device.service.version + 1};
}

void takeOffline(Device& device) {
    device.presence.online = false;
    device.presence.since = then - 40min;
    ++device.presence.version;
}

void letLastRunFail(Device& device) {
    device.lease.lastRunId = uuid(90000);
    device.lease.lastOutcome = Outcome::failed;
    ++device.lease.version;
}

Lab lab(int racks) {
    Lab lab;
    for (int rack = 7; rack < 7 + racks; ++rack)
        for (int unit = 1; unit <= unitsPerRack; ++unit) {
            Device d = device(rack, unit);
            // A stride that shares no factor with the 23 faces spreads the exceptions as if by chance.
            const int dice = (rack * 11 + unit * 7) % 23;
            if (dice < 3)
                lab.runs.push_back(putUnderTest(d, 18 + dice * 31 + unit));
            else if (dice < 5)
                putIntoMaintenance(d, "Fan replaced, burn-in until Friday");
            else if (dice == 5)
                letLastRunFail(d);
            else if (dice == 6)
                takeOffline(d);
            else if (dice == 7)
                d.presence.kind = PresenceKind::none;
            lab.devices.push_back(std::move(d));
        }
    return lab;
}

void fill(console::LabStore& store, const Lab& lab, std::vector<std::string> permissions) {
    UserInfo user;
    user.username = "engineer";
    user.displayName = "M. Keller";
    user.permissions = std::move(permissions);
    store.setSession({{}, user, "0.1.0"});
    store.replaceRuns(lab.runs);
    store.replaceDevices(lab.devices);
}

Event leaseEvent(Device& device) {
    ++device.lease.version;
    return {EventPart::lease, device.id, device.lease.version, false, boost::json::value_from(device.lease)};
}

Event presenceEvent(Device& device) {
    ++device.presence.version;
    return {EventPart::presence, device.id, device.presence.version, false,
            boost::json::value_from(device.presence)};
}

} // namespace labwarden::board::test
