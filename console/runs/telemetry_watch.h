// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/clock.h"
#include "console/api/lab_api.h"

#include <QObject>
#include <QTimer>

#include <optional>

namespace labwarden::console {

/// Fetches one metric of one device over a span of time; each second anew while the span has no end. One
/// request at a time, so a slow server is not asked faster than it answers. GUI thread only.
class TelemetryWatch : public QObject {
    Q_OBJECT
public:
    struct Span {
        std::string deviceId, metric;
        Timestamp from;
        std::optional<Timestamp> to; ///< nothing: until now, live
        bool operator==(const Span&) const = default;
    };

    TelemetryWatch(LabApi& api, const Clock& clock, QObject* parent = nullptr);

    void follow(const Span& span);
    void stop();

Q_SIGNALS:
    void arrived(const labwarden::TelemetrySeries& series, labwarden::Timestamp from,
                 labwarden::Timestamp to);
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
