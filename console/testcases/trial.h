// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/back_test.h"
#include "console/widgets/state_look.h"

#include <boost/json/object.hpp>

#include <QString>

#include <vector>

namespace labwarden::console {

/// What of a test case can be tried on telemetry as it is written now, and what not.
struct Trial {
    BackTestRequest request;       ///< without device and time; without criteria there is nothing to try
    std::vector<std::size_t> rows; ///< of each criterion of the request its place in the case
    std::vector<QString> leftOut;  ///< of each criterion of the case why it is not asked; empty: it is
};
/// `values` of parameters come before their defaults. Live, see BackTestRequest.
Trial trialOf(const TestCaseDocument& document, const boost::json::object& values, bool isLive);

/// Those of the parameters that criteria name.
std::vector<Parameter> parametersOfCriteria(const TestCaseDocument& document);

/// Whether gaps allow no verdict of what broke nevertheless.
bool isBrokenInGaps(const BackTestResult& result);
/// Icon, colour and word of what came out.
widgets::StateLook lookOf(const BackTestResult& result, Severity severity);
/// "71.4 °C"; where gaps allow no verdict the worst that was seen; empty without any.
QString valueWords(const BackTestResult& result);
/// Where it broke: "22:14:05 – 22:20:41 and 3 more times", "the whole time"; else when the value was.
QString whereWords(const BackTestResult& result);
/// "22:14:05", with the day where the result is over more than one.
QString momentWords(const BackTestResult& result, Timestamp at);

} // namespace labwarden::console
