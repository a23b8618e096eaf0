// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/console/support/fake_devices.h"

#include "common/json/domain.h"

#include <boost/json/value_from.hpp>

#include <algorithm>
#include <cmath>

namespace labwarden::console::test {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr int samples = 300; ///< of one series, over whatever range

std::int64_t versionOf(const FakeServer::Request& request) {
    return request.headers.value("if-match").mid(1).chopped(1).toLongLong();
}

std::optional<Timestamp> timeOf(const FakeServer::Request& request, const char* name) {
    return Timestamp::parse(request.query.queryItemValue(QLatin1String(name)).toStdString());
}

FakeServer::Answer noSuchDevice() {
    return FakeServer::Answer::problem(404, "There is no such device.");
}

} // namespace

FakeServer::Answer staleAnswer() {
    return FakeServer::Answer::problem(412, "Somebody has changed this meanwhile. Look at it again.");
}

FakeServer::Answer faultsAnswer(const std::vector<Fault>& faults) {
    return FakeServer::Answer::json(
        {{"title", "The input has faults."}, {"status", 422}, {"errors", boost::json::value_from(faults)}},
        422);
}

FakeDevices::FakeDevices(FakeLab& lab, FakeServer& server) : m_lab(lab), m_server(server) {
    metrics = {{"case_temp", "°C", 1000},     {"ambient_temp", "°C", 1000}, {"vbus", "V", 1000},
               {"voltage_ripple", "mV", 500}, {"fan_speed", "rpm", 2000},   {"errors", "", 5000}};
    utilisation.available = 0.58;
    utilisation.underTest = 0.31;
    utilisation.maintenance = 0.08;
    utilisation.offline = 0.03;
    utilisation.runs = 27;
    serve();
}

DeviceDetail FakeDevices::detail(const std::string& key) {
    const auto& device = m_lab.byKey(key);
    auto [at, fresh] = more.try_emplace(device.id);
    if (fresh)
        at->second = {"Fan is loud above 60 °C; the bearing is ordered.",
                      {{"asset tag", "LW-20418"}, {"calibrated until", "2027-03-31"}},
                      Timestamp::now() - hours(24 * 400)};
    DeviceDetail detail;
    static_cast<Device&>(detail) = device;
    detail.notes = at->second.notes;
    detail.attributes = at->second.attributes;
    detail.createdAt = at->second.createdAt;
    const auto run = std::find_if(m_lab.runs.begin(), m_lab.runs.end(),
                                  [&](const TestRun& r) { return r.id == device.lease.runId; });
    if (run != m_lab.runs.end()) {
        detail.run.emplace(
            HoldingRun{run->id, run->state, run->testCaseKey, run->testCaseTitle, run->progress, {}});
        if (run->startedAt)
            detail.run->until = *run->startedAt + minutes(75);
    }
    return detail;
}

DeviceDescription FakeDevices::description(const std::string& key) {
    const auto d = detail(key);
    return {d.name, d.type,         d.model, d.serial, d.firmware,  d.location,
            d.tags, d.capabilities, d.owner, d.notes,  d.attributes};
}

void FakeDevices::describe(Device& device, const DeviceDescription& description) {
    device.name = description.name;
    device.type = description.type;
    device.model = description.model;
    device.serial = description.serial;
    device.firmware = description.firmware;
    device.location = description.location;
    device.tags = description.tags;
    device.capabilities = description.capabilities;
    device.owner = description.owner;
    device.version += 1;
    detail(device.key);
    more[device.id].notes = description.notes;
    more[device.id].attributes = description.attributes;
}

void FakeDevices::change(const std::string& key, const DeviceDescription& description) {
    auto& device = m_lab.byKey(key);
    describe(device, description);
    m_lab.tell({eventOf(static_cast<const DeviceFacts&>(device))});
}

void FakeDevices::remove(const std::string& key) {
    const auto gone = m_lab.byKey(key);
    std::erase_if(m_lab.devices, [&](const Device& d) { return d.id == gone.id; });
    m_lab.tell({removal(EventPart::device, gone.id, gone.version + 1)});
}

HistoryEntry& FakeDevices::remember(const std::string& key, HistoryKind kind, const std::string& change,
                                    Timestamp at) {
    auto& entries = history[m_lab.byKey(key).id];
    HistoryEntry entry;
    entry.id = m_nextEntry++;
    entry.at = at;
    entry.kind = kind;
    entry.change = change;
    return *entries.insert(entries.begin(), std::move(entry));
}

void FakeDevices::giveHistory(const std::string& key, int days) {
    const auto now = Timestamp::now();
    int number = 47000;
    for (int day = days; day >= 1; --day) {
        const auto morning = now - hours(24 * day - 4);
        const auto runAt = [&](int hour, Outcome outcome) {
            const HistoryRun run{uuid(100000 + number), number, "TC-1", {}};
            ++number;
            auto& taken = remember(key, HistoryKind::lease, "taken", morning + hours(hour));
            taken.by = "M. Keller";
            taken.run = run;
            auto& freed = remember(key, HistoryKind::lease, "freed", morning + hours(hour) + minutes(27));
            freed.run = run;
            freed.run->outcome = outcome;
            if (outcome == Outcome::failed)
                freed.reason = "max(case_temp) < 78 °C: 83.4 °C";
        };
        runAt(1, day % 3 ? Outcome::passed : Outcome::failed);
        runAt(3, day % 4 ? Outcome::passed : Outcome::timed_out);
        if (day % 3 == 1) {
            auto& out = remember(key, HistoryKind::service, "maintenance", morning + hours(5));
            out.by = "J. Lindqvist";
            out.reason = "Fan replacement";
            remember(key, HistoryKind::service, "in_service", morning + hours(6)).by = "J. Lindqvist";
        } else if (day % 3 == 2) {
            remember(key, HistoryKind::presence, "offline", morning + hours(5));
            remember(key, HistoryKind::presence, "online", morning + hours(5) + minutes(4));
        } else {
            auto& updated = remember(key, HistoryKind::device, "updated", morning + hours(5));
            updated.by = "Ada Lovelace";
            updated.changes = {
                {"firmware", {{"old", "2.4.0"}, {"new", "2.4.1"}}},
                {"tags",
                 {{"old", boost::json::array{"thermal"}}, {"new", boost::json::array{"thermal", "rack-7"}}}}};
        }
    }
}

double FakeDevices::valueOf(const std::string& metric, double share) {
    if (metric == "vbus")
        return 12 + 0.05 * std::sin(share * 210);
    if (metric == "ambient_temp")
        return 23 + 0.8 * std::sin(share * 9);
    if (metric == "voltage_ripple")
        return 31 + 6 * std::sin(share * 40) * std::sin(share * 3);
    if (metric == "fan_speed")
        return 1800 + 900 * share;
    if (metric == "errors")
        return share > 0.7 ? 1 : 0;
    return 24 + 48 * share * share * (3 - 2 * share) + 0.5 * std::sin(share * 510);
}

void FakeDevices::on(const char* method, const char* path, std::function<Answer(const Request&)> handler) {
    m_server.on(method, QString::fromLatin1(path),
                [this, handler = std::move(handler)](const Request& request) {
                    if (!m_lab.account.isSignedIn(request))
                        return Answer::problem(401, "You are not signed in.");
                    return handler(request);
                });
}

void FakeDevices::serve() {
    on("GET", "/api/v1/devices/", [this](const Request& r) { return get(r); });
    on("PUT", "/api/v1/devices/", [this](const Request& r) { return put(r); });
    on("DELETE", "/api/v1/devices/", [this](const Request& r) { return erase(r); });
    on("GET", "/api/v1/devices/utilisation", [this](const Request& r) { return utilisationOf(r); });
}

Device* FakeDevices::byPath(const Request& request) {
    const auto id = request.path.section(QLatin1Char('/'), 4, 4).toStdString();
    const auto at =
        std::find_if(m_lab.devices.begin(), m_lab.devices.end(), [&](const Device& d) { return d.id == id; });
    return at == m_lab.devices.end() ? nullptr : &*at;
}

FakeDevices::Answer FakeDevices::get(const Request& request) {
    const auto part = request.path.section(QLatin1Char('/'), 5, 5);
    const auto* device = byPath(request);
    if (part == QStringLiteral("history")) // stays after a deletion
        return historyOf(request.path.section(QLatin1Char('/'), 4, 4).toStdString(), request);
    if (!device)
        return noSuchDevice();
    if (part == QStringLiteral("metrics"))
        return Answer::json({{"metrics", boost::json::value_from(metrics)}});
    if (part == QStringLiteral("telemetry"))
        return telemetryOf(request);
    if (part == QStringLiteral("grafana-url"))
        return grafanaOf(*device, request);
    return Answer::json(boost::json::value_from(detail(device->key)));
}

FakeDevices::Answer FakeDevices::put(const Request& request) {
    auto* device = byPath(request);
    const auto wanted = wire::readText<DeviceDescription>(request.body.toStdString(), wire::people);
    if (!device)
        return noSuchDevice();
    if (device->version != versionOf(request))
        return staleAnswer();
    if (!wanted)
        return faultsAnswer(wanted.faults);
    describe(*device, wanted.value);
    auto body = boost::json::value_from(detail(device->key));
    body.as_object()["events"] =
        boost::json::value_from(std::vector{eventOf(static_cast<const DeviceFacts&>(*device))});
    return Answer::json(body);
}

FakeDevices::Answer FakeDevices::erase(const Request& request) {
    const auto* device = byPath(request);
    if (!device)
        return noSuchDevice();
    if (device->lease.runId)
        return Answer::problem(409, "A run holds the device.");
    if (device->version != versionOf(request))
        return staleAnswer();
    const auto tombstone = removal(EventPart::device, device->id, device->version + 1);
    std::erase_if(m_lab.devices, [&](const Device& d) { return d.id == tombstone.id; });
    return Answer::json({{"events", boost::json::value_from(std::vector{tombstone})}});
}

FakeDevices::Answer FakeDevices::historyOf(const std::string& id, const Request& request) const {
    const auto known = history.find(id);
    const auto kind = request.query.queryItemValue(QStringLiteral("kind")).toStdString();
    std::vector<HistoryEntry> wanted;
    if (known != history.end())
        std::copy_if(known->second.begin(), known->second.end(), std::back_inserter(wanted),
                     [&](const HistoryEntry& entry) {
                         return kind.empty() || boost::json::value_from(entry.kind).as_string() == kind;
                     });
    // The cursor is the id of the last entry of the page before.
    const auto after = request.query.queryItemValue(QStringLiteral("cursor")).toLongLong();
    const auto begin = std::find_if(wanted.begin(), wanted.end(), [&](const HistoryEntry& entry) {
        return after == 0 || entry.id < after;
    });
    const auto end = begin + std::min<std::ptrdiff_t>(historyPage, wanted.end() - begin);
    return Answer::json(
        {{"entries", boost::json::value_from(std::vector<HistoryEntry>(begin, end))},
         {"nextCursor", end == wanted.end() ? std::string() : std::to_string(std::prev(end)->id)}});
}

FakeDevices::Answer FakeDevices::telemetryOf(const Request& request) const {
    const auto from = timeOf(request, "from");
    const auto to = timeOf(request, "to");
    if (!from || !to)
        return Answer::problem(422, "The range is not two times.");
    const auto at = [&](double share) {
        return Timestamp{from->ms + static_cast<std::int64_t>(share * double(to->ms - from->ms))};
    };
    boost::json::array gaps;
    if (silence.second > silence.first)
        gaps.push_back(boost::json::array{at(silence.first).ms, at(silence.second).ms});
    boost::json::array all;
    const auto names = request.query.allQueryItemValues(QStringLiteral("metric"));
    for (const auto& name : names) {
        TelemetrySeries series{"", name.toStdString(), "", {}};
        const auto metric = std::find_if(metrics.begin(), metrics.end(),
                                         [&](const Metric& m) { return m.name == series.metric; });
        if (metric != metrics.end()) {
            series.unit = metric->unit;
            for (int i = 0; i <= samples; ++i)
                if (const double share = i / static_cast<double>(samples);
                    share <= silence.first || share >= silence.second)
                    series.points.push_back({at(share), valueOf(series.metric, share)});
        }
        auto json = boost::json::value_from(series);
        json.as_object()["gaps"] = gaps;
        all.push_back(std::move(json));
    }
    return Answer::json(all.size() == 1 ? all.front() : boost::json::value{{"series", all}});
}

FakeDevices::Answer FakeDevices::grafanaOf(const Device& device, const Request& request) const {
    const auto place = [&](const char* name, const char* otherwise) {
        const auto at = timeOf(request, name);
        return at ? QString::number(at->ms) : QLatin1String(otherwise);
    };
    auto url = QString::fromStdString(grafanaUrl);
    url.replace(QStringLiteral("{device}"), QString::fromStdString(device.key));
    url.replace(QStringLiteral("{from}"), place("from", "now-6h"));
    url.replace(QStringLiteral("{to}"), place("to", "now"));
    return Answer::json({{"url", url.toStdString()}});
}

FakeDevices::Answer FakeDevices::utilisationOf(const Request& request) const {
    const auto from = timeOf(request, "from");
    const auto to = timeOf(request, "to");
    if (!from || !to)
        return Answer::problem(422, "The range is not two times.");
    auto found = utilisation;
    found.id = request.query.queryItemValue(QStringLiteral("deviceId")).toStdString();
    found.key = found.name = m_lab.keyOf(found.id);
    if (found.seconds == 0)
        found.seconds = static_cast<double>(to->ms - from->ms) / 1000;
    boost::json::array devices;
    if (!found.key.empty())
        devices.push_back(boost::json::value_from(found));
    return Answer::json({{"devices", std::move(devices)}, {"nextCursor", ""}});
}

} // namespace labwarden::console::test
