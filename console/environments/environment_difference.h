// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/environment.h"
#include "console/widgets/change_list.h"
#include "console/widgets/difference_dialog.h"

#include <string>
#include <vector>

/// What differs between environments, as people read it: field by field, variables and default parameters by
/// their names. Of a secret no value is told. Pure functions.
namespace labwarden::console {

/// What both sides have made of a document.
struct EnvironmentDifferences {
    std::vector<widgets::Difference> differences;
    std::vector<std::string> ids; ///< of each difference: "/name", "/variables/CHAMBER"
};
EnvironmentDifferences differencesOf(const EnvironmentDocument& base, const EnvironmentDocument& mine,
                                     const EnvironmentDocument& theirs);
/// Mine, with theirs where that was chosen; one side for each difference.
EnvironmentDocument merged(const EnvironmentDocument& mine, const EnvironmentDocument& theirs,
                           const EnvironmentDifferences& differences,
                           const std::vector<widgets::Side>& sides);

std::vector<widgets::Change> changesBetween(const EnvironmentDocument& before,
                                            const EnvironmentDocument& after);

} // namespace labwarden::console
