// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/api/api_client.h"

#include "console/api/problem.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QLocale>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslError>
#include <QUuid>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <cstdlib>
#include <utility>

namespace labwarden::console {
namespace {

constexpr qint64 minimalClockOffsetMs = 2'000; ///< the Date header has whole seconds only

boost::json::value parsed(const QByteArray& body, boost::system::error_code& error) {
    if (body.isEmpty())
        return nullptr;
    boost::json::parse_options options;
    options.max_depth = 64;
    return boost::json::parse(
        boost::json::string_view(body.constData(), static_cast<std::size_t>(body.size())), error, {},
        options);
}

/// What whoever made the request tells: a page or dialog with something to save is still there after the
/// log-in.
ApiError endedSession(ApiError error, bool reads) {
    error.title = ApiJob::tr("Your session has ended.");
    error.detail = reads ? QString() : ApiJob::tr("Nothing was saved. Sign in, then save again.");
    return error;
}

/// A version as an entity tag: "7" with its quotes.
QByteArray quoted(std::int64_t version) {
    return '"' + QByteArray::number(static_cast<qlonglong>(version)) + '"';
}

/// A report of text that reads it as JSON.
ApiJob::TextReport reading(ApiJob::Report report, const QByteArray& requestId) {
    return [report = std::move(report), requestId](ApiResult<TextAnswer> answer) {
        if (!answer) {
            report(answer.error());
            return;
        }
        boost::system::error_code fault;
        auto value = parsed(answer->text, fault);
        if (!fault) {
            report(std::move(value));
            return;
        }
        ApiError error;
        error.kind = ApiError::Kind::Server;
        error.status = 200;
        error.title = ApiJob::tr("The server's answer cannot be read.");
        error.requestId = QString::fromLatin1(requestId);
        report(std::move(error));
    };
}

} // namespace

// --- ApiJob ---

ApiJob::ApiJob(QNetworkReply* reply, const CertificatePins* pins, QByteArray requestId,
               std::chrono::milliseconds timeout, QObject* context, TextReport report, QObject* parent)
    : QObject(parent)
    , m_reply(reply)
    , m_pins(pins)
    , m_requestId(std::move(requestId))
    , m_context(context)
    , m_report(std::move(report)) {
    reply->setParent(this);
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        m_timedOut = true;
        if (m_reply)
            m_reply->abort();
    });
    connect(reply, &QNetworkReply::finished, this, &ApiJob::finish);
    // Both come before anything of the request is sent; the second also when the machine trusts the
    // certificate.
    connect(reply, &QNetworkReply::sslErrors, this, &ApiJob::judge);
    connect(reply, &QNetworkReply::encrypted, this, [this] {
        if (!m_pins || m_pins->fingerprint(m_reply->url()).isEmpty())
            return;
        const auto certificate = m_reply->sslConfiguration().peerCertificate();
        if (certificate.digest(QCryptographicHash::Sha256) != m_pins->fingerprint(m_reply->url())) {
            m_untrusted = m_pins->doubts(m_reply->url(), certificate, {});
            m_reply->abort();
        }
    });
    if (reply->operation() == QNetworkAccessManager::GetOperation)
        connect(reply, &QNetworkReply::downloadProgress, this, &ApiJob::progress);
    else
        connect(reply, &QNetworkReply::uploadProgress, this, &ApiJob::progress);
    m_deadline.start(timeout);
}

ApiJob::~ApiJob() = default;

void ApiJob::cancel() {
    m_done = true;
    m_report = nullptr;
    if (m_reply)
        m_reply->abort();
    deleteLater();
}

void ApiJob::judge(const QList<QSslError>& errors) {
    const auto certificate = m_reply->sslConfiguration().peerCertificate();
    m_untrusted = m_pins ? m_pins->doubts(m_reply->url(), certificate, errors)
                         : std::optional(described(m_reply->url(), certificate, errors));
    if (!m_untrusted)
        m_reply->ignoreSslErrors(errors);
}

void ApiJob::finish() {
    if (m_done)
        return;
    m_done = true;
    m_deadline.stop();
    deleteLater();
    if (!m_context || !m_report || !m_reply)
        return;

    // Whoever is told may cancel what is under way, which is this job still.
    const auto report = std::exchange(m_report, nullptr);
    const QByteArray body = m_reply->isOpen() ? m_reply->readAll() : QByteArray(); // closed by abort()
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (m_timedOut || m_reply->error() != QNetworkReply::NoError || status >= 300) {
        report(errorOf(*m_reply, body));
        return;
    }
    report(TextAnswer{body, m_reply->rawHeader("Link")});
}

ApiError ApiJob::errorOf(QNetworkReply& reply, const QByteArray& body) const {
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    ApiError error;
    if (m_timedOut) {
        error.kind = ApiError::Kind::Timeout;
        error.title = tr("The server did not answer in time.");
    } else if (m_untrusted) {
        error.kind = ApiError::Kind::Untrusted;
        error.title = m_untrusted->has(CertificateFault::changed)
                          ? tr("The certificate of the server has changed.")
                          : tr("The certificate of the server is not trusted.");
        error.detail = tr("Nothing was sent.");
        error.certificate = m_untrusted;
    } else if (status >= 400) {
        boost::system::error_code fault;
        error = errorOfAnswer(status, fault ? boost::json::value() : parsed(body, fault));
        bool isNumber = false;
        const int seconds = reply.rawHeader("Retry-After").toInt(&isNumber);
        if (isNumber && seconds >= 0)
            error.retryAfter = std::chrono::seconds(seconds);
    } else if (status >= 300) {
        error.kind = ApiError::Kind::Server;
        error.status = status;
        error.title = tr("The server sends this request to another place, which is not followed.");
    } else {
        error.kind = ApiError::Kind::Unreachable;
        error.title = tr("The server cannot be reached.");
        error.detail = reply.errorString();
    }
    if (error.requestId.isEmpty())
        error.requestId = QString::fromLatin1(m_requestId);
    return error;
}

// --- ApiClient ---

ApiClient::ApiClient(QObject* parent) : QObject(parent) {
    m_network.setRedirectPolicy(QNetworkRequest::SameOriginRedirectPolicy);
    m_network.setTransferTimeout(0); // every job has its own deadline
}

void ApiClient::setServer(const QUrl& server) {
    m_server = server;
    // Each log-in sees the server's certificate anew: connections that were made before stay with what was
    // true then.
    m_network.clearConnectionCache();
    m_clockOffset = std::chrono::milliseconds(0);
}

QNetworkRequest ApiClient::request(const QString& path, const QUrlQuery& query,
                                   const QByteArray& requestId) const {
    QUrl url = m_server;
    QString prefix = url.path();
    while (prefix.endsWith(QLatin1Char('/')))
        prefix.chop(1);
    url.setPath(prefix + path);
    url.setQuery(query);
    QNetworkRequest request(url);
    request.setRawHeader("Accept", "application/json");
    request.setRawHeader("X-Request-Id", requestId);
    request.setHeader(QNetworkRequest::UserAgentHeader, QStringLiteral("labwarden/" LABWARDEN_VERSION));
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    // Otherwise Qt answers a 401 by asking for credentials and sending the request anew.
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    if (!m_token.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + m_token);
    return request;
}

ApiJob* ApiClient::trackText(QNetworkReply* reply, const QByteArray& requestId,
                             std::chrono::milliseconds timeout, QObject* context, ApiJob::TextReport report) {
    connect(reply, &QNetworkReply::finished, this, [this, reply] { learnClock(*reply); });
    const bool reads = reply->operation() == QNetworkAccessManager::GetOperation;
    auto watched = [this, token = m_token, reads, report = std::move(report)](ApiResult<TextAnswer> result) {
        // Only for the token still in use: a late refusal of an old session says nothing about the present
        // one.
        const auto kind = result.error().kind;
        // Qt (6.4) leaves requests unanswered at a server that has closed its TLS connections and stands
        // there with another certificate, unless what it remembers of them goes.
        if (kind == ApiError::Kind::Unreachable || kind == ApiError::Kind::Timeout)
            m_network.clearConnectionCache();
        const bool isOfSession = !token.isEmpty() && token == m_token;
        if (kind == ApiError::Kind::Unauthorized && !token.isEmpty())
            result = endedSession(result.error(), reads);
        report(std::move(result));
        if (isOfSession && kind == ApiError::Kind::Unauthorized)
            Q_EMIT sessionEnded();
        if (isOfSession && kind == ApiError::Kind::Forbidden)
            Q_EMIT forbidden();
    };
    return new ApiJob(reply, m_pins, requestId, timeout.count() > 0 ? timeout : m_timeout, context,
                      std::move(watched), this);
}

ApiJob* ApiClient::track(QNetworkReply* reply, const QByteArray& requestId, std::chrono::milliseconds timeout,
                         QObject* context, ApiJob::Report report) {
    return trackText(reply, requestId, timeout, context, reading(std::move(report), requestId));
}

ApiJob* ApiClient::get(const QString& path, const QUrlQuery& query, QObject* context, ApiJob::Report report,
                       std::chrono::milliseconds timeout) {
    const QByteArray id = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    return track(m_network.get(request(path, query, id)), id, timeout, context, std::move(report));
}

ApiJob* ApiClient::getText(const QString& path, const QUrlQuery& query, const QByteArray& accept,
                           QObject* context, ApiJob::TextReport report, std::chrono::milliseconds timeout) {
    const QByteArray id = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    auto message = request(path, query, id);
    message.setRawHeader("Accept", accept);
    return trackText(m_network.get(message), id, timeout, context, std::move(report));
}

ApiJob* ApiClient::postText(const QString& path, const QUrlQuery& query, const QByteArray& body,
                            const QByteArray& mediaType, QObject* context, ApiJob::Report report,
                            std::chrono::milliseconds timeout) {
    const QByteArray id = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    auto message = request(path, query, id);
    message.setHeader(QNetworkRequest::ContentTypeHeader, mediaType);
    return track(m_network.post(message, body), id, timeout, context, std::move(report));
}

ApiJob* ApiClient::post(const QString& path, const boost::json::value& body, QObject* context,
                        ApiJob::Report report, const QByteArray& idempotencyKey) {
    const QByteArray id = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    auto message = request(path, {}, id);
    message.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    if (!idempotencyKey.isEmpty())
        message.setRawHeader("Idempotency-Key", idempotencyKey);
    const QByteArray bytes =
        body.is_null() ? QByteArray() : QByteArray::fromStdString(boost::json::serialize(body));
    return track(m_network.post(message, bytes), id, {}, context, std::move(report));
}

ApiJob* ApiClient::put(const QString& path, const boost::json::value& body, std::int64_t version,
                       QObject* context, ApiJob::Report report) {
    const QByteArray id = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    auto message = request(path, {}, id);
    message.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    message.setRawHeader("If-Match", quoted(version));
    return track(m_network.put(message, QByteArray::fromStdString(boost::json::serialize(body))), id, {},
                 context, std::move(report));
}

ApiJob* ApiClient::putBytes(const QString& path, const QByteArray& body, QObject* context,
                            ApiJob::Report report, std::chrono::milliseconds timeout) {
    const QByteArray id = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    auto message = request(path, {}, id);
    message.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/octet-stream"));
    return track(m_network.put(message, body), id, timeout, context, std::move(report));
}

ApiJob* ApiClient::del(const QString& path, std::optional<std::int64_t> version, QObject* context,
                       ApiJob::Report report) {
    const QByteArray id = QUuid::createUuid().toByteArray(QUuid::WithoutBraces);
    auto message = request(path, {}, id);
    if (version)
        message.setRawHeader("If-Match", quoted(*version));
    return track(m_network.deleteResource(message), id, {}, context, std::move(report));
}

void ApiClient::learnClock(const QNetworkReply& reply) {
    const auto date = reply.rawHeader("Date");
    if (date.isEmpty())
        return;
    auto server =
        QLocale::c().toDateTime(QString::fromLatin1(date), QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'"));
    if (!server.isValid())
        return;
    server.setTimeSpec(Qt::UTC);
    const qint64 offset = QDateTime::currentDateTimeUtc().msecsTo(server);
    m_clockOffset = std::chrono::milliseconds(std::llabs(offset) < minimalClockOffsetMs ? 0 : offset);
}

} // namespace labwarden::console
