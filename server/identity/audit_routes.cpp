// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/audit_routes.h"

#include "common/json/domain.h"
#include "server/errors.h"
#include "server/http/json_routes.h"
#include "server/http/target.h"
#include "server/identity/audit_csv.h"
#include "server/identity/audit_log.h"

#include <charconv>
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
    std::optional<AuditPlace> after;
    int limit = 0;
};

template<class T>
bool isNumber(std::string_view text, T& out) {
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && rest == text.data() + text.size();
}

std::optional<AuditPlace> placeOf(const std::string& cursor) {
    const auto plain = http::cursorContent(cursor);
    const auto dot = plain ? plain->find('.') : std::string::npos;
    AuditPlace place;
    if (dot == std::string::npos || !isNumber(std::string_view(*plain).substr(0, dot), place.atUs) ||
        !isNumber(std::string_view(*plain).substr(dot + 1), place.id) || place.atUs < 0 ||
        place.atUs > http::lastUs || place.id < 0)
        return std::nullopt;
    return place;
}

std::string cursorOf(const AuditPlace& place) {
    return http::cursorText(std::to_string(place.atUs) + "." + std::to_string(place.id));
}

/// ?actor=&action=&targetKind=&targetId=&from=&to=&limit=&cursor=; Invalid with every fault.
Question questionOf(const Request& request, int defaultLimit, int maxLimit) {
    Question question;
    question.limit = defaultLimit;
    std::vector<Fault> faults;
    const auto read = [&](const char* name, const auto& take, const std::string& fault) {
        if (const auto text = request.queryValue(name); text && !take(*text))
            faults.push_back({std::string("/") + name, fault});
    };
    const auto text = [&](const char* name, std::optional<std::string>& out) {
        read(
            name,
            [&](const std::string& value) {
                out = value;
                return !value.empty() && value.size() <= longestFilter;
            },
            "must have 1 to " + std::to_string(longestFilter) + " characters");
    };
    const auto time = [&](const char* name, std::optional<Timestamp>& out) {
        read(
            name,
            [&](const std::string& value) {
                out = Timestamp::parse(value);
                return out.has_value();
            },
            "must be a time as in 2026-03-01T14:02:18Z");
    };
    text("actor", question.filter.actor);
    text("action", question.filter.action);
    text("targetKind", question.filter.targetKind);
    text("targetId", question.filter.targetId);
    time("from", question.filter.from);
    time("to", question.filter.to);
    read(
        "limit",
        [&](const std::string& value) {
            return isNumber(value, question.limit) && question.limit >= 1 && question.limit <= maxLimit;
        },
        "must be a number from 1 to " + std::to_string(maxLimit));
    read(
        "cursor",
        [&](const std::string& value) {
            question.after = placeOf(value);
            return question.after.has_value();
        },
        "is not one that a list has answered with");
    if (!faults.empty())
        throw Invalid(std::move(faults));
    return question;
}

Response list(AuditLog& log, const Request& request) {
    const Question question = questionOf(request, 100, 500);
    const AuditPage page = log.page(question.filter, question.after, question.limit);
    boost::json::object body;
    body["entries"] = boost::json::value_from(page.entries);
    body["nextCursor"] = page.next ? boost::json::value(cursorOf(*page.next)) : boost::json::value();
    return Response::json(200, body);
}

/// The same question from another place on.
std::string linkOf(const Request& request, const AuditPlace& next) {
    std::string link(csvPath);
    char separator = '?';
    const auto add = [&](std::string_view name, std::string_view value) {
        link.append(1, separator).append(http::encoded(name)).append("=").append(http::encoded(value));
        separator = '&';
    };
    for (const auto& [name, value] : request.queryValues)
        if (name != "cursor")
            add(name, value);
    add("cursor", cursorOf(next));
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
