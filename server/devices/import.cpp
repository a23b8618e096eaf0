// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/devices/import.h"

#include "common/json/domain.h"
#include "server/errors.h"
#include "server/storage/json_rows.h"
#include "sql/queries/devices.h"

#include <boost/json.hpp>

#include <map>
#include <optional>

namespace labwarden::devices {

namespace json = boost::json;
namespace q = queries::devices;

namespace {

struct Registered {
    std::string id, key;
    std::int64_t version = 0;
    bool deleted = false;
    DeviceDescription description;
};

Registered registeredOf(const pqxx::row& row) {
    Registered device;
    device.id = row["id"].c_str();
    device.key = row["key"].c_str();
    device.version = row["version"].as<std::int64_t>();
    device.deleted = row["deleted"].as<bool>();
    if (!device.deleted) {
        auto description = storage::parsed(row["description"]).as_object();
        description.erase("key");
        device.description = stored<DeviceDescription>(description);
    }
    return device;
}

/// The key that an item names, when it may be one.
std::optional<std::string> keyOf(const json::value& says) {
    const json::object* const object = says.if_object();
    const json::value* const key = object ? object->if_contains("key") : nullptr;
    if (!key || !key->is_string() || !isDeviceKey(std::string_view(key->as_string())))
        return std::nullopt;
    return json::value_to<std::string>(*key);
}

/// What is known with what is said laid over; null says nothing.
json::value laidOver(const DeviceDescription& known, const ImportItem& item) {
    json::object all = json::value_from(known).as_object();
    for (const auto& [name, value] : item.says.as_object()) {
        if (value.is_null())
            continue;
        json::value& mine = all[name];
        if (name == "location" && mine.is_object() && value.is_object()) {
            for (const auto& part : value.as_object())
                mine.as_object()[part.key()] = part.value();
        } else {
            mine = value;
        }
    }
    if (!item.attributes.empty() && all["attributes"].is_object()) {
        auto& attributes = all["attributes"].as_object();
        for (const auto& [name, value] : item.attributes) {
            if (value.empty())
                attributes.erase(name);
            else
                attributes[name] = value;
        }
    }
    return all;
}

json::object differences(const DeviceDescription& before, const DeviceDescription& after) {
    const json::object old = json::value_from(before).as_object();
    const json::object now = json::value_from(after).as_object();
    json::object fields;
    for (const auto& [name, value] : now)
        if (old.at(name) != value)
            fields[name] = json::object{{"old", old.at(name)}, {"new", value}};
    return fields;
}

} // namespace

struct Import::Plan {
    ImportReport report;
    json::array creates, updates;
};

Import::Plan Import::planOf(const ImportText& text) {
    std::vector<std::string> keys;
    for (const auto& item : text.items)
        if (auto key = keyOf(item.says))
            keys.push_back(std::move(*key));
    std::map<std::string, Registered> registered;
    if (!keys.empty())
        for (const auto& row : m_database.acquire()->run(q::registered, storage::arrayLiteral(keys)))
            registered.emplace(row["key"].c_str(), registeredOf(row));

    Plan plan;
    plan.report.faults = text.faults;
    std::map<std::string, std::size_t> lines;
    for (const auto& item : text.items) {
        const std::string place = "/" + std::to_string(item.place);
        const auto fault = [&](const std::string& pointer, const std::string& message) {
            plan.report.faults.push_back({item.line, place + pointer, message});
        };
        const auto key = keyOf(item.says);
        const auto known = key ? registered.find(*key) : registered.end();
        const bool isNew = known == registered.end();
        const auto reading = wire::read<NewDevice>(
            item.says.is_object() ? laidOver(isNew ? DeviceDescription() : known->second.description, item)
                                  : item.says,
            wire::people);
        for (const auto& wrong : reading.faults)
            fault(wrong.pointer, wrong.message);
        if (!key)
            continue;
        const auto [first, once] = lines.emplace(*key, item.line);
        if (!once)
            fault("/key", "is there twice, first on line " + std::to_string(first->second));
        else if (!isNew && known->second.deleted)
            fault("/key", "belongs to a device that has been deleted: its history hangs on it");
        else if (reading && isNew) {
            plan.creates.push_back(json::value_from(reading.value));
            plan.report.devices.push_back({item.line, *key, ImportChange::create, {}});
            ++plan.report.created;
        } else if (reading) {
            const auto& description = static_cast<const DeviceDescription&>(reading.value);
            auto fields = differences(known->second.description, description);
            const bool same = fields.empty();
            ++(same ? plan.report.unchanged : plan.report.updated);
            if (!same)
                plan.updates.push_back({{"id", known->second.id},
                                        {"key", *key},
                                        {"version", known->second.version},
                                        {"says", json::value_from(description)}});
            plan.report.devices.push_back(
                {item.line, *key, same ? ImportChange::unchanged : ImportChange::update, std::move(fields)});
        }
    }
    return plan;
}

ImportReport Import::run(const identity::Caller& caller, const ImportText& text, bool dryRun) {
    Plan plan = planOf(text);
    plan.report.dryRun = dryRun;
    if (dryRun)
        return std::move(plan.report);
    if (!plan.report.faults.empty()) {
        std::vector<Fault> faults;
        for (const auto& fault : plan.report.faults)
            faults.push_back({fault.pointer, "line " + std::to_string(fault.line) + ": " + fault.message});
        throw Invalid(std::move(faults));
    }
    apply(caller, plan);
    return std::move(plan.report);
}

void Import::apply(const identity::Caller& caller, const Plan& plan) {
    if (plan.creates.empty() && plan.updates.empty())
        return;
    std::vector<Event> events;
    m_database.acquire()->transact([&](storage::Transaction& transaction) {
        const auto rows = transaction.run(q::import_devices, json::serialize(plan.creates),
                                          json::serialize(plan.updates), caller.userId, caller.remote);
        const auto outcome = storage::parsed(rows.at(0)["outcome"]);
        if (outcome.at("status") != "done")
            throw Conflict(PublicText("Somebody has changed " +
                                      json::value_to<std::string>(outcome.at("keys").at(0)) +
                                      " meanwhile; nothing has been imported. Try again."));
        events = storedEvents(outcome.at("events"));
    });
    m_events.committed(events);
}

std::vector<NewDevice> Import::all() {
    std::vector<NewDevice> devices;
    for (const auto& row : m_database.acquire()->run(q::registered, nullptr)) {
        const auto known = registeredOf(row);
        NewDevice device;
        static_cast<DeviceDescription&>(device) = known.description;
        device.key = known.key;
        devices.push_back(std::move(device));
    }
    return devices;
}

} // namespace labwarden::devices
