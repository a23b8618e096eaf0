// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/admin/admin_page.h"
#include "console/admin/user_edit.h"

#include <QPointer>

namespace labwarden::console {

/// Saves a new user or the edit of one, so that nobody's change is overwritten unseen: a stale edit is
/// compared with what somebody else has made of the user, and where both have changed the same the person
/// decides. One at a time. GUI thread only.
class UserSaving : public QObject {
    Q_OBJECT
public:
    /// The difference stands over `owner`, which outlives this.
    UserSaving(const AdminParts& parts, QWidget* owner);

    /// Ends in created() or refused().
    void create(const NewUser& user);
    /// `mine` was made from `base`. Ends in saved(), settled() or refused(); or in nothing when the person
    /// goes back to editing.
    void save(const User& base, const UserEdit& mine);
    /// Gives up what is under way, as far as it is seen here; the server may still do it.
    void cancel();

Q_SIGNALS:
    /// A request is under way, or no longer.
    void busyChanged(bool busy);
    /// The people store knows them already.
    void created(const labwarden::CreatedUser& made);
    void saved(const labwarden::User& before, const labwarden::User& after);
    /// From now on what is edited begins from `theirs`, and reads `edit`.
    void rebased(const labwarden::User& theirs, const labwarden::UserEdit& edit);
    /// The user is as wanted, without anything saved: an earlier answer was lost, or somebody has wanted the
    /// same.
    void settled();
    void refused(const labwarden::console::ApiError& error);

private:
    void put(const UserEdit& edit, int attempt);
    void compare(const UserEdit& mine, const User& theirs, int attempt);

    AdminParts m_parts;
    QWidget* m_owner;
    User m_base;     ///< the state that the edit under way began from
    int m_round = 0; ///< answers to what was given up are of an earlier one
    QPointer<ApiJob> m_job;
    QPointer<widgets::DifferenceDialog> m_difference;
};

} // namespace labwarden::console
