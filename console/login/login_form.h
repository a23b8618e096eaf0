// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/api_error.h"
#include "console/login/kept_sessions.h"
#include "console/login/prefill.h"

#include <QTimer>
#include <QUrl>
#include <QWidget>

#include <functional>

class QCheckBox;
class QLineEdit;
class QPushButton;
class QSettings;

namespace labwarden::widgets {
class Label;
class Notice;
class PasswordEdit;
} // namespace labwarden::widgets

namespace labwarden::console {

class ServerBox;

/// Asks for server, user and password, and whether to stay signed in. Knows no HTTP: it emits what was
/// entered and is told what came of it. The servers that worked are kept in the settings; the password never
/// is.
class LoginForm : public QWidget {
    Q_OBJECT
public:
    LoginForm(QSettings& settings, KeptSessions& kept, QWidget* parent = nullptr);

    /// Whether an account needs no password, because its session can go on.
    void setResumable(std::function<bool(const Account&)> resumable) { m_resumable = std::move(resumable); }
    void prefill(const Prefill& prefill);
    /// Fills in an account and goes on with its session.
    void resume(const Account& account);
    /// As if the button was pressed.
    void submit();
    void setBusy(bool busy);
    void showProblem(const ApiError& error);
    void showWords(const QString& words);
    void showExpired();
    void accepted();
    void focusFirstGap();
    QString password() const;
    void forgetPassword();

Q_SIGNALS:
    void signInRequested(const QUrl& server, const QString& user, const QString& password);
    void resumeRequested(const labwarden::console::Account& account);
    void cancelRequested();
    void serverForgotten(const QUrl& server);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeFields();
    void connectFields();
    std::optional<Account> account() const;
    bool complain(const QString& words, QWidget* field);
    void checkAddress();
    void checkKeyStore();
    void waitFor(std::chrono::seconds time, bool isAccountLocked);
    void stopWaiting();
    void tick();
    void updateButton();
    void cancel();

    QSettings& m_settings;
    KeptSessions& m_kept;
    std::function<bool(const Account&)> m_resumable;
    ServerBox* m_server;
    QLineEdit* m_user;
    widgets::PasswordEdit* m_password;
    QCheckBox* m_stay;
    widgets::Label* m_hint;
    widgets::Label* m_stayHint;
    widgets::Notice* m_notice;
    QPushButton* m_button;
    QTimer m_wait; ///< runs while the server wants us to wait
    qint64 m_waitUntilMs = 0;
    bool m_waitsForAccount = false; ///< else for the address
    QString m_waitDetail;
    bool m_busy = false;
    QTimer m_slow; ///< runs until a log-in takes so long that a way out is offered
};

} // namespace labwarden::console
