// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/environments/environments.h"

#include "common/uuid.h"
#include "server/errors.h"

namespace labwarden::environments {

Changed<Environment> Environments::create(const identity::Caller& caller,
                                          const EnvironmentDocument& document) {
    auto created = m_store.create(document, caller.userId, caller.remote);
    if (!created)
        throw Conflict(PublicText("There is an environment named \"" + document.name + "\" already."));
    m_events.committed(created->events);
    return std::move(*created);
}

Environment Environments::get(const std::string& id) {
    auto found = isUuid(id) ? m_store.get(id) : std::nullopt;
    if (!found)
        throw NotFound(PublicText("There is no such environment."));
    return std::move(*found);
}

Page<Environment> Environments::list(const PageRequest& request) {
    return m_store.list(request);
}

} // namespace labwarden::environments
