// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/query_reader.h"

#include "server/http/json_routes.h"

#include <charconv>

namespace labwarden::http {

namespace {

template<class T>
bool isNumber(std::string_view text, T& out) {
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && rest == text.data() + text.size();
}

std::optional<EntryPlace> placeOf(const std::string& cursor) {
    const auto plain = cursorContent(cursor);
    const auto dot = plain ? plain->find('.') : std::string::npos;
    EntryPlace place;
    if (dot == std::string::npos || !isNumber(std::string_view(*plain).substr(0, dot), place.atUs) ||
        !isNumber(std::string_view(*plain).substr(dot + 1), place.id) || place.atUs < 0 ||
        place.atUs > lastUs || place.id < 0)
        return std::nullopt;
    return place;
}

} // namespace

std::optional<std::string> QueryReader::value(const char* name) const {
    return m_request.queryValue(name);
}

void QueryReader::text(const char* name, std::optional<std::string>& out, std::size_t longest) {
    read(
        name,
        [&](const std::string& value) {
            out = value;
            return !value.empty() && value.size() <= longest;
        },
        "must have 1 to " + std::to_string(longest) + " characters");
}

void QueryReader::time(const char* name, std::optional<Timestamp>& out) {
    read(
        name,
        [&](const std::string& value) {
            out = Timestamp::parse(value);
            return out.has_value();
        },
        "must be a time as in 2026-03-01T14:02:18Z");
}

bool QueryReader::flag(const char* name) {
    const auto text = value(name);
    if (text != "true" && text != "false")
        add(name, "must be true or false");
    return text == "true";
}

void QueryReader::number(const char* name, int& out) {
    read(
        name, [&](const std::string& value) { return isNumber(value, out); }, "must be a whole number");
}

void QueryReader::number(const char* name, int& out, int smallest, int largest) {
    read(
        name,
        [&](const std::string& value) { return isNumber(value, out) && out >= smallest && out <= largest; },
        "must be a number from " + std::to_string(smallest) + " to " + std::to_string(largest));
}

void QueryReader::place(const char* name, std::optional<EntryPlace>& out) {
    read(
        name,
        [&](const std::string& value) {
            out = placeOf(value);
            return out.has_value();
        },
        "is not one that a list has answered with");
}

void QueryReader::page(PageRequest& out, int defaultLimit, int maxLimit) {
    try {
        out = pageRequest(m_request, defaultLimit, maxLimit);
    } catch (const Invalid& invalid) {
        m_faults.insert(m_faults.end(), invalid.faults.begin(), invalid.faults.end());
    }
}

void QueryReader::add(const char* name, const std::string& fault) {
    m_faults.push_back({std::string("/") + name, fault});
}

void QueryReader::check() {
    if (!good())
        throw Invalid(std::move(m_faults));
}

std::string entryCursor(const EntryPlace& place) {
    return cursorText(std::to_string(place.atUs) + "." + std::to_string(place.id));
}

} // namespace labwarden::http
