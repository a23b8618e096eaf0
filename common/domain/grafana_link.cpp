// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/domain/grafana_link.h"

#include "common/url_template.h"

#include <deque>
#include <string_view>
#include <utility>
#include <vector>

namespace labwarden {

std::string grafanaLink(const EnvironmentDocument& environment, const LinkValues& values) {
    std::deque<std::string> names; // they must stay where they are
    std::vector<std::pair<std::string_view, std::string>> filling{
        {"device", values.device}, {"from", values.from}, {"to", values.to}, {"run", values.run}};
    for (const Variable& variable : environment.variables)
        if (!variable.secret)
            filling.emplace_back(names.emplace_back("var." + variable.name), variable.value);
    return filledTemplate(environment.grafanaUrlTemplate, filling);
}

} // namespace labwarden
