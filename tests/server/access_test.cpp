// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Who gets through to which route: the whole server's own table against everything that can come in an
// Authorization header. A new route, permission or built-in role is in it without a word here.

#include "server/app.h"
#include "server/clients/amqp.h"
#include "server/clients/http_client.h"
#include "server/clients/url.h"
#include "server/http/router.h"
#include "server/identity/permissions.h"
#include "server/identity/token.h"
#include "server/runs/job_queues.h"
#include "tests/server/support/services.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <variant>

namespace labwarden {
namespace {

namespace fs = std::filesystem;

enum class Verdict { unauthenticated, forbidden, admitted };

std::string nameOf(Verdict verdict) {
    return verdict == Verdict::admitted ? "admitted" : verdict == Verdict::forbidden ? "403" : "401";
}

Verdict verdictOf(int status) {
    return status == 401 ? Verdict::unauthenticated : status == 403 ? Verdict::forbidden : Verdict::admitted;
}

/// Somebody, or something, that comes with a proof of a kind.
struct Visitor {
    std::string name;
    std::string username; ///< a fresh session of that user comes; empty: `header` does
    std::string header;   ///< empty: none
    bool proven = false;  ///< the proof is good
    bool person = true, oneTime = false;
    std::set<std::string, std::less<>> permissions;
};

/// What the contract says, in words of its own: this test knows nothing of how the server decides.
Verdict expected(const http::Access& access, const Visitor& visitor) {
    if (std::holds_alternative<http::Public>(access))
        return Verdict::admitted;
    if (!visitor.proven ||
        std::holds_alternative<http::Attempt>(access)) // nobody here comes with the token of an attempt
        return Verdict::unauthenticated;
    if (const auto* person = std::get_if<http::Person>(&access))
        return visitor.person && (!visitor.oneTime || person->evenOneTime) ? Verdict::admitted
                                                                           : Verdict::forbidden;
    if (visitor.oneTime)
        return Verdict::forbidden;
    if (const auto* session = std::get_if<http::Session>(&access))
        return visitor.permissions.contains(session->permission) ? Verdict::admitted : Verdict::forbidden;
    return Verdict::admitted; // Anyone
}

/// The whole server, on real services, in this process.
class TheServer : public testing::Test {
protected:
    test::TestSchema schema;
    test::TestRedis redis;
    const std::string name = test::uniqueName("access");
    const fs::path folder = fs::temp_directory_path() / name;
    pqxx::connection connection{connectionUrl()};
    clients::HttpClient client;
    std::unique_ptr<App> app;

    void SetUp() override {
        fs::create_directories(folder);
        std::ofstream(folder / "callback.key") << std::string(32, 'k');
        fs::permissions(folder / "callback.key", fs::perms::owner_read | fs::perms::owner_write);
        for (const char* user : {"viewer", "engineer", "lab manager", "admin"})
            test::addUser(schema, user, user);
        schema.sql("INSERT INTO roles (name, permissions) VALUES ('nothing at all', '{}')");
        test::addUser(schema, "nobody special", "nothing at all");
        test::addUser(schema, "newcomer", "admin");
        schema.sql("UPDATE users SET must_change_password = true WHERE username = 'newcomer'");

        const auto& services = test::Services::get();
        Settings settings;
        settings.listenPort = 0;
        settings.publicUrl = "http://lab.example.com";
        settings.postgres = services.postgresApp;
        settings.postgresSchema = schema.name();
        settings.redis = services.redis;
        settings.redisPrefix = redis->prefix();
        settings.amqp = services.amqp;
        settings.jobQueue = name;
        settings.eventExchange = "events-" + name;
        settings.mqtt = services.mqtt;
        settings.mqttGroup = name;
        settings.influx = services.influx;
        settings.callbackKeyFile = folder / "callback.key";
        app =
            std::make_unique<App>(std::move(settings), [](const std::string& why) { ADD_FAILURE() << why; });
        app->start();
    }

    void TearDown() override {
        EXPECT_TRUE(app->stop());
        app.reset();
        clients::AmqpConnection broker(clients::Url::parse(test::Services::get().amqp));
        broker.deleteQueue(name);
        broker.deleteQueue(runs::deadLetterQueue(name));
        broker.deleteExchange("events-" + name);
        fs::remove_all(folder);
    }

    std::string connectionUrl() const {
        auto settings = schema.settings();
        settings.url = test::Services::get().postgres;
        return storage::connectionUrl(settings);
    }
    pqxx::result sql(const std::string& text) { return pqxx::nontransaction(connection).exec(text); }

    /// A session, as a log-in would make it, without the tenth of a second that this takes.
    std::string openSession(const std::string& username, const std::string& life = "1 hour") {
        auto token = identity::newToken();
        sql("INSERT INTO sessions (token_hash, user_id, expires_at, ends_at) SELECT decode('" +
            identity::hashOf(token) + "', 'hex'), id, now() + interval '" + life + "', now() + interval '" +
            life + "' FROM users WHERE username = '" + username + "'");
        return token;
    }
    std::string addKey(const std::string& keyName, const std::string& scopes,
                       const std::string& life = "1 day") {
        auto secret = identity::newKeySecret();
        sql("WITH u AS (INSERT INTO users (username, display_name, password_hash, kind) VALUES ('key:" +
            keyName + "', '" + keyName +
            "', '', 'key') RETURNING id) INSERT INTO api_keys (id, secret_hash, scopes, created_by, "
            "expires_at) SELECT u.id, decode('" +
            identity::hashOf(secret) + "', 'hex'), '{" + scopes + "}', a.id, now() + interval '" + life +
            "' FROM u, users a WHERE a.username = 'admin'");
        return secret;
    }
    std::set<std::string, std::less<>> permissionsOf(const std::string& role) {
        std::set<std::string, std::less<>> all;
        for (const auto& row : sql("SELECT unnest(permissions) FROM roles WHERE name = '" + role + "'"))
            all.insert(row[0].c_str());
        return all;
    }

    std::vector<Visitor> visitors() {
        std::vector<Visitor> all{
            {.name = "no token", .username = {}, .header = {}, .permissions = {}},
            {.name = "another scheme", .username = {}, .header = "Basic YWRtaW46YWRtaW4=", .permissions = {}},
            {.name = "an empty token", .username = {}, .header = "Bearer ", .permissions = {}},
            {.name = "a broken token", .username = {}, .header = "Bearer nonsense", .permissions = {}},
            {.name = "an unknown token",
             .username = {},
             .header = "Bearer " + identity::newToken(),
             .permissions = {}},
            {.name = "an unknown key",
             .username = {},
             .header = "Bearer " + identity::newKeySecret(),
             .permissions = {}},
            {.name = "a JSON Web Token",
             .username = {},
             .header = "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.",
             .permissions = {}},
            {.name = "an expired session",
             .username = {},
             .header = "Bearer " + openSession("admin", "-1 second"),
             .permissions = {}},
            {.name = "an expired key",
             .username = {},
             .header = "Bearer " + addKey("old", "devices:read", "-1 second"),
             .permissions = {}},
        };
        const auto ended = openSession("admin");
        EXPECT_EQ(send("GET", "/api/v1/auth/me", "Bearer " + ended).status, 200);
        EXPECT_EQ(send("POST", "/api/v1/auth/logout", "Bearer " + ended).status, 204);
        all.push_back(
            {.name = "an ended session", .username = {}, .header = "Bearer " + ended, .permissions = {}});
        const auto revoked = addKey("revoked", "devices:read");
        EXPECT_EQ(send("GET", "/api/v1/devices", "Bearer " + revoked).status, 200);
        const std::string id = sql("SELECT id FROM users WHERE username = 'key:revoked'")[0][0].c_str();
        EXPECT_EQ(send("DELETE", "/api/v1/api-keys/" + id, "Bearer " + openSession("admin")).status, 204);
        all.push_back(
            {.name = "a revoked key", .username = {}, .header = "Bearer " + revoked, .permissions = {}});

        for (const char* user : {"viewer", "engineer", "lab manager", "admin"})
            all.push_back({.name = user,
                           .username = user,
                           .header = {},
                           .proven = true,
                           .permissions = permissionsOf(user)});
        all.push_back({.name = "a role with nothing",
                       .username = "nobody special",
                       .header = {},
                       .proven = true,
                       .permissions = {}});
        all.push_back({.name = "an admin with a one-time password",
                       .username = "newcomer",
                       .header = {},
                       .proven = true,
                       .oneTime = true,
                       .permissions = permissionsOf("admin")});
        std::string everything;
        Visitor key{.name = "a key of everything",
                    .username = {},
                    .header = {},
                    .proven = true,
                    .person = false,
                    .permissions = {}};
        for (const Permission& permission : identity::allPermissions()) {
            if (!permission.forKeys)
                continue;
            all.push_back({.name = "a key of " + permission.name,
                           .username = {},
                           .header = "Bearer " + addKey(permission.name, permission.name),
                           .proven = true,
                           .person = false,
                           .permissions = {permission.name}});
            everything += (everything.empty() ? "" : ",") + permission.name;
            key.permissions.insert(permission.name);
        }
        key.header = "Bearer " + addKey("everything", everything);
        all.push_back(std::move(key));
        return all;
    }

    clients::HttpResult send(std::string_view method, const std::string& path,
                             const std::string& authorization) {
        clients::HttpRequest request;
        request.method = method;
        request.url = "http://127.0.0.1:" + std::to_string(app->port()) + path;
        if (method != "GET")
            request.body = "{}";
        if (!authorization.empty())
            request.headers.emplace_back("Authorization", authorization);
        return client.send(request);
    }
};

/// An address that the route takes and at which there is nothing.
std::string addressOf(const http::Route& route) {
    std::string address(route.path);
    for (auto open = address.find('{'); open != std::string::npos; open = address.find('{'))
        address.replace(open, address.find('}') - open + 1, "6f9619ff-8b86-4011-b42d-00cf4fc964ff");
    return address + (route.method == http::Method::Get ? "?after=0&wait=0" : "");
}

} // namespace

TEST_F(TheServer, lets_everybody_through_to_what_the_route_table_says_and_to_nothing_else) {
    const auto routes = app->routes();
    std::map<Verdict, int> seen;
    std::string faults;
    for (const Visitor& visitor : visitors()) {
        for (const http::Route& route : routes) {
            // A fresh session each time: some of these routes end sessions.
            const auto answer =
                send(http::nameOf(route.method), addressOf(route),
                     visitor.username.empty() ? visitor.header : "Bearer " + openSession(visitor.username));
            const auto wanted = expected(route.access, visitor);
            ++seen[wanted];
            if (verdictOf(answer.status) != wanted || answer.status == 500 || answer.status == 0)
                faults += "\n  " + std::string(http::nameOf(route.method)) + " " + std::string(route.path) +
                          " by " + visitor.name + ": " + std::to_string(answer.status) + " and not " +
                          nameOf(wanted);
        }
    }
    EXPECT_EQ(faults, "");
    for (const auto verdict : {Verdict::unauthenticated, Verdict::forbidden, Verdict::admitted})
        EXPECT_GT(seen[verdict], 100) << nameOf(verdict);
}

TEST(ARoute, that_asks_for_no_permission_or_for_one_that_there_is_not_keeps_the_server_from_starting) {
    const auto asking = [](std::string_view permission) {
        return std::vector<http::Route>{
            {http::Method::Get, "/api/v1/new", http::Session{permission},
             http::answer([](const http::Request&) { return http::Response::noContent(); }), "New"}};
    };
    EXPECT_NO_THROW(http::Router{asking("runs:read")});
    EXPECT_THROW(http::Router{asking("")}, std::logic_error);
    EXPECT_NO_THROW(identity::checkPermissions(asking("runs:read")));
    EXPECT_THROW(identity::checkPermissions(asking("runs:raed")), std::logic_error);
    EXPECT_THROW(identity::checkPermissions(asking("")), std::logic_error);
}

} // namespace labwarden
