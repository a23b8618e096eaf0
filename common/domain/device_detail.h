// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device.h"
#include "common/domain/test_run.h"

#include <boost/describe.hpp>
#include <boost/json/fwd.hpp>

#include <map>
#include <optional>
#include <string>

namespace labwarden {

/// Where the run stands that holds a device.
struct HoldingRun {
    std::string id; ///< UUIDv7
    RunState state = RunState::queued;
    std::string testCaseKey, testCaseTitle;
    RunProgress progress;
    std::optional<Timestamp> until; ///< it has ended by then; absent before a runner has taken it
};
BOOST_DESCRIBE_STRUCT(HoldingRun, (), (id, state, testCaseKey, testCaseTitle, progress, until))

/// One device with everything that is known of it (`GET /devices/{id}`): what is too long for the board, and
/// what changes too often for it.
struct DeviceDetail : Device {
    std::string notes;
    std::map<std::string, std::string> attributes;
    Timestamp createdAt;
    std::optional<HoldingRun> run; ///< present exactly when the device is leased
};
BOOST_DESCRIBE_STRUCT(DeviceDetail, (Device), (notes, attributes, createdAt, run))

/// Why a device is in its state, and since when.
struct DeviceWhy {
    Timestamp since;
    std::string text;                      ///< one sentence for people
    std::optional<std::string> by;         ///< who started the run, or gave the reason of the maintenance
    std::optional<std::int64_t> runNumber; ///< under test
    std::optional<Timestamp> until;        ///< under test: at most
};
BOOST_DESCRIBE_STRUCT(DeviceWhy, (), (since, text, by, runNumber, until))

/// For the state that deviceState() gives.
DeviceWhy deviceWhy(const DeviceDetail& device);

/// One flat object, as Device, with `why` derived.
void tag_invoke(const boost::json::value_from_tag&, boost::json::value& out, const DeviceDetail& device);

} // namespace labwarden
