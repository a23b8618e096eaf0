// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/testcases/row_list.h"

#include <algorithm>
#include <set>

namespace labwarden::console {

/// "Step 3", then "Step 4" where there is one of that name already.
inline std::string freshName(const std::string& wish, const std::set<std::string>& taken) {
    if (!taken.contains(wish))
        return wish;
    const auto end = wish.find_last_not_of("0123456789");
    const bool isNumbered = end != std::string::npos && end + 1 < wish.size() && wish.size() - end < 8;
    const std::string stem =
        isNumbered ? wish.substr(0, end + 1) : wish + (wish.find(' ') == std::string::npos ? "_" : " ");
    for (int number = isNumbered ? std::stoi(wish.substr(end + 1)) + 1 : 2;; ++number)
        if (std::string name = stem + std::to_string(number); !taken.contains(name))
            return name;
}

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

/// What RowList has to know of a vector of the document.
template<class T>
RowKind rowKind(std::vector<T> TestCaseDocument::*part, const QString& base, const QString& what,
                const QString& empty) {
    RowKind kind;
    kind.base = base;
    kind.what = what;
    kind.empty = empty;
    kind.count = [part](const TestCaseDocument& document) {
        return static_cast<int>((document.*part).size());
    };
    kind.move = [part](TestCaseDocument& document, int from, int to) {
        auto first = (document.*part).begin();
        if (from < to)
            std::rotate(first + from, first + from + 1, first + to + 1);
        else
            std::rotate(first + to, first + from, first + from + 1);
    };
    kind.duplicate = [part](TestCaseDocument& document, int index) {
        auto& rows = document.*part;
        T copy = rows[static_cast<std::size_t>(index)];
        rename(copy, document);
        rows.insert(rows.begin() + index + 1, std::move(copy));
    };
    kind.remove = [part](TestCaseDocument& document, int index) {
        auto& rows = document.*part;
        rows.erase(rows.begin() + index);
    };
    return kind;
}

} // namespace labwarden::console
