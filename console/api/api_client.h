// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/api_error.h"
#include "console/api/certificate_pins.h"

#include <QByteArray>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QObject>
#include <QPointer>
#include <QTimer>
#include <QUrl>
#include <QUrlQuery>

#include <boost/json/value.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>

namespace labwarden::console {

/// The body of an answer as it came, and where it says that the list goes on.
struct TextAnswer {
    QByteArray text;
    QByteArray link; ///< the header Link as it came; empty without one
};

/// One request under way. Deletes itself once it has reported; keep it in a QPointer to cancel it.
class ApiJob : public QObject {
    Q_OBJECT
public:
    /// What a finished job hands on: the parsed body (null for an empty one), or the error.
    using Report = std::function<void(ApiResult<boost::json::value>)>;
    using TextReport = std::function<void(ApiResult<TextAnswer>)>;

    ~ApiJob() override;
    /// Stops the request; its report is never made.
    void cancel();

Q_SIGNALS:
    /// Of what is sent, or of what is asked for; `total` is -1 while nobody knows.
    void progress(qint64 bytes, qint64 total);

private:
    friend class ApiClient;
    ApiJob(QNetworkReply* reply, const CertificatePins* pins, QByteArray requestId,
           std::chrono::milliseconds timeout, QObject* context, TextReport report, QObject* parent);
    void judge(const QList<QSslError>& errors);
    void finish();
    ApiError errorOf(QNetworkReply& reply, const QByteArray& body) const;

    QPointer<QNetworkReply> m_reply;
    const CertificatePins* m_pins;
    std::optional<UntrustedCertificate> m_untrusted;
    QByteArray m_requestId;
    QPointer<QObject> m_context;
    TextReport m_report;
    QTimer m_deadline;
    bool m_timedOut = false;
    bool m_done = false;
};

/// The one way to the server: address, session token, and what every request has in common. Follows redirects
/// within the same origin only (the token must not leave it) and leaves Accept-Encoding to Qt, which then
/// decompresses. To a server whose certificate is not trusted nothing is sent. GUI thread only.
///
/// A request that meets the end of the session fails with Unauthorized, in words that say whether something
/// was to be saved; whoever made it keeps what was entered, and makes it again when the person is signed in
/// anew.
class ApiClient : public QObject {
    Q_OBJECT
public:
    explicit ApiClient(QObject* parent = nullptr);

    /// `server` is the origin, e.g. http://127.0.0.1:8080; a path is kept as prefix.
    void setServer(const QUrl& server);
    const QUrl& server() const { return m_server; }
    /// Empty: requests go out without a session.
    void setToken(QByteArray token) { m_token = std::move(token); }
    const QByteArray& token() const { return m_token; }
    /// What people have decided about certificates; outlives the client. Without, only the machine's own
    /// trust counts.
    void setPins(const CertificatePins* pins) { m_pins = pins; }
    const CertificatePins* pins() const { return m_pins; }
    void setTimeout(std::chrono::milliseconds timeout) { m_timeout = timeout; }

    /// `path` below the server, e.g. "/api/v1/devices". `timeout` zero: the client's own.
    ApiJob* get(const QString& path, const QUrlQuery& query, QObject* context, ApiJob::Report report,
                std::chrono::milliseconds timeout = {});
    /// For what is no JSON, such as a CSV file. `accept`: its media type.
    ApiJob* getText(const QString& path, const QUrlQuery& query, const QByteArray& accept, QObject* context,
                    ApiJob::TextReport report, std::chrono::milliseconds timeout = {});
    ApiJob* post(const QString& path, const boost::json::value& body, QObject* context, ApiJob::Report report,
                 const QByteArray& idempotencyKey = {});
    /// For a body that is no JSON, such as a CSV file, of this media type; the answer is JSON. `timeout`
    /// zero: the client's own.
    ApiJob* postText(const QString& path, const QUrlQuery& query, const QByteArray& body,
                     const QByteArray& mediaType, QObject* context, ApiJob::Report report,
                     std::chrono::milliseconds timeout = {});
    /// `version` is that of the state the change was made from; it goes out as If-Match. When the server has
    /// another one by now, nothing is written and the error is Stale.
    ApiJob* put(const QString& path, const boost::json::value& body, std::int64_t version, QObject* context,
                ApiJob::Report report);
    /// For bytes that are the same whoever sends them, such as a file by its hash. `timeout` zero: the
    /// client's own.
    ApiJob* putBytes(const QString& path, const QByteArray& body, QObject* context, ApiJob::Report report,
                     std::chrono::milliseconds timeout = {});
    /// Without a version: for what has none, such as sessions.
    ApiJob* del(const QString& path, std::optional<std::int64_t> version, QObject* context,
                ApiJob::Report report);

    /// How far the server's clock is ahead of this machine's, as far as its answers have told; 0 below two
    /// seconds.
    std::chrono::milliseconds clockOffset() const { return m_clockOffset; }

Q_SIGNALS:
    /// A request with the session's token was refused with 401: the session has ended.
    void sessionEnded();
    /// A request of the session was refused with 403: the person may do less than the console knows.
    void forbidden();

private:
    QNetworkRequest request(const QString& path, const QUrlQuery& query, const QByteArray& requestId) const;
    ApiJob* track(QNetworkReply* reply, const QByteArray& requestId, std::chrono::milliseconds timeout,
                  QObject* context, ApiJob::Report report);
    ApiJob* trackText(QNetworkReply* reply, const QByteArray& requestId, std::chrono::milliseconds timeout,
                      QObject* context, ApiJob::TextReport report);
    void learnClock(const QNetworkReply& reply);

    QNetworkAccessManager m_network;
    QUrl m_server;
    QByteArray m_token;
    const CertificatePins* m_pins = nullptr;
    std::chrono::milliseconds m_timeout{15'000};
    std::chrono::milliseconds m_clockOffset{0};
};

} // namespace labwarden::console
