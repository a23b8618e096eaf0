// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/devices/import_text.h"

#include "common/csv.h"

#include <boost/json/array.hpp>

#include <algorithm>
#include <array>
#include <set>

namespace labwarden::devices {

namespace json = boost::json;

namespace {

constexpr std::string_view attributePrefix = "attribute.";
constexpr std::array<std::string_view, 8> plainColumns{"key",    "name",     "type",  "model",
                                                       "serial", "firmware", "owner", "notes"};
constexpr std::array<std::string_view, 4> locationColumns{"site", "room", "rack", "slot"};
constexpr std::array<std::string_view, 2> listColumns{"tags", "capabilities"};

bool among(const auto& columns, std::string_view name) {
    return std::ranges::find(columns, name) != columns.end();
}

bool isColumn(std::string_view name) {
    return among(plainColumns, name) || among(locationColumns, name) || among(listColumns, name) ||
           (name.starts_with(attributePrefix) && name.size() > attributePrefix.size());
}

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' '))
        text.remove_prefix(1);
    while (text.ends_with(' '))
        text.remove_suffix(1);
    return text;
}

std::string joined(const std::vector<std::string>& items) {
    std::string text;
    for (const auto& item : items) {
        text += text.empty() ? "" : ";";
        for (const char c : item) {
            if (c == ';' || c == '\\')
                text += '\\';
            text += c;
        }
    }
    return text;
}

json::array split(std::string_view text) {
    json::array items;
    std::string item;
    const auto end = [&] {
        if (const auto plain = trimmed(item); !plain.empty())
            items.emplace_back(json::string_view(plain.data(), plain.size()));
        item.clear();
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == ';')
            end();
        else if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == ';' || text[i + 1] == '\\'))
            item += text[++i];
        else
            item += text[i];
    }
    end();
    return items;
}

/// The columns by their places; faults for those that are none.
std::vector<std::string> columnsOf(const csv::Record& header, std::vector<ImportFault>& faults) {
    std::vector<std::string> columns;
    std::set<std::string> known;
    for (const auto& cell : header.cells) {
        columns.emplace_back(trimmed(csv::plainOf(cell)));
        const auto& name = columns.back();
        if (!isColumn(name))
            faults.push_back({header.line, "", "There is no column \"" + name.substr(0, 100) + "\"."});
        else if (!known.insert(name).second)
            faults.push_back({header.line, "", "The column " + name + " is there twice."});
    }
    if (!known.contains("key"))
        faults.push_back({header.line, "", "The column key is missing: it says which device is meant."});
    return columns;
}

ImportItem itemOf(const csv::Record& record, std::size_t place, const std::vector<std::string>& columns) {
    ImportItem item;
    item.line = record.line;
    item.place = place;
    json::object says, location;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto& name = columns[i];
        auto text = csv::plainOf(record.cells[i]);
        if (name == "key")
            says[name] = json::string(trimmed(text));
        else if (among(locationColumns, name))
            location[name] = text;
        else if (among(listColumns, name))
            says[name] = split(text);
        else if (name.starts_with(attributePrefix))
            item.attributes.emplace(name.substr(attributePrefix.size()), std::move(text));
        else
            says[name] = text;
    }
    if (!location.empty())
        says["location"] = std::move(location);
    item.says = std::move(says);
    return item;
}

} // namespace

ImportText importOf(const json::value& array) {
    ImportText text;
    const json::array* const items = array.if_array();
    if (!items)
        text.faults.push_back({0, "", "must be a list of devices"});
    else if (items->size() > mostImportedDevices)
        text.faults.push_back({mostImportedDevices + 1, "",
                               "must have at most " + std::to_string(mostImportedDevices) + " devices"});
    else
        for (const auto& item : *items)
            text.items.push_back({text.items.size() + 1, text.items.size(), item, {}});
    return text;
}

ImportText importOf(std::string_view text) {
    ImportText import;
    const auto reading = csv::read(text, mostImportedDevices + 1);
    if (!reading.why.empty()) {
        import.faults.push_back({reading.line, "", "The text " + reading.why + "."});
        return import;
    }
    if (reading.records.empty()) {
        import.faults.push_back({1, "", "The first line has to name the columns."});
        return import;
    }
    const auto columns = columnsOf(reading.records.front(), import.faults);
    if (!import.faults.empty())
        return import;
    for (std::size_t i = 1; i < reading.records.size(); ++i) {
        const auto& record = reading.records[i];
        if (record.cells.size() == columns.size())
            import.items.push_back(itemOf(record, i - 1, columns));
        else
            import.faults.push_back({record.line, "/" + std::to_string(i - 1),
                                     "has " + std::to_string(record.cells.size()) +
                                         " cells where the first line has " +
                                         std::to_string(columns.size())});
    }
    return import;
}

std::optional<std::string> csvOf(const std::vector<NewDevice>& devices) {
    std::set<std::string> attributes;
    for (const auto& device : devices)
        for (const auto& [name, value] : device.attributes)
            attributes.insert(name);
    std::vector<std::string> header;
    for (const char* name : {"key", "name", "type", "model", "serial", "firmware", "site", "room", "rack",
                             "slot", "tags", "capabilities", "owner", "notes"})
        header.push_back(csv::exactCell(name));
    for (const auto& name : attributes)
        header.push_back(csv::exactCell(std::string(attributePrefix) + name));
    if (header.size() > mostColumns)
        return std::nullopt;
    std::string text;
    csv::addLine(text, header);
    for (const auto& d : devices) {
        std::vector<std::string> cells;
        for (const auto& cell :
             {d.key, d.name, d.type, d.model, d.serial, d.firmware, d.location.site, d.location.room,
              d.location.rack, d.location.slot, joined(d.tags), joined(d.capabilities), d.owner, d.notes})
            cells.push_back(csv::exactCell(cell));
        for (const auto& name : attributes) {
            const auto found = d.attributes.find(name);
            cells.push_back(csv::exactCell(found == d.attributes.end() ? std::string() : found->second));
        }
        csv::addLine(text, cells);
    }
    return text;
}

} // namespace labwarden::devices
