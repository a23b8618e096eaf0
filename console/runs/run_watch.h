// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/lab_api.h"
#include "console/store/lab_store.h"

#include <QObject>
#include <QTimer>

namespace labwarden::console {

/// Follows one run in full: timeline, results and log do not come through the feed, so they are fetched when
/// the store says that the run has changed, and every two seconds while it goes on. GUI thread only.
class RunWatch : public QObject {
    Q_OBJECT
public:
    RunWatch(LabApi& api, const LabStore& store, QObject* parent = nullptr);

    /// Empty: follows nothing.
    void follow(const std::string& runId);
    const std::string& runId() const { return m_runId; }
    /// While paused, a run that goes on is fetched only when it has changed: for a view that is hidden.
    void setPaused(bool paused);

Q_SIGNALS:
    void updated(const labwarden::TestRunDetail& run);
    /// It is tried again, unless there is no such run.
    void failed(const labwarden::console::ApiError& error);

private:
    void fetch();
    void scheduleNext();

    LabApi& m_api;
    const LabStore& m_store;
    std::string m_runId;
    QPointer<ApiJob> m_job;
    QTimer m_next;
    bool m_finished = false;
    bool m_again = false; ///< has changed while a fetch was under way
    bool m_paused = false;
};

} // namespace labwarden::console
