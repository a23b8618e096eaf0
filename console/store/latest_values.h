// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/lab_api.h"
#include "console/store/lab_store.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <chrono>
#include <string>
#include <unordered_map>
#include <vector>

namespace labwarden::console {

/// The newest value of one metric of every device, asked for every few seconds while somebody looks: no event
/// carries telemetry. One request at a time, so a slow server is not asked faster than it answers. Values
/// that could not be had anew for a while go: an old number is worse than none. GUI thread only.
class LatestValues : public QObject {
    Q_OBJECT
public:
    struct Timing {
        std::chrono::milliseconds every{5'000};
        std::chrono::milliseconds longestAge{20'000}; ///< of the last answer
    };

    /// Both outlive it.
    LatestValues(LabApi& api, const LabStore& store, QObject* parent = nullptr);
    void setTiming(Timing timing) { m_timing = timing; }

    /// Empty: none.
    void setMetric(const std::string& metric);
    const std::string& metric() const { return m_metric; }
    /// Whether anybody sees the values: nothing is asked for otherwise.
    void setLooking(bool looking);

    /// Null for a device without a value. Good until control returns to the event loop.
    const LatestValue* of(const std::string& deviceId) const;

Q_SIGNALS:
    /// Of these the value is another one, or gone.
    void changed(const std::vector<std::string>& deviceIds);

private:
    void ask();
    void take(std::vector<LatestValue> values);
    void tell();

    LabApi& m_api;
    const LabStore& m_store;
    Timing m_timing;
    std::string m_metric;
    bool m_looking = false;
    std::unordered_map<std::string, LatestValue> m_values; ///< by id of the device
    QPointer<ApiJob> m_job;
    std::vector<std::string> m_untold; ///< of changed(), told in parts that take no frame's time
    QTimer m_next, m_end, m_tell;
};

} // namespace labwarden::console
