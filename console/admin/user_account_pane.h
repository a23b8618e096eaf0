// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/admin/admin_page.h"
#include "console/admin/user_rights.h"

#include <QScrollArea>

class QPushButton;

namespace labwarden::widgets {
class KeyValues;
class Label;
} // namespace labwarden::widgets

namespace labwarden::console {

class UserForm;

/// The account of a user: what is known of them, the form, and what can be done beside editing. Knows no
/// network.
class UserAccountPane : public QScrollArea {
    Q_OBJECT
public:
    explicit UserAccountPane(const AdminParts& parts, QWidget* parent = nullptr);

    UserForm* form() const { return m_form; }
    /// Only the form is left: nothing is known of a new one yet.
    void setNew();
    /// Everything but what stands in the form. While `busy` nothing else is offered.
    void showUser(const User& user, const UserRights& rights, bool busy);
    void scrollToTop();

Q_SIGNALS:
    void resetRequested();
    void unlockRequested();
    void removeRequested();

private:
    void makeActions();

    const Clock& m_clock;
    widgets::KeyValues* m_facts;
    UserForm* m_form;
    QWidget* m_actions;
    QPushButton *m_reset, *m_unlock, *m_delete;
    widgets::Label* m_created;
};

} // namespace labwarden::console
