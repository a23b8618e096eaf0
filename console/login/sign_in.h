// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/account_api.h"
#include "console/api/lab_api.h"
#include "console/login/kept_sessions.h"
#include "console/store/lab_store.h"
#include "console/store/lab_sync.h"

#include <QObject>

#include <optional>

namespace labwarden::console {

/// Signing in and out: gets the session, hands it to the client and the store, starts and stops the
/// synchronisation. The password is never written anywhere, the token to the system's key store only, and
/// only for those who want to stay signed in. GUI thread only.
class SignIn : public QObject {
    Q_OBJECT
public:
    SignIn(LabApi& api, LabStore& store, LabSync& sync, KeptSessions& kept, QObject* parent = nullptr);

    /// Answers with signedIn(), passwordChangeNeeded() or failed(); a second call replaces the first.
    void signIn(const QUrl& server, const QString& user, const QString& password);
    /// Whether there is a session to go on with: one that is kept, or one that a broken connection
    /// interrupted.
    bool canResume(const Account& account) const;
    /// Goes on with it, without a password. Answers with signedIn(), resumeRefused() or failed(); after
    /// failed() it can be tried again.
    void resume(const Account& account);
    /// After passwordChangeNeeded(): replaces the one-time password. Answers with signedIn() or
    /// passwordRefused().
    void changePassword(const QString& current, const QString& wanted);
    /// Gives up what is under way; a session that waits for its new password is ended.
    void cancel();
    /// Ends the session here at once, on the server as far as it can be reached, and in the key store.
    void signOut();

Q_SIGNALS:
    void signedIn();
    void failed(const labwarden::console::ApiError& error);
    void resumeRefused(const QString& words);
    /// The password was right, and is good for nothing but choosing another one.
    void passwordChangeNeeded(const labwarden::UserInfo& user);
    void passwordRefused(const labwarden::console::ApiError& error);
    /// Somebody wanted to stay signed in and it cannot be had: the session is in memory only.
    void keepFailed(const QString& words);
    void signedOut();
    /// The server has ended the session. The store keeps what it knows until somebody signs in.
    void expired();
    /// The session goes on once a person has decided about the server: resume().
    void interrupted(const labwarden::console::ApiError& error);

private:
    /// Somebody who has proved who they are.
    struct Proved {
        Account account;
        std::string serverVersion;
        QByteArray token;
    };
    void onLogin(const Account& account, const ApiResult<LoginAnswer>& answer);
    void resumeWith(const Account& account, const QByteArray& token);
    void accept(const Proved& proved, UserInfo user);
    void expire();
    void interrupt(const ApiError& error);
    void endOnServer(const QByteArray& token);

    AccountApi m_api;
    LabStore& m_store;
    LabSync& m_sync;
    KeptSessions& m_kept;
    QPointer<ApiJob> m_job;
    int m_attempt = 0;               ///< what an earlier attempt's key store says is passed over
    std::optional<Proved> m_pending; ///< waits for its new password
    std::optional<Proved> m_held;    ///< could not go on yet
    Account m_account;               ///< of the session in use
};

} // namespace labwarden::console
