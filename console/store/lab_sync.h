// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/event_feed.h"
#include "console/api/lab_api.h"
#include "console/store/lab_store.h"

#include <QObject>
#include <QTimer>

#include <optional>

namespace labwarden::console {

/// Keeps the store equal to the server while somebody is signed in: loads everything, then follows the feed
/// from the board's cursor; when the server no longer knows the cursor it loads anew and the store reports
/// the differences only. Pages never call it for what they show; they look at the store. GUI thread only.
class LabSync : public QObject {
    Q_OBJECT
public:
    LabSync(LabApi& api, LabStore& store, QObject* parent = nullptr);

    /// With the session already in the api's client and the store.
    void start();
    void stop();
    /// Loads everything anew and goes on following: when the person may see other parts of the lab than
    /// before.
    void reload();
    EventFeed& feed() { return m_feed; }

    /// Fetches the next page of older runs; does nothing while one is under way, after a failure until its
    /// retry time, or when there are no more.
    void loadOlderRuns();
    /// Whether loadOlderRuns() would ask now.
    bool canLoadOlderRuns() const;

    /// What a write has answered goes into the store at once.
    void accept(const RunChange& change);
    void accept(const std::vector<Event>& events);

Q_SIGNALS:
    /// Loading failed and will be tried again; empty text: it has worked.
    void loadProblem(const QString& text);
    void sessionEnded();
    /// The server's certificate is not trusted any more; nothing is followed until start().
    void untrusted(const labwarden::console::ApiError& error);

private:
    void loadBoard();
    void loadRest();
    void loadTestCases(const std::string& cursor, std::vector<TestCaseSummary> sofar);
    void loadActiveRuns(const std::string& cursor, std::vector<TestRun> sofar);
    void loadRecentRuns(std::vector<TestRun> active);
    void partAnswered(const ApiError& error);
    void retryLater(const ApiError& error, void (LabSync::*step)());

    LabApi& m_api;
    LabStore& m_store;
    EventFeed m_feed;
    QTimer m_retry;
    void (LabSync::*m_retryStep)() = nullptr;
    std::string m_olderRuns; ///< cursor of the next page
    QPointer<ApiJob> m_olderJob;
    QDateTime m_olderNotBefore;
    std::optional<std::string> m_feedFrom; ///< cursor at which the feed begins once all is loaded
    int m_missingParts = 0;
    std::optional<ApiError> m_partTrouble;
    int m_failures = 0;
    int m_generation = 0; ///< answers to an earlier start() are dropped
    bool m_started = false;
};

} // namespace labwarden::console
