// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/test_case.h"

#include <boost/describe.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <vector>

/// What has changed between two test cases. Pure, any thread.
namespace labwarden::casetext {

enum class DifferenceKind { added, removed, changed, moved };
BOOST_DESCRIBE_ENUM(DifferenceKind, added, removed, changed, moved)

struct Difference {
    /// JSON pointer into the later document; of what was removed into the earlier one. Of a changed item of
    /// a list it goes down to the field ("/steps/2/durationSeconds").
    std::string pointer;
    DifferenceKind kind = DifferenceKind::changed;
    std::string name; ///< of the step, parameter, attachment or the criterion that it is about; else empty
    /// The values; null where there is none. Of what has moved the places in the list, from 0.
    boost::json::value before, after;
};
BOOST_DESCRIBE_STRUCT(Difference, (), (pointer, kind, name, before, after))

/// In the order of the document; of a list first what was removed. Steps, parameters and attachments are the
/// same when their names are, criteria when their expressions are, tags and choices when they are equal: a
/// step with another name is one removed and one added. Of items that only stand in another order the fewest
/// are said to have moved. Empty exactly when the documents are equal.
std::vector<Difference> differences(const TestCaseDocument& before, const TestCaseDocument& after);

} // namespace labwarden::casetext
