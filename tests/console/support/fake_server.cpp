// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/console/support/fake_server.h"

#include <QSslConfiguration>
#include <QSslServer>

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace labwarden::console::test {

FakeServer::Answer FakeServer::Answer::json(const boost::json::value& value, int status) {
    return {status, QByteArray::fromStdString(boost::json::serialize(value)), {}, false, false};
}

FakeServer::Answer FakeServer::Answer::problem(int status, const char* title, const char* detail) {
    return json(
        boost::json::value{{"type", "about:blank"}, {"title", title}, {"status", status}, {"detail", detail}},
        status);
}

FakeServer::Answer FakeServer::Answer::problemOfType(int status, std::string_view type, const char* title) {
    return json(
        boost::json::value{{"type", std::string(type)}, {"title", title}, {"status", status}, {"detail", ""}},
        status);
}

FakeServer::Answer FakeServer::Answer::parked() {
    Answer answer;
    answer.park = true;
    return answer;
}

FakeServer::Answer FakeServer::Answer::dropped() {
    Answer answer;
    answer.drop = true;
    return answer;
}

FakeServer::FakeServer(QObject* parent) : QObject(parent) {
    listen(std::make_unique<QTcpServer>());
}

void FakeServer::listen(std::unique_ptr<QTcpServer> server) {
    m_server = std::move(server);
    connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this, &FakeServer::accept);
    m_server->listen(QHostAddress::LocalHost, m_port);
    m_port = m_server->serverPort();
}

void FakeServer::secure(const QSslConfiguration& configuration) {
    goAway();
    auto server = std::make_unique<QSslServer>();
    server->setSslConfiguration(configuration);
    m_isSecure = true;
    listen(std::move(server));
}

// The sockets are children: their last signals would find the members already gone.
FakeServer::~FakeServer() {
    goAway();
}

QUrl FakeServer::url() const {
    return QUrl(QStringLiteral("%1://127.0.0.1:%2")
                    .arg(m_isSecure ? QStringLiteral("https") : QStringLiteral("http"))
                    .arg(m_port));
}

void FakeServer::on(const QByteArray& method, const QString& path, Handler handler) {
    m_handlers.insert(method + ' ' + path.toUtf8(), std::move(handler));
}

int FakeServer::answerParked(const QString& path, const Answer& answer) {
    int answered = 0;
    for (qsizetype i = m_parked.size(); i-- > 0;) {
        if (m_parked[i].path != path)
            continue;
        auto* socket = m_parked.takeAt(i).socket;
        write(socket, answer);
        ++answered;
    }
    return answered;
}

int FakeServer::parked(const QString& path) const {
    return static_cast<int>(
        std::count_if(m_parked.begin(), m_parked.end(), [&](const Waiting& w) { return w.path == path; }));
}

int FakeServer::count(const QByteArray& method, const QString& path) const {
    return static_cast<int>(std::count_if(m_requests.begin(), m_requests.end(), [&](const Request& r) {
        return r.method == method && r.path == path;
    }));
}

const FakeServer::Request* FakeServer::last(const QByteArray& method, const QString& path) const {
    const auto at = std::find_if(m_requests.rbegin(), m_requests.rend(),
                                 [&](const Request& r) { return r.method == method && r.path == path; });
    return at == m_requests.rend() ? nullptr : &*at;
}

void FakeServer::goAway() {
    m_server->close();
    m_parked.clear();
    const auto sockets = m_buffers.keys();
    for (auto* socket : sockets)
        socket->abort();
}

void FakeServer::comeBack() {
    m_server->listen(QHostAddress::LocalHost, m_port);
}

void FakeServer::accept() {
    while (auto* socket = m_server->nextPendingConnection()) {
        m_buffers.insert(socket, {});
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            m_buffers.remove(socket);
            m_parked.removeIf([socket](const Waiting& w) { return w.socket == socket; });
            socket->deleteLater();
        });
        if (socket->bytesAvailable() > 0)
            read(socket);
    }
}

void FakeServer::read(QTcpSocket* socket) {
    auto& buffer = m_buffers[socket];
    buffer += socket->readAll();
    const auto headEnd = buffer.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return;
    auto lines = buffer.left(headEnd).split('\n');
    const auto first = lines.takeFirst().trimmed().split(' ');
    Request request;
    request.method = first.value(0);
    const auto target = QUrl::fromEncoded(first.value(1));
    request.path = target.path();
    request.query = QUrlQuery(target);
    for (const auto& line : std::as_const(lines)) {
        const auto colon = line.indexOf(':');
        request.headers.insert(line.left(colon).trimmed().toLower(), line.mid(colon + 1).trimmed());
    }
    const auto length = request.headers.value("content-length", "0").toLongLong();
    if (buffer.size() < headEnd + 4 + length)
        return;
    request.body = buffer.mid(headEnd + 4, length);
    buffer.remove(0, headEnd + 4 + length);
    m_requests.append(request);
    const auto answer = answerTo(request);
    if (answer.drop)
        socket->abort();
    else if (answer.park)
        m_parked.append({socket, request.path});
    else
        write(socket, answer);
}

FakeServer::Answer FakeServer::answerTo(const Request& request) const {
    const auto exact = m_handlers.find(request.method + ' ' + request.path.toUtf8());
    if (exact != m_handlers.end())
        return (*exact)(request);
    for (auto at = m_handlers.begin(); at != m_handlers.end(); ++at)
        if (at.key().endsWith('/') && (request.method + ' ' + request.path.toUtf8()).startsWith(at.key()))
            return at.value()(request);
    return Answer::problem(404, "Not found");
}

void FakeServer::write(QTcpSocket* socket, const Answer& answer) {
    QByteArray head = "HTTP/1.1 " + QByteArray::number(answer.status) + " -\r\n";
    head += answer.status >= 400 ? "Content-Type: application/problem+json\r\n"
                                 : "Content-Type: application/json\r\n";
    for (const auto& [name, value] : answer.headers)
        head += name + ": " + value + "\r\n";
    head += "Content-Length: " + QByteArray::number(answer.body.size()) + "\r\n\r\n";
    socket->write(head + answer.body);
    socket->flush();
}

} // namespace labwarden::console::test
