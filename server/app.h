// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/route.h"
#include "server/settings.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace labwarden {

/// labwardend put together: every area, wired by constructor. Used by the thread that made it.
class App {
public:
    /// Connects to nothing yet. Throws std::invalid_argument or std::runtime_error for a setting that cannot
    /// be, naming it. `fatal` may be called later from another thread, with a text for the operator, when the
    /// server cannot go on: the schema turned out not to be its own once PostgreSQL came up.
    App(Settings settings, std::function<void(const std::string&)> fatal);
    ~App();

    /// Every route there is.
    std::vector<http::Route> routes();
    /// Listens, and starts the background duties as soon as PostgreSQL has the right schema; a dependency
    /// that is away is waited for. Throws what forbids the start: address taken, schema not ours, file of
    /// first users faulty.
    void start();
    std::uint16_t port() const;
    /// Every begun request gets its answer, then everything ends. False: the time for it ran out.
    bool stop();

private:
    class Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace labwarden
