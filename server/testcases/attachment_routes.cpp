// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/testcases/attachment_routes.h"

#include "server/errors.h"
#include "server/testcases/attachments.h"

#include <memory>

namespace labwarden::testcases {

using http::Method;
using http::Request;
using http::Response;

namespace {

/// As RFC 6266 has it for names in any script: whatever is not plain goes out percent-encoded.
std::string dispositionFor(const std::string& name) {
    static constexpr char hex[] = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           c == '.' || c == '-' || c == '_';
        if (plain)
            encoded += c;
        else
            encoded.append({'%', hex[byte >> 4], hex[byte & 15]});
    }
    return "attachment; filename*=UTF-8''" + encoded;
}

/// ?name=
Response file(Attachments& attachments, const Request& request) {
    const auto name = request.queryValue("name").value_or("attachment");
    if (name.empty() || name.size() > 200)
        throw Invalid(std::vector<Fault>{{"/name", "must have 1 to 200 characters"}});
    auto bytes = attachments.get(request.pathValue("sha256"));
    // What is in it is somebody's: no browser is to show it, or to guess what it could be.
    return {.status = 200,
            .contentType = "application/octet-stream",
            .headers = {{"Content-Disposition", dispositionFor(name)}},
            .body = std::make_shared<const std::string>(std::move(bytes))};
}

} // namespace

std::vector<http::Route> attachmentRoutes(Attachments& attachments) {
    return {
        {Method::Put, "/api/v1/attachments/{sha256}", http::Session{"testcases:write"},
         http::answer([&attachments](const Request& request) {
             attachments.put(*request.caller, request.pathValue("sha256"), request.body);
             return Response::noContent();
         }),
         "Send a file for test cases, by its hash", http::RunOn::Pool, Attachments::longest},
        {Method::Get, "/api/v1/attachments/{sha256}", http::Session{"testcases:read"},
         http::answer([&attachments](const Request& request) { return file(attachments, request); }),
         "A file beside test cases"},
    };
}

} // namespace labwarden::testcases
