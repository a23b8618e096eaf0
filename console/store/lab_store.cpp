// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/store/lab_store.h"

#include "console/api/json.h"

#include <algorithm>
#include <utility>

namespace labwarden::console {
namespace {

constexpr int batchMs = 100;

template<class T>
const T* find(const std::unordered_map<std::string, T>& map, const std::string& id) {
    const auto at = map.find(id);
    return at == map.end() ? nullptr : &at->second;
}

template<class T>
std::unordered_map<std::string, T> byId(std::vector<T> items) {
    std::unordered_map<std::string, T> map;
    map.reserve(items.size());
    for (auto& item : items) {
        auto id = item.id;
        map.insert_or_assign(std::move(id), std::move(item));
    }
    return map;
}

bool isActive(const TestRun& run) {
    return run.state != RunState::finished;
}

} // namespace

LabStore::LabStore(QObject* parent) : QObject(parent) {
    m_batch.setSingleShot(true);
    m_batch.setInterval(batchMs);
    connect(&m_batch, &QTimer::timeout, this, &LabStore::report);
}

// --- session ---

bool LabStore::may(std::string_view permission) const {
    if (!m_session)
        return false;
    const auto& held = m_session->user.permissions;
    return std::find(held.begin(), held.end(), permission) != held.end();
}

void LabStore::setSession(Session session) {
    const bool sameLab =
        m_session && m_session->server == session.server && m_session->user.id == session.user.id;
    if (!sameLab)
        clear();
    m_session = std::move(session);
    Q_EMIT sessionChanged();
}

void LabStore::updateUser(UserInfo user) {
    if (!m_session || m_session->user.id != user.id)
        return;
    m_session->user = std::move(user);
    Q_EMIT sessionChanged();
}

void LabStore::clear() {
    m_session.reset();
    m_devices.clear();
    m_incomplete.clear();
    m_runs.clear();
    m_testCases.clear();
    m_environments.clear();
    m_unregistered.clear();
    m_tombstones.clear();
    m_changedDevices.clear();
    m_changedRuns.clear();
    m_testCasesChanged = m_environmentsChanged = m_unregisteredChanged = false;
    m_devicesLoaded = m_runsLoaded = false;
    m_batch.stop();
    Q_EMIT sessionChanged();
    Q_EMIT reset();
}

// --- reading ---

const Device* LabStore::device(const std::string& id) const {
    return find(m_devices, id);
}
const TestRun* LabStore::run(const std::string& id) const {
    return find(m_runs, id);
}
const TestCaseSummary* LabStore::testCase(const std::string& id) const {
    return find(m_testCases, id);
}
const Environment* LabStore::environment(const std::string& id) const {
    return find(m_environments, id);
}

const Device* LabStore::deviceByKey(std::string_view key) const {
    const auto at =
        std::find_if(m_devices.begin(), m_devices.end(), [&](const auto& d) { return d.second.key == key; });
    return at == m_devices.end() ? nullptr : &at->second;
}

int LabStore::activeRunCount() const {
    return static_cast<int>(
        std::count_if(m_runs.begin(), m_runs.end(), [](const auto& run) { return isActive(run.second); }));
}

// --- changing ---

void LabStore::replaceDevices(std::vector<Device> devices) {
    auto board = byId(std::move(devices));
    m_incomplete.clear();
    // What was deleted after this board was made comes again through the feed.
    for (const auto& [id, device] : board)
        m_tombstones.erase(id);
    if (!m_devicesLoaded) {
        m_devices = std::move(board);
        m_devicesLoaded = true;
        Q_EMIT reset();
        return;
    }
    for (const auto& [id, device] : m_devices)
        if (!board.contains(id))
            noteDevice(id);
    for (const auto& [id, device] : board) {
        const auto* known = find(m_devices, id);
        if (!known || *known != device)
            noteDevice(id);
    }
    m_devices = std::move(board);
}

template<class T>
void LabStore::replaceWhole(std::unordered_map<std::string, T>& map, std::vector<T> items) {
    auto fresh = byId(std::move(items));
    std::erase_if(fresh, [this](const auto& item) {
        const auto buried = m_tombstones.find(item.first);
        return buried != m_tombstones.end() && buried->second >= item.second.version;
    });
    for (auto& [id, item] : fresh)
        if (const auto known = map.find(id); known != map.end() && known->second.version > item.version)
            item = std::move(known->second);
    map = std::move(fresh);
    schedule();
}

void LabStore::replaceTestCases(std::vector<TestCaseSummary> cases) {
    m_testCasesChanged = true;
    replaceWhole(m_testCases, std::move(cases));
}

void LabStore::replaceEnvironments(std::vector<Environment> environments) {
    m_environmentsChanged = true;
    replaceWhole(m_environments, std::move(environments));
}

void LabStore::replaceUnregistered(std::vector<UnregisteredDevice> devices) {
    m_unregisteredChanged = true;
    replaceWhole(m_unregistered, std::move(devices));
}

void LabStore::replaceRuns(std::vector<TestRun> runs) {
    const auto fresh = byId(runs);
    for (auto at = m_runs.begin(); at != m_runs.end();) {
        if (isActive(at->second) && !fresh.contains(at->first)) {
            noteRun(at->first);
            at = m_runs.erase(at);
        } else {
            ++at;
        }
    }
    m_runsLoaded = true;
    schedule();
    mergeRuns(std::move(runs));
}

void LabStore::mergeRuns(std::vector<TestRun> runs) {
    for (auto& run : runs)
        mergeRun(std::move(run));
}

void LabStore::merge(const std::vector<Event>& events, Source source) {
    if (source == Source::ownChange && !events.empty())
        Q_EMIT changedHere(events);
    for (const auto& event : events) {
        switch (event.part) {
        case EventPart::device:
        case EventPart::presence:
        case EventPart::lease:
        case EventPart::service:
            mergeDevicePart(event);
            break;
        case EventPart::run:
            if (auto run = readTolerant<TestRun>(event.state))
                mergeRun(std::move(*run));
            break;
        case EventPart::test_case:
            mergeWhole<TestCaseSummary>(m_testCases, event, m_testCasesChanged);
            break;
        case EventPart::environment:
            mergeWhole<Environment>(m_environments, event, m_environmentsChanged);
            break;
        case EventPart::unregistered_device:
            mergeWhole<UnregisteredDevice>(m_unregistered, event, m_unregisteredChanged);
            break;
        case EventPart::user:
        case EventPart::role:
            break; // not of the lab itself
        }
    }
}

template<class T>
void LabStore::mergeWhole(std::unordered_map<std::string, T>& map, const Event& event, bool& changed) {
    const auto buried = m_tombstones.find(event.id);
    if (buried != m_tombstones.end() && buried->second >= event.version)
        return;
    const auto* known = find(map, event.id);
    if (known && known->version >= event.version)
        return;
    if (event.deleted) {
        m_tombstones[event.id] = event.version;
        map.erase(event.id);
    } else if (auto whole = readTolerant<T>(event.state)) {
        map.insert_or_assign(event.id, std::move(*whole));
    } else {
        return;
    }
    changed = true;
    schedule();
}

void LabStore::mergeDevicePart(const Event& event) {
    const auto buried = m_tombstones.find(event.id);
    const bool isBuried = buried != m_tombstones.end();
    if (event.part == EventPart::device) {
        const auto* known = find(m_devices, event.id);
        if ((isBuried && buried->second >= event.version) || (known && known->version >= event.version))
            return;
        if (event.deleted) {
            m_tombstones[event.id] = event.version;
            m_incomplete.erase(event.id);
            if (m_devices.erase(event.id) > 0)
                noteDevice(event.id);
            return;
        }
        auto facts = readTolerant<DeviceFacts>(event.state);
        if (!facts)
            return;
        m_tombstones.erase(event.id);
        if (auto waiting = m_incomplete.extract(event.id))
            m_devices.insert(std::move(waiting));
        auto& device = m_devices[event.id];
        static_cast<DeviceFacts&>(device) = std::move(*facts);
        device.version = event.version;
        noteDevice(event.id);
        return;
    }
    if (isBuried || event.deleted)
        return; // goes, and comes back, with its device
    const auto known = m_devices.find(event.id);
    auto& device = known != m_devices.end() ? known->second : m_incomplete[event.id];
    const auto take = [&]<class Part>(Part& part) {
        if (part.version >= event.version)
            return;
        if (auto incoming = readTolerant<Part>(event.state)) {
            part = std::move(*incoming);
            part.version = event.version;
            if (known != m_devices.end())
                noteDevice(event.id);
        }
    };
    if (event.part == EventPart::presence)
        take(device.presence);
    else if (event.part == EventPart::lease)
        take(device.lease);
    else
        take(device.service);
}

void LabStore::mergeRun(TestRun run) {
    auto& known = m_runs[run.id];
    if (!known.id.empty() && known.version >= run.version)
        return;
    noteRun(run.id);
    known = std::move(run);
}

// --- reporting ---

void LabStore::noteDevice(const std::string& id) {
    m_changedDevices.insert(id);
    schedule();
}

void LabStore::noteRun(const std::string& id) {
    m_changedRuns.insert(id);
    schedule();
}

void LabStore::schedule() {
    if (!m_batch.isActive())
        m_batch.start();
}

void LabStore::report() {
    StoreChanges changes;
    changes.devices.assign(m_changedDevices.begin(), m_changedDevices.end());
    changes.runs.assign(m_changedRuns.begin(), m_changedRuns.end());
    changes.testCases = std::exchange(m_testCasesChanged, false);
    changes.environments = std::exchange(m_environmentsChanged, false);
    changes.unregistered = std::exchange(m_unregisteredChanged, false);
    m_changedDevices.clear();
    m_changedRuns.clear();
    Q_EMIT changed(changes);
}

} // namespace labwarden::console
