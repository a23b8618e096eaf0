// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/account_api.h"
#include "console/api/lab_api.h"
#include "console/store/lab_store.h"
#include "console/store/lab_sync.h"

#include <QObject>

namespace labwarden::console {

/// Signing in and out: gets the session, hands it to the client and the store, starts and stops the
/// synchronisation. Neither the password nor the token is ever written anywhere. GUI thread only.
class SignIn : public QObject {
    Q_OBJECT
public:
    SignIn(LabApi& api, LabStore& store, LabSync& sync, QObject* parent = nullptr);

    /// Answers with signedIn() or failed(); a second call replaces the first.
    void signIn(const QUrl& server, const QString& user, const QString& password);
    void cancel();
    /// Ends the session here at once, and on the server as far as it can be reached.
    void signOut();

Q_SIGNALS:
    void signedIn();
    void failed(const labwarden::console::ApiError& error);
    void signedOut();
    /// The server has ended the session. The store keeps what it knows until somebody signs in.
    void expired();

private:
    void accept(const QUrl& server, const LoginAnswer& answer);
    void expire();

    AccountApi m_api;
    LabStore& m_store;
    LabSync& m_sync;
    QPointer<ApiJob> m_job;
};

} // namespace labwarden::console
