// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/domain/test_run.h"

#include <boost/json/value_from.hpp>

namespace labwarden {

void tag_invoke(const boost::json::value_from_tag&, boost::json::value& out, const TestRunDetail& run) {
    boost::json::object json = boost::json::value_from(static_cast<const TestRun&>(run)).as_object();
    json["testCase"] = boost::json::value_from(run.testCase);
    json["environment"] = boost::json::value_from(run.environment);
    json["parameters"] = run.parameters;
    json["timeline"] = boost::json::value_from(run.timeline);
    json["results"] = boost::json::value_from(run.results);
    json["log"] = boost::json::value_from(run.log);
    json["wait"] = boost::json::value_from(run.wait);
    json["grafanaUrl"] = run.grafanaUrl;
    out = std::move(json);
}

} // namespace labwarden
