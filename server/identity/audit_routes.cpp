// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/audit_routes.h"

#include "common/json/domain.h"
#include "server/http/json_routes.h"
#include "server/http/query_reader.h"
#include "server/http/target.h"
#include "server/identity/audit_csv.h"
#include "server/identity/audit_log.h"

#include <memory>

namespace labwarden::identity {

using http::Method;
using http::Request;
using http::Response;

namespace {

constexpr std::string_view csvPath = "/api/v1/audit-log.csv";
constexpr std::size_t longestFilter = 200;

struct Question {
    AuditFilter filter;
    std::optional<EntryPlace> after;
    int limit = 0;
};

/// ?actor=&action=&targetKind=&targetId=&from=&to=&limit=&cursor=; Invalid with every fault.
Question questionOf(const Request& request, int defaultLimit, int maxLimit) {
    Question question;
    question.limit = defaultLimit;
    http::QueryReader query(request);
    query.text("actor", question.filter.actor, longestFilter);
    query.text("action", question.filter.action, longestFilter);
    query.text("targetKind", question.filter.targetKind, longestFilter);
    query.text("targetId", question.filter.targetId, longestFilter);
    query.time("from", question.filter.from);
    query.time("to", question.filter.to);
    query.number("limit", question.limit, 1, maxLimit);
    query.place("cursor", question.after);
    query.check();
    return question;
}

Response list(AuditLog& log, const Request& request) {
    const Question question = questionOf(request, 100, 500);
    const AuditPage page = log.page(question.filter, question.after, question.limit);
    boost::json::object body;
    body["entries"] = boost::json::value_from(page.entries);
    body["nextCursor"] = page.next ? boost::json::value(http::entryCursor(*page.next)) : boost::json::value();
    return Response::json(200, body);
}

/// The same question from another place on.
std::string linkOf(const Request& request, const EntryPlace& next) {
    std::string link(csvPath);
    char separator = '?';
    const auto add = [&](std::string_view name, std::string_view value) {
        link.append(1, separator).append(http::encoded(name)).append("=").append(http::encoded(value));
        separator = '&';
    };
    for (const auto& [name, value] : request.queryValues)
        if (name != "cursor")
            add(name, value);
    add("cursor", http::entryCursor(next));
    return "<" + link + ">; rel=\"next\"";
}

Response csv(AuditLog& log, const Request& request) {
    const Question question = questionOf(request, 10'000, 10'000);
    const AuditPage page = log.page(question.filter, question.after, question.limit);
    Response response{
        .status = 200,
        .contentType = "text/csv; charset=utf-8; header=present",
        .headers = {{"Content-Disposition", "attachment; filename=\"labwarden-audit-log.csv\""}},
        .body = std::make_shared<const std::string>(csvOf(page.entries))};
    if (page.next)
        response.headers.emplace_back("Link", linkOf(request, *page.next));
    return response;
}

} // namespace

std::vector<http::Route> auditRoutes(AuditLog& log) {
    return {
        {Method::Get, "/api/v1/audit-log", http::Session{"audit:read"},
         http::answer([&log](const Request& request) { return list(log, request); }),
         "The audit log, newest first"},
        {Method::Get, csvPath, http::Session{"audit:read"},
         http::answer([&log](const Request& request) { return csv(log, request); }),
         "The audit log as CSV, newest first"},
    };
}

} // namespace labwarden::identity
