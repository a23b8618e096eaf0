// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/forms/row_kinds.h"
#include "console/testcases/case_draft.h"

#include <set>

namespace labwarden::console {

inline std::set<std::string> namesOfSteps(const TestCaseDocument& document) {
    std::set<std::string> names;
    for (const auto* steps : {&document.steps, &document.teardown})
        for (const auto& step : *steps)
            names.insert(step.name);
    return names;
}

inline std::set<std::string> namesOfParameters(const TestCaseDocument& document) {
    std::set<std::string> names;
    for (const auto& parameter : document.parameters)
        names.insert(parameter.name);
    return names;
}

inline void rename(Step& copy, const TestCaseDocument& document) {
    copy.name = freshName(copy.name, namesOfSteps(document));
}
inline void rename(Parameter& copy, const TestCaseDocument& document) {
    copy.name = freshName(copy.name, namesOfParameters(document));
}
inline void rename(CriterionSpec&, const TestCaseDocument&) {}
inline void rename(Attachment& copy, const TestCaseDocument& document) {
    std::set<std::string> names;
    for (const auto& file : document.attachments)
        names.insert(file.name);
    copy.name = freshName(copy.name, names);
}

/// What RowList has to know of a list of a test case.
template<class T>
RowKind caseRows(CaseDraft& draft, std::vector<T> TestCaseDocument::*part, const QString& base,
                 const QString& what, const QString& empty) {
    return rowKind<TestCaseDocument, T>(
        draft, part, base, what, empty,
        [](T& copy, const TestCaseDocument& document) { rename(copy, document); });
}

} // namespace labwarden::console
