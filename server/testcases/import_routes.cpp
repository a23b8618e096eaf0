// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/testcases/import_routes.h"

#include "server/errors.h"
#include "server/http/json_routes.h"
#include "server/testcases/import.h"

namespace labwarden::testcases {

using http::Method;
using http::Request;
using http::Response;

namespace {

constexpr std::size_t longestImport = 10 << 20; // bytes

/// ?dryRun=true|false; it has to be said, so that nobody changes a lab who only wanted to look.
bool dryRunOf(const Request& request) {
    const auto text = request.queryValue("dryRun");
    if (text != "true" && text != "false")
        throw Invalid(std::vector<Fault>{{"/dryRun", "must be true or false"}});
    return text == "true";
}

} // namespace

std::vector<http::Route> importRoutes(CaseImport& import) {
    return {
        {Method::Post, "/api/v1/test-cases/import", http::Session{"testcases:write"},
         http::answer([&import](const Request& request) {
             const bool dryRun = dryRunOf(request);
             auto folder = http::bodyOf<CaseFolder>(request);
             return Response::of(import.run(*request.caller, std::move(folder.files), dryRun));
         }),
         "Import a folder of test cases from YAML, JSON and CSV files, or say what that would do",
         http::RunOn::Pool, longestImport},
    };
}

} // namespace labwarden::testcases
