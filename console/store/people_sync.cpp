// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/store/people_sync.h"

#include <algorithm>
#include <utility>

namespace labwarden::console {
namespace {

constexpr int retryMs = 5'000;
constexpr int gatherMs = 50;         ///< events that come together are fetched together
constexpr std::size_t fewUsers = 20; ///< more than these are loaded as pages instead of one by one
constexpr qint64 goodForMs = 30'000; ///< how old what is shown may be when somebody comes to look

std::string ownerOf(const Session& session) {
    return session.user.id + '@' + session.server.toString().toStdString();
}

std::set<std::string> namesOf(const std::vector<Role>& roles) {
    std::set<std::string> names;
    for (const auto& role : roles)
        names.insert(role.name);
    return names;
}

} // namespace

PeopleSync::PeopleSync(AdminApi& api, PeopleStore& people, LabStore& lab, EventFeed& feed, QObject* parent)
    : QObject(parent), m_api(api), m_people(people), m_lab(lab) {
    m_retry.setSingleShot(true);
    m_retry.setInterval(retryMs);
    m_fetch.setSingleShot(true);
    m_fetch.setInterval(gatherMs);
    connect(&m_retry, &QTimer::timeout, this, &PeopleSync::reload);
    connect(&m_fetch, &QTimer::timeout, this, &PeopleSync::fetchStale);
    connect(&m_lab, &LabStore::sessionChanged, this, &PeopleSync::onSession);
    connect(&feed, &EventFeed::reloadNeeded, this, [this] {
        if (m_looked)
            reload();
    });
    connect(&feed, &EventFeed::arrived, this, [this](const EventBundle& bundle) { onEvents(bundle.events); });
}

void PeopleSync::onSession() {
    const auto* session = m_lab.session();
    const std::string owner = session && mayRead() ? ownerOf(*session) : std::string();
    if (owner != m_owner) {
        ++m_generation;
        m_missing = 0;
        m_usersUnderWay = false;
        m_problem.reset();
        m_stale.clear();
        m_retry.stop();
        m_fetch.stop();
        m_sinceLoad.invalidate();
        m_token.clear();
        m_looked = m_looked && session; // whoever is still in the admin tab goes on looking
        m_owner = owner;
        m_people.clear();
        Q_EMIT stateChanged();
    }
    // What has happened between two sessions of the same person came through no feed.
    if (!owner.empty() && m_looked && m_token != m_api.client().token())
        reload();
}

void PeopleSync::look() {
    m_looked = true;
    if (!mayRead() || m_missing > 0)
        return;
    if (!m_sinceLoad.isValid() || m_sinceLoad.hasExpired(goodForMs))
        reload();
}

void PeopleSync::reload() {
    if (!mayRead() || m_api.client().token().isEmpty())
        return;
    ++m_generation;
    m_missing = 0;
    m_trouble.reset();
    m_retry.stop();
    m_token = m_api.client().token();
    loadUsers({}, {});
    reloadRoles();
    loadPermissions();
    reloadApiKeys();
}

// Users that events name meanwhile are fetched afterwards: their page may have been read before the change.
void PeopleSync::loadUsers(const std::string& cursor, std::vector<User> sofar) {
    partBegun();
    m_usersUnderWay = true;
    m_api.users(
        cursor, this,
        [this, generation = m_generation, sofar = std::move(sofar)](ApiResult<UserPage> page) mutable {
            if (generation != m_generation)
                return;
            if (page) {
                auto next = page.take();
                std::move(next.users.begin(), next.users.end(), std::back_inserter(sofar));
                if (!next.nextCursor.empty()) {
                    loadUsers(next.nextCursor, std::move(sofar));
                    partAnswered({});
                    return;
                }
                m_people.replaceUsers(std::move(sofar));
            }
            m_usersUnderWay = false;
            if (!m_stale.empty())
                m_fetch.start();
            partAnswered(page.error());
        });
}

void PeopleSync::reloadRoles() {
    partBegun();
    m_api.roles(this, [this, generation = m_generation](ApiResult<std::vector<Role>> roles) {
        if (generation != m_generation)
            return;
        if (roles) {
            const bool renamed = m_people.rolesLoaded() && namesOf(m_people.roles()) != namesOf(*roles);
            m_people.replaceRoles(roles.take());
            if (renamed && !m_usersUnderWay)
                loadUsers({}, {}); // people carry their roles by name
        }
        partAnswered(roles.error());
    });
}

void PeopleSync::loadPermissions() {
    partBegun();
    m_api.permissions(this, [this, generation = m_generation](ApiResult<std::vector<Permission>> all) {
        if (generation != m_generation)
            return;
        if (all)
            m_people.replacePermissions(all.take());
        partAnswered(all.error());
    });
}

void PeopleSync::reloadApiKeys() {
    partBegun();
    m_api.apiKeys(this, [this, generation = m_generation](ApiResult<std::vector<ApiKey>> keys) {
        if (generation != m_generation)
            return;
        if (keys)
            m_people.replaceApiKeys(keys.take());
        partAnswered(keys.error());
    });
}

void PeopleSync::partBegun() {
    if (m_missing++ == 0) {
        m_trouble.reset();
        Q_EMIT stateChanged();
    }
}

void PeopleSync::partAnswered(const ApiError& error) {
    if (error.kind != ApiError::Kind::None)
        m_trouble = error;
    if (--m_missing > 0)
        return;
    m_problem = m_trouble;
    if (!m_problem)
        m_sinceLoad.start();
    else if (m_problem->kind != ApiError::Kind::Unauthorized && m_problem->kind != ApiError::Kind::Forbidden)
        m_retry.start(); // else a new session, or new permissions, begin it anew
    Q_EMIT stateChanged();
}

void PeopleSync::onEvents(const std::vector<Event>& events) {
    if (!m_looked || !mayRead())
        return;
    bool roles = false;
    for (const auto& event : events) {
        if (event.part == EventPart::role) {
            roles = true;
        } else if (event.part == EventPart::user && event.deleted) {
            m_people.removeUser(event.id, event.version);
        } else if (event.part == EventPart::user) {
            const auto* known = m_people.user(event.id);
            if (!known || known->version < event.version)
                m_stale.insert(event.id);
        }
    }
    if (!m_stale.empty() && !m_usersUnderWay && !m_fetch.isActive())
        m_fetch.start();
    if (roles)
        reloadRoles();
}

void PeopleSync::fetchStale() {
    const auto stale = std::exchange(m_stale, {});
    if (stale.size() > fewUsers) {
        if (!m_usersUnderWay)
            loadUsers({}, {});
        return;
    }
    for (const auto& id : stale)
        fetchUser(id, this, [](const ApiResult<User>&) {}); // an API key's user, for instance, is not found
}

void PeopleSync::fetchUser(const std::string& id, QObject* context, Done<User> done) {
    m_api.user(id, context, [this, generation = m_generation, done = std::move(done)](ApiResult<User> user) {
        if (user && generation == m_generation)
            m_people.mergeUsers({*user});
        done(std::move(user));
    });
}

} // namespace labwarden::console
