// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/test_case.h"

#include <string>
#include <string_view>
#include <vector>

/// Which items of two lists are the same item. Shared by the difference and the merge.
namespace labwarden::casetext {

inline const std::string& nameOf(const Step& step) {
    return step.name;
}
inline const std::string& nameOf(const Parameter& parameter) {
    return parameter.name;
}
inline const std::string& nameOf(const CriterionSpec& criterion) {
    return criterion.expression;
}
inline const std::string& nameOf(const Attachment& attachment) {
    return attachment.name;
}
inline const std::string& nameOf(const std::string& word) {
    return word;
}

/// One for each item, all different: its name, and of equal ones the second, third... with a number.
/// (Unfinished documents have doubled names.)
template<class T>
std::vector<std::string> identities(const std::vector<T>& items);

/// Names with '~' and '/' written as JSON pointers have them.
std::string pointerToken(std::string_view name);

} // namespace labwarden::casetext
