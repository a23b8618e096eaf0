// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/store/latest_values.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace labwarden::console {
namespace {
constexpr std::size_t toldAtOnce = 1000; ///< devices: showing them takes a few milliseconds
}

LatestValues::LatestValues(LabApi& api, const LabStore& store, QObject* parent)
    : QObject(parent), m_api(api), m_store(store) {
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &LatestValues::ask);
    m_end.setSingleShot(true);
    connect(&m_end, &QTimer::timeout, this, [this] { take({}); });
    m_tell.setInterval(0);
    connect(&m_tell, &QTimer::timeout, this, &LatestValues::tell);
    connect(&store, &LabStore::sessionChanged, this, [this] {
        if (!m_store.session())
            take({});
        ask();
    });
}

void LatestValues::setMetric(const std::string& metric) {
    if (metric == m_metric)
        return;
    m_metric = metric;
    if (m_job)
        m_job->cancel();
    m_job = nullptr;
    take({});
    ask();
}

void LatestValues::setLooking(bool looking) {
    if (looking == m_looking)
        return;
    m_looking = looking;
    if (looking)
        ask();
    else
        m_next.stop();
}

const LatestValue* LatestValues::of(const std::string& deviceId) const {
    const auto found = m_values.find(deviceId);
    return found == m_values.end() ? nullptr : &found->second;
}

void LatestValues::ask() {
    m_next.stop();
    if (!m_looking || m_metric.empty() || !m_store.session() || m_job)
        return;
    m_job = m_api.latestValues(m_metric, this, [this](ApiResult<std::vector<LatestValue>> values) {
        m_job = nullptr;
        if (values) {
            take(values.take());
            m_end.start(m_timing.longestAge);
        }
        if (m_looking)
            m_next.start(m_timing.every);
    });
}

void LatestValues::take(std::vector<LatestValue> values) {
    m_end.stop();
    std::unordered_map<std::string, LatestValue> fresh;
    fresh.reserve(values.size());
    std::vector<std::string> different;
    for (LatestValue& value : values) {
        const LatestValue* known = of(value.deviceId);
        if (!known || known->value != value.value || known->unit != value.unit)
            different.push_back(value.deviceId);
        auto id = value.deviceId;
        fresh.insert_or_assign(std::move(id), std::move(value));
    }
    for (const auto& [id, value] : m_values)
        if (!fresh.contains(id))
            different.push_back(id);
    m_values = std::move(fresh);
    m_untold.insert(m_untold.end(), different.begin(), different.end());
    if (!m_untold.empty())
        m_tell.start();
}

void LatestValues::tell() {
    const auto first = m_untold.end() - static_cast<std::ptrdiff_t>(std::min(toldAtOnce, m_untold.size()));
    const std::vector<std::string> part(first, m_untold.end());
    m_untold.erase(first, m_untold.end());
    if (m_untold.empty())
        m_tell.stop();
    Q_EMIT changed(part);
}

} // namespace labwarden::console
