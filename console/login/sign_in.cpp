// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/login/sign_in.h"

#include <QVersionNumber>

namespace labwarden::console {
namespace {

bool isTooOld(const std::string& oldestAllowed) {
    const auto oldest = QVersionNumber::fromString(QString::fromStdString(oldestAllowed));
    return QVersionNumber::fromString(QStringLiteral(LABWARDEN_VERSION)) < oldest;
}

} // namespace

SignIn::SignIn(LabApi& api, LabStore& store, LabSync& sync, QObject* parent)
    : QObject(parent), m_api(api.client()), m_store(store), m_sync(sync) {
    connect(&m_sync, &LabSync::sessionEnded, this, &SignIn::expire);
}

void SignIn::signIn(const QUrl& server, const QString& user, const QString& password) {
    cancel();
    auto& client = m_api.client();
    client.setServer(server);
    client.setToken({});
    m_job = m_api.login(
        {user.toStdString(), password.toStdString()}, this, [this, server](ApiResult<LoginAnswer> answer) {
            m_job = nullptr;
            if (!answer) {
                Q_EMIT failed(answer.error());
            } else if (isTooOld(answer->minConsole)) {
                ApiError error;
                error.kind = ApiError::Kind::Invalid;
                error.title = tr("This console is too old for the server.");
                error.detail =
                    tr("The server works with %1 and newer, this is %2.")
                        .arg(QString::fromStdString(answer->minConsole), QStringLiteral(LABWARDEN_VERSION));
                Q_EMIT failed(error);
            } else {
                accept(server, *answer);
            }
        });
}

void SignIn::cancel() {
    if (m_job)
        m_job->cancel();
}

void SignIn::accept(const QUrl& server, const LoginAnswer& answer) {
    m_api.client().setToken(QByteArray::fromStdString(answer.token));
    m_store.setSession({server, answer.user, answer.serverVersion});
    m_sync.start();
    Q_EMIT signedIn();
}

void SignIn::signOut() {
    m_sync.stop();
    // The request takes the token along when it is made; what it comes to changes nothing here.
    m_api.logout(this, [](const ApiResult<bool>&) {});
    m_api.client().setToken({});
    m_store.clear();
    Q_EMIT signedOut();
}

void SignIn::expire() {
    if (m_api.client().token().isEmpty())
        return; // told already
    m_api.client().setToken({});
    m_sync.stop();
    Q_EMIT expired();
}

} // namespace labwarden::console
