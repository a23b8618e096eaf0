// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/environment.h"

#include <string>

namespace labwarden {

/// What a link is about; times as Grafana takes them: milliseconds since 1970, or a word such as "now".
struct LinkValues {
    std::string device; ///< key
    std::string from, to;
    std::string run; ///< number
};

/// The environment's link to its dashboards, with these values and its plain variables put in, URL-escaped;
/// empty when it has none. Secrets have no value here.
std::string grafanaLink(const EnvironmentDocument& environment, const LinkValues& values);

} // namespace labwarden
