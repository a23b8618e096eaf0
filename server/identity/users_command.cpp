// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/users_command.h"

#include "common/json/domain.h"
#include "server/errors.h"
#include "server/identity/access_change.h"
#include "server/identity/one_time_password.h"
#include "server/identity/password.h"
#include "server/identity/terminal_table.h"
#include "server/identity/user_rules.h"
#include "server/storage/database.h"
#include "server/storage/migrations.h"
#include "server/storage/redis.h"
#include "sql/queries/identity.h"

#include <boost/json.hpp>

#include <ostream>

namespace labwarden::identity {

namespace q = queries::identity;
namespace json = boost::json;

namespace {

/// The program has just begun: there is none yet.
constexpr std::chrono::seconds firstConnection{12};
/// As the audit log has where it came from.
const std::string address = "command line";

std::int64_t lifeSeconds() {
    return std::chrono::duration_cast<std::chrono::seconds>(oneTimePasswordLife).count();
}

std::string textAt(const json::value& object, const char* name) {
    return json::value_to<std::string>(object.at(name));
}

class UsersCommand {
public:
    UsersCommand(const UsersRequest& request, storage::Database& database, storage::Redis& redis,
                 std::ostream& out, std::ostream& err)
        : m_request(request), m_database(database), m_redis(redis), m_out(out), m_err(err) {}

    UsersExit run() {
        switch (m_request.action) {
        case UsersRequest::Action::List:
            return list();
        case UsersRequest::Action::Add:
            return add();
        case UsersRequest::Action::Reset:
            return reset();
        case UsersRequest::Action::Unlock:
            return unlock();
        }
        return UsersExit::Failed;
    }

private:
    UsersExit list() {
        TerminalTable table({"user name", "display name", "roles", "state", "last sign-in"});
        for (const auto& row : m_database.acquire()->run(q::host_list_users))
            table.add({row["username"].c_str(), row["display_name"].c_str(), row["roles"].c_str(),
                       row["state"].c_str(), row["last_login"].c_str()});
        table.print(m_out);
        return UsersExit::Done;
    }

    UsersExit add() {
        const NewUser user{m_request.username,
                           m_request.displayName.empty() ? m_request.username : m_request.displayName,
                           m_request.email, m_request.roles};
        auto reading = wire::read<NewUser>(json::value_from(user), wire::people);
        auto faults = std::move(reading.faults);
        if (faults.empty())
            faults = faultsOf(user);
        for (const Fault& fault : faults)
            m_err << "labwardend: " << fault.pointer.substr(1) << " " << fault.message << "\n";
        if (!faults.empty())
            return UsersExit::Refused;
        const std::string password = newOneTimePassword();
        const auto outcome = outcomeOf(m_database.acquire()->run(
            q::host_create_user, address, user.username, user.displayName, user.email,
            storage::arrayLiteral(user.roles), hashPassword(password), lifeSeconds()));
        if (textAt(outcome, "status") == "name_taken")
            return refuse("there is a user named " + user.username + " already; `labwardend users reset " +
                          user.username + "` gives a new password");
        if (textAt(outcome, "status") == "unknown_role")
            return refuse("there is no role named " + json::value_to<std::string>(outcome.at("roles").at(0)) +
                          "; built in are: viewer, engineer, lab manager, admin");
        m_out << "made " << user.username << "\n";
        tell(password, outcome);
        return UsersExit::Done;
    }

    UsersExit reset() {
        const std::string password = newOneTimePassword();
        const std::string hash = hashPassword(password);
        bool copiesLeft = false;
        json::value outcome;
        try {
            outcome = changeAccess(m_database, SessionCopies(m_redis), q::host_reset_password, address,
                                   m_request.username, hash, lifeSeconds());
        } catch (const Unavailable& e) {
            if (e.dependency != "redis")
                throw;
            // Nothing has changed. Leaving it so would leave whoever has the old password, and its sessions,
            // in.
            copiesLeft = true;
            outcome = outcomeOf(m_database.acquire()->run(q::host_reset_password, address, m_request.username,
                                                          hash, lifeSeconds()));
        }
        if (textAt(outcome, "status") == "not_found")
            return refuseUnknown();
        m_out << "the old password of " << textAt(outcome, "username")
              << " is no longer good, and all sessions have ended\n";
        if (copiesLeft)
            m_err << "labwardend: Redis cannot be reached (--redis): a session that a server has seen within "
                     "the last minute may go on until "
                     "that minute is over\n";
        tell(password, outcome);
        tellIfDisabled(outcome);
        return UsersExit::Done;
    }

    UsersExit unlock() {
        const auto outcome =
            outcomeOf(m_database.acquire()->run(q::host_unlock_user, address, m_request.username));
        if (textAt(outcome, "status") == "not_found")
            return refuseUnknown();
        m_out << textAt(outcome, "username")
              << (outcome.at("locked").as_bool()
                      ? " was locked by failed log-ins and may sign in again\n"
                      : " was not locked; failed log-ins are forgotten all the same\n");
        tellIfDisabled(outcome);
        return UsersExit::Done;
    }

    static json::value outcomeOf(const pqxx::result& rows) { return storage::parsed(rows.at(0)["outcome"]); }

    void tell(const std::string& password, const json::value& outcome) {
        m_out << "one-time password: " << password << "\n"
              << "good until " << textAt(outcome, "passwordEndsAt")
              << ", to sign in with and choose another; it is not shown again\n";
    }

    void tellIfDisabled(const json::value& outcome) {
        if (outcome.at("disabled").as_bool())
            m_err << "labwardend: the account is disabled, so nobody can sign in to it yet: an admin enables "
                     "it in the console. With no admin "
                     "left who can: labwardend users add NAME --role admin\n";
    }

    UsersExit refuse(const std::string& why) {
        m_err << "labwardend: " << why << "\n";
        return UsersExit::Refused;
    }
    UsersExit refuseUnknown() {
        return refuse("there is no user named " + terminalText(m_request.username) +
                      "; `labwardend users list` shows who there is");
    }

    const UsersRequest& m_request;
    storage::Database& m_database;
    storage::Redis& m_redis;
    std::ostream& m_out;
    std::ostream& m_err;
};

} // namespace

UsersExit runUsers(const UsersRequest& request, storage::Database& database, storage::Redis& redis,
                   std::ostream& out, std::ostream& err) {
    try {
        database.acquire(firstConnection);
        storage::checkSchema(database);
        return UsersCommand(request, database, redis, out, err).run();
    } catch (const Unavailable& e) {
        err << "labwardend: " << (e.dependency == "redis" ? "Redis (--redis)" : "PostgreSQL (--postgres)")
            << " cannot be reached; start it or correct the URL, then look with `labwardend users list` "
               "before you try again\n";
    } catch (const std::exception& e) {
        err << "labwardend: " << e.what() << "\n";
    }
    return UsersExit::Failed;
}

} // namespace labwarden::identity
