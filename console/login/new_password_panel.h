// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/session.h"
#include "console/api/api_error.h"

#include <QWidget>

class QPushButton;

namespace labwarden::widgets {
class Label;
class Notice;
} // namespace labwarden::widgets

namespace labwarden::console {

class NewPasswordForm;

/// After a log-in with a one-time password: nothing goes on before there is another one.
class NewPasswordPanel : public QWidget {
    Q_OBJECT
public:
    explicit NewPasswordPanel(QWidget* parent = nullptr);

    /// `oneTime` is what was just signed in with.
    void open(const UserInfo& user, const QString& oneTime);
    void showProblem(const ApiError& error);
    /// Forgets everything that was entered.
    void close();

Q_SIGNALS:
    void chosen(const QString& current, const QString& wanted);
    void cancelled();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void submit();
    void setBusy(bool busy);

    widgets::Label* m_words;
    NewPasswordForm* m_form;
    widgets::Notice* m_notice;
    QPushButton* m_go;
    QPushButton* m_back;
    bool m_busy = false;
};

} // namespace labwarden::console
