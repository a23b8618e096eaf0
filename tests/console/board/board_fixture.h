// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device.h"
#include "common/domain/test_run.h"
#include "console/api/device_api.h"
#include "console/store/lab_store.h"
#include "console/store/lab_sync.h"

#include <string>
#include <vector>

namespace labwarden::board::test {

/// Any moment will do; this one is 2026-03-01T14:02:18Z.
inline constexpr Timestamp then{1772373738000};

/// A lab made up for the board: racks of 18 devices in believable states, the same each time.
struct Lab {
    std::vector<Device> devices;
    std::vector<TestRun> runs;
};

/// "r07-u01" in "Rack 07": available and watched by an agent.
Device device(int rack, int unit);
/// Leased to a running run; both parts get higher versions.
TestRun putUnderTest(Device& device, double percent);
void putIntoMaintenance(Device& device, const std::string& reason);
void takeOffline(Device& device);
void letLastRunFail(Device& device);

/// `racks` racks of 18 devices from rack 7 on: about one in ten in use, a few in maintenance, offline or with
/// a last run that failed.
Lab lab(int racks);

/// Puts a lab into a store and signs in somebody who may start runs, unless `permissions` says otherwise.
void fill(console::LabStore& store, const Lab& lab,
          std::vector<std::string> permissions = {"devices:read", "runs:start"});

/// What the board is given beside its store and settings; it leads to no server.
struct NoServer {
    explicit NoServer(console::LabStore& store) : sync(api, store) {}
    console::ApiClient client;
    console::LabApi api{client};
    console::DeviceApi deviceApi{client};
    console::LabSync sync;
};

/// The event that tells consoles of a device's lease, presence or service, with a version one higher than
/// before.
Event leaseEvent(Device& device);
Event presenceEvent(Device& device);

} // namespace labwarden::board::test
