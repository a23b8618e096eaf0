// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/admin_api.h"
#include "console/api/event_feed.h"
#include "console/store/lab_store.h"
#include "console/store/people_store.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <optional>
#include <set>

namespace labwarden::console {

/// Keeps the people store equal to the server: loads when somebody first looks, again after a new log-in and
/// whenever the feed has lost its place, and in between only what an event names. Forgets everything when
/// somebody else signs in, or the permission to see people goes. GUI thread only.
class PeopleSync : public QObject {
    Q_OBJECT
public:
    PeopleSync(AdminApi& api, PeopleStore& people, LabStore& lab, EventFeed& feed, QObject* parent = nullptr);

    /// Somebody looks: loads what is not loaded yet, or was a while ago (a lock ends and people sign in
    /// without an event). Does nothing without the permission.
    void look();
    /// Loads everything again, now.
    void reload();
    void reloadRoles();
    void reloadApiKeys();
    /// The user as they are now; merged into the store, and handed on.
    void fetchUser(const std::string& id, QObject* context, Done<User> done);

    bool isLoading() const { return m_missing > 0; }
    /// Why the last load failed; it is tried again by itself. Nothing once it has worked.
    const std::optional<ApiError>& problem() const { return m_problem; }

Q_SIGNALS:
    /// isLoading() or problem() is another.
    void stateChanged();

private:
    void onSession();
    void onEvents(const std::vector<Event>& events);
    void loadUsers(const std::string& cursor, std::vector<User> sofar);
    void loadPermissions();
    void fetchStale();
    void partBegun();
    void partAnswered(const ApiError& error);
    bool mayRead() const { return m_lab.may("users:read"); }

    AdminApi& m_api;
    PeopleStore& m_people;
    LabStore& m_lab;
    std::string m_owner;           ///< user whose view the store holds, and where; empty: nobody's
    QByteArray m_token;            ///< with which it was loaded last
    std::set<std::string> m_stale; ///< users to be fetched
    bool m_looked = false;
    bool m_usersUnderWay = false;
    int m_missing = 0; ///< answers of a load still to come
    int m_generation = 0;
    std::optional<ApiError> m_problem, m_trouble;
    QElapsedTimer m_sinceLoad;
    QTimer m_retry, m_fetch;
};

} // namespace labwarden::console
