// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QObject>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>
#include <QUrlQuery>

class QSslConfiguration;

#include <boost/json/value.hpp>

#include <functional>
#include <memory>
#include <string_view>

namespace labwarden::console::test {

/// A small HTTP server inside the test, on a free loopback port: answers as it is told, can keep requests
/// waiting, go away and come back at the same port.
class FakeServer : public QObject {
    Q_OBJECT
public:
    struct Request {
        QByteArray method;
        QString path;
        QUrlQuery query;
        QHash<QByteArray, QByteArray> headers; ///< lower-case names
        QByteArray body;
    };
    struct Answer {
        int status = 200;
        QByteArray body;
        QList<QPair<QByteArray, QByteArray>> headers;
        bool park = false; ///< keep it waiting until answerParked()
        bool drop = false; ///< close the connection without a word

        static Answer json(const boost::json::value& value, int status = 200);
        static Answer problem(int status, const char* title, const char* detail = "");
        /// A problem that programs tell from others of its status.
        static Answer problemOfType(int status, std::string_view type, const char* title);
        static Answer nothing() { return {204, {}, {}, false, false}; }
        static Answer parked();
        static Answer dropped();
    };
    using Handler = std::function<Answer(const Request&)>;

    explicit FakeServer(QObject* parent = nullptr);
    ~FakeServer() override;
    QUrl url() const;

    /// `path` exactly, or everything below it when it ends in '/'. Later ones replace earlier ones.
    void on(const QByteArray& method, const QString& path, Handler handler);
    /// Answers all requests waiting at the path. Their number is returned.
    int answerParked(const QString& path, const Answer& answer);
    int parked(const QString& path) const;

    /// All requests so far, oldest first.
    const QList<Request>& requests() const { return m_requests; }
    int count(const QByteArray& method, const QString& path) const;
    const Request* last(const QByteArray& method, const QString& path) const;

    /// Closes every connection and refuses new ones, as a stopped server does.
    void goAway();
    /// Listens again at the same port.
    void comeBack();
    /// From now on with TLS, at the same port; connections so far are closed. Again with another certificate:
    /// it has changed.
    void secure(const QSslConfiguration& configuration);

private:
    struct Waiting {
        QTcpSocket* socket;
        QString path;
    };
    void listen(std::unique_ptr<QTcpServer> server);
    void accept();
    void read(QTcpSocket* socket);
    Answer answerTo(const Request& request) const;
    static void write(QTcpSocket* socket, const Answer& answer);

    std::unique_ptr<QTcpServer> m_server;
    bool m_isSecure = false;
    quint16 m_port = 0;
    QHash<QTcpSocket*, QByteArray> m_buffers;
    QHash<QByteArray, Handler> m_handlers; ///< "GET /path"
    QList<Request> m_requests;
    QList<Waiting> m_parked;
};

} // namespace labwarden::console::test
