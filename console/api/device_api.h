// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/device_actions.h"
#include "common/domain/device_detail.h"
#include "common/domain/device_history.h"
#include "common/domain/device_import.h"
#include "common/domain/event.h"
#include "console/api/api_client.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace labwarden::console {

/// What a change of one device answers: the device, and the parts that it changed, to be merged at once.
struct DeviceChange {
    DeviceDetail device;
    std::vector<Event> events;
};

/// The same of many.
struct DevicesChange {
    std::vector<DeviceDetail> devices;
    std::vector<Event> events;
};

struct HistoryPage {
    std::vector<HistoryEntry> entries; ///< newest first
    std::string nextCursor;            ///< empty: no older ones
};

/// The most devices of one request about many (maintenance and its end).
inline constexpr std::size_t mostDevicesOfOneRequest = 500;

/// The requests about devices beyond the board, typed; the rules are those of LabApi. A `version` is the one
/// of the description that the change was made from; with another one on the server by now nothing is written
/// and the error is ApiError::Kind::Stale. GUI thread only.
class DeviceApi {
public:
    explicit DeviceApi(ApiClient& client) : m_client(client) {}

    ApiClient& client() { return m_client; }

    // --- one device ---
    ApiJob* device(const std::string& id, QObject* context, Done<DeviceDetail> done);
    ApiJob* create(const NewDevice& device, QObject* context, Done<DeviceChange> done);
    ApiJob* change(const std::string& id, const DeviceDescription& description, std::int64_t version,
                   QObject* context, Done<DeviceChange> done);
    /// The answer is the tombstone. Conflict while a run holds the device.
    ApiJob* remove(const std::string& id, std::int64_t version, QObject* context,
                   Done<std::vector<Event>> done);
    /// Newest first. `cursor` of the page before; empty: the first page. Without `kind` everything.
    ApiJob* history(const std::string& id, std::optional<HistoryKind> kind, const std::string& cursor,
                    QObject* context, Done<HistoryPage> done);
    /// Nothing when the device was not registered in any part of the range.
    ApiJob* utilisation(const std::string& id, Timestamp from, Timestamp to, QObject* context,
                        Done<std::optional<DeviceUtilisation>> done);
    /// Empty: the lab has no Grafana.
    ApiJob* grafanaUrl(const std::string& id, std::optional<Timestamp> from, std::optional<Timestamp> to,
                       QObject* context, Done<QUrl> done);

    // --- what people do with devices ---
    /// All or none; 1 to mostDevicesOfOneRequest, each once.
    ApiJob* beginMaintenance(const MaintenanceOfMany& request, QObject* context, Done<DevicesChange> done);
    ApiJob* endMaintenance(const DevicesChoice& request, QObject* context, Done<DevicesChange> done);
    /// Takes the device away from the run that holds it; the answer has that run's events. With `runId` only
    /// if that run still holds it, else Conflict.
    ApiJob* release(const std::string& id, const ReleaseRequest& request, QObject* context,
                    Done<std::vector<Event>> done);
    /// Replaces the tags of each device by key; nothing else of it changes. All or none; at most
    /// mostImportedDevices. The feed tells what it has changed.
    ApiJob* setTags(const std::map<std::string, std::vector<std::string>>& tagsByKey, QObject* context,
                    Done<ImportReport> done);

    // --- many at once, as files ---
    enum class Format { csv, json };
    /// `text` as the file has it. A dry run says what would be done, and has the faults in its report; in
    /// earnest every fault is one of ApiError::Kind::Invalid and nothing is done.
    ApiJob* import(const QByteArray& text, Format format, bool dryRun, QObject* context,
                   Done<ImportReport> done);
    /// All devices, as an import takes them.
    ApiJob* exportAll(Format format, QObject* context, Done<QByteArray> done);

    // --- devices that nobody has registered (LabApi lists them; to accept one is to create it) ---
    /// It is not heard any more.
    ApiJob* refuse(const std::string& id, QObject* context, Done<std::vector<Event>> done);
    /// It appears again when it speaks.
    ApiJob* forget(const std::string& id, QObject* context, Done<std::vector<Event>> done);

private:
    ApiClient& m_client;
};

} // namespace labwarden::console
