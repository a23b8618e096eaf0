// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/devices/history.h"

#include "common/enum_text.h"
#include "common/uuid.h"
#include "server/errors.h"
#include "server/storage/json_rows.h"
#include "sql/queries/devices.h"

namespace labwarden::devices {

namespace q = queries::devices;

namespace {

std::optional<std::string> textOf(const std::optional<Timestamp>& time) {
    return time ? std::optional(time->text()) : std::nullopt;
}

HistoryEntry entryOf(const pqxx::row& row) {
    HistoryEntry entry;
    entry.id = row["id"].as<std::int64_t>();
    entry.at = Timestamp::parse(row["at"].c_str()).value_or(Timestamp{});
    entry.kind = fromText<HistoryKind>(row["part"].c_str()).value_or(HistoryKind::device);
    entry.change = row["change"].c_str();
    entry.by = row["by_name"].c_str();
    entry.reason = row["reason"].c_str();
    if (!row["changes"].is_null())
        entry.changes = storage::parsed(row["changes"]);
    if (!row["run_number"].is_null())
        entry.run = HistoryRun{.id = row["run_id"].c_str(),
                               .number = row["run_number"].as<std::int64_t>(),
                               .testCaseKey = row["test_case"].c_str(),
                               .outcome = fromText<Outcome>(row["outcome"].c_str())};
    return entry;
}

DeviceUtilisation utilisationOf(const pqxx::row& row) {
    DeviceUtilisation device;
    device.id = row["id"].c_str();
    device.key = row["key"].c_str();
    device.name = row["name"].c_str();
    device.deleted = row["deleted"].as<bool>();
    device.runs = row["runs"].as<std::int64_t>();
    device.available = row["available"].as<double>();
    device.underTest = row["under_test"].as<double>();
    device.maintenance = row["maintenance"].as<double>();
    device.offline = row["offline"].as<double>();
    device.seconds = device.available + device.underTest + device.maintenance + device.offline;
    if (device.seconds > 0)
        for (double* share : {&device.available, &device.underTest, &device.maintenance, &device.offline})
            *share /= device.seconds;
    return device;
}

} // namespace

HistoryPage History::page(const std::string& deviceId, const HistoryFilter& filter,
                          const std::optional<EntryPlace>& after, int limit) {
    const auto missing = [] { return NotFound(PublicText("There is no such device.")); };
    if (!isUuid(deviceId))
        throw missing();
    std::optional<std::string> kind;
    if (filter.kind)
        kind = text(*filter.kind);
    std::optional<std::int64_t> afterUs, afterId;
    if (after) {
        afterUs = after->atUs;
        afterId = after->id;
    }
    // One more than is asked for says whether there is a next page.
    const auto rows = m_database.acquire()->run(q::history, deviceId, kind, textOf(filter.from),
                                                textOf(filter.to), afterUs, afterId, limit + 1);
    if (rows.empty())
        throw missing();
    HistoryPage page;
    for (const auto& row : rows) {
        if (row["id"].is_null())
            break;
        if (static_cast<int>(page.entries.size()) == limit)
            return page;
        page.entries.push_back(entryOf(row));
        page.next = EntryPlace{row["at_us"].as<std::int64_t>(), page.entries.back().id};
    }
    page.next.reset();
    return page;
}

Page<DeviceUtilisation> History::utilisation(const TimeRange& range,
                                             const std::optional<std::string>& deviceId,
                                             const PageRequest& request) {
    std::optional<std::int64_t> us;
    std::optional<std::string> id;
    if (request.after) {
        us = request.after->createdUs;
        id = request.after->id;
    }
    const auto rows = m_database.acquire()->run(q::utilisation, range.from.text(), range.to.text(), deviceId,
                                                us, id, request.limit + 1);
    Page<DeviceUtilisation> page;
    for (const auto& row : rows) {
        if (static_cast<int>(page.items.size()) == request.limit)
            return page;
        page.items.push_back(utilisationOf(row));
        page.next = PagePlace{row["created_us"].as<std::int64_t>(), page.items.back().id};
    }
    page.next.reset();
    return page;
}

} // namespace labwarden::devices
