// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/devices/presence_book.h"

#include <algorithm>

namespace labwarden::devices {

void PresenceBook::heard(const std::string& key, const StatusMessage& status, bool retained,
                         Timestamp arrivedAt, Clock::time_point now) {
    const bool young = status.at && std::chrono::abs(arrivedAt - *status.at) < m_lostAfter * status.heartbeat;
    const bool proof = !status.online || !retained || young;
    Entry& entry = m_entries[key];
    if (!status.online && (entry.online || !retained)) {
        if (!entry.goodbyeAt)
            entry.goodbyeAt = now;
        entry.goodbyeGrace = retained ? entry.heartbeat : m_goodbyeGrace;
        return;
    }
    entry.goodbyeAt.reset();
    entry.heartbeat = status.heartbeat;
    entry.lastHeard = now;
    if (proof) {
        entry.online = status.online;
        entry.cause = status.online ? PresenceCause::unknown : PresenceCause::goodbye;
        // Said again at every heartbeat: another server may have come to think otherwise.
        entry.pending = true;
    } else {
        entry.online = true; // until the wait is over
    }
}

void PresenceBook::expect(const std::string& key, Clock::time_point now) {
    const auto [entry, isNew] = m_entries.try_emplace(key);
    if (isNew) {
        entry->second.online = true;
        entry->second.lastHeard = now;
    }
}

/// Whether its goodbye counts now. One during which this server's connection broke is void: the broker says
/// it again.
bool PresenceBook::hasLeft(Entry& entry, std::optional<Clock::time_point> listeningSince,
                           Clock::time_point now) {
    if (entry.goodbyeAt && (!listeningSince || *listeningSince > *entry.goodbyeAt))
        entry.goodbyeAt.reset();
    if (!entry.goodbyeAt || now - *entry.goodbyeAt < entry.goodbyeGrace)
        return false;
    entry.goodbyeAt.reset();
    return true;
}

std::size_t PresenceBook::judge(std::optional<Clock::time_point> listeningSince, Clock::time_point now) {
    std::size_t lost = 0;
    for (auto& [key, entry] : m_entries) {
        if (entry.sayAgainAt && now >= *entry.sayAgainAt) {
            entry.sayAgainAt.reset();
            entry.pending = true;
        }
        if (hasLeft(entry, listeningSince, now)) {
            entry.online = false;
            entry.cause = PresenceCause::goodbye;
            entry.pending = true;
            continue;
        }
        if (!listeningSince)
            continue;
        const auto silentSince = std::max(entry.lastHeard, *listeningSince);
        if (!entry.online || now - silentSince <= m_lostAfter * entry.heartbeat)
            continue;
        entry.online = false;
        entry.cause = PresenceCause::silence;
        entry.pending = true;
        ++lost;
    }
    return lost;
}

std::vector<PresenceBook::Word> PresenceBook::unwritten() const {
    std::vector<Word> words;
    for (const auto& [key, entry] : m_entries)
        if (entry.pending)
            words.push_back({key, entry.online, entry.cause});
    return words;
}

void PresenceBook::later(const Word& word, Clock::time_point when) {
    const auto found = m_entries.find(word.key);
    if (found == m_entries.end() || found->second.online != word.online)
        return;
    found->second.pending = false;
    found->second.sayAgainAt = when;
}

void PresenceBook::written(const Word& word, bool known) {
    const auto found = m_entries.find(word.key);
    if (found == m_entries.end())
        return;
    if (!known)
        m_entries.erase(found);
    else if (found->second.online == word.online)
        found->second.pending = false;
}

} // namespace labwarden::devices
