// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/login/key_store.h"

namespace labwarden::console {

/// The key store of the person's desktop: Secret Service or KWallet, the Windows credential store, the macOS
/// key chain. Never a file of our own.
class SystemKeyStore : public KeyStore {
public:
    /// `service` is under whose name the secrets stand there.
    explicit SystemKeyStore(QString service = QStringLiteral("Labwarden")) : m_service(std::move(service)) {}

    void read(const QString& key, QObject* context, Done done) override;
    void write(const QString& key, const QByteArray& secret, QObject* context, Done done) override;
    void remove(const QString& key, QObject* context, Done done) override;

private:
    QString m_service;
};

} // namespace labwarden::console
