// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/clock.h"
#include "console/api/lab_api.h"

#include <QObject>
#include <QTimer>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace labwarden::console {

/// Fetches metrics of one device over a span of time, all with one request; each second anew while the span
/// has no end. One request at a time, so a slow server is not asked faster than it answers. GUI thread only.
class TelemetryWatch : public QObject {
    Q_OBJECT
public:
    /// More than a chart has pixels; peaks survive the thinning.
    static constexpr int fine = 1'200;

    struct Span {
        std::string deviceId;
        std::vector<std::string> metrics; ///< at most LabApi::mostMetrics
        Timestamp from;
        std::optional<Timestamp> to; ///< nothing: until now, live
        /// Live: always so long until now, wherever `from` is.
        std::optional<std::chrono::milliseconds> last;
        int points = fine; ///< of each metric
        bool operator==(const Span&) const = default;
    };

    TelemetryWatch(LabApi& api, const Clock& clock, QObject* parent = nullptr);

    void follow(const Span& span);
    void stop();
    /// Asks at once where it would have waited after a failure.
    void retry();

Q_SIGNALS:
    /// One for each metric, in their order.
    void arrived(const std::vector<labwarden::TelemetrySeries>& series, labwarden::Timestamp from,
                 labwarden::Timestamp to);
    /// It is tried again.
    void failed(const labwarden::console::ApiError& error);

private:
    void fetch();

    LabApi& m_api;
    const Clock& m_clock;
    std::optional<Span> m_span;
    QPointer<ApiJob> m_job;
    QTimer m_next;
};

} // namespace labwarden::console
