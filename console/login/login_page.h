// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/api_error.h"
#include "console/login/prefill.h"

#include <QTimer>
#include <QUrl>
#include <QWidget>

class QAction;
class QComboBox;
class QLineEdit;
class QPushButton;
class QSettings;

namespace labwarden::widgets {
class Label;
class Notice;
} // namespace labwarden::widgets

namespace labwarden::console {

/// Asks for server, user and password. Knows no HTTP: it emits what was entered and is told what came of it.
/// The servers that worked are kept in the settings; the password never is.
class LoginPage : public QWidget {
    Q_OBJECT
public:
    explicit LoginPage(QSettings& settings, QWidget* parent = nullptr);

    /// Fills the fields, and signs in at once when all three are given.
    void prefill(const Prefill& prefill);
    void setBusy(bool busy);
    void showProblem(const ApiError& error);
    /// Says why the page is there again; the user name stays, the password is asked for.
    void showExpired();
    /// The server just worked: first in the history. Empties the password.
    void accepted();
    /// Puts the cursor where something is missing.
    void focusFirstGap();

Q_SIGNALS:
    void signInRequested(const QUrl& server, const QString& user, const QString& password);
    void cancelRequested();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void submit();
    void checkAddress();
    void tick();
    void updateButton();

    QSettings& m_settings;
    QComboBox* m_server;
    QLineEdit* m_user;
    QLineEdit* m_password;
    QAction* m_reveal;
    widgets::Label* m_hint;
    widgets::Notice* m_notice;
    QPushButton* m_button;
    QTimer m_wait; ///< runs while the server wants us to wait
    qint64 m_waitUntilMs = 0;
    bool m_busy = false;
};

} // namespace labwarden::console
