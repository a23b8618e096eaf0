// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/forms/row_list.h"

#include <algorithm>
#include <functional>
#include <set>
#include <string>

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

/// What RowList has to know of a vector of the draft's document; whoever uses it says how a row is made.
/// `rename` gives a copy what must be its own. The draft outlives it.
template<class Document, class T>
RowKind rowKind(DraftOf<Document>& draft, std::vector<T> Document::*part, const QString& base,
                const QString& what, const QString& empty,
                std::function<void(T& copy, const Document& document)> rename) {
    const auto step = [&draft, base](const QString& words, const std::function<void(Document&)>& change) {
        draft.edit(base, words, Draft::Kind::step, change);
    };
    RowKind kind;
    kind.base = base;
    kind.what = what;
    kind.empty = empty;
    kind.count = [&draft, part] { return static_cast<int>((draft.document().*part).size()); };
    kind.move = [step, part](const QString& words, int from, int to) {
        step(words, [&](Document& document) {
            auto first = (document.*part).begin();
            if (from < to)
                std::rotate(first + from, first + from + 1, first + to + 1);
            else
                std::rotate(first + to, first + from, first + from + 1);
        });
    };
    kind.duplicate = [step, part, rename](const QString& words, int index) {
        step(words, [&](Document& document) {
            auto& rows = document.*part;
            T copy = rows[static_cast<std::size_t>(index)];
            rename(copy, document);
            rows.insert(rows.begin() + index + 1, std::move(copy));
        });
    };
    kind.remove = [step, part](const QString& words, int index) {
        step(words, [&](Document& document) {
            auto& rows = document.*part;
            rows.erase(rows.begin() + index);
        });
    };
    return kind;
}

} // namespace labwarden::console
