// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/login/key_store.h"

#include <QUrl>

#include <optional>

class QSettings;

namespace labwarden::console {

/// A person at a server.
struct Account {
    QUrl server;
    QString user;
    bool operator==(const Account&) const = default;
};

/// The sessions of those who stay signed in. The tokens are in the key store and nowhere else; which accounts
/// have one there is in the settings, so that nobody else's key store is ever opened. GUI thread only.
class KeptSessions {
public:
    KeptSessions(KeyStore& store, QSettings& settings) : m_store(store), m_settings(settings) {}

    /// Whether the person wants to stay signed in, as they said last.
    bool isWanted() const;
    void setWanted(bool wanted);

    /// The account signed in last, when its session is kept: the one to go on with.
    std::optional<Account> latest() const;
    bool has(const Account& account) const;

    /// The key store's answer with the token; notFound where it has none.
    void load(const Account& account, QObject* context, KeyStore::Done done);
    void keep(const Account& account, const QByteArray& token, QObject* context, KeyStore::Done done);
    void forget(const Account& account, QObject* context);
    /// Those of every person at the server.
    void forgetServer(const QUrl& server, QObject* context);
    /// Whether this machine has a key store at all: done, or why not.
    void probe(QObject* context, KeyStore::Done done);

private:
    KeyStore& m_store;
    QSettings& m_settings;
};

} // namespace labwarden::console
