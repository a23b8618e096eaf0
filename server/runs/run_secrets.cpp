// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runs/run_secrets.h"

#include "server/environments/environments.h"
#include "server/errors.h"
#include "server/runs/run_store.h"

#include <spdlog/spdlog.h>

namespace labwarden::runs {

std::shared_ptr<const RunSecrets::Secrets> RunSecrets::of(const std::string& runId) {
    {
        const std::lock_guard lock(m_mutex);
        if (const auto known = m_known.find(runId); known != m_known.end())
            return known->second;
    }
    auto secrets = load(runId);
    const std::lock_guard lock(m_mutex);
    if (m_known.size() >= mostRuns)
        m_known.clear();
    return m_known.emplace(runId, std::move(secrets)).first->second;
}

void RunSecrets::forget(const std::string& runId) {
    const std::lock_guard lock(m_mutex);
    m_known.erase(runId);
}

std::shared_ptr<const RunSecrets::Secrets> RunSecrets::load(const std::string& runId) {
    auto secrets = std::make_shared<Secrets>();
    std::vector<std::string> texts;
    for (const SealedSecret& secret : m_store.secrets(runId)) {
        std::optional<std::string> value;
        if (secret.sealed)
            value = m_environments.opened(secret.environmentId, secret.name, *secret.sealed);
        if (!value) {
            spdlog::error("run {}: the secret {} of its environment {}", runId, secret.name,
                          secret.sealed ? "opens with no key of --secrets-key-file" : "is missing");
            throw Unavailable("the key of secrets",
                              PublicText("This server cannot open the secrets of the run's environment. Its "
                                         "operator finds more in its log."),
                              std::chrono::seconds(5));
        }
        secrets->values[secret.name] = *value;
        texts.push_back(std::move(*value));
    }
    secrets->mask = SecretMask(texts);
    return secrets;
}

} // namespace labwarden::runs
