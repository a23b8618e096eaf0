// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/api/event_feed.h"

#include "console/api/json.h"

#include <QElapsedTimer>
#include <QRandomGenerator>

#include <algorithm>

namespace labwarden::console {
namespace {

/// Half to all of it, so that the consoles of a lab do not come back in step.
std::chrono::milliseconds jittered(std::chrono::milliseconds full) {
    const auto half = full.count() / 2;
    return std::chrono::milliseconds(half +
                                     QRandomGenerator::global()->bounded(static_cast<qint64>(half + 1)));
}

} // namespace

EventFeed::EventFeed(QObject* parent) : QObject(parent) {
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, [this] { resume(m_cursor); });
    connect(&m_probeTimer, &QTimer::timeout, this, &EventFeed::probe);
    connect(&m_client, &ApiClient::sessionEnded, this, [this] {
        stop();
        Q_EMIT sessionEnded();
    });
}

void EventFeed::start(const QUrl& server, const QByteArray& token, const std::string& cursor) {
    stop();
    m_client.setServer(server);
    m_client.setToken(token);
    m_lastHeard = QDateTime::currentDateTime();
    m_failures = 0;
    setState({FeedState::Kind::Connecting, -1, {}});
    m_probeTimer.start(m_timing.probeEvery);
    resume(cursor);
}

void EventFeed::resume(const std::string& cursor) {
    m_running = true;
    m_cursor = cursor;
    poll(std::chrono::milliseconds(0));
}

void EventFeed::stop() {
    m_running = false;
    m_retry.stop();
    m_probeTimer.stop();
    if (m_poll)
        m_poll->cancel();
    if (m_probe)
        m_probe->cancel();
    setState({});
}

void EventFeed::retryNow() {
    if (m_retry.isActive()) {
        m_retry.stop();
        resume(m_cursor);
    }
}

void EventFeed::poll(std::chrono::milliseconds wait) {
    if (m_poll)
        m_poll->cancel();
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("after"), QString::fromStdString(m_cursor));
    query.addQueryItem(QStringLiteral("wait"),
                       QString::number(std::chrono::duration_cast<std::chrono::seconds>(wait).count()));
    // A poll that does not wait measures the way there and back; the open one only says that it is still
    // there.
    const bool quick = wait.count() == 0;
    QElapsedTimer sent;
    sent.start();
    m_poll = m_client.get(
        QStringLiteral("/api/v1/events"), query, this,
        [this, quick, sent](ApiResult<boost::json::value> result) {
            onAnswer(std::move(result), quick ? static_cast<int>(sent.elapsed()) : m_state.delayMs);
        },
        wait + m_timing.slack);
}

void EventFeed::onAnswer(ApiResult<boost::json::value> result, int delayMs) {
    m_poll = nullptr;
    if (!m_running)
        return;
    if (!result) {
        if (result.error().kind == ApiError::Kind::Untrusted) {
            stop();
            Q_EMIT untrusted(result.error());
        } else if (result.error().kind != ApiError::Kind::Unauthorized) { // the client says so itself
            failed(result.error());
        }
        return;
    }
    auto bundle = readBundle(*result);
    if (!bundle) {
        ApiError error;
        error.kind = ApiError::Kind::Server;
        failed(error);
        return;
    }
    m_failures = 0;
    m_lastHeard = QDateTime::currentDateTime();
    setState({FeedState::Kind::Live, delayMs, {}});
    if (bundle->reset) {
        m_running = false;
        Q_EMIT reloadNeeded();
        return;
    }
    m_cursor = bundle->cursor;
    if (!bundle->events.empty())
        Q_EMIT arrived(*bundle);
    if (m_running && !m_poll)
        poll(m_timing.wait);
}

void EventFeed::failed(const ApiError& error) {
    if (m_poll)
        m_poll->cancel();
    const auto silent = m_lastHeard.msecsTo(QDateTime::currentDateTime());
    const bool forLong = silent >= m_timing.offlineAfter.count();
    setState({forLong ? FeedState::Kind::Offline : FeedState::Kind::Reconnecting, -1, m_lastHeard});
    const auto factor = 1 << std::min(m_failures, 12);
    ++m_failures;
    auto pause = jittered(std::min(m_timing.firstBackoff * factor, m_timing.longestBackoff));
    if (error.retryAfter)
        pause =
            std::max(pause, std::min<std::chrono::milliseconds>(*error.retryAfter, m_timing.longestBackoff));
    m_retry.start(pause);
}

void EventFeed::probe() {
    if (m_state.kind != FeedState::Kind::Live || m_probe)
        return;
    QElapsedTimer sent;
    sent.start();
    const auto report = [this, sent](ApiResult<boost::json::value> result) {
        m_probe = nullptr;
        if (m_state.kind != FeedState::Kind::Live)
            return;
        // Only silence counts against the connection; what the server has to say is the poll's business.
        if (!result && result.error().status == 0) {
            failed(result.error());
            return;
        }
        m_lastHeard = QDateTime::currentDateTime();
        setState({FeedState::Kind::Live, static_cast<int>(sent.elapsed()), {}});
    };
    m_probe = m_client.get(QStringLiteral("/healthz"), {}, this, report, m_timing.probeTimeout);
}

void EventFeed::setState(FeedState state) {
    if (state == m_state)
        return;
    m_state = std::move(state);
    Q_EMIT stateChanged(m_state);
}

} // namespace labwarden::console
