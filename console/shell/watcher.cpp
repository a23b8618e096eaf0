// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/shell/watcher.h"

#include <algorithm>
#include <utility>

namespace labwarden::console {
namespace {

std::string ownKey(EventPart part, const std::string& id) {
    return std::to_string(static_cast<int>(part)) + ':' + id;
}

} // namespace

Watcher::Watcher(LabStore& store, WatchList& list, const Clock& clock, QObject* parent)
    : QObject(parent), m_store(store), m_list(list), m_clock(clock), m_window(m_timing.collect) {
    m_collect.setSingleShot(true);
    m_calm.setSingleShot(true);
    connect(&m_collect, &QTimer::timeout, this, &Watcher::tell);
    connect(&m_calm, &QTimer::timeout, this, [this] { m_window = m_timing.collect; });
    connect(&m_store, &LabStore::reset, this, &Watcher::begin);
    connect(&m_store, &LabStore::changed, this, &Watcher::onStoreChanged);
    connect(&m_store, &LabStore::changedHere, this, &Watcher::noteOwn);
    connect(&m_list, &WatchList::changed, this, &Watcher::onListChanged);
    begin();
}

void Watcher::setTiming(const Timing& timing) {
    m_timing = timing;
    m_window = timing.collect;
}

Watcher::Seen Watcher::seenOf(const Device& device) {
    return {deviceState(device.presence, device.lease, device.service), device.presence.version,
            device.lease.version, device.service.version};
}

void Watcher::begin() {
    m_collect.stop();
    m_seen.clear();
    m_turned.clear();
    m_free.clear();
    m_ended.clear();
    m_removed.clear();
    m_own.clear();
    m_flapping.clear();
    m_missing.clear();
    m_hasLookedAtRuns = false;
    const auto watches = m_list.watches(); // a copy: looking may end one
    for (const auto& watch : watches)
        lookAtDevice(watch.id);
    lookAtRuns();
}

void Watcher::onListChanged(const std::vector<std::string>& ids) {
    for (const auto& id : ids) {
        const auto* watch = m_list.find(id);
        if (watch && watch->kind == WatchKind::device) {
            lookAtDevice(id);
        } else if (watch) {
            lookAtRun(id);
        } else {
            m_seen.erase(id);
            m_turned.erase(id);
            m_free.erase(id);
            m_ended.erase(id);
            m_flapping.erase(id);
        }
    }
}

void Watcher::onStoreChanged(const StoreChanges& changes) {
    for (const auto& id : changes.devices)
        lookAtDevice(id);
    for (const auto& id : changes.runs)
        lookAtRun(id);
    if (!m_hasLookedAtRuns)
        lookAtRuns();
}

void Watcher::lookAtDevice(const std::string& id) {
    const auto* watch = m_list.find(id);
    if (!watch || watch->kind != WatchKind::device)
        return;
    const auto* device = m_store.device(id);
    const auto known = m_seen.find(id);
    if (!device) {
        if (known == m_seen.end())
            return; // not loaded, or never there
        m_removed.push_back(*watch);
        m_list.end({id});
        collect();
        return;
    }
    const Seen now = seenOf(*device);
    const bool isFree = watch->untilFree && now.state == DeviceState::available;
    if (known == m_seen.end()) {
        m_seen[id] = now;
        if (isFree) {
            m_free.insert(id);
            collect();
        }
        return;
    }
    const Seen before = std::exchange(known->second, now);
    if (isFree && m_free.insert(id).second)
        collect();
    if (before.state == now.state)
        return;
    if (isOwn(id, before, now)) {
        m_turned.erase(id); // whoever has just changed it knows how it stands
        if (isFree) {
            m_free.erase(id);
            m_list.setUntilFree({id}, false);
        }
    } else if (watch->changes) {
        m_turned.try_emplace(id, before);
        collect();
    }
}

void Watcher::lookAtRun(const std::string& id) {
    const auto* watch = m_list.find(id);
    if (!watch || watch->kind != WatchKind::run || !m_store.runsLoaded())
        return;
    const auto* run = m_store.run(id);
    if (!run) {
        if (m_missing.insert(id).second)
            Q_EMIT runMissing(id);
        return;
    }
    m_missing.erase(id);
    if (run->state != RunState::finished)
        return;
    if (isOwnEnd(*run)) {
        m_list.end({id});
    } else {
        m_ended.insert(id);
        collect();
    }
}

/// After loading: what has ended meanwhile.
void Watcher::lookAtRuns() {
    if (!m_store.runsLoaded())
        return;
    m_hasLookedAtRuns = true;
    const auto watches = m_list.watches(); // a copy: looking may end one
    for (const auto& watch : watches)
        lookAtRun(watch.id);
}

void Watcher::noteOwn(const std::vector<Event>& events) {
    for (const auto& event : events) {
        if (!m_list.isWatched(event.id))
            continue;
        auto& version = m_own[ownKey(event.part, event.id)];
        version = std::max(version, event.version);
        // The feed may have been faster than the answer.
        const auto turned = m_turned.find(event.id);
        if (turned != m_turned.end() && isOwn(event.id, turned->second, m_seen[event.id]))
            m_turned.erase(turned);
    }
}

bool Watcher::isOwn(const std::string& id, const Seen& before, const Seen& now) const {
    const auto isOwnPart = [&](EventPart part, std::int64_t version) {
        const auto own = m_own.find(ownKey(part, id));
        return own != m_own.end() && own->second >= version;
    };
    const bool presence = before.presence != now.presence, lease = before.lease != now.lease,
               service = before.service != now.service;
    return (presence || lease || service) && (!presence || isOwnPart(EventPart::presence, now.presence)) &&
           (!lease || isOwnPart(EventPart::lease, now.lease)) &&
           (!service || isOwnPart(EventPart::service, now.service));
}

/// Whoever has cancelled a run knows that it ends, though that may come later; whoever has taken its device
/// away has ended it with that.
bool Watcher::isOwnEnd(const TestRun& run) const {
    const auto own = m_own.find(ownKey(EventPart::run, run.id));
    return own != m_own.end() && (run.outcome == Outcome::cancelled || own->second >= run.version);
}

void Watcher::collect() {
    if (!m_collect.isActive())
        m_collect.start(m_window);
}

void Watcher::tell() {
    const auto news = newsOf(harvest(), m_clock.now());
    // Who goes on being told is told less often.
    m_window = m_calm.isActive() ? std::min(m_window * 2, m_timing.longest) : m_timing.collect;
    if (!news.empty())
        m_calm.start(m_window * 4);
    for (const auto& one : news)
        Q_EMIT told(one);
}

WatchHarvest Watcher::harvest() {
    WatchHarvest found;
    found.removed = std::exchange(m_removed, {});
    const auto rowOf = [this](const Device& device) {
        return board::rowOf(device, device.lease.runId ? m_store.run(*device.lease.runId) : nullptr);
    };
    std::vector<std::string> free, ended;
    for (const auto& id : std::exchange(m_free, {})) {
        const auto* device = m_store.device(id);
        if (!device || seenOf(*device).state != DeviceState::available || !m_list.waitsUntilFree(id))
            continue; // taken again: the wait goes on
        found.free.push_back(rowOf(*device));
        free.push_back(id);
        m_turned.erase(id); // that says it all
    }
    for (const auto& [id, before] : std::exchange(m_turned, {})) {
        const auto* device = m_store.device(id);
        if (!device)
            continue;
        const Seen now = seenOf(*device);
        if (now.state == before.state)
            continue;
        const bool flaps = now.presence != before.presence && device->presence.flappingUntil &&
                           *device->presence.flappingUntil > m_clock.now();
        if (flaps && !m_flapping.insert(id).second)
            continue;
        if (!flaps)
            m_flapping.erase(id);
        found.turns.push_back({rowOf(*device), before.state, flaps});
    }
    for (const auto& id : std::exchange(m_ended, {}))
        if (const auto* run = m_store.run(id)) {
            found.ended.push_back(*run);
            ended.push_back(id);
        }
    if (!free.empty())
        m_list.setUntilFree(free, false);
    if (!ended.empty())
        m_list.end(ended);
    return found;
}

} // namespace labwarden::console
