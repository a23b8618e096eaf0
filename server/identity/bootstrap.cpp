// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/bootstrap.h"

#include "common/json/reader.h"
#include "server/identity/password.h"
#include "server/identity/password_rules.h"
#include "server/identity/private_file.h"
#include "server/identity/user_rules.h"
#include "server/storage/database.h"
#include "sql/queries/identity.h"

#include <spdlog/spdlog.h>

namespace labwarden::identity {

namespace q = queries::identity;

void readFields(wire::Fields& in, BootstrapUser& out) {
    in.required("username", out.username, wire::Text{.max = 100, .min = 1});
    in.required("displayName", out.displayName, wire::Text{.max = 200, .min = 1});
    in.required("password", out.password, wire::Text{.max = 1000, .min = 1});
    in.required("roles", out.roles, wire::Items{.max = 20}, wire::Text{.max = 100, .min = 1});
}

std::vector<BootstrapUser> readBootstrapUsers(const std::filesystem::path& file) {
    const std::string text = readPrivateFile(file);
    std::string why;
    const auto json = wire::parse(text, why);
    if (!json)
        throw BootstrapError(file.string() + ": " + why);
    wire::Context context(wire::people);
    std::vector<BootstrapUser> users;
    wire::readValue(wire::Node(*json, context), users, wire::Items{.max = 1000});
    std::string faults;
    for (const Fault& fault : context.takeFaults())
        faults += "\n  " + fault.pointer + " " + fault.message;
    if (!faults.empty())
        throw BootstrapError(file.string() + ":" + faults);
    return users;
}

namespace {

void check(const BootstrapUser& user) {
    std::string faults;
    for (const Fault& fault : faultsOf(NewUser{user.username, user.displayName, "", user.roles}))
        faults += "\n  " + fault.pointer.substr(1) + " " + fault.message;
    for (const std::string& fault : passwordFaults(user.password, user.username))
        faults += "\n  password " + fault;
    if (!faults.empty())
        throw BootstrapError("user " + user.username + " of the first users cannot be made:" + faults);
}

} // namespace

int createBootstrapUsers(const std::vector<BootstrapUser>& users, storage::Database& database) {
    int created = 0;
    for (const BootstrapUser& user : users) {
        // Asked first, since hashing takes its time; bootstrap_user() decides.
        if (database.acquire()->run(q::user_exists, user.username).at(0)["found"].as<bool>())
            continue;
        // Not earlier: a file that was good for those who exist stays so.
        check(user);
        const std::string hash = hashPassword(user.password);
        try {
            const auto rows = database.acquire()->run(q::bootstrap_user, user.username, user.displayName,
                                                      hash, storage::arrayLiteral(user.roles));
            created += rows.at(0)["id"].is_null() ? 0 : 1;
        } catch (const pqxx::sql_error& e) {
            if (e.sqlstate() == "LW002")
                throw BootstrapError("user " + user.username + " is to have a role that does not exist");
            throw;
        }
    }
    if (created > 0)
        spdlog::info("{} first users created", created);
    return created;
}

} // namespace labwarden::identity
