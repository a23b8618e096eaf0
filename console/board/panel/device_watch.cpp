// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/panel/device_watch.h"

#include "console/api/device_api.h"
#include "console/store/lab_store.h"

#include <algorithm>

namespace labwarden::board {
namespace {

constexpr int periodMs = 30'000; ///< for when it was last heard, which no event tells
constexpr int retryMs = 3'000;

bool has(const std::vector<std::string>& ids, const std::string& id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

/// Whether what is fetched of a device may be different now.
bool isNews(const Device& before, const Device& now) {
    return before.version != now.version || before.lease.version != now.lease.version ||
           before.service.version != now.service.version || before.presence.version != now.presence.version;
}

template<class Part>
void takeNewer(Part& mine, const Part& theirs) {
    if (theirs.version >= mine.version)
        mine = theirs;
}

} // namespace

DeviceWatch::DeviceWatch(const PanelParts& parts, QObject* parent) : QObject(parent), m_parts(parts) {
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &DeviceWatch::fetch);
    connect(&parts.store, &console::LabStore::changed, this, &DeviceWatch::onStore);
    connect(&parts.store, &console::LabStore::reset, this, [this] {
        if (!m_parts.store.session()) {
            follow({});
        } else if (!m_id.empty()) {
            overlay();
            fetch();
            Q_EMIT changed();
        }
    });
}

void DeviceWatch::follow(const std::string& deviceId) {
    if (m_job)
        m_job->cancel();
    m_job = nullptr;
    m_next.stop();
    m_id = deviceId;
    m_device = {};
    m_trouble.reset();
    m_hasDetail = m_isGone = m_again = false;
    if (!deviceId.empty()) {
        overlay();
        fetch();
    }
    Q_EMIT changed();
}

void DeviceWatch::setPaused(bool paused) {
    const bool wakes = m_isPaused && !paused;
    m_isPaused = paused;
    if (paused)
        m_next.stop();
    if (wakes && !m_id.empty() && !m_isGone)
        fetch();
}

void DeviceWatch::retry() {
    if (!m_id.empty() && !m_isGone)
        fetch();
}

void DeviceWatch::take(const DeviceDetail& device) {
    m_device = device;
    m_hasDetail = true;
    m_trouble.reset();
    overlay();
    Q_EMIT changed();
}

void DeviceWatch::onStore(const console::StoreChanges& changes) {
    const bool isOurs = has(changes.devices, m_id);
    const bool isOurRun = m_device.lease.runId && has(changes.runs, *m_device.lease.runId);
    if (m_id.empty() || m_isGone || (!isOurs && !isOurRun))
        return;
    const auto* known = m_parts.store.device(m_id);
    if (!known) {
        vanish();
        return;
    }
    const bool news = isNews(m_device, *known);
    overlay();
    if (news)
        fetch();
    Q_EMIT changed();
}

/// The store may be ahead of what was fetched, and never the other way round for long.
void DeviceWatch::overlay() {
    if (const auto* known = m_parts.store.device(m_id)) {
        takeNewer(static_cast<DeviceFacts&>(m_device), static_cast<const DeviceFacts&>(*known));
        takeNewer(m_device.presence, known->presence);
        takeNewer(m_device.lease, known->lease);
        takeNewer(m_device.service, known->service);
        m_device.lastSeen = std::max(m_device.lastSeen, known->lastSeen);
    }
    const auto& holder = m_device.lease.runId;
    if (m_device.run && m_device.run->id != holder)
        m_device.run.reset();
    const auto* run = holder ? m_parts.store.run(*holder) : nullptr;
    if (!run)
        return;
    if (!m_device.run)
        m_device.run.emplace(HoldingRun{run->id, run->state, run->testCaseKey, run->testCaseTitle, {}, {}});
    m_device.run->state = run->state;
    m_device.run->progress = run->progress;
}

void DeviceWatch::fetch() {
    if (m_job) {
        m_again = true;
        return;
    }
    m_next.stop();
    m_again = false;
    m_job = m_parts.deviceApi.device(m_id, this, [this](console::ApiResult<DeviceDetail> device) {
        m_job = nullptr;
        if (m_again)
            m_next.start(0);
        else if (!m_isPaused)
            m_next.start(device ? periodMs : retryMs);
        if (device) {
            take(*device);
        } else if (device.error().kind == console::ApiError::Kind::NotFound) {
            vanish();
        } else {
            m_trouble = device.error();
            Q_EMIT changed();
        }
    });
}

void DeviceWatch::vanish() {
    if (m_job)
        m_job->cancel();
    m_job = nullptr;
    m_next.stop();
    m_isGone = true;
    m_trouble.reset();
    Q_EMIT changed();
}

} // namespace labwarden::board
