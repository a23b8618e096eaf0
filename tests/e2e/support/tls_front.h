// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QSslConfiguration>
#include <QTcpServer>
#include <QUrl>

#include <memory>

namespace labwarden::test {

/// What ends TLS in front of a server that listens on loopback: here on a port of its own, which it keeps.
class TlsFront : public QObject {
    Q_OBJECT
public:
    explicit TlsFront(const QUrl& server) : m_server(server) {}
    ~TlsFront() override;

    /// Stands there with this certificate from now on; whoever was connected is not any more.
    void show(const QSslConfiguration& configuration);
    QUrl url() const;
    /// Bytes that have been passed on to the server so far.
    qint64 passed() const { return m_passed; }

private:
    void join(QTcpSocket* client);
    void close();

    QUrl m_server;
    std::unique_ptr<QTcpServer> m_listener;
    quint16 m_port = 0;
    qint64 m_passed = 0;
};

} // namespace labwarden::test
