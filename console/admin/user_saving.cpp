// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/user_saving.h"

#include "console/admin/user_words.h"

#include <algorithm>

namespace labwarden::console {
namespace {

constexpr int mostAttempts = 3;

} // namespace

UserSaving::UserSaving(const AdminParts& parts, QWidget* owner)
    : QObject(owner), m_parts(parts), m_owner(owner) {}

void UserSaving::cancel() {
    ++m_round;
    if (m_job)
        m_job->cancel();
    if (m_difference)
        m_difference->close();
}

void UserSaving::create(const NewUser& user) {
    cancel();
    Q_EMIT busyChanged(true);
    m_job = m_parts.api.createUser(user, this, [this](ApiResult<CreatedUser> result) {
        m_job = nullptr;
        Q_EMIT busyChanged(false);
        if (!result) {
            Q_EMIT refused(result.error());
            return;
        }
        m_parts.people.mergeUsers({result->user});
        Q_EMIT created(*result);
    });
}

void UserSaving::save(const User& base, const UserEdit& mine) {
    cancel();
    m_base = base;
    put(mine, 1);
}

void UserSaving::put(const UserEdit& edit, int attempt) {
    Q_EMIT busyChanged(true);
    m_job = m_parts.api.changeUser(
        m_base.id, edit, m_base.version, this, [this, edit, attempt](ApiResult<User> result) {
            m_job = nullptr;
            if (result) {
                m_parts.people.mergeUsers({*result});
                Q_EMIT busyChanged(false);
                Q_EMIT saved(m_base, *result);
                return;
            }
            if (result.error().kind != ApiError::Kind::Stale || attempt >= mostAttempts) {
                Q_EMIT busyChanged(false);
                Q_EMIT refused(result.error());
                return;
            }
            m_parts.sync.fetchUser(m_base.id, this,
                                   [this, edit, attempt, round = m_round](ApiResult<User> theirs) {
                                       if (round != m_round)
                                           return;
                                       Q_EMIT busyChanged(false);
                                       if (theirs)
                                           compare(edit, *theirs, attempt);
                                       else
                                           Q_EMIT refused(theirs.error());
                                   });
        });
}

void UserSaving::compare(const UserEdit& mine, const User& theirs, int attempt) {
    if (isSame(mine, editOf(theirs))) {
        Q_EMIT rebased(theirs, mine);
        Q_EMIT settled();
        return;
    }
    auto found = differences(editOf(m_base), mine, editOf(theirs));
    if (std::none_of(found.begin(), found.end(),
                     [](const auto& difference) { return difference.theyChanged; })) {
        // Something else has changed: a password, a lock. Nothing of theirs is lost.
        m_base = theirs;
        Q_EMIT rebased(theirs, mine);
        put(mine, attempt + 1);
        return;
    }
    m_difference = new widgets::DifferenceDialog(
        nameOf(theirs), std::vector<widgets::Difference>(found.begin(), found.end()), m_owner);
    connect(m_difference, &QDialog::accepted, this,
            [this, dialog = m_difference.data(), mine, theirs, found = std::move(found)] {
                const auto wanted = merged(mine, editOf(theirs), found, dialog->sides());
                m_base = theirs;
                Q_EMIT rebased(theirs, wanted);
                if (!isSame(wanted, editOf(theirs))) // else theirs it is, in everything
                    put(wanted, 1);
            });
    m_difference->open();
}

} // namespace labwarden::console
