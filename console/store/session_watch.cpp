// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/store/session_watch.h"

#include <algorithm>

namespace labwarden::console {
namespace {

constexpr std::chrono::milliseconds gathering{200};

std::vector<std::string> sorted(std::vector<std::string> names) {
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace

SessionWatch::SessionWatch(AccountApi& api, LabStore& store, LabSync& sync, QObject* parent)
    : QObject(parent), m_api(api), m_store(store), m_sync(sync) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(gathering);
    connect(&m_soon, &QTimer::timeout, this, &SessionWatch::ask);
    connect(&m_api.client(), &ApiClient::forbidden, this, &SessionWatch::askSoon);
    connect(&m_sync.feed(), &EventFeed::arrived, this, [this](const EventBundle& bundle) {
        const auto* session = m_store.session();
        if (session && std::any_of(bundle.events.begin(), bundle.events.end(), [&](const Event& event) {
                return event.part == EventPart::role ||
                       (event.part == EventPart::user && event.id == session->user.id);
            }))
            askSoon();
    });
    // Whatever was said while the feed could not go on from its cursor is not repeated.
    connect(&m_sync.feed(), &EventFeed::reloadNeeded, this, &SessionWatch::askSoon);
}

/// Not from anew at each reason: one after the other would put it off for good.
void SessionWatch::askSoon() {
    if (!m_soon.isActive())
        m_soon.start();
}

void SessionWatch::ask() {
    if (!m_store.session() || m_api.client().token().isEmpty())
        return;
    if (m_job)
        m_job->cancel();
    m_job = m_api.me(this, [this](ApiResult<UserInfo> me) {
        m_job = nullptr;
        const auto* session = m_store.session();
        if (!me || !session)
            return;
        const auto before = sorted(session->user.permissions);
        const bool differs = sorted(me->permissions) != before;
        m_store.updateUser(me.take());
        if (differs)
            m_sync.reload();
    });
}

} // namespace labwarden::console
