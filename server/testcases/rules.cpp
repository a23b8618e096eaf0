// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/testcases/rules.h"

#include <boost/json/value_from.hpp>

namespace labwarden::testcases {

bool same(const TestCaseDocument& a, const TestCaseDocument& b) {
    return boost::json::value_from(a) == boost::json::value_from(b);
}

std::optional<PublicText> refusalOf(const identity::Caller& caller, const TestCaseDocument& changed) {
    if (changed.status != CaseStatus::approved || caller.may("testcases:approve"))
        return std::nullopt;
    return PublicText("To approve a test case, or to change an approved one, needs the permission "
                      "testcases:approve. Save it as a draft.");
}

} // namespace labwarden::testcases
