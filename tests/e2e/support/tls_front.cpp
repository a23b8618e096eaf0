// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/e2e/support/tls_front.h"

#include <QSslServer>
#include <QTcpSocket>

namespace labwarden::test {

TlsFront::~TlsFront() {
    close();
}

void TlsFront::close() {
    if (!m_listener)
        return;
    m_listener->close();
    for (auto* socket : m_listener->findChildren<QTcpSocket*>()) {
        socket->disconnect(this);
        socket->abort();
    }
    m_listener.reset();
}

void TlsFront::show(const QSslConfiguration& configuration) {
    close();
    auto listener = std::make_unique<QSslServer>();
    listener->setSslConfiguration(configuration);
    m_listener = std::move(listener);
    connect(m_listener.get(), &QTcpServer::pendingConnectionAvailable, this, [this] {
        while (auto* client = m_listener->nextPendingConnection())
            join(client);
    });
    if (!m_listener->listen(QHostAddress::LocalHost, m_port))
        qFatal("no port for TLS: %s", qPrintable(m_listener->errorString()));
    m_port = m_listener->serverPort();
}

QUrl TlsFront::url() const {
    return QUrl(QStringLiteral("https://127.0.0.1:%1").arg(m_port));
}

void TlsFront::join(QTcpSocket* client) {
    auto* server = new QTcpSocket(client);
    const auto toServer = [this, client, server] {
        const auto bytes = client->readAll();
        m_passed += bytes.size();
        server->write(bytes);
    };
    connect(client, &QTcpSocket::readyRead, this, toServer);
    connect(server, &QTcpSocket::readyRead, this, [client, server] { client->write(server->readAll()); });
    connect(client, &QTcpSocket::disconnected, this, [client, server] {
        server->abort();
        client->deleteLater();
    });
    connect(server, &QTcpSocket::disconnected, this, [client] { client->disconnectFromHost(); });
    connect(server, &QTcpSocket::errorOccurred, this, [client] { client->disconnectFromHost(); });
    server->connectToHost(m_server.host(), static_cast<quint16>(m_server.port()));
    toServer(); // what came before anybody listened
}

} // namespace labwarden::test
