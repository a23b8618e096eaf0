// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/admin/admin_page.h"

#include <QPointer>

namespace labwarden::console {

/// What is done to a user beside editing them, each with the question that goes before it. One at a time.
class UserActions : public QObject {
    Q_OBJECT
public:
    /// `owner` is what the questions stand over; it outlives this.
    UserActions(const AdminParts& parts, QWidget* owner);

    void resetPassword(const User& user);
    void unlock(const User& user);
    void remove(const User& user);
    /// The only time that the one-time password is shown.
    void showPassword(const User& user, const OneTimePassword& password, const QString& title);
    /// Gives up what is under way, as far as it is seen here.
    void cancel();

Q_SIGNALS:
    /// A request is under way, or no longer.
    void busyChanged(bool busy);
    void refused(const labwarden::console::ApiError& error);
    void done(const QString& words, const QString& detail);
    /// Just before the people store forgets the user.
    void removed(const std::string& userId);

private:
    /// Of a request about the user: false after a refusal, which is told.
    bool succeeded(const ApiError& error, const User& user);

    AdminParts m_parts;
    QWidget* m_owner;
    QPointer<ApiJob> m_job;
};

} // namespace labwarden::console
