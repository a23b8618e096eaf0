// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/test_case.h"
#include "console/widgets/difference_dialog.h"

#include <vector>

/// What differs between documents, as people read it, part by part: each field, each parameter, step and
/// teardown step by its name, each criterion by what it says. Pure functions.
namespace labwarden::console {

/// What both sides have made of a document.
struct CaseDifferences {
    std::vector<widgets::Difference> differences;
    std::vector<std::string> places; ///< of each difference: "title", "steps/Hold 45 °C"
};
CaseDifferences differencesOf(const TestCaseDocument& base, const TestCaseDocument& mine,
                              const TestCaseDocument& theirs);
/// `theirs` with the parts of `mine` that were chosen, one side for each difference.
TestCaseDocument merged(const TestCaseDocument& mine, const TestCaseDocument& theirs,
                        const CaseDifferences& differences, const std::vector<widgets::Side>& sides);

/// One part in which two revisions differ; the side on which it is missing is empty.
struct CaseChange {
    std::string caption, before, after;
};
std::vector<CaseChange> changesBetween(const TestCaseDocument& before, const TestCaseDocument& after);

} // namespace labwarden::console
