// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/store/lab_sync.h"

#include <algorithm>
#include <utility>

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
            [this](const EventBundle& bundle) { m_store.merge(bundle.events, LabStore::Source::feed); });
    connect(&m_feed, &EventFeed::reloadNeeded, this, &LabSync::loadBoard);
    connect(&m_feed, &EventFeed::sessionEnded, this, &LabSync::sessionEnded);
    connect(&m_feed, &EventFeed::untrusted, this, [this](const ApiError& error) {
        stop();
        Q_EMIT untrusted(error);
    });
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

void LabSync::reload() {
    if (m_started)
        loadBoard();
}

// The board first, then everything else, then the feed from the board's cursor: what is loaded after the
// board can only be newer than what the feed repeats, so no change is missed and none is undone.
void LabSync::loadBoard() {
    m_api.devices(this, [this, generation = ++m_generation](ApiResult<DeviceBoard> board) {
        if (generation != m_generation || !m_started)
            return;
        if (!board) {
            retryLater(board.error(), &LabSync::loadBoard);
            return;
        }
        DeviceBoard fresh = board.take();
        m_store.replaceDevices(std::move(fresh.devices));
        m_feedFrom = std::move(fresh.cursor);
        loadRest();
    });
}

void LabSync::loadRest() {
    m_missingParts = 4;
    m_partTrouble.reset();
    const int generation = m_generation;
    const auto current = [this, generation] { return generation == m_generation && m_started; };
    loadTestCases({}, {});
    m_api.environments(this, [this, current](ApiResult<std::vector<Environment>> environments) {
        if (!current())
            return;
        if (environments)
            m_store.replaceEnvironments(environments.take());
        else if (environments.error().kind == ApiError::Kind::Forbidden)
            m_store.replaceEnvironments({});
        partAnswered(environments.error());
    });
    m_api.unregisteredDevices(this, [this, current](ApiResult<std::vector<UnregisteredDevice>> devices) {
        if (!current())
            return;
        if (devices)
            m_store.replaceUnregistered(devices.take());
        else if (devices.error().kind == ApiError::Kind::Forbidden)
            m_store.replaceUnregistered({});
        partAnswered(devices.error());
    });
    loadActiveRuns({}, {});
}

void LabSync::loadTestCases(const std::string& cursor, std::vector<TestCaseSummary> sofar) {
    m_api.testCases(
        cursor, this,
        [this, generation = m_generation, sofar = std::move(sofar)](ApiResult<TestCasePage> page) mutable {
            if (generation != m_generation || !m_started)
                return;
            if (page) {
                auto next = page.take();
                std::move(next.testCases.begin(), next.testCases.end(), std::back_inserter(sofar));
                if (!next.nextCursor.empty()) {
                    loadTestCases(next.nextCursor, std::move(sofar));
                    return;
                }
                m_store.replaceTestCases(std::move(sofar));
            } else if (page.error().kind == ApiError::Kind::Forbidden) {
                m_store.replaceTestCases({}); // may have been seen before
            }
            partAnswered(page.error());
        });
}

void LabSync::loadActiveRuns(const std::string& cursor, std::vector<TestRun> sofar) {
    m_api.runs(cursor, true, this,
               [this, generation = m_generation, sofar = std::move(sofar)](ApiResult<RunPage> page) mutable {
                   if (generation != m_generation || !m_started)
                       return;
                   if (!page) {
                       partAnswered(page.error());
                       return;
                   }
                   auto next = page.take();
                   std::move(next.runs.begin(), next.runs.end(), std::back_inserter(sofar));
                   if (next.nextCursor.empty())
                       loadRecentRuns(std::move(sofar));
                   else
                       loadActiveRuns(next.nextCursor, std::move(sofar));
               });
}

// The active ones and the newest page of all may overlap; the newest page is the later answer of the two.
void LabSync::loadRecentRuns(std::vector<TestRun> active) {
    m_api.runs(
        {}, false, this,
        [this, generation = m_generation, active = std::move(active)](ApiResult<RunPage> recent) mutable {
            if (generation != m_generation || !m_started)
                return;
            if (recent) {
                auto first = recent.take();
                m_olderRuns = first.nextCursor;
                m_store.replaceRuns(std::move(active));
                m_store.mergeRuns(std::move(first.runs));
            }
            partAnswered(recent.error());
        });
}

void LabSync::partAnswered(const ApiError& error) {
    // Not to be allowed to see a part of the lab is no trouble with it.
    if (error.kind != ApiError::Kind::None && error.kind != ApiError::Kind::Forbidden)
        m_partTrouble = error;
    if (--m_missingParts > 0)
        return;
    if (m_partTrouble) {
        retryLater(*m_partTrouble, &LabSync::loadRest);
    } else {
        m_failures = 0;
        Q_EMIT loadProblem({});
    }
    if (!m_feedFrom)
        return;
    // Also when a part could not be had: the board is worth following without it.
    const auto& client = m_api.client();
    m_feed.setPins(client.pins());
    const auto cursor = *std::exchange(m_feedFrom, std::nullopt);
    if (m_feed.state().kind == FeedState::Kind::Stopped)
        m_feed.start(client.server(), client.token(), cursor);
    else
        m_feed.resume(cursor);
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

void LabSync::accept(const std::vector<Event>& events) {
    m_store.merge(events);
}

void LabSync::retryLater(const ApiError& error, void (LabSync::*step)()) {
    if (error.kind == ApiError::Kind::Unauthorized)
        return; // the session has ended, and the client has said so
    if (error.kind == ApiError::Kind::Untrusted) {
        stop();
        Q_EMIT untrusted(error);
        return;
    }
    Q_EMIT loadProblem(error.text());
    if (m_retry.isActive() && m_retryStep == &LabSync::loadBoard)
        return; // that loads the rest too
    m_retryStep = step;
    const auto pause = std::min(firstRetry * (1 << std::min(m_failures, 10)), longestRetry);
    ++m_failures;
    m_retry.start(pause);
}

} // namespace labwarden::console
