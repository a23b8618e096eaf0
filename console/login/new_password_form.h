// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/problem.h"

#include <QWidget>

#include <vector>

namespace labwarden::widgets {
class FormField;
class Label;
class PasswordEdit;
} // namespace labwarden::widgets

namespace labwarden::console {

/// The fields for choosing a new password: the present one, the new one twice, the rules said beforehand, how
/// good it is in words. What the server has against it is shown at the field that it is about.
class NewPasswordForm : public QWidget {
    Q_OBJECT
public:
    /// `currentCaption` says which password the present one is: "&One-time password".
    explicit NewPasswordForm(const QString& currentCaption, QWidget* parent = nullptr);

    /// Whose password it is.
    void setUser(const QString& user);
    /// The present one is known and need not be asked for; empty: it is asked for.
    void setKnownCurrent(const QString& password);

    QString current() const;
    QString wanted() const;
    /// Says at the fields what is missing; true when it can be sent.
    bool check();
    /// What the server says; those that belong to none of the fields are returned as text.
    QString showFaults(const std::vector<Fault>& faults);
    /// Empties everything.
    void forget();
    void focusFirst();

Q_SIGNALS:
    /// Enter in the last field.
    void submitted();

private:
    void onInput();

    QString m_user;
    QString m_known;
    widgets::PasswordEdit* m_current;
    widgets::PasswordEdit* m_wanted;
    widgets::PasswordEdit* m_again;
    widgets::FormField* m_currentField;
    widgets::FormField* m_wantedField;
    widgets::FormField* m_againField;
    widgets::Label* m_strength;
};

} // namespace labwarden::console
