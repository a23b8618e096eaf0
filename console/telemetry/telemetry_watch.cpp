// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/telemetry/telemetry_watch.h"

#include <algorithm>

namespace labwarden::console {
namespace {

constexpr int livePeriodMs = 1'000;
constexpr int retryMs = 3'000;
constexpr std::chrono::seconds shortestSpan{1};

} // namespace

TelemetryWatch::TelemetryWatch(LabApi& api, const Clock& clock, QObject* parent)
    : QObject(parent), m_api(api), m_clock(clock) {
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &TelemetryWatch::fetch);
}

void TelemetryWatch::follow(const Span& span) {
    if (m_span == span)
        return;
    stop();
    m_span = span;
    fetch();
}

void TelemetryWatch::stop() {
    if (m_job)
        m_job->cancel();
    m_job = nullptr;
    m_next.stop();
    m_span.reset();
}

void TelemetryWatch::retry() {
    if (m_span && !m_job)
        fetch();
}

void TelemetryWatch::fetch() {
    m_next.stop();
    // A run that has just begun, seen by a clock that is a little behind, must not give a span that ends
    // before it begins.
    const Timestamp now = m_clock.now();
    const Timestamp from = m_span->last && !m_span->to ? now - *m_span->last : m_span->from;
    const Timestamp to = std::max(m_span->to.value_or(now), from + shortestSpan);
    m_job = m_api.telemetry(m_span->deviceId, m_span->metrics, from, to, m_span->points, this,
                            [this, from, to](ApiResult<std::vector<TelemetrySeries>> series) {
                                m_job = nullptr;
                                const bool live = !m_span->to;
                                if (!series) {
                                    m_next.start(retryMs);
                                    Q_EMIT failed(series.error());
                                    return;
                                }
                                if (live)
                                    m_next.start(livePeriodMs);
                                Q_EMIT arrived(*series, from, to);
                            });
}

} // namespace labwarden::console
