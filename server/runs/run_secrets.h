// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/secret_mask.h"

#include <boost/json/object.hpp>

#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace labwarden::environments {
class Environments;
}

namespace labwarden::runs {

class RunStore;

/// The secrets of runs that are at work: their values for the runner that has claimed one, and the mask for
/// all that it sends. Since they are those of the environment when the run started and never change, they are
/// looked up once a run and kept in memory until it has called back. Any thread; may block on PostgreSQL.
class RunSecrets {
public:
    struct Secrets {
        boost::json::object values; ///< by the names of the variables
        SecretMask mask;
    };

    /// Both outlive it.
    RunSecrets(RunStore& store, const environments::Environments& environments)
        : m_store(store), m_environments(environments) {}

    /// None for most runs. Unavailable when one cannot be opened: nothing of a run may be taken or given
    /// without its mask.
    std::shared_ptr<const Secrets> of(const std::string& runId);
    /// The run has ended.
    void forget(const std::string& runId);

private:
    static constexpr std::size_t mostRuns =
        4096; ///< then all are looked up anew: an old one may never end here

    std::shared_ptr<const Secrets> load(const std::string& runId);

    RunStore& m_store;
    const environments::Environments& m_environments;
    std::mutex m_mutex;
    std::unordered_map<std::string, std::shared_ptr<const Secrets>> m_known;
};

} // namespace labwarden::runs
