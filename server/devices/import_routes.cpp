// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/devices/import_routes.h"

#include "server/devices/import.h"
#include "server/errors.h"
#include "server/http/json_routes.h"
#include "server/http/query_reader.h"

#include <memory>

namespace labwarden::devices {

using http::Method;
using http::Request;
using http::Response;

namespace {

constexpr std::size_t longestImport = 10 << 20; // bytes

/// ?dryRun=true|false; it has to be said, so that nobody changes a lab who only wanted to look.
Response runImport(Import& import, const Request& request) {
    http::QueryReader query(request);
    const bool dryRun = query.flag("dryRun");
    query.check();
    const bool csv = request.header("content-type").starts_with("text/csv");
    const ImportText text = csv ? importOf(std::string_view(request.body)) : importOf(request.json());
    return Response::of(import.run(*request.caller, text, dryRun));
}

/// ?format=json|csv
Response runExport(Import& import, const Request& request) {
    const auto format = request.queryValue("format").value_or("json");
    if (format != "json" && format != "csv")
        throw Invalid(std::vector<Fault>{{"/format", "must be json or csv"}});
    const auto devices = import.all();
    const std::string name = "attachment; filename=\"labwarden-devices." + format + '"';
    if (format == "json")
        return Response::of(devices).with("Content-Disposition", name);
    auto text = csvOf(devices);
    if (!text)
        throw Conflict(PublicText("The devices have more than " + std::to_string(mostColumns) +
                                  " columns' worth of attributes: export them as JSON."));
    return Response{.status = 200,
                    .contentType = "text/csv; charset=utf-8; header=present",
                    .headers = {{"Content-Disposition", name}},
                    .body = std::make_shared<const std::string>(std::move(*text))};
}

} // namespace

std::vector<http::Route> importRoutes(Import& import) {
    return {
        {Method::Post, "/api/v1/devices/import", http::Session{"devices:write"},
         http::answer([&import](const Request& request) { return runImport(import, request); }),
         "Register and change many devices from CSV or JSON, or say what that would do", http::RunOn::Pool,
         longestImport},
        {Method::Get, "/api/v1/devices/export", http::Session{"devices:read"},
         http::answer([&import](const Request& request) { return runExport(import, request); }),
         "All devices as CSV or JSON, as an import takes them"},
    };
}

} // namespace labwarden::devices
