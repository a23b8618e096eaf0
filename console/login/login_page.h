// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/session.h"
#include "console/api/api_error.h"
#include "console/api/certificate_pins.h"
#include "console/login/kept_sessions.h"
#include "console/login/prefill.h"

#include <QWidget>

#include <functional>

class QSettings;
class QStackedWidget;

namespace labwarden::console {

class CertificatePanel;
class LoginForm;
class NewPasswordPanel;

/// What stands before the lab: the log-in, and what it may ask in between, whether a certificate is to be
/// trusted and for a password of one's own. Knows no HTTP: it emits what was entered and is told what came of
/// it.
class LoginPage : public QWidget {
    Q_OBJECT
public:
    LoginPage(QSettings& settings, KeptSessions& kept, CertificatePins& pins, QWidget* parent = nullptr);

    /// See LoginForm::setResumable().
    void setResumable(std::function<bool(const Account&)> resumable);
    /// Fills the fields. Signs in at once when all three are given, or when the session of the one who signed
    /// in last is kept and nobody else is asked for.
    void prefill(const Prefill& prefill);
    /// An untrusted certificate is shown and asked about; anything else is said.
    void showProblem(const ApiError& error);
    /// The session that was kept cannot go on.
    void showResumeRefused(const QString& words);
    /// Says why the page is there again; the user name stays, the password is asked for.
    void showExpired();
    void askForNewPassword(const UserInfo& user);
    void showPasswordRefused(const ApiError& error);
    /// The server just worked: first in the history. Forgets every password.
    void accepted();
    /// Puts the cursor where something is missing.
    void focusFirstGap();

Q_SIGNALS:
    void signInRequested(const QUrl& server, const QString& user, const QString& password);
    void resumeRequested(const labwarden::console::Account& account);
    void newPasswordChosen(const QString& current, const QString& wanted);
    /// What is under way is given up.
    void cancelRequested();

private:
    void showForm();

    KeptSessions& m_kept;
    CertificatePins& m_pins;
    QStackedWidget* m_stack;
    LoginForm* m_form;
    CertificatePanel* m_certificate;
    NewPasswordPanel* m_newPassword;
};

} // namespace labwarden::console
