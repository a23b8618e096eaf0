// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/test_case.h"

#include <boost/json/value.hpp>

#include <map>
#include <string>
#include <vector>

/// Two people have changed the same test case. Pure, any thread.
namespace labwarden::casetext {

/// A place where what two people have made of a document differs.
struct Choice {
    std::string id;      ///< stays the same whatever is chosen elsewhere: the pointer with names for numbers
    std::string pointer; ///< into the merged document; what is not in it is where it was: its list
    /// The values; null where there is none. Of the order of a list the names in it.
    boost::json::value base, mine, theirs;
    bool iChanged = false, theyChanged = false;
    bool isConflict() const { return iChanged && theyChanged; }
};

struct Merge {
    TestCaseDocument document;
    std::vector<Choice> choices; ///< each place, also those that have been decided
};

/// Whether a place gets theirs, by its id.
using Decisions = std::map<std::string, bool>;

/// `base` is what both started from. Fields are merged one by one, items of lists as differences() matches
/// them, additions of both are kept, `mine` first. A place that is not decided gets the value of whoever has
/// changed it, and mine when both have: a conflict; an item that one has removed and the other changed is
/// one, and so is an order that both changed. Choices that go together may still make no sense together: ask
/// faultsOf() of the result.
Merge merge(const TestCaseDocument& base, const TestCaseDocument& mine, const TestCaseDocument& theirs,
            const Decisions& takeTheirs = {});

} // namespace labwarden::casetext
