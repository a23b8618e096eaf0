// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/testcases/routes.h"

#include "common/enum_text.h"
#include "server/http/json_routes.h"
#include "server/http/query_reader.h"
#include "server/testcases/bulk_edit.h"
#include "server/testcases/test_cases.h"

#include <charconv>

namespace labwarden::testcases {

using http::Method;
using http::Request;
using http::Response;

namespace {

constexpr int mostListed = 1000;
constexpr int mostRevisions = 500;

/// A whole number from 1 on; nothing for any other text.
std::optional<int> revisionOf(const std::string& text) {
    int revision = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, revision);
    return error == std::errc() && rest == end && revision > 0 ? std::optional(revision) : std::nullopt;
}

/// The revision as ETag, to be sent back as If-Match.
Response versioned(Response response, const TestCase& testCase) {
    return std::move(response).with("ETag", '"' + std::to_string(testCase.revision) + '"');
}

/// ?q=&folder=&status=&tag=&owner=&limit=&cursor=; status and tag may come several times.
Response list(TestCases& testCases, const Request& request) {
    TestCaseFilter filter;
    PageRequest page;
    http::QueryReader query(request);
    query.page(page, 100, mostListed);
    query.text("q", filter.words, 200);
    filter.folder = request.queryValue("folder");
    filter.owner = request.queryValue("owner");
    for (const auto& [name, value] : request.queryValues) {
        if (name == "tag")
            filter.tags.push_back(value);
        if (name != "status")
            continue;
        if (const auto status = fromText<CaseStatus>(value))
            filter.states.push_back(*status);
        else
            query.add("status", "must be one of draft, approved, retired");
    }
    query.check();
    return http::pageOf("testCases", testCases.list(filter, page));
}

Response oneRevision(TestCases& testCases, const Request& request) {
    // What is no number is no revision either.
    const auto testCase =
        testCases.get(request.pathValue("id"), revisionOf(request.pathValue("revision")).value_or(0));
    return versioned(Response::of(testCase), testCase);
}

/// ?limit=&cursor=
Response revisions(TestCases& testCases, const Request& request) {
    std::optional<int> before;
    int limit = 100;
    http::QueryReader query(request);
    query.number("limit", limit, 1, mostRevisions);
    query.read(
        "cursor",
        [&](const std::string& value) {
            before = revisionOf(http::cursorContent(value).value_or(std::string()));
            return before.has_value();
        },
        "is not one that a list has answered with");
    query.check();
    const auto page = testCases.revisions(request.pathValue("id"), before, limit);
    boost::json::object body;
    body["revisions"] = boost::json::value_from(page.revisions);
    body["nextCursor"] =
        page.next ? boost::json::value(http::cursorText(std::to_string(*page.next))) : nullptr;
    return Response::json(200, body);
}

} // namespace

std::vector<http::Route> routes(TestCases& testCases, BulkEdit& bulkEdit) {
    const http::Session read{"testcases:read"}, write{"testcases:write"};
    return {
        {Method::Get, "/api/v1/test-cases", read,
         http::answer([&testCases](const Request& request) { return list(testCases, request); }),
         "Test cases, without their documents"},
        {Method::Post, "/api/v1/test-cases", write, http::answer([&testCases](const Request& request) {
             const auto made = testCases.create(*request.caller, http::bodyOf<TestCaseDocument>(request));
             return versioned(http::changed(made, 201), made.thing);
         }),
         "Create a test case"},
        {Method::Get, "/api/v1/test-cases/{id}", read, http::answer([&testCases](const Request& request) {
             const auto testCase = testCases.get(request.pathValue("id"));
             return versioned(Response::of(testCase), testCase);
         }),
         "One test case at its newest revision"},
        {Method::Put, "/api/v1/test-cases/{id}", write, http::answer([&testCases](const Request& request) {
             const auto saved =
                 testCases.update(*request.caller, request.pathValue("id"), http::expectedVersion(request),
                                  http::bodyOf<TestCaseEdit>(request));
             return versioned(http::changed(saved, 200), saved.thing);
         }),
         "Save a test case: its next revision"},
        {Method::Delete, "/api/v1/test-cases/{id}", write, http::answer([&testCases](const Request& request) {
             boost::json::object body;
             body["events"] = boost::json::value_from(
                 testCases.remove(*request.caller, request.pathValue("id"), http::expectedVersion(request)));
             return Response::json(200, body);
         }),
         "Delete a test case that nothing uses; its revisions stay for the runs of them"},
        {Method::Post, "/api/v1/test-cases/bulk", write, http::answer([&bulkEdit](const Request& request) {
             return http::changed(bulkEdit.run(*request.caller, http::bodyOf<TestCaseBulk>(request)), 200);
         }),
         "Change tags, folder, owner or status of many test cases, each by itself"},
        {Method::Get, "/api/v1/test-cases/{id}/usage", read,
         http::answer([&testCases](const Request& request) {
             return Response::of(testCases.usage(request.pathValue("id")));
         }),
         "Who uses a test case"},
        {Method::Get, "/api/v1/test-cases/{id}/revisions", read,
         http::answer([&testCases](const Request& request) { return revisions(testCases, request); }),
         "The revisions of a test case, newest first"},
        {Method::Get, "/api/v1/test-cases/{id}/revisions/{revision}", read,
         http::answer([&testCases](const Request& request) { return oneRevision(testCases, request); }),
         "A test case as it was at a revision"},
    };
}

} // namespace labwarden::testcases
