// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/runs/run_watch.h"

#include <algorithm>

namespace labwarden::console {
namespace {

constexpr int periodMs = 2'000;

} // namespace

RunWatch::RunWatch(LabApi& api, const LabStore& store, QObject* parent)
    : QObject(parent), m_api(api), m_store(store) {
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &RunWatch::fetch);
    connect(&store, &LabStore::changed, this, [this](const StoreChanges& changes) {
        if (!m_runId.empty() &&
            std::find(changes.runs.begin(), changes.runs.end(), m_runId) != changes.runs.end())
            fetch();
    });
    connect(&store, &LabStore::reset, this, [this] {
        if (!m_store.session())
            follow({});
    });
}

void RunWatch::follow(const std::string& runId) {
    if (m_job)
        m_job->cancel();
    m_job = nullptr;
    m_next.stop();
    m_runId = runId;
    m_finished = m_again = false;
    if (!runId.empty())
        fetch();
}

void RunWatch::setPaused(bool paused) {
    m_paused = paused;
    if (!paused && !m_runId.empty() && !m_finished)
        fetch();
}

void RunWatch::fetch() {
    if (m_job) {
        m_again = true;
        return;
    }
    m_again = false;
    m_job = m_api.run(m_runId, this, [this](ApiResult<TestRunDetail> run) {
        m_job = nullptr;
        if (!run) {
            m_finished = run.error().kind == ApiError::Kind::NotFound;
            scheduleNext();
            Q_EMIT failed(run.error());
            return;
        }
        m_finished = run->state == RunState::finished;
        scheduleNext();
        Q_EMIT updated(*run);
    });
}

void RunWatch::scheduleNext() {
    if (m_again)
        m_next.start(0);
    else if (!m_finished && !m_paused)
        m_next.start(periodMs);
}

} // namespace labwarden::console
