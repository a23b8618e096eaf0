// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/console/support/fake_device_actions.h"

#include "common/csv.h"
#include "common/domain/device_actions.h"
#include "common/domain/device_detail.h"
#include "common/json/domain.h"

#include <boost/json/value_from.hpp>

#include <algorithm>
#include <cstdio>

namespace labwarden::console::test {
namespace {

namespace json = boost::json;

Event serviceEvent(const Device& device) {
    return {EventPart::service, device.id, device.service.version, false, json::value_from(device.service)};
}

Event unregisteredEvent(const UnregisteredDevice& device) {
    return {EventPart::unregistered_device, device.id, device.version, false, json::value_from(device)};
}

DeviceDetail detailOf(const Device& device) {
    DeviceDetail detail;
    static_cast<Device&>(detail) = device;
    if (device.lease.runId)
        detail.run = HoldingRun{*device.lease.runId, RunState::running, "TC-1", "", {}, {}};
    return detail;
}

FakeServer::Answer faulty(const std::vector<Fault>& faults) {
    return FakeServer::Answer::json({{"type", "about:blank"},
                                     {"title", "The input has faults."},
                                     {"status", 422},
                                     {"errors", json::value_from(faults)}},
                                    422);
}

DeviceDescription descriptionOf(const Device& device) {
    DeviceDescription d;
    d.name = device.name;
    d.type = device.type;
    d.model = device.model;
    d.serial = device.serial;
    d.firmware = device.firmware;
    d.location = device.location;
    d.tags = device.tags;
    d.capabilities = device.capabilities;
    d.owner = device.owner;
    return d;
}

void describe(Device& device, const DeviceDescription& d) {
    device.name = d.name;
    device.type = d.type;
    device.model = d.model;
    device.serial = d.serial;
    device.firmware = d.firmware;
    device.location = d.location;
    device.tags = d.tags;
    device.capabilities = d.capabilities;
    device.owner = d.owner;
    ++device.version;
}

/// A device of an import: what it says, on which line.
struct Item {
    std::size_t line;
    json::value says;
};

std::vector<Item> itemsOf(const FakeServer::Request& request) {
    const std::string text = request.body.toStdString();
    std::vector<Item> items;
    if (!request.headers.value("content-type").startsWith("text/csv")) {
        std::string why;
        const auto all = wire::parse(text, why);
        if (all && all->is_array())
            for (const auto& item : all->get_array())
                items.push_back({items.size() + 1, item});
        return items;
    }
    const auto reading = csv::read(text, 100'000);
    for (std::size_t i = 1; i < reading.records.size(); ++i) {
        json::object says, location;
        for (std::size_t c = 0; c < reading.records[i].cells.size(); ++c) {
            const std::string name = reading.records.front().cells.at(c);
            const std::string value = csv::plainOf(reading.records[i].cells[c]);
            if (name == "rack" || name == "slot" || name == "site" || name == "room")
                location[name] = value;
            else if (name == "tags")
                says[name] = value.empty() ? json::array() : json::array{json::string(value)};
            else
                says[name] = value;
        }
        if (!location.empty())
            says["location"] = location;
        items.push_back({reading.records[i].line, says});
    }
    return items;
}

json::value laidOver(const DeviceDescription& known, const json::value& says) {
    json::object all = json::value_from(known).as_object();
    if (!says.is_object())
        return says;
    for (const auto& field : says.get_object()) {
        if (field.key() == "location" && field.value().is_object())
            for (const auto& part : field.value().get_object())
                all["location"].as_object()[part.key()] = part.value();
        else
            all[field.key()] = field.value();
    }
    return all;
}

} // namespace

FakeDeviceActions::FakeDeviceActions(FakeLab& lab, FakeServer& server) : m_lab(lab), m_server(server) {
    m_lab.permissions = {"devices:read", "devices:write", "testcases:read", "environments:read",
                         "runs:read",    "runs:start",    "runs:cancel",    "runs:cancel-any"};
    on("POST", "/api/v1/devices/maintenance", [this](const Request& r) { return setService(r, false); });
    on("POST", "/api/v1/devices/maintenance/end", [this](const Request& r) { return setService(r, true); });
    on("POST", "/api/v1/devices/import", [this](const Request& r) { return import(r); });
    on("GET", "/api/v1/devices/export", [this](const Request& r) { return exportAll(r); });
    on("POST", "/api/v1/devices", [this](const Request& r) { return create(r); });
    on("POST", "/api/v1/devices/", [this](const Request& r) { return release(r); });
    on("POST", "/api/v1/unregistered-devices/", [this](const Request& r) { return refuseDevice(r); });
    on("DELETE", "/api/v1/unregistered-devices/", [this](const Request& r) { return forget(r); });
}

void FakeDeviceActions::on(const char* method, const char* path,
                           std::function<Answer(const Request&)> handler) {
    m_server.on(method, QLatin1String(path), [this, handler](const Request& request) {
        if (!m_lab.account.isSignedIn(request))
            return Answer::problem(401, "You are not signed in.");
        for (auto& refusal : m_refusals)
            if (refusal.method == request.method && refusal.path == request.path && refusal.passing-- <= 0)
                return refusal.answer;
        return handler(request);
    });
}

void FakeDeviceActions::refuse(const char* method, const QString& path, const Answer& answer, int passing) {
    m_refusals.push_back({method, path, answer, passing});
}

Device* FakeDeviceActions::byId(const std::string& id) {
    const auto at = std::find_if(m_lab.devices.begin(), m_lab.devices.end(),
                                 [&](const Device& device) { return device.id == id; });
    return at == m_lab.devices.end() ? nullptr : &*at;
}

void FakeDeviceActions::addMany(int count) {
    for (int i = 1; i <= count; ++i) {
        char key[16];
        std::snprintf(key, sizeof key, "x%04d", i);
        Device device = test::device(20'000 + i, key);
        device.location.rack = "Rack 90";
        m_lab.devices.push_back(std::move(device));
    }
}

UnregisteredDevice& FakeDeviceActions::speak(const std::string& key, bool online) {
    UnregisteredDevice device;
    device.id = uuid(++m_next);
    device.key = key;
    device.online = online;
    device.since = device.heardAt = Timestamp::now() - std::chrono::minutes(3);
    device.version = 1;
    m_lab.unregistered.push_back(device);
    m_lab.tell({unregisteredEvent(device)});
    return m_lab.unregistered.back();
}

FakeServer::Answer FakeDeviceActions::setService(const Request& request, bool inService) {
    std::vector<std::string> ids;
    std::string reason;
    if (inService) {
        const auto wanted = wire::readText<DevicesChoice>(request.body.toStdString(), wire::people);
        if (!wanted)
            return faulty(wanted.faults);
        ids = wanted.value.deviceIds;
    } else {
        const auto wanted = wire::readText<MaintenanceOfMany>(request.body.toStdString(), wire::people);
        if (!wanted)
            return faulty(wanted.faults);
        ids = wanted.value.deviceIds;
        reason = wanted.value.reason;
    }
    json::array devices, events;
    for (const auto& id : ids) {
        Device* device = byId(id);
        if (!device)
            return faulty({{"/deviceIds/0", "There is no such device."}});
        Service& service = device->service;
        const bool isKept = inService && std::find(needHealthCheck.begin(), needHealthCheck.end(),
                                                   device->key) != needHealthCheck.end();
        if (service.inService != inService || service.reason != reason) {
            if (isKept)
                service.reason = "Has to pass its health check first.";
            else
                service = {inService, reason, inService ? "" : "M. Keller", Timestamp::now(),
                           service.version};
            ++service.version;
            events.push_back(json::value_from(serviceEvent(*device)));
        }
        devices.push_back(json::value_from(detailOf(*device)));
    }
    return Answer::json({{"devices", devices}, {"events", events}});
}

FakeServer::Answer FakeDeviceActions::release(const Request& request) {
    const auto parts = request.path.split(QLatin1Char('/'));
    Device* device = byId(parts.value(4).toStdString());
    const auto wanted = wire::readText<ReleaseRequest>(request.body.toStdString(), wire::people);
    if (!device || parts.value(5) != QLatin1String("release"))
        return Answer::problem(404, "There is no such device.");
    if (!wanted)
        return faulty(wanted.faults);
    if (!device->lease.runId)
        return Answer::problem(409, "Conflict", (device->key + " is held by no run.").c_str());
    if (wanted.value.runId && wanted.value.runId != device->lease.runId)
        return Answer::problem(
            409, "Conflict",
            ("The run that held " + device->key + " has ended meanwhile. Look at the device again.").c_str());
    const std::string runId = *device->lease.runId;
    std::vector<Event> events;
    for (auto& other : m_lab.devices)
        if (other.lease.runId == runId) {
            other.lease = {{}, {}, {}, Timestamp::now(), runId, Outcome::error, other.lease.version + 1};
            events.push_back(eventOf(other.id, other.lease));
        }
    json::value body = json::object();
    for (auto& run : m_lab.runs)
        if (run.id == runId) {
            run.state = RunState::finished;
            run.outcome = Outcome::error;
            run.reason = "Released by M. Keller: " + wanted.value.reason;
            run.finishedAt = Timestamp::now();
            ++run.version;
            events.push_back(eventOf(run));
            body = json::value_from(run);
        }
    body.as_object()["events"] = json::value_from(events);
    return Answer::json(body);
}

Event FakeDeviceActions::welcome(const std::string& key) {
    const auto at = std::find_if(m_lab.unregistered.begin(), m_lab.unregistered.end(),
                                 [&](const auto& device) { return device.key == key; });
    if (at == m_lab.unregistered.end())
        return {};
    const Event gone = removal(EventPart::unregistered_device, at->id, at->version + 1);
    m_lab.unregistered.erase(at);
    return gone;
}

FakeServer::Answer FakeDeviceActions::create(const Request& request) {
    const auto wanted = wire::readText<NewDevice>(request.body.toStdString(), wire::people);
    if (!wanted)
        return faulty(wanted.faults);
    const auto& says = wanted.value;
    if (!m_lab.devices.empty() && std::any_of(m_lab.devices.begin(), m_lab.devices.end(),
                                              [&](const Device& device) { return device.key == says.key; }))
        return Answer::problem(409, "Conflict",
                               ("There is a device with the key " + says.key + " already.").c_str());
    Device made = test::device(++m_next, says.key);
    made.version = 0;
    describe(made, says);
    made.presence = {PresenceKind::none, true, Timestamp::now(), 1};
    std::vector<Event> events{eventOf(static_cast<const DeviceFacts&>(made)), eventOf(made.id, made.presence),
                              eventOf(made.id, made.lease), serviceEvent(made)};
    if (const Event gone = welcome(says.key); !gone.id.empty())
        events.push_back(gone);
    m_lab.devices.push_back(made);
    auto body = json::value_from(detailOf(made));
    body.as_object()["events"] = json::value_from(events);
    return Answer::json(body, 201);
}

FakeServer::Answer FakeDeviceActions::import(const Request& request) {
    ImportReport report;
    report.dryRun = request.query.queryItemValue(QStringLiteral("dryRun")) == QLatin1String("true");
    std::vector<std::pair<Device*, NewDevice>> changes;
    std::size_t place = 0;
    for (const auto& item : itemsOf(request)) {
        const auto* object = item.says.if_object();
        const auto* key = object ? object->if_contains("key") : nullptr;
        const std::string name = key && key->is_string() ? std::string(key->get_string()) : std::string();
        const auto at = std::find_if(m_lab.devices.begin(), m_lab.devices.end(),
                                     [&](const Device& device) { return device.key == name; });
        const bool isNew = at == m_lab.devices.end();
        const DeviceDescription known = isNew ? DeviceDescription() : descriptionOf(*at);
        const auto reading = wire::read<NewDevice>(laidOver(known, item.says), wire::people);
        for (const auto& fault : reading.faults)
            report.faults.push_back({item.line, "/" + std::to_string(place) + fault.pointer, fault.message});
        ++place;
        if (!reading)
            continue;
        ImportedDevice device{item.line, name, ImportChange::create, {}};
        if (!isNew) {
            const auto old = json::value_from(known).as_object();
            const auto now =
                json::value_from(static_cast<const DeviceDescription&>(reading.value)).as_object();
            for (const auto& field : now)
                if (old.at(field.key()) != field.value())
                    device.fields[field.key()] =
                        json::object{{"old", old.at(field.key())}, {"new", field.value()}};
            device.change = device.fields.empty() ? ImportChange::unchanged : ImportChange::update;
        }
        ++(isNew                                      ? report.created
           : device.change == ImportChange::unchanged ? report.unchanged
                                                      : report.updated);
        if (device.change != ImportChange::unchanged)
            changes.emplace_back(isNew ? nullptr : &*at, reading.value);
        report.devices.push_back(std::move(device));
    }
    if (report.dryRun)
        return Answer::json(json::value_from(report));
    if (!report.faults.empty())
        return faulty({{report.faults.front().pointer, report.faults.front().message}});
    std::vector<Event> events;
    std::vector<Device> made;
    for (auto& [device, says] : changes) {
        if (device) {
            describe(*device, says);
            events.push_back(eventOf(static_cast<const DeviceFacts&>(*device)));
            continue;
        }
        made.push_back(test::device(++m_next, says.key));
        describe(made.back(), says);
        events.push_back(eventOf(static_cast<const DeviceFacts&>(made.back())));
        if (const Event gone = welcome(says.key); !gone.id.empty())
            events.push_back(gone);
    }
    m_lab.devices.insert(m_lab.devices.end(), made.begin(), made.end());
    m_lab.tell(events);
    return Answer::json(json::value_from(report));
}

FakeServer::Answer FakeDeviceActions::exportAll(const Request& request) const {
    auto devices = m_lab.devices;
    std::sort(devices.begin(), devices.end(), [](const Device& a, const Device& b) { return a.key < b.key; });
    if (request.query.queryItemValue(QStringLiteral("format")) == QLatin1String("json")) {
        json::array all;
        for (const auto& device : devices) {
            auto item = json::value_from(descriptionOf(device));
            item.as_object()["key"] = device.key;
            all.push_back(item);
        }
        return Answer::json(all);
    }
    std::string text;
    csv::addLine(text, {csv::exactCell("key"), csv::exactCell("name"), csv::exactCell("tags"),
                        csv::exactCell("owner")});
    for (const auto& device : devices)
        csv::addLine(text, {csv::exactCell(device.key), csv::exactCell(device.name),
                            csv::exactCell(device.tags.empty() ? "" : device.tags.front()),
                            csv::exactCell(device.owner)});
    return {200, QByteArray::fromStdString(text), {}, false, false};
}

FakeServer::Answer FakeDeviceActions::refuseDevice(const Request& request) {
    const std::string id = request.path.section(QLatin1Char('/'), 4, 4).toStdString();
    for (auto& device : m_lab.unregistered)
        if (device.id == id) {
            device.refusedBy = "M. Keller";
            device.refusedAt = Timestamp::now();
            ++device.version;
            auto body = json::value_from(device);
            body.as_object()["events"] = json::value_from(std::vector{unregisteredEvent(device)});
            return Answer::json(body);
        }
    return Answer::problem(404, "No such device is waiting; it may have been registered or forgotten.");
}

FakeServer::Answer FakeDeviceActions::forget(const Request& request) {
    const std::string id = request.path.section(QLatin1Char('/'), 4, 4).toStdString();
    for (const auto& device : m_lab.unregistered)
        if (device.id == id)
            return Answer::json({{"events", json::value_from(std::vector{welcome(device.key)})}});
    return Answer::problem(404, "No such device is waiting; it may have been registered or forgotten.");
}

} // namespace labwarden::console::test
