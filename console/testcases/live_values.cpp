// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/live_values.h"

#include <utility>

namespace labwarden::console {

LiveValues::LiveValues(const CaseParts& parts, const CaseDraft& draft, QObject* parent)
    : QObject(parent), m_parts(parts), m_draft(draft) {
    m_next.setSingleShot(true);
    m_stale.setSingleShot(true);
    m_stale.setInterval(staleAfter);
    connect(&m_next, &QTimer::timeout, this, &LiveValues::ask);
    connect(&m_stale, &QTimer::timeout, this, [this] { setStale(true); });
    connect(&draft, &CaseDraft::changed, this, &LiveValues::draftChanged);
}

void LiveValues::setDevice(const std::string& id) {
    if (id == m_device)
        return;
    m_device = id;
    giveUp();
    m_results.clear();
    m_isStale = false;
    draftChanged();
    if (wanted())
        ask();
    Q_EMIT changed();
}

void LiveValues::setActive(bool active) {
    if (active == std::exchange(m_isActive, active))
        return;
    if (active && wanted()) {
        draftChanged();
        ask();
        return;
    }
    m_next.stop();
    m_stale.stop();
    giveUp();
    setStale(!m_results.empty());
}

void LiveValues::giveUp() {
    if (m_job)
        m_job->cancel();
    m_job = nullptr;
}

void LiveValues::draftChanged() {
    if (m_device.empty()) {
        m_next.stop();
        return;
    }
    m_trial = trialOf(m_draft.document(), {}, true);
    if (!wanted())
        return;
    if (m_job)
        m_isHurried = true; // as soon as that one has answered
    else
        m_next.start(afterTyping);
    Q_EMIT changed();
}

void LiveValues::ask() {
    m_next.stop();
    if (!wanted() || m_job || m_trial.request.criteria.empty())
        return; // a change of the draft asks again
    m_isHurried = false;
    auto request = m_trial.request;
    request.deviceId = m_device;
    request.points = 0;
    if (!m_stale.isActive() && !m_isStale)
        m_stale.start();
    m_job = m_parts.cases.backTest(request, this, [this, asked = m_trial](ApiResult<BackTestAnswer> result) {
        m_job = nullptr;
        const bool hasEnded = result.error().kind == ApiError::Kind::Unauthorized;
        onAnswer(asked, std::move(result));
        if (wanted() && !hasEnded) // else whoever signs in begins anew
            m_next.start(m_isHurried ? afterTyping : every);
    });
}

void LiveValues::onAnswer(const Trial& asked, ApiResult<BackTestAnswer> result) {
    if (!result) {
        setStale(!m_results.empty());
        return;
    }
    auto answer = result.take();
    m_results.clear();
    for (std::size_t i = 0; i < answer.results.size() && i < asked.request.criteria.size(); ++i)
        m_results[asked.request.criteria[i].expression] = std::move(answer.results[i]);
    m_isStale = false;
    m_stale.start();
    Q_EMIT changed();
}

void LiveValues::setStale(bool stale) {
    if (stale != std::exchange(m_isStale, stale))
        Q_EMIT changed();
}

std::optional<LiveValue> LiveValues::of(std::size_t row) const {
    const auto& criteria = m_draft.document().criteria;
    if (m_device.empty() || row >= criteria.size())
        return std::nullopt;
    LiveValue value;
    value.severity = criteria[row].severity;
    value.isStale = m_isStale;
    if (row < m_trial.leftOut.size())
        value.why = m_trial.leftOut[row];
    const auto known = m_results.find(criteria[row].expression);
    if (known != m_results.end() && value.why.isEmpty())
        value.result = known->second;
    return value;
}

} // namespace labwarden::console
