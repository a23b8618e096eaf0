// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/environment.h"
#include "common/domain/problem.h"
#include "common/domain/test_case.h"

#include <boost/json/object.hpp>

#include <string>
#include <string_view>
#include <vector>

/// Typed parameters of a test case: `${name}` in a step's `arguments`, `command` and `expectedReply` and in a
/// criterion's `expression` stands for the value (numbers in their shortest exact form, without unit;
/// booleans as true or false). `$${` is a literal `${`.
namespace labwarden {

/// A test case with its parameters put in, as a runner gets it.
struct BoundTestCase {
    TestCaseDocument document;      ///< no `${…}` left in it
    boost::json::object parameters; ///< every declared one; defaults filled in
    std::vector<Fault> faults;      ///< pointers relative to the request: "/parameters/<name>"
    explicit operator bool() const { return faults.empty(); }
};

/// Puts `given` into `document`: fills defaults, checks types and ranges, refuses unknown names, and checks
/// that the criteria still make sense with these values. With faults the document is not to be used. Pure.
/// What is not given has the environment's default, if it has one of that name, else the case's; a fault of
/// the environment's says so.
BoundTestCase bindParameters(const TestCaseDocument& document, const boost::json::object& given,
                             const EnvironmentDocument& environment = {});

/// The parameter names that a text refers to, in order, with doubles.
std::vector<std::string> parameterNames(std::string_view text);

/// What is wrong with a value for this parameter, for people; empty when nothing is.
std::string valueFault(const Parameter& parameter, const boost::json::value& value);

} // namespace labwarden
