// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/router.h"
#include "server/http/target.h"

#include <gtest/gtest.h>

namespace labwarden::http {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

Route route(Method method, std::string_view path) {
    return {method, path, Public{}, [](const RequestPtr&, const Responder&) {}, ""};
}

const Router& lab() {
    static const Router router({route(Method::Get, "/runs"), route(Method::Post, "/runs"),
                                route(Method::Get, "/runs/{id}"), route(Method::Post, "/runs/{id}/claim"),
                                route(Method::Get, "/runs/active"), route(Method::Get, "/{area}/{id}/log"),
                                route(Method::Delete, "/a b/c")});
    return router;
}

/// "pattern name=value…", or what else came out.
std::string found(std::string_view method, std::string_view path) {
    const auto result = lab().find(method, path);
    if (const auto* match = std::get_if<Router::Match>(&result)) {
        std::string text(match->route->path);
        for (const auto& [name, value] : match->values)
            text += " " + name + "=" + value;
        return text;
    }
    if (const auto* wrong = std::get_if<Router::WrongMethod>(&result))
        return "405 " + wrong->allow;
    if (const auto* options = std::get_if<Router::Options>(&result))
        return "options " + options->allow;
    return std::holds_alternative<Router::Unreadable>(result) ? "400" : "404";
}

TEST(Router, finds_literal_paths_before_names_and_decodes_both) {
    EXPECT_EQ(found("GET", "/runs"), "/runs");
    EXPECT_EQ(found("HEAD", "/runs"), "/runs");
    EXPECT_EQ(found("GET", "/%72uns/active"), "/runs/active");
    EXPECT_EQ(found("GET", "/runs/17"), "/runs/{id} id=17");
    EXPECT_EQ(found("GET", "/runs/a%2Fb%20%C3%A4+"), "/runs/{id} id=a/b \u00e4+");
    EXPECT_EQ(found("POST", "/runs/17/claim"), "/runs/{id}/claim id=17");
    EXPECT_EQ(found("GET", "/runs/17/log"), "/{area}/{id}/log area=runs id=17");
    EXPECT_EQ(found("DELETE", "/a%20b/c"), "/a b/c");
}

TEST(Router, fails_closed) {
    for (const auto* path : {"/", "/runs/", "//runs", "/runs//claim", "/runs/17/claim/", "/Runs",
                             "/runs/../runs", "/runs/17/claimed", ""})
        EXPECT_EQ(found("GET", path).substr(0, 3), "404") << path;
    EXPECT_EQ(found("GET", "/runs/."),
              "/runs/{id} id=."); // no dot segments here: it is a value like any other
}

TEST(Router, refuses_paths_that_cannot_be_decoded) {
    for (const auto* path : {"/runs/%", "/runs/%4", "/runs/%zz", "/runs/%00", "/runs/%0a", "/runs/%7f",
                             "/runs/%c3", "/runs/%ed%a0%80", "/runs/%c0%af", "/runs/%f5%80%80%80"})
        EXPECT_EQ(found("GET", path), "400") << path;
}

TEST(Router, says_what_else_an_address_takes) {
    EXPECT_EQ(found("DELETE", "/runs"), "405 GET, HEAD, POST, OPTIONS");
    EXPECT_EQ(found("GET", "/runs/17/claim"), "405 POST, OPTIONS");
    EXPECT_EQ(found("OPTIONS", "/runs/17"), "options GET, HEAD, OPTIONS");
    EXPECT_EQ(found("OPTIONS", "/nowhere"), "404");
    EXPECT_EQ(found("OPTIONS", "*"), "options GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
}

TEST(Router, refuses_tables_that_are_not_clear) {
    const auto refused = [](std::vector<Route> routes) {
        EXPECT_THROW(Router(std::move(routes)), std::logic_error);
    };
    refused({route(Method::Get, "/runs/{id}"), route(Method::Get, "/runs/{number}")});
    refused({route(Method::Get, "/runs"), route(Method::Get, "/runs")});
    refused({route(Method::Get, "runs")});
    refused({route(Method::Get, "/runs/")});
    refused({route(Method::Get, "/runs/{}")});
    refused({route(Method::Get, "/runs/x{id}")});
    refused({route(Method::Get, "/{id}/{id}")});
    refused({route(Method::Get, "/runs?x")});
    refused({{Method::Get, "/runs", Public{}, nullptr, ""}});
    EXPECT_NO_THROW(Router({route(Method::Get, "/runs/{id}"), route(Method::Post, "/runs/{number}")}));
}

TEST(TheQuery, comes_decoded_and_in_order) {
    EXPECT_EQ(queryOf("a=1&b=%20x&a=2&flag&&=v&c=x=y"),
              (Pairs{{"a", "1"}, {"b", " x"}, {"a", "2"}, {"flag", ""}, {"", "v"}, {"c", "x=y"}}));
    EXPECT_EQ(queryOf(""), Pairs{});
    EXPECT_EQ(queryOf("since=2026-03-01T14:02:18+02:00"), (Pairs{{"since", "2026-03-01T14:02:18+02:00"}}));
    EXPECT_EQ(queryOf("a=%g1"), std::nullopt);
    EXPECT_EQ(queryOf("%ff=1"), std::nullopt);
}

} // namespace
} // namespace labwarden::http
