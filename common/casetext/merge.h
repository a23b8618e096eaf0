// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/test_case.h"

#include <boost/json/value.hpp>

#include <set>
#include <string>
#include <vector>

/// Two people have changed the same test case. Pure, any thread.
namespace labwarden::casetext {

/// What both have changed, differently.
struct Conflict {
    std::string id;      ///< stays the same whatever is chosen elsewhere: the pointer with names for numbers
    std::string pointer; ///< into the merged document; what is not in it is where it was: its list
    /// The values; null where there is none. Of the order of a list the names in it.
    boost::json::value base, mine, theirs;
};

struct Merge {
    TestCaseDocument document;
    std::vector<Conflict> conflicts; ///< also those that a choice has settled
};

/// `base` is what both started from. Fields are merged one by one, items of lists as differences() matches
/// them, additions of both are kept, `mine` first. A conflict takes mine unless its id is in `takeTheirs`; an
/// item that one has removed and the other changed is such a conflict, and so is an order that both changed.
/// Two changes that go together may still make no sense together: ask faultsOf() of the result.
Merge merge(const TestCaseDocument& base, const TestCaseDocument& mine, const TestCaseDocument& theirs,
            const std::set<std::string>& takeTheirs = {});

} // namespace labwarden::casetext
