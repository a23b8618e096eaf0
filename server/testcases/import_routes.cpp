// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/testcases/import_routes.h"

#include "server/errors.h"
#include "server/http/json_routes.h"
#include "server/http/query_reader.h"
#include "server/testcases/import.h"

namespace labwarden::testcases {

using http::Method;
using http::Request;
using http::Response;

namespace {

constexpr std::size_t longestImport = 10 << 20; // bytes

} // namespace

std::vector<http::Route> importRoutes(CaseImport& import) {
    return {
        {Method::Post, "/api/v1/test-cases/import", http::Session{"testcases:write"},
         // ?dryRun=true|false has to be said, so that nobody changes a lab who only wanted to look.
         http::answer([&import](const Request& request) {
             http::QueryReader query(request);
             const bool dryRun = query.flag("dryRun");
             query.check();
             auto folder = http::bodyOf<CaseFolder>(request);
             return Response::of(import.run(*request.caller, std::move(folder.files), dryRun));
         }),
         "Import a folder of test cases from YAML, JSON and CSV files, or say what that would do",
         http::RunOn::Pool, longestImport},
    };
}

} // namespace labwarden::testcases
