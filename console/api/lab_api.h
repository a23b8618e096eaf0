// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device.h"
#include "common/domain/environment.h"
#include "common/domain/event.h"
#include "common/domain/telemetry.h"
#include "common/domain/test_case.h"
#include "common/domain/test_run.h"
#include "common/domain/unregistered_device.h"
#include "console/api/api_client.h"

#include <string>
#include <vector>

namespace labwarden::console {

/// GET /devices: the whole board and the cursor at which it is true.
struct DeviceBoard {
    std::vector<Device> devices;
    std::string cursor;
};

struct RunPage {
    std::vector<TestRun> runs; ///< newest first
    std::string nextCursor;    ///< empty: no older ones
};

struct TestCasePage {
    std::vector<TestCaseSummary> testCases; ///< oldest first
    std::string nextCursor;                 ///< empty: no further ones
};

/// What a write answers: the run, and the parts that it changed, to be merged at once.
struct RunChange {
    TestRun run;
    std::vector<Event> events;
};

/// The requests about the lab itself, typed; DeviceApi has those about single devices, AccountApi those about
/// the people in it. Unknown fields and
/// values in answers are tolerated. Each function returns the job, to be kept in a QPointer by those who may
/// want to cancel it. GUI thread only.
class LabApi {
public:
    explicit LabApi(ApiClient& client) : m_client(client) {}

    ApiClient& client() { return m_client; }

    ApiJob* devices(QObject* context, Done<DeviceBoard> done);
    /// Devices that speak and that nobody has registered, refused ones too.
    ApiJob* unregisteredDevices(QObject* context, Done<std::vector<UnregisteredDevice>> done);
    /// `cursor` of the page before; empty: the first page.
    ApiJob* testCases(const std::string& cursor, QObject* context, Done<TestCasePage> done);
    /// Those that have all the words, or words that begin so: in their title, key, description, tags or
    /// metrics.
    ApiJob* findTestCases(const QString& words, const std::string& cursor, QObject* context,
                          Done<TestCasePage> done);
    /// One with its document, at its newest revision.
    ApiJob* testCase(const std::string& id, QObject* context, Done<TestCase> done);
    ApiJob* environments(QObject* context, Done<std::vector<Environment>> done);
    /// Newest first. `cursor` of the page before; empty: the first page. `activeOnly`: those not finished.
    ApiJob* runs(const std::string& cursor, bool activeOnly, QObject* context, Done<RunPage> done);
    ApiJob* run(const std::string& id, QObject* context, Done<TestRunDetail> done);
    /// The same `idempotencyKey` again starts nothing twice.
    ApiJob* startRun(const NewTestRun& run, const QByteArray& idempotencyKey, QObject* context,
                     Done<RunChange> done);
    ApiJob* cancelRun(const std::string& id, QObject* context, Done<RunChange> done);
    /// What the device reports: names and units.
    ApiJob* metrics(const std::string& deviceId, QObject* context, Done<std::vector<Metric>> done);
    /// One series for each of the metrics, in their order; 1 to mostMetrics. `points`: at most about this
    /// many of each; peaks survive the thinning.
    static constexpr std::size_t mostMetrics = 16;
    ApiJob* telemetry(const std::string& deviceId, const std::vector<std::string>& metrics, Timestamp from,
                      Timestamp to, int points, QObject* context, Done<std::vector<TelemetrySeries>> done);
    /// The newest value of a metric of every device that has one.
    ApiJob* latestValues(const std::string& metric, QObject* context, Done<std::vector<LatestValue>> done);
    /// What the devices of the lab measure, the most frequent first.
    ApiJob* labMetrics(QObject* context, Done<std::vector<LabMetric>> done);

private:
    ApiClient& m_client;
};

} // namespace labwarden::console
