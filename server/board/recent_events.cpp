// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/board/recent_events.h"

#include "common/enum_text.h"
#include "common/json/domain.h"
#include "server/identity/caller.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

namespace labwarden::board {

namespace {

constexpr std::array<const char*, 4> permissions{"devices:read", "runs:read", "testcases:read",
                                                 "environments:read"};
/// No permission: everybody's own account is among them, and the events tell nothing of it.
constexpr Hearing persons = 16;

} // namespace

Hearing hearingFor(EventPart part) {
    switch (part) {
    case EventPart::device:
    case EventPart::presence:
    case EventPart::lease:
    case EventPart::service:
    case EventPart::unregistered_device:
        return 1;
    case EventPart::run:
        return 2;
    case EventPart::test_case:
        return 4;
    case EventPart::environment:
        return 8;
    case EventPart::user:
    case EventPart::role:
        return persons;
    }
    return 0;
}

Hearing hearingOf(const identity::Caller& caller) {
    Hearing hearing = 0;
    for (std::size_t i = 0; i < permissions.size(); ++i)
        if (caller.may(permissions[i]))
            hearing |= 1u << i;
    if (caller.kind == PrincipalKind::person)
        hearing |= persons;
    return hearing;
}

void RecentEvents::restart(const StreamStart& start) {
    m_entries.clear();
    m_epoch = start.epoch;
    m_floor = start.floor;
    m_last = start.floor;
    append(start.recent);
}

void RecentEvents::append(const std::vector<StreamedEvent>& events) {
    for (const StreamedEvent& event : events) {
        m_last = event.id;
        add(event);
    }
    while (m_entries.size() > m_limit) {
        m_floor = m_entries.front().id;
        m_entries.pop_front();
    }
}

void RecentEvents::add(const StreamedEvent& event) {
    if (!event.json)
        return;
    const wire::Reading<Event> reading = wire::readText<Event>(*event.json, wire::programs);
    if (!reading)
        return; // of a newer server: nobody here knows who may hear it
    const Event& read = reading.value;
    m_entries.push_back({.id = event.id,
                         .hearing = hearingFor(read.part),
                         .subject = std::string(text(read.part)) + " " + read.id,
                         .version = read.version,
                         .json = event.json});
}

std::deque<RecentEvents::Entry>::const_iterator RecentEvents::firstAfter(StreamId after) const {
    return std::ranges::upper_bound(m_entries, after, {}, &Entry::id);
}

bool RecentEvents::anyAfter(StreamId after, Hearing hearing) const {
    return std::any_of(firstAfter(after), m_entries.end(),
                       [&](const Entry& entry) { return (entry.hearing & hearing) != 0; });
}

std::string RecentEvents::bundle(StreamId after, Hearing hearing) const {
    // Two servers may bring the events of one part to the stream in either order: its version decides which
    // is the newest.
    std::unordered_map<std::string_view, const Entry*> newest;
    const auto first = firstAfter(after);
    for (auto entry = first; entry != m_entries.end(); ++entry) {
        if ((entry->hearing & hearing) == 0)
            continue;
        const Entry*& known = newest[entry->subject];
        if (!known || entry->version >= known->version)
            known = &*entry;
    }
    std::string body = "{\"cursor\":\"" + Cursor{m_epoch, std::max(after, m_last)}.text() +
                       "\",\"reset\":false,\"events\":[";
    bool comma = false;
    for (auto entry = first; entry != m_entries.end(); ++entry) {
        const auto known = newest.find(entry->subject);
        if (known == newest.end() || known->second != &*entry)
            continue;
        if (std::exchange(comma, true))
            body += ',';
        body += *entry->json;
    }
    return body + "]}";
}

std::string RecentEvents::reset() const {
    return "{\"cursor\":\"" + newest().text() + "\",\"reset\":true,\"events\":[]}";
}

} // namespace labwarden::board
