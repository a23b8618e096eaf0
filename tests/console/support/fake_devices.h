// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device_detail.h"
#include "common/domain/device_history.h"
#include "common/domain/telemetry.h"
#include "tests/console/support/fake_lab.h"

#include <map>
#include <string>
#include <vector>

namespace labwarden::console::test {

/// The devices of a FakeLab one by one, behind its server: everything that is known of one, its history page
/// by page, how it spent its time, its metrics and their values, its link to Grafana; changed and deleted
/// with versions. What a device is and how it stands is FakeLab::devices; this adds what the board does not
/// have.
class FakeDevices {
public:
    FakeDevices(FakeLab& lab, FakeServer& server);

    /// What people say of a device beyond the board.
    struct More {
        std::string notes;
        std::map<std::string, std::string> attributes;
        Timestamp createdAt;
    };
    std::map<std::string, More> more; ///< by device id; there for every device asked for
    std::map<std::string, std::vector<HistoryEntry>> history; ///< by device id, newest first
    int historyPage = 20;                    ///< entries of one answer, whatever is asked for
    std::vector<Metric> metrics;             ///< of every device
    std::pair<double, double> silence{0, 0}; ///< without samples: from and to, in shares of what is asked for
    std::string grafanaUrl =
        "https://grafana.example/d/device?var-device={device}&from={from}&to={to}"; ///< empty: no Grafana
    DeviceUtilisation utilisation; ///< of every device over every range; `seconds` 0: that of the range

    DeviceDetail detail(const std::string& key);
    DeviceDescription description(const std::string& key);
    /// What somebody else does: a new version, and the event for everybody.
    void change(const std::string& key, const DeviceDescription& description);
    void remove(const std::string& key);
    /// An entry of its history, newest of all; not told to anybody.
    HistoryEntry& remember(const std::string& key, HistoryKind kind, const std::string& change,
                           Timestamp at = Timestamp::now());
    /// A believable past of `days` days: runs, a maintenance, presence, changes; about six entries a day.
    void giveHistory(const std::string& key, int days);
    /// The value that is served of a metric at a time.
    static double valueOf(const std::string& metric, double share);

private:
    using Answer = FakeServer::Answer;
    using Request = FakeServer::Request;

    void serve();
    void on(const char* method, const char* path, std::function<Answer(const Request&)> handler);
    Answer get(const Request& request);
    Answer put(const Request& request);
    Answer erase(const Request& request);
    Answer historyOf(const std::string& id, const Request& request) const;
    Answer telemetryOf(const Request& request) const;
    Answer grafanaOf(const Device& device, const Request& request) const;
    Answer utilisationOf(const Request& request) const;
    Device* byPath(const Request& request);
    void describe(Device& device, const DeviceDescription& description);

    FakeLab& m_lab;
    FakeServer& m_server;
    std::int64_t m_nextEntry = 1000;
};

/// The server's refusal of a stale change, and of one with faults.
FakeServer::Answer staleAnswer();
FakeServer::Answer faultsAnswer(const std::vector<Fault>& faults);

} // namespace labwarden::console::test
