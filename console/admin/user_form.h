// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/admin/user_rights.h"

#include <QWidget>

class QCheckBox;
class QLineEdit;
class QVBoxLayout;

namespace labwarden::widgets {
class Label;
class SectionHeader;
} // namespace labwarden::widgets

namespace labwarden::console {

class RoleChoice;

/// What of a user can be edited: name, mail, roles, and whether they may sign in. Says at each field what is
/// wrong with it; knows no network.
class UserForm : public QWidget {
    Q_OBJECT
public:
    UserForm(const LabStore& lab, const PeopleStore& people, QWidget* parent = nullptr);

    /// An empty form that also asks for the user name.
    void setNew();
    void setEdit(const UserEdit& edit);
    bool isNew() const { return m_isNew; }
    UserEdit edit() const;
    NewUser newUser() const;
    /// Whether anything has been entered into a new one.
    bool isEmpty() const;
    void setRights(const UserRights& rights);
    /// The roles, or what one may do, are others now.
    void refreshRoles();

    /// Marks what is missing or cannot be right, before the server is asked. False when there is any.
    bool check();
    /// False when the fault is of no field here.
    bool showFault(const Fault& fault);
    void clearFaults();
    void focusFirst();
    /// The field that has the keyboard now; nullptr when nothing is at fault.
    QWidget* focusFirstFault();

Q_SIGNALS:
    /// By a person.
    void changed();
    /// Enter in a field.
    void submitted();

private:
    struct Field {
        QString pointer;
        QWidget* input;
        widgets::Label* fault;
    };
    void fill(const UserEdit& edit);
    void noteRoles();
    QLineEdit* addLine(QVBoxLayout* layout, const QString& caption, const char* pointer, const char* name);
    widgets::Label* addFault(QVBoxLayout* layout, const char* pointer, QWidget* input);

    bool m_isNew = false;
    std::vector<Field> m_fields;
    QWidget* m_newPart; ///< the user name
    QLineEdit *m_username, *m_name, *m_mail;
    RoleChoice* m_roles;
    widgets::SectionHeader* m_rolesHeader;
    QWidget* m_accessPart;
    QCheckBox* m_disabled;
};

} // namespace labwarden::console
