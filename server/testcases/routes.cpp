// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/testcases/routes.h"

#include "server/http/json_routes.h"
#include "server/testcases/test_cases.h"

namespace labwarden::testcases {

using http::Method;
using http::Request;
using http::Response;

std::vector<http::Route> routes(TestCases& testCases) {
    return {
        {Method::Get, "/api/v1/test-cases", http::Session{"testcases:read"},
         http::answer([&testCases](const Request& request) {
             return http::pageOf("testCases", testCases.list(http::pageRequest(request)));
         }),
         "All test cases at their newest revision"},
        {Method::Post, "/api/v1/test-cases", http::Session{"testcases:write"},
         http::answer([&testCases](const Request& request) {
             return http::changed(testCases.create(*request.caller, http::bodyOf<TestCaseDocument>(request)),
                                  201);
         }),
         "Create a test case"},
        {Method::Get, "/api/v1/test-cases/{id}", http::Session{"testcases:read"},
         http::answer([&testCases](const Request& request) {
             return Response::of(testCases.get(request.pathValue("id")));
         }),
         "One test case at its newest revision"},
    };
}

} // namespace labwarden::testcases
