// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/environments/environments.h"

#include "common/uuid.h"
#include "server/errors.h"

#include <boost/json/serialize.hpp>
#include <boost/json/value_to.hpp>
#include <sodium.h>

#include <algorithm>
#include <array>

namespace labwarden::environments {

namespace json = boost::json;

namespace {

NotFound noSuchEnvironment() {
    return NotFound(PublicText("There is no such environment."));
}

const std::string& checkedId(const std::string& id) {
    if (!isUuid(id))
        throw noSuchEnvironment();
    return id;
}

Conflict taken(const std::string& name) {
    return Conflict(PublicText("There is an environment named \"" + name + "\" already."));
}

std::string newId() {
    std::array<std::byte, 16> random;
    randombytes_buf(random.data(), random.size());
    return uuidV4(random);
}

/// "Run 12 of Ada takes place in it and has not ended. The health check of devices of type "gateway" takes
/// place in it."
Conflict used(json::array uses) {
    constexpr std::size_t mostNamed = 5; // `uses` has all
    std::string text;
    for (std::size_t i = 0; i < std::min(uses.size(), mostNamed); ++i) {
        const json::value& use = uses[i];
        text += text.empty() ? "" : " ";
        if (use.at("reason") == "test_run")
            text += "Run " + json::serialize(use.at("runNumber")) + " of " +
                    json::value_to<std::string>(use.at("holder")) + " takes place in it and has not ended.";
        else
            text += "The health check of devices of type \"" +
                    json::value_to<std::string>(use.at("deviceType")) + "\" takes place in it.";
    }
    if (uses.size() > mostNamed)
        text += " And " + std::to_string(uses.size() - mostNamed) + " more.";
    return Conflict(PublicText(std::move(text)), std::move(uses));
}

/// Adds the faults of the document's secrets. `stored`: the document whose values are kept.
void addSecretFaults(std::vector<Fault>& faults, const EnvironmentDocument& document,
                     const EnvironmentDocument& stored, bool keys, const std::string& at) {
    const auto add = [&](std::string pointer, const char* message) {
        if (std::ranges::find(faults, pointer, &Fault::pointer) == faults.end())
            faults.push_back({std::move(pointer), message});
    };
    for (std::size_t i = 0; i < document.variables.size(); ++i) {
        const Variable& variable = document.variables[i];
        const std::string here = at + "/variables/" + std::to_string(i);
        const bool kept = std::ranges::any_of(
            stored.variables, [&](const Variable& v) { return v.secret && v.name == variable.name; });
        if (!variable.secret)
            continue;
        if (!keys)
            add(here + "/secret",
                "cannot be kept: this server has no key for secrets. Its operator gives it one "
                "with --secrets-key-file");
        if (variable.value.empty() && !kept)
            add(here + "/value", "is required: no value is stored of this secret");
    }
}

} // namespace

std::vector<Fault> Environments::withSecretFaults(std::vector<Fault> faults,
                                                  const EnvironmentDocument& document, const std::string& id,
                                                  const std::string& at) {
    addSecretFaults(faults, document, id.empty() ? EnvironmentDocument() : get(id).document, m_keys.any(),
                    at);
    return faults;
}

/// Takes the secrets' values out of the document.
SealedSecrets Environments::sealed(const std::string& id, EnvironmentDocument& document) const {
    SealedSecrets sealed;
    for (Variable& variable : document.variables) {
        if (!variable.secret || variable.value.empty())
            continue;
        sealed[variable.name] = m_keys.seal(id, variable.name, variable.value);
        sodium_memzero(variable.value.data(), variable.value.size());
        variable.value.clear();
    }
    return sealed;
}

Changed<Environment> Environments::create(const identity::Caller& caller, EnvironmentDocument document) {
    if (auto faults = withSecretFaults({}, document, {}, ""); !faults.empty())
        throw Invalid(std::move(faults));
    const std::string id = newId();
    const SealedSecrets secrets = sealed(id, document);
    auto outcome = m_store.create(id, document, secrets, caller.userId, caller.remote);
    if (std::holds_alternative<TakenName>(outcome))
        throw taken(document.name);
    auto& created = std::get<Changed<Environment>>(outcome);
    m_events.committed(created.events);
    return std::move(created);
}

Environment Environments::get(const std::string& id) {
    auto found = m_store.get(checkedId(id));
    if (!found)
        throw noSuchEnvironment();
    return std::move(*found);
}

Page<Environment> Environments::list(const PageRequest& request) {
    return m_store.list(request);
}

Changed<Environment> Environments::update(const identity::Caller& caller, const std::string& id,
                                          std::int64_t revision, EnvironmentEdit edit) {
    const Environment present = get(id);
    if (present.revision != revision)
        throw Stale();
    std::vector<Fault> faults;
    addSecretFaults(faults, edit.document, present.document, m_keys.any(), "/document");
    if (!faults.empty())
        throw Invalid(std::move(faults));
    const SealedSecrets secrets = sealed(id, edit.document);
    auto outcome = m_store.update(id, revision, edit, secrets, caller.userId, caller.remote);
    if (std::holds_alternative<Missing>(outcome))
        throw noSuchEnvironment();
    if (std::holds_alternative<Outdated>(outcome))
        throw Stale();
    if (std::holds_alternative<TakenName>(outcome))
        throw taken(edit.document.name);
    auto& updated = std::get<Changed<Environment>>(outcome);
    m_events.committed(updated.events);
    return std::move(updated);
}

std::vector<Event> Environments::remove(const identity::Caller& caller, const std::string& id,
                                        std::int64_t revision) {
    auto outcome = m_store.remove(checkedId(id), revision, caller.userId, caller.remote);
    if (std::holds_alternative<Missing>(outcome))
        throw noSuchEnvironment();
    if (std::holds_alternative<Outdated>(outcome))
        throw Stale();
    if (auto* uses = std::get_if<Used>(&outcome))
        throw used(std::move(uses->uses));
    auto& events = std::get<std::vector<Event>>(outcome);
    m_events.committed(events);
    return std::move(events);
}

RevisionPage Environments::revisions(const std::string& id, std::optional<int> before, int limit) {
    get(id); // one that was deleted has none to show
    return m_store.revisions(id, before, limit);
}

Environment Environments::revision(const std::string& id, int revision) {
    auto found = m_store.revision(checkedId(id), revision);
    if (!found)
        throw NotFound(PublicText("There is no such revision of an environment."));
    return std::move(*found);
}

} // namespace labwarden::environments
