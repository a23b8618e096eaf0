// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/admin/admin_page.h"
#include "console/admin/bulk_change.h"

#include <QPointer>
#include <QTimer>

#include <chrono>
#include <functional>

namespace labwarden::console {

/// Changes many users at once, for all or for none, and takes the change back. Where somebody stands in the
/// way it finds out who: the server names conflicts, and those whom somebody else has changed meanwhile are
/// found by loading the users again. One at a time. GUI thread only.
class BulkSaving : public QObject {
    Q_OBJECT
public:
    explicit BulkSaving(const AdminParts& parts, QObject* parent = nullptr);

    bool isBusy() const { return m_job != nullptr; }
    void send(const BulkPlan& plan);
    /// Takes back what was done last; does nothing when that was undone already.
    void undo();
    /// Waits no longer: gaveUp() follows, and whether it was done is not known. Nothing when none is under
    /// way.
    void stopWaiting();
    /// After how long a change under way is told of; one second unless told otherwise.
    void setSlowAfter(std::chrono::milliseconds time) { m_slow.setInterval(time); }

Q_SIGNALS:
    void busyChanged(bool busy);
    /// It takes its time: "Disabling 212 people…"
    void slow(const QString& words);
    void done(const QString& words);
    void undone();
    void gaveUp();
    void refused(const labwarden::console::ApiError& error);
    /// Follows refused() when it is known who stood in the way of the change of `asked` people.
    void inTheWay(const std::vector<labwarden::console::UserConflict>& conflicts, int asked);

private:
    void post(const UserBulk& request, const std::vector<User>& asked, const QString& words,
              std::function<void(std::vector<User>)> then);
    void onRefused(const ApiError& error, const std::vector<User>& asked);
    void lookWhoHasChanged(const std::vector<User>& asked);

    AdminParts m_parts;
    QPointer<ApiJob> m_job;
    QTimer m_slow;
    QString m_slowWords;
    BulkPlan m_plan;           ///< what was done last
    std::vector<User> m_after; ///< and what came of it; empty once it cannot be undone
};

} // namespace labwarden::console
