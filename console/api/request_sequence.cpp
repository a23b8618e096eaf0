// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/api/request_sequence.h"

#include <utility>

namespace labwarden::console {

bool isFateUnknown(const ApiError& error) {
    using Kind = ApiError::Kind;
    return error.kind == Kind::Unreachable || error.kind == Kind::Timeout || error.status >= 500;
}

void RequestSequence::start(std::vector<Step> steps) {
    if (m_running)
        return;
    m_steps = std::move(steps);
    m_at = 0;
    m_running = true;
    m_result = {};
    for (const Step& step : m_steps)
        m_result.total += step.count;
    next();
}

void RequestSequence::stop() {
    m_result.stopped = m_running;
}

void RequestSequence::next() {
    if (m_result.stopped && m_at == m_steps.size())
        m_result.stopped = false; // it was the last one already
    if (m_result.stopped || m_at == m_steps.size()) {
        finish();
        return;
    }
    m_steps[m_at].send(this, [this](const ApiError& error) {
        if (error.kind != ApiError::Kind::None) {
            m_result.error = error;
            m_result.unknown = isFateUnknown(error) ? m_steps[m_at].count : 0;
            m_result.stopped = false;
            finish();
            return;
        }
        m_result.done += m_steps[m_at].count;
        ++m_at;
        Q_EMIT progress(m_result.done, m_result.total);
        next();
    });
}

void RequestSequence::finish() {
    m_running = false;
    const SequenceResult result = std::exchange(m_result, {});
    Q_EMIT finished(result);
}

} // namespace labwarden::console
