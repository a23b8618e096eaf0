// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/account_api.h"

#include <QWidget>

class QPushButton;

namespace labwarden::widgets {
class Notice;
}

namespace labwarden::console {

class NewPasswordForm;

/// Changes one's own password. It ends all other sessions, which is said before.
class PasswordPane : public QWidget {
    Q_OBJECT
public:
    PasswordPane(AccountApi& api, const QString& user, QWidget* parent = nullptr);

Q_SIGNALS:
    void changed();

private:
    void submit();
    void setBusy(bool busy);

    AccountApi& m_api;
    NewPasswordForm* m_form;
    widgets::Notice* m_notice;
    QPushButton* m_change;
    bool m_busy = false;
};

} // namespace labwarden::console
