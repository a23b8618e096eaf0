// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/store/lab_sync.h"

#include <algorithm>

namespace labwarden::console {
namespace {

constexpr std::chrono::milliseconds firstRetry{500};
constexpr std::chrono::milliseconds longestRetry{8'000};
constexpr int olderRetrySeconds = 5;

} // namespace

LabSync::LabSync(LabApi& api, LabStore& store, QObject* parent)
    : QObject(parent), m_api(api), m_store(store) {
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, [this] {
        if (m_retryStep)
            (this->*m_retryStep)();
    });
    connect(&m_feed, &EventFeed::arrived, this,
            [this](const EventBundle& bundle) { m_store.merge(bundle.events); });
    connect(&m_feed, &EventFeed::reloadNeeded, this, &LabSync::loadBoard);
    connect(&m_feed, &EventFeed::sessionEnded, this, &LabSync::sessionEnded);
    connect(&m_api.client(), &ApiClient::sessionEnded, this, &LabSync::sessionEnded);
}

void LabSync::start() {
    stop();
    m_started = true;
    loadBoard();
}

void LabSync::stop() {
    m_started = false;
    ++m_generation;
    m_failures = 0;
    m_retry.stop();
    m_feed.stop();
    if (m_olderJob)
        m_olderJob->cancel();
    m_olderRuns.clear();
}

// The board first: whatever changes after its cursor comes through the feed, so all that is loaded later can
// only be newer than what the feed repeats, never miss a change.
void LabSync::loadBoard() {
    m_api.devices(this, [this, generation = ++m_generation](ApiResult<DeviceBoard> board) {
        if (generation != m_generation || !m_started)
            return;
        if (!board) {
            retryLater(board.error(), &LabSync::loadBoard);
            return;
        }
        m_failures = 0;
        Q_EMIT loadProblem({});
        m_store.replaceDevices(board->devices);
        const auto& client = m_api.client();
        if (m_feed.state().kind == FeedState::Kind::Stopped)
            m_feed.start(client.server(), client.token(), board->cursor);
        else
            m_feed.resume(board->cursor);
        loadRest();
    });
}

void LabSync::loadRest() {
    const int generation = m_generation;
    const auto current = [this, generation] { return generation == m_generation && m_started; };
    m_api.testCases(this, [this, current](ApiResult<std::vector<TestCase>> cases) {
        if (!current())
            return;
        if (cases)
            m_store.replaceTestCases(cases.take());
        else
            retryLater(cases.error(), &LabSync::loadRest);
    });
    m_api.environments(this, [this, current](ApiResult<std::vector<Environment>> environments) {
        if (!current())
            return;
        if (environments)
            m_store.replaceEnvironments(environments.take());
        else
            retryLater(environments.error(), &LabSync::loadRest);
    });
    loadActiveRuns({}, {});
}

// Every active run, then the newest page of all: the two may overlap, the store takes each once.
void LabSync::loadActiveRuns(const std::string& cursor, std::vector<TestRun> sofar) {
    const int generation = m_generation;
    m_api.runs(
        cursor, true, this, [this, generation, sofar = std::move(sofar)](ApiResult<RunPage> page) mutable {
            if (generation != m_generation || !m_started)
                return;
            if (!page) {
                retryLater(page.error(), &LabSync::loadRest);
                return;
            }
            auto next = page.take();
            std::move(next.runs.begin(), next.runs.end(), std::back_inserter(sofar));
            if (!next.nextCursor.empty()) {
                loadActiveRuns(next.nextCursor, std::move(sofar));
                return;
            }
            m_api.runs({}, false, this,
                       [this, generation, active = std::move(sofar)](ApiResult<RunPage> recent) mutable {
                           if (generation != m_generation || !m_started)
                               return;
                           if (!recent) {
                               retryLater(recent.error(), &LabSync::loadRest);
                               return;
                           }
                           auto first = recent.take();
                           m_olderRuns = first.nextCursor;
                           // The recent page is the newer answer of the two.
                           m_store.replaceRuns(std::move(active));
                           m_store.mergeRuns(std::move(first.runs));
                       });
        });
}

bool LabSync::canLoadOlderRuns() const {
    return !m_olderRuns.empty() && !m_olderJob && QDateTime::currentDateTime() >= m_olderNotBefore;
}

void LabSync::loadOlderRuns() {
    if (!canLoadOlderRuns())
        return;
    m_olderJob =
        m_api.runs(m_olderRuns, false, this, [this, generation = m_generation](ApiResult<RunPage> page) {
            m_olderJob = nullptr;
            if (generation != m_generation)
                return;
            if (!page) {
                m_olderNotBefore = QDateTime::currentDateTime().addSecs(olderRetrySeconds);
                return;
            }
            auto older = page.take();
            m_olderRuns = older.nextCursor;
            m_store.mergeRuns(std::move(older.runs));
        });
}

void LabSync::accept(const RunChange& change) {
    m_store.mergeRuns({change.run});
    m_store.merge(change.events);
}

void LabSync::retryLater(const ApiError& error, void (LabSync::*step)()) {
    if (error.kind == ApiError::Kind::Unauthorized)
        return; // the session has ended, and the client has said so
    Q_EMIT loadProblem(error.text());
    if (m_retry.isActive() && m_retryStep == &LabSync::loadBoard)
        return; // that loads the rest too
    m_retryStep = step;
    const auto pause = std::min(firstRetry * (1 << std::min(m_failures, 10)), longestRetry);
    ++m_failures;
    m_retry.start(pause);
}

} // namespace labwarden::console
