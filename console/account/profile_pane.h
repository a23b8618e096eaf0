// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/account_api.h"
#include "console/store/lab_store.h"

#include <QWidget>

class QLineEdit;
class QPushButton;

namespace labwarden::widgets {
class FormField;
class KeyValues;
class Notice;
} // namespace labwarden::widgets

namespace labwarden::console {

/// One's own name and mail. When they were changed elsewhere meanwhile, both states are shown and nothing is
/// overwritten without a second "Save".
class ProfilePane : public QWidget {
    Q_OBJECT
public:
    ProfilePane(AccountApi& api, LabStore& store, QWidget* parent = nullptr);

private:
    void save();
    void onSaved(ApiResult<UserInfo> result);
    void showRefusal(const ApiError& error);
    void showDifference();
    void take(const UserInfo& user);
    void setBusy(bool busy);
    void update();

    AccountApi& m_api;
    LabStore& m_store;
    UserInfo m_base; ///< what is being edited, with its version
    widgets::KeyValues* m_facts;
    QLineEdit* m_name;
    QLineEdit* m_mail;
    widgets::FormField* m_nameField;
    widgets::FormField* m_mailField;
    widgets::Notice* m_notice;
    QPushButton* m_theirs;
    QPushButton* m_save;
    bool m_busy = false;
};

} // namespace labwarden::console
