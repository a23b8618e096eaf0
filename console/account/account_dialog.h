// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/account_api.h"
#include "console/store/lab_store.h"

#include <QDialog>

class QStackedWidget;
class QTabBar;

namespace labwarden::console {

class SessionsPane;

/// What people do with their own account: name and mail, password, sessions, signing out.
class AccountDialog : public QDialog {
    Q_OBJECT
public:
    AccountDialog(ApiClient& client, LabStore& store, QWidget* parent = nullptr);

Q_SIGNALS:
    void signOutRequested();

private:
    AccountApi m_api;
    QTabBar* m_tabs;
    QStackedWidget* m_panes;
    SessionsPane* m_sessions;
};

} // namespace labwarden::console
