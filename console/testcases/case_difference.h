// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/test_case.h"
#include "console/widgets/change_list.h"
#include "console/widgets/difference_dialog.h"

#include <vector>

/// What differs between documents, as people read it: each field, each field of a parameter, step and
/// criterion, each item that is there on one side only. What it is and how it goes together is
/// common/casetext/merge.h's. Pure functions.
namespace labwarden::console {

/// What both sides have made of a document.
struct CaseDifferences {
    std::vector<widgets::Difference> differences;
    std::vector<std::string> ids; ///< of each difference: "/title", "/steps/Hold 45 °C/durationSeconds"
};
CaseDifferences differencesOf(const TestCaseDocument& base, const TestCaseDocument& mine,
                              const TestCaseDocument& theirs);
/// All three put together as was chosen, one side for each difference.
TestCaseDocument merged(const TestCaseDocument& base, const TestCaseDocument& mine,
                        const TestCaseDocument& theirs, const CaseDifferences& differences,
                        const std::vector<widgets::Side>& sides);

std::vector<widgets::Change> changesBetween(const TestCaseDocument& before, const TestCaseDocument& after);

} // namespace labwarden::console
