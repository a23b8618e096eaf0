// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/user_actions.h"

#include "console/admin/secret_dialog.h"
#include "console/admin/user_words.h"
#include "console/widgets/format.h"
#include "console/widgets/message_box.h"

namespace labwarden::console {

using widgets::MessageBox;

UserActions::UserActions(const AdminParts& parts, QWidget* owner)
    : QObject(owner), m_parts(parts), m_owner(owner) {}

void UserActions::cancel() {
    if (m_job)
        m_job->cancel();
}

bool UserActions::succeeded(const ApiError& error, const User& user) {
    m_job = nullptr;
    Q_EMIT busyChanged(false);
    if (error.kind == ApiError::Kind::Stale)
        m_parts.sync.fetchUser(user.id, this, [](const ApiResult<User>&) {});
    if (error.kind != ApiError::Kind::None)
        Q_EMIT refused(error);
    return error.kind == ApiError::Kind::None;
}

void UserActions::resetPassword(const User& user) {
    const auto reset = [this, user] {
        Q_EMIT busyChanged(true);
        m_job = m_parts.api.resetPassword(user.id, this, [this, user](ApiResult<OneTimePassword> result) {
            if (!succeeded(result.error(), user))
                return;
            m_parts.sync.fetchUser(user.id, this, [](const ApiResult<User>&) {});
            showPassword(user, *result, tr("One-time password of %1").arg(nameOf(user)));
        });
    };
    MessageBox::ask(m_owner,
                    {tr("Reset the password of %1?").arg(nameOf(user)),
                     tr("The old password no longer works, and all sessions end at once. You are shown a "
                        "one-time password to hand over; whoever signs in with it chooses an own one."),
                     tr("Reset password"), tr("Keep it"), true},
                    [reset](MessageBox::Answer answer) {
                        if (answer == MessageBox::Answer::yes)
                            reset();
                    });
}

void UserActions::showPassword(const User& user, const OneTimePassword& password, const QString& title) {
    SecretDialog::Words words;
    words.title = title;
    words.text =
        tr("Hand it over yourself or by telephone, not by mail. Whoever signs in with it is asked to "
           "choose an own password at once.");
    words.secret = QString::fromStdString(password.password);
    words.facts = tr("User name %1. Good until %2.")
                      .arg(QString::fromStdString(user.username), widgets::dateTimeText(password.expiresAt));
    words.losing =
        tr("Without it %1 cannot sign in; you would have to reset the password once more.").arg(nameOf(user));
    (new SecretDialog(words, m_owner))->open();
}

void UserActions::unlock(const User& user) {
    Q_EMIT busyChanged(true);
    m_job = m_parts.api.unlock(user.id, this, [this, user](const ApiResult<bool>& result) {
        if (!succeeded(result.error(), user))
            return;
        m_parts.sync.fetchUser(user.id, this, [](const ApiResult<User>&) {});
        Q_EMIT done(tr("Unlocked: %1.").arg(nameOf(user)), tr("They can try to sign in again at once."));
    });
}

void UserActions::remove(const User& user) {
    const auto remove = [this, user] {
        Q_EMIT busyChanged(true);
        m_job =
            m_parts.api.deleteUser(user.id, user.version, this, [this, user](const ApiResult<bool>& result) {
                if (!succeeded(result.error(), user))
                    return;
                Q_EMIT removed(user.id);
                m_parts.people.removeUser(user.id, user.version);
                Q_EMIT done(tr("Deleted: %1.").arg(nameOf(user)),
                            tr("What they have done stays in the history."));
            });
    };
    MessageBox::ask(
        m_owner,
        {tr("Delete %1?").arg(nameOf(user)),
         tr("They can no longer sign in, and their sessions end at once. What they have done stays "
            "in the history and in the audit log under their name. This cannot be undone; whoever "
            "shall only be kept out for a while is better disabled."),
         tr("Delete user"), tr("Keep"), true},
        [remove](MessageBox::Answer answer) {
            if (answer == MessageBox::Answer::yes)
                remove();
        });
}

} // namespace labwarden::console
