// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/event.h"
#include "console/api/api_client.h"

#include <QDateTime>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <string>

namespace labwarden::console {

/// How the connection to the lab is, as people are told.
struct FeedState {
    enum class Kind {
        Stopped,    ///< nobody is signed in
        Connecting, ///< first contact
        Live,
        Reconnecting, ///< lost moments ago
        Offline       ///< lost for longer
    };
    Kind kind = Kind::Stopped;
    /// Live: what a request takes at the moment, from being asked to its answer; -1 not measured yet.
    /// Measured every few seconds, apart from the open poll, which is answered when something happens.
    int delayMs = -1;
    QDateTime since; ///< Reconnecting, Offline: when the server was last heard of
    bool operator==(const FeedState&) const = default;
};

/// Whether what is shown may be out of date.
inline bool isLost(const FeedState& state) {
    return state.kind == FeedState::Kind::Reconnecting || state.kind == FeedState::Kind::Offline;
}

/// The long poll of GET /events. Has its own network access manager: an open poll must not starve requests.
/// Lost connections are retried with jittered backoff and resume from the cursor. A small probe beside the
/// poll notices a dead connection within seconds and measures the delay. GUI thread only.
class EventFeed : public QObject {
    Q_OBJECT
public:
    struct Timing {
        std::chrono::milliseconds wait{25'000};      ///< how long the server may hold a poll
        std::chrono::milliseconds slack{10'000};     ///< how long beyond that an answer may take
        std::chrono::milliseconds firstBackoff{250}; ///< doubles with every failure
        std::chrono::milliseconds longestBackoff{8'000};
        std::chrono::milliseconds probeEvery{5'000};
        std::chrono::milliseconds probeTimeout{4'000};
        std::chrono::milliseconds offlineAfter{10'000};
    };

    explicit EventFeed(QObject* parent = nullptr);
    void setTiming(const Timing& timing) { m_timing = timing; }

    /// See ApiClient::setPins().
    void setPins(const CertificatePins* pins) { m_client.setPins(pins); }

    /// Follows the events after `cursor`; an earlier feed is stopped first.
    void start(const QUrl& server, const QByteArray& token, const std::string& cursor);
    /// Goes on from another cursor on the same connection: after a reload.
    void resume(const std::string& cursor);
    void stop();
    /// Tries at once instead of waiting out the backoff.
    void retryNow();

    const FeedState& state() const { return m_state; }
    const std::string& cursor() const { return m_cursor; }

Q_SIGNALS:
    void stateChanged(const labwarden::console::FeedState& state);
    void arrived(const labwarden::EventBundle& bundle);
    /// The server no longer knows the cursor: load everything, then resume(). The feed waits.
    void reloadNeeded();
    void sessionEnded();
    /// The server shows a certificate that is not trusted, any more: the feed has stopped, a person has to
    /// decide.
    void untrusted(const labwarden::console::ApiError& error);

private:
    void poll(std::chrono::milliseconds wait);
    void onAnswer(ApiResult<boost::json::value> result, int delayMs);
    void failed(const ApiError& error);
    void probe();
    void setState(FeedState state);

    Timing m_timing;
    ApiClient m_client;
    QPointer<ApiJob> m_poll, m_probe;
    QTimer m_retry, m_probeTimer;
    FeedState m_state;
    std::string m_cursor;
    QDateTime m_lastHeard;
    int m_failures = 0;
    bool m_running = false;
};

} // namespace labwarden::console
