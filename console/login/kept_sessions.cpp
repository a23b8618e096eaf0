// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/login/kept_sessions.h"

#include <QSettings>
#include <QStringList>

namespace labwarden::console {
namespace {

const QString wantedKey = QStringLiteral("login/staySignedIn");
const QString keptKey = QStringLiteral("login/kept"); ///< latest first

QString nameOf(const Account& account) {
    // Neither an address nor a user name has a blank in it.
    return account.server.toString(QUrl::FullyEncoded) + QLatin1Char(' ') + account.user;
}

} // namespace

bool KeptSessions::isWanted() const {
    return m_settings.value(wantedKey, false).toBool();
}

void KeptSessions::setWanted(bool wanted) {
    m_settings.setValue(wantedKey, wanted);
}

std::optional<Account> KeptSessions::latest() const {
    const auto kept = m_settings.value(keptKey).toStringList();
    const auto parts = kept.value(0).split(QLatin1Char(' '));
    if (parts.size() != 2)
        return std::nullopt;
    return Account{QUrl(parts[0]), parts[1]};
}

bool KeptSessions::has(const Account& account) const {
    return m_settings.value(keptKey).toStringList().contains(nameOf(account));
}

void KeptSessions::load(const Account& account, QObject* context, KeyStore::Done done) {
    m_store.read(nameOf(account), context, std::move(done));
}

void KeptSessions::keep(const Account& account, const QByteArray& token, QObject* context,
                        KeyStore::Done done) {
    // Noted before it is there: a token that nobody knows of would never be removed.
    auto kept = m_settings.value(keptKey).toStringList();
    kept.removeAll(nameOf(account));
    kept.prepend(nameOf(account));
    m_settings.setValue(keptKey, kept);
    m_store.write(nameOf(account), token, context,
                  [this, account, done = std::move(done)](const KeyStore::Answer& answer) {
                      if (answer.outcome != KeyStore::Outcome::done) {
                          auto rest = m_settings.value(keptKey).toStringList();
                          rest.removeAll(nameOf(account));
                          m_settings.setValue(keptKey, rest);
                      }
                      done(answer);
                  });
}

void KeptSessions::forget(const Account& account, QObject* context) {
    auto kept = m_settings.value(keptKey).toStringList();
    if (kept.removeAll(nameOf(account)) == 0)
        return;
    m_settings.setValue(keptKey, kept);
    m_store.remove(nameOf(account), context, [](const KeyStore::Answer&) {});
}

void KeptSessions::forgetServer(const QUrl& server, QObject* context) {
    const auto kept = m_settings.value(keptKey).toStringList();
    for (const auto& name : kept)
        if (const auto parts = name.split(QLatin1Char(' ')); parts.size() == 2 && QUrl(parts[0]) == server)
            forget({server, parts[1]}, context);
}

void KeptSessions::probe(QObject* context, KeyStore::Done done) {
    m_store.read(QStringLiteral("probe"), context, [done = std::move(done)](KeyStore::Answer answer) {
        if (answer.outcome == KeyStore::Outcome::notFound)
            answer = {};
        done(answer);
    });
}

} // namespace labwarden::console
