// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/runs/telemetry_watch.h"

#include <algorithm>

namespace labwarden::console {
namespace {

constexpr int livePeriodMs = 1'000;
constexpr int retryMs = 3'000;
constexpr std::chrono::seconds shortestSpan{1};
constexpr int points = 1'200; ///< more than a chart has pixels, peaks survive the thinning

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

void TelemetryWatch::fetch() {
    // A run that has just begun, seen by a clock that is a little behind, must not give a span that ends
    // before it begins.
    const Timestamp to = std::max(m_span->to.value_or(m_clock.now()), m_span->from + shortestSpan);
    m_job = m_api.telemetry(m_span->deviceId, m_span->metric, m_span->from, to, points, this,
                            [this, from = m_span->from, to](ApiResult<TelemetrySeries> series) {
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
