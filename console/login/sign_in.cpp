// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/login/sign_in.h"

#include "console/login/server_address.h"

#include <QVersionNumber>

#include <utility>

namespace labwarden::console {
namespace {

const QString thisVersion = QStringLiteral(LABWARDEN_VERSION);
const QString oldestServer = QStringLiteral("0.1.0"); ///< that this console works with

bool isBefore(const QString& version, const QString& oldest) {
    return QVersionNumber::fromString(version) < QVersionNumber::fromString(oldest);
}

/// Why these two cannot work together; nothing when they can.
std::optional<ApiError> versionTrouble(const LoginAnswer& answer) {
    const auto server = QString::fromStdString(answer.serverVersion);
    const auto oldestConsole = QString::fromStdString(answer.minConsole);
    ApiError error;
    error.kind = ApiError::Kind::Invalid;
    if (isBefore(thisVersion, oldestConsole)) {
        error.title = SignIn::tr("This console is too old for the server.");
        error.detail = SignIn::tr("The server works with %1 and newer, this is %2. Install a newer console.")
                           .arg(oldestConsole, thisVersion);
        return error;
    }
    if (!server.isEmpty() && isBefore(server, oldestServer)) {
        error.title = SignIn::tr("The server is too old for this console.");
        error.detail =
            SignIn::tr("This console works with servers from %1 on, that one is %2. Ask its admin to "
                       "update it, or use an older console.")
                .arg(oldestServer, server);
        return error;
    }
    return std::nullopt;
}

} // namespace

SignIn::SignIn(LabApi& api, LabStore& store, LabSync& sync, KeptSessions& kept, QObject* parent)
    : QObject(parent), m_api(api.client()), m_store(store), m_sync(sync), m_kept(kept) {
    connect(&m_sync, &LabSync::sessionEnded, this, &SignIn::expire);
    connect(&m_sync, &LabSync::untrusted, this, &SignIn::interrupt);
}

void SignIn::signIn(const QUrl& server, const QString& user, const QString& password) {
    cancel();
    m_held.reset();
    auto& client = m_api.client();
    client.setServer(server);
    client.setToken({});
    m_job = m_api.login({user.toStdString(), password.toStdString()}, this,
                        [this, account = Account{server, user}](ApiResult<LoginAnswer> answer) {
                            m_job = nullptr;
                            onLogin(account, answer);
                        });
}

void SignIn::onLogin(const Account& account, const ApiResult<LoginAnswer>& answer) {
    if (!answer) {
        Q_EMIT failed(answer.error());
        return;
    }
    const auto token = QByteArray::fromStdString(answer->token);
    if (const auto trouble = versionTrouble(*answer)) {
        endOnServer(token);
        Q_EMIT failed(*trouble);
        return;
    }
    const Proved proved{account, answer->serverVersion, token};
    if (!answer->user.mustChangePassword) {
        accept(proved, answer->user);
        return;
    }
    m_api.client().setToken(token);
    m_pending = proved;
    Q_EMIT passwordChangeNeeded(answer->user);
}

void SignIn::changePassword(const QString& current, const QString& wanted) {
    if (!m_pending)
        return;
    m_job = m_api.changePassword(
        {current.toStdString(), wanted.toStdString()}, this, [this](ApiResult<bool> done) {
            m_job = nullptr;
            if (!done) {
                if (done.error().kind != ApiError::Kind::Unauthorized) // expired() follows
                    Q_EMIT passwordRefused(done.error());
                return;
            }
            // What the person may do with a password of their own is only known now.
            m_job = m_api.me(this, [this](ApiResult<UserInfo> me) {
                m_job = nullptr;
                if (me)
                    accept(*std::exchange(m_pending, std::nullopt), me.take());
                else if (me.error().kind != ApiError::Kind::Unauthorized)
                    Q_EMIT failed(me.error());
            });
        });
}

bool SignIn::canResume(const Account& account) const {
    return (m_held && m_held->account == account) || m_kept.has(account);
}

void SignIn::resume(const Account& account) {
    cancel();
    if (m_held && m_held->account == account) {
        resumeWith(account, m_held->token);
        return;
    }
    m_kept.load(account, this, [this, account, attempt = m_attempt](const KeyStore::Answer& answer) {
        if (attempt != m_attempt)
            return;
        switch (answer.outcome) {
        case KeyStore::Outcome::done:
            resumeWith(account, answer.secret);
            return;
        case KeyStore::Outcome::notFound:
            m_kept.forget(account, this);
            Q_EMIT resumeRefused(
                tr("The key store of this computer has no session of yours any more. Sign in again."));
            return;
        case KeyStore::Outcome::unavailable:
        case KeyStore::Outcome::refused:
            Q_EMIT resumeRefused(
                tr("The key store of this computer does not give out your session. Sign in with "
                   "your password."));
            return;
        }
    });
}

void SignIn::resumeWith(const Account& account, const QByteArray& token) {
    m_held = Proved{account, {}, token};
    auto& client = m_api.client();
    client.setServer(account.server);
    client.setToken(token);
    m_job = m_api.me(this, [this](ApiResult<UserInfo> me) {
        m_job = nullptr;
        if (me && !me->mustChangePassword) {
            accept(*std::exchange(m_held, std::nullopt), me.take());
            return;
        }
        m_api.client().setToken({});
        if (me || me.error().kind == ApiError::Kind::Unauthorized) {
            const auto refused = std::exchange(m_held, std::nullopt)->account;
            m_kept.forget(refused, this);
            Q_EMIT resumeRefused(
                tr("You stayed signed in at %1, but that session has ended since. Sign in again.")
                    .arg(shortAddress(refused.server)));
        } else {
            Q_EMIT failed(me.error());
        }
    });
}

void SignIn::cancel() {
    ++m_attempt;
    if (m_job)
        m_job->cancel();
    if (const auto pending = std::exchange(m_pending, std::nullopt))
        endOnServer(pending->token);
}

void SignIn::accept(const Proved& proved, UserInfo user) {
    m_account = proved.account;
    m_held.reset();
    m_api.client().setToken(proved.token);
    if (m_kept.isWanted())
        m_kept.keep(proved.account, proved.token, this, [this](const KeyStore::Answer& answer) {
            if (answer.outcome != KeyStore::Outcome::done)
                Q_EMIT keepFailed(
                    tr("You stay signed in until the console is closed: the key store of this computer "
                       "did not take the session."));
        });
    else
        m_kept.forget(proved.account, this);
    m_store.setSession({proved.account.server, std::move(user), proved.serverVersion});
    m_sync.start();
    Q_EMIT signedIn();
}

void SignIn::signOut() {
    m_sync.stop();
    m_kept.forget(m_account, this);
    endOnServer(m_api.client().token());
    m_store.clear();
    Q_EMIT signedOut();
}

// The request takes the token along when it is made; what it comes to changes nothing here.
void SignIn::endOnServer(const QByteArray& token) {
    m_api.client().setToken(token);
    m_api.logout(this, [](const ApiResult<bool>&) {});
    m_api.client().setToken({});
}

void SignIn::expire() {
    if (m_api.client().token().isEmpty())
        return; // told already
    m_api.client().setToken({});
    m_sync.stop();
    if (!std::exchange(m_pending, std::nullopt))
        m_kept.forget(m_account, this);
    Q_EMIT expired();
}

void SignIn::interrupt(const ApiError& error) {
    if (m_api.client().token().isEmpty())
        return;
    const auto* session = m_store.session();
    m_held = Proved{m_account, session ? session->serverVersion : std::string(), m_api.client().token()};
    m_api.client().setToken({});
    m_sync.stop();
    Q_EMIT interrupted(error);
}

} // namespace labwarden::console
