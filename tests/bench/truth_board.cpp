// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/bench/truth_board.h"

#include "common/enum_text.h"
#include "common/json/domain.h"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include <stdexcept>

namespace labwarden::bench {

namespace json = boost::json;

namespace {

TruthBoard::Shelf shelfOf(const json::value& board) {
    TruthBoard::Shelf shelf;
    for (const json::value& each : board.at("devices").as_array()) {
        auto reading = wire::read<Device>(each, wire::server);
        if (!reading)
            throw std::runtime_error("a board that cannot be read: " + reading.faults.front().pointer);
        const std::string key = reading.value.key;
        const bool isNew = shelf
                               .emplace(key, TruthBoard::Shown{std::move(reading.value),
                                                               std::string(each.at("state").as_string())})
                               .second;
        if (!isNew)
            throw std::runtime_error("a device stands on the board twice: " + key);
    }
    return shelf;
}

/// The newer one of the two; whether that was the event's.
template<class Part>
bool takeNewer(Part& mine, const Event& event) {
    auto reading = wire::read<Part>(event.state, wire::server);
    if (!reading)
        throw std::runtime_error("an event that cannot be read: " + reading.faults.front().pointer);
    if (reading.value.version != event.version)
        throw std::runtime_error("an event of another version than the state it carries");
    if (event.version <= mine.version)
        return false;
    mine = std::move(reading.value);
    return true;
}

} // namespace

TruthBoard::TruthBoard(const test::Lab& lab, int server, const std::string& token)
    : m_lab(lab)
    , m_server(server)
    , m_token(token)
    , m_asker(test::Person::withToken(lab, token, server))
    , m_thread([this](const std::stop_token& stop) { keepUp(stop); }) {}

TruthBoard::~TruthBoard() = default;

std::optional<TruthBoard::Shelf> TruthBoard::fetch() {
    {
        const std::lock_guard lock(m_mutex);
        if (m_error)
            std::rethrow_exception(m_error);
    }
    const auto answer = m_asker.send("GET", "/api/v1/devices");
    if (answer.status != 200)
        return std::nullopt;
    return shelfOf(json::parse(answer.body));
}

void TruthBoard::keepUp(const std::stop_token& stop) {
    try {
        follow(stop);
    } catch (...) {
        const std::lock_guard lock(m_mutex);
        m_error = std::current_exception();
    }
}

void TruthBoard::follow(const std::stop_token& stop) {
    test::Person reader = test::Person::withToken(m_lab, m_token, m_server);
    std::string cursor;
    while (!stop.stop_requested()) {
        if (cursor.empty() && (cursor = begin(reader)).empty()) {
            test::waitAMoment();
            continue;
        }
        const auto answer = reader.send("GET", "/api/v1/events?wait=2&after=" + cursor);
        if (answer.status != 200) { // the server is being killed, or Redis wiped
            test::waitAMoment();
            continue;
        }
        auto bundle = wire::readText<EventBundle>(answer.body, wire::server);
        if (!bundle)
            throw std::runtime_error("a bundle that cannot be read: " + bundle.faults.front().pointer);
        cursor = bundle.value.cursor;
        const auto now = Clock::now();
        const std::lock_guard lock(m_mutex);
        if (bundle.value.reset) {
            ++m_heard.resets;
            cursor.clear();
        }
        for (const Event& event : bundle.value.events)
            apply(event, now);
    }
}

std::string TruthBoard::begin(test::Person& reader) {
    const auto answer = reader.send("GET", "/api/v1/devices");
    if (answer.status != 200)
        return {};
    const json::value board = json::parse(answer.body);
    auto shelf = shelfOf(board);
    const std::lock_guard lock(m_mutex);
    m_copies.clear();
    m_ids.clear();
    m_delivered.clear();
    for (auto& [key, shown] : shelf) {
        m_ids[key] = shown.device.id;
        m_copies[shown.device.id].device = std::move(shown.device);
    }
    return std::string(board.at("cursor").as_string());
}

void TruthBoard::apply(const Event& event, Clock::time_point now) {
    const bool ours = event.part == EventPart::presence || event.part == EventPart::lease ||
                      event.part == EventPart::service;
    const auto copy = m_copies.find(event.id);
    if (!ours || copy == m_copies.end())
        return;
    ++m_heard.events;
    const std::string subject = std::string(text(event.part)) + " " + event.id + " ";
    if (!m_delivered.insert(subject + std::to_string(event.version)).second) {
        ++m_heard.twice;
        return;
    }
    Device& device = copy->second.device;
    const Fact fact = event.part == EventPart::presence ? Fact::presence
                      : event.part == EventPart::lease  ? Fact::lease
                                                        : Fact::service;
    const bool newer = fact == Fact::presence ? takeNewer(device.presence, event)
                       : fact == Fact::lease  ? takeNewer(device.lease, event)
                                              : takeNewer(device.service, event);
    if (newer)
        copy->second.heardAt.at(static_cast<std::size_t>(fact)) = now;
    else
        ++m_heard.late; // or the board was ahead of its cursor
}

bool TruthBoard::knows(const std::vector<std::string>& keys) const {
    const std::lock_guard lock(m_mutex);
    for (const auto& key : keys)
        if (!m_ids.contains(key))
            return false;
    return true;
}

bool TruthBoard::shows(const std::string& key, bool online) const {
    const std::lock_guard lock(m_mutex);
    const auto id = m_ids.find(key);
    return id != m_ids.end() && m_copies.at(id->second).device.presence.online == online;
}

TruthBoard::Clock::time_point TruthBoard::heardAt(const std::string& key, Fact fact) const {
    const std::lock_guard lock(m_mutex);
    const auto id = m_ids.find(key);
    return id == m_ids.end() ? Clock::time_point{}
                             : m_copies.at(id->second).heardAt.at(static_cast<std::size_t>(fact));
}

std::vector<std::string> TruthBoard::missedOf(const Shelf& shelf) const {
    std::vector<std::string> missed;
    const std::lock_guard lock(m_mutex);
    for (const auto& [key, shown] : shelf) {
        const auto id = m_ids.find(key);
        if (id == m_ids.end()) {
            missed.push_back(key + ": the copy does not have it");
            continue;
        }
        const Device& copy = m_copies.at(id->second).device;
        const auto compare = [&](const char* fact, const auto& mine, const auto& theirs) {
            if (!(mine == theirs))
                missed.push_back(key + ": " + fact + " has version " + std::to_string(mine.version) +
                                 " in the copy and " + std::to_string(theirs.version) + " on the board");
        };
        compare("presence", copy.presence, shown.device.presence);
        compare("lease", copy.lease, shown.device.lease);
        compare("service", copy.service, shown.device.service);
    }
    if (m_ids.size() > shelf.size())
        missed.push_back("the copy has devices that the board has not");
    return missed;
}

TruthBoard::Heard TruthBoard::heard() const {
    const std::lock_guard lock(m_mutex);
    return m_heard;
}

} // namespace labwarden::bench
