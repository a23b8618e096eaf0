// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/bulk_saving.h"

#include "console/admin/user_words.h"

#include <utility>

namespace labwarden::console {
namespace {

constexpr std::chrono::milliseconds slowAfter{1000};

} // namespace

BulkSaving::BulkSaving(const AdminParts& parts, QObject* parent) : QObject(parent), m_parts(parts) {
    m_slow.setSingleShot(true);
    m_slow.setInterval(slowAfter);
    connect(&m_slow, &QTimer::timeout, this, [this] { Q_EMIT slow(m_slowWords); });
}

void BulkSaving::post(const UserBulk& request, const std::vector<User>& asked, const QString& words,
                      std::function<void(std::vector<User>)> then) {
    if (m_job)
        return;
    m_slowWords = words;
    m_slow.start();
    m_job = m_parts.api.changeUsers(
        request, this, [this, asked, then = std::move(then)](ApiResult<std::vector<User>> result) {
            m_job = nullptr;
            m_slow.stop();
            Q_EMIT busyChanged(false);
            if (!result) {
                onRefused(result.error(), asked);
                return;
            }
            m_parts.people.mergeUsers(*result);
            then(result.take());
        });
    Q_EMIT busyChanged(true);
}

void BulkSaving::send(const BulkPlan& plan) {
    post(plan.request(), plan.changing, underWayWords(plan), [this, plan](std::vector<User> after) {
        m_plan = plan;
        m_after = std::move(after);
        Q_EMIT done(doneWords(plan));
    });
}

void BulkSaving::undo() {
    if (m_after.empty() || m_job)
        return;
    const auto after = std::exchange(m_after, {});
    post(undoOf(m_plan.wish, after), after, undoingWords(static_cast<int>(after.size())),
         [this](const std::vector<User>&) { Q_EMIT undone(); });
}

void BulkSaving::stopWaiting() {
    if (!m_job)
        return;
    m_job->cancel();
    m_job = nullptr;
    m_slow.stop();
    m_parts.sync.reload();
    Q_EMIT busyChanged(false);
    Q_EMIT gaveUp();
}

void BulkSaving::onRefused(const ApiError& error, const std::vector<User>& asked) {
    if (mayBeOutOfDate(error))
        m_parts.sync.reload();
    Q_EMIT refused(error);
    const auto conflicts = conflictsOfUsers(error);
    if (!conflicts.empty())
        Q_EMIT inTheWay(conflicts, static_cast<int>(asked.size()));
    else if (error.kind == ApiError::Kind::Stale)
        lookWhoHasChanged(asked);
}

/// The server only says that somebody has; what is being loaded tells who.
void BulkSaving::lookWhoHasChanged(const std::vector<User>& asked) {
    auto* look = new QObject(this);
    connect(&m_parts.sync, &PeopleSync::stateChanged, look, [this, look, asked] {
        if (m_parts.sync.isLoading())
            return;
        look->deleteLater();
        disconnect(&m_parts.sync, nullptr, look, nullptr);
        const auto changed = changedMeanwhile(asked, m_parts.people.users());
        if (!changed.empty())
            Q_EMIT inTheWay(changed, static_cast<int>(asked.size()));
    });
}

} // namespace labwarden::console
