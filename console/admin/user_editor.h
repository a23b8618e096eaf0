// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/admin/admin_page.h"
#include "console/admin/user_rights.h"

#include <QPointer>

#include <functional>

class QStackedWidget;
class QTabBar;

namespace labwarden::widgets {
class Label;
class Notice;
class SaveBar;
class StateBadge;
} // namespace labwarden::widgets

namespace labwarden::console {

class SessionList;
class UserAccountPane;
class UserActions;
class UserForm;
class UserSaving;

/// One user at the right of the table, or a new one: what they are called, may do and are signed in with.
/// What is entered stays whatever the server says, also over the end of a session; nobody's change is
/// overwritten unseen.
class UserEditor : public QWidget {
    Q_OBJECT
public:
    explicit UserEditor(const AdminParts& parts, QWidget* parent = nullptr);

    /// The user has to be in the people store. What is not saved goes: see leave().
    void openUser(const std::string& userId);
    void openNew();
    bool isOpen() const { return m_isNew || !m_userId.empty(); }
    bool isNew() const { return m_isNew; }
    /// Empty for a new one.
    const std::string& userId() const { return m_userId; }
    bool isDirty() const;
    /// Goes on with `then` at once, or once the person has agreed to lose what is not saved.
    void leave(std::function<void()> then);
    void close();
    /// Puts the keyboard where editing begins.
    void focusFirst();

Q_SIGNALS:
    void closed();
    void saved(const labwarden::User& before, const labwarden::User& after);
    void created(const labwarden::User& user);
    /// Something is done, in words: "Deleted: Ada Lovelace."
    void done(const QString& words, const QString& detail);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QWidget* makeHeader();
    void connectParts();
    void adopt(const User& user);
    void showHead();
    void applyRights();
    void updateFooter();
    void onPeople(const PeopleChanges& changes);
    void save();
    void refuse(const ApiError& error);
    void setBusy(bool busy);
    void giveFocusBack();
    void cancel();

    AdminParts m_parts;
    UserActions* m_act;
    UserSaving* m_saving;
    bool m_isNew = false;
    bool m_busy = false;
    bool m_gone = false; ///< deleted by somebody else while it is edited here
    std::string m_userId;
    User m_base; ///< the state that the edits began from
    UserRights m_rights;
    QPointer<QWidget> m_focus; ///< had the keyboard when the server was asked

    widgets::Label* m_title;
    widgets::StateBadge* m_badge;
    widgets::Notice* m_notice;
    QTabBar* m_tabs;
    QStackedWidget* m_pages;
    UserAccountPane* m_account;
    UserForm* m_form;
    SessionList* m_sessions;
    widgets::SaveBar* m_footer;
};

} // namespace labwarden::console
