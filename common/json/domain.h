// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/back_test.h"
#include "common/domain/case_import.h"
#include "common/domain/device.h"
#include "common/domain/device_actions.h"
#include "common/domain/device_detail.h"
#include "common/domain/device_history.h"
#include "common/domain/device_import.h"
#include "common/domain/environment.h"
#include "common/domain/environment_check.h"
#include "common/domain/event.h"
#include "common/domain/health_check.h"
#include "common/domain/identity.h"
#include "common/domain/problem.h"
#include "common/domain/runner_protocol.h"
#include "common/domain/session.h"
#include "common/domain/telemetry.h"
#include "common/domain/test_case.h"
#include "common/domain/test_case_actions.h"
#include "common/domain/test_run.h"
#include "common/domain/unregistered_device.h"
#include "common/json/reader.h"

/// How each struct of common/domain is read; used through wire::read<T>().
namespace labwarden {

// devices.cpp
void readFields(wire::Fields& in, Presence& out);
void readFields(wire::Fields& in, Lease& out);
void readFields(wire::Fields& in, Service& out);
void readFields(wire::Fields& in, Location& out);
void readFields(wire::Fields& in, DeviceFacts& out);
void readFields(wire::Fields& in, Device& out);
void readFields(wire::Fields& in, DeviceDescription& out);
void readFields(wire::Fields& in, NewDevice& out);
void readFields(wire::Fields& in, HoldingRun& out);
void readFields(wire::Fields& in, DeviceDetail& out);
void readFields(wire::Fields& in, MaintenanceRequest& out);
void readFields(wire::Fields& in, DevicesChoice& out);
void readFields(wire::Fields& in, MaintenanceOfMany& out);
void readFields(wire::Fields& in, ReleaseRequest& out);
void readFields(wire::Fields& in, UnregisteredDevice& out);
void readFields(wire::Fields& in, HistoryRun& out);
void readFields(wire::Fields& in, HistoryEntry& out);
void readFields(wire::Fields& in, DeviceUtilisation& out);
void readFields(wire::Fields& in, ImportFault& out);
void readFields(wire::Fields& in, ImportedDevice& out);
void readFields(wire::Fields& in, ImportReport& out);
void readFields(wire::Fields& in, NewHealthCheck& out);
void readFields(wire::Fields& in, HealthCheck& out);
void readFields(wire::Fields& in, Metric& out);
void readFields(wire::Fields& in, TelemetrySeries& out);
void readFields(wire::Fields& in, LatestValue& out);
void readFields(wire::Fields& in, LabMetric& out);

// test_cases.cpp
void readFields(wire::Fields& in, Parameter& out);
void readFields(wire::Fields& in, Step& out);
void readFields(wire::Fields& in, CriterionSpec& out);
void readFields(wire::Fields& in, Requirements& out);
void readFields(wire::Fields& in, TestCaseDocument& out);
void readFields(wire::Fields& in, Attachment& out);
void readFields(wire::Fields& in, TestCase& out);
void readFields(wire::Fields& in, TestCaseSummary& out);
void readFields(wire::Fields& in, TestCaseRevision& out);
void readFields(wire::Fields& in, TestCaseEdit& out);
void readFields(wire::Fields& in, Variable& out);
void readFields(wire::Fields& in, EnvironmentDocument& out);
void readFields(wire::Fields& in, Environment& out);
void readFields(wire::Fields& in, EnvironmentRevision& out);
void readFields(wire::Fields& in, EnvironmentEdit& out);
void readFields(wire::Fields& in, ConnectionTest& out);
void readFields(wire::Fields& in, ConnectionCheck& out);
void readFields(wire::Fields& in, ConnectionReport& out);

// test_case_actions.cpp
void readFields(wire::Fields& in, UsingHealthCheck& out);
void readFields(wire::Fields& in, TestCaseUsage& out);
void readFields(wire::Fields& in, SeenTestCase& out);
void readFields(wire::Fields& in, TestCaseBulk& out);
void readFields(wire::Fields& in, RefusedTestCase& out);
void readFields(wire::Fields& in, TestCaseBulkReport& out);

// back_test.cpp
void readFields(wire::Fields& in, BackTestRequest& out);
void readFields(wire::Fields& in, BackTestResult& out);
void readFields(wire::Fields& in, BackTestAnswer& out);

// case_import.cpp
void readFields(wire::Fields& in, CaseFile& out);
void readFields(wire::Fields& in, CaseFolder& out);
void readFields(wire::Fields& in, CaseNote& out);
void readFields(wire::Fields& in, CaseFileFault& out);
void readFields(wire::Fields& in, ScriptToInstall& out);
void readFields(wire::Fields& in, ImportedCase& out);
void readFields(wire::Fields& in, CaseFileReport& out);
void readFields(wire::Fields& in, CaseImportReport& out);

// runs.cpp
void readFields(wire::Fields& in, RunDevice& out);
void readFields(wire::Fields& in, RunProgress& out);
void readFields(wire::Fields& in, TestRun& out);
void readFields(wire::Fields& in, RunStep& out);
void readFields(wire::Fields& in, RunResult& out);
void readFields(wire::Fields& in, LogLine& out);
void readFields(wire::Fields& in, Obstacle& out);
void readFields(wire::Fields& in, RunWait& out);
void readFields(wire::Fields& in, TestRunDetail& out);
void readFields(wire::Fields& in, NewTestRun& out);
void readFields(wire::Fields& in, Job& out);
void readFields(wire::Fields& in, JobMetric& out);
void readFields(wire::Fields& in, Claim& out);
void readFields(wire::Fields& in, ClaimAnswer& out);
void readFields(wire::Fields& in, Progress& out);
void readFields(wire::Fields& in, ProgressAnswer& out);
void readFields(wire::Fields& in, Callback& out);

// sessions.cpp
void readFields(wire::Fields& in, Fault& out);
void readFields(wire::Fields& in, Problem& out);
void readFields(wire::Fields& in, Event& out);
void readFields(wire::Fields& in, EventBundle& out);
void readFields(wire::Fields& in, UserInfo& out);
void readFields(wire::Fields& in, Credentials& out);
void readFields(wire::Fields& in, LoginAnswer& out);

// identity.cpp
void readFields(wire::Fields& in, Permission& out);
void readFields(wire::Fields& in, Role& out);
void readFields(wire::Fields& in, RoleEdit& out);
void readFields(wire::Fields& in, User& out);
void readFields(wire::Fields& in, NewUser& out);
void readFields(wire::Fields& in, UserEdit& out);
void readFields(wire::Fields& in, UserVersion& out);
void readFields(wire::Fields& in, UserBulk& out);
void readFields(wire::Fields& in, OneTimePassword& out);
void readFields(wire::Fields& in, CreatedUser& out);
void readFields(wire::Fields& in, ProfileEdit& out);
void readFields(wire::Fields& in, PasswordChange& out);
void readFields(wire::Fields& in, SessionInfo& out);
void readFields(wire::Fields& in, ApiKey& out);
void readFields(wire::Fields& in, NewApiKey& out);
void readFields(wire::Fields& in, CreatedApiKey& out);
void readFields(wire::Fields& in, TokenRequest& out);
void readFields(wire::Fields& in, TokenAnswer& out);
void readFields(wire::Fields& in, AuditEntry& out);

} // namespace labwarden
