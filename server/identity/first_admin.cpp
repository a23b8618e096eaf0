// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/first_admin.h"

#include "server/identity/one_time_password.h"
#include "server/identity/password.h"
#include "server/identity/password_rules.h"
#include "server/storage/database.h"
#include "sql/queries/identity.h"

#include <spdlog/fmt/fmt.h>
#include <spdlog/spdlog.h>

#include <ostream>

namespace labwarden::identity {

namespace q = queries::identity;

namespace {

/// The role, and with it the account, is built in; the name is what others call such an account.
constexpr const char* username = "admin";

/// Empty: none was given.
std::string given(const FirstPassword& password) {
    std::string text = password.file.empty() ? password.text : readPrivateFile(password.file);
    while (text.ends_with('\n') || text.ends_with('\r'))
        text.pop_back(); // of the editor or `echo` that has written the file
    const std::string source = password.file.empty() ? "LABWARDEN_ADMIN_PASSWORD" : password.file.string();
    if (text.empty() && !password.file.empty())
        throw BootstrapError(source + ": is empty");
    if (text.empty())
        return text;
    for (const std::string& fault : passwordFaults(text, username))
        throw BootstrapError(source + ": the first admin's password " + fault);
    return text;
}

constexpr const char* told = R"(
****************************************************************************

  There were no users yet, so Labwarden has made one who may do everything:

      user name            {}
      one-time password    {}

  Sign in within {} hours; you are then asked for a password of your own.
  This is shown this once. If it gets lost, with this server's --config:

      labwardend users reset {}

****************************************************************************

)";

/// In one write, so that no other line comes between.
void tell(const std::string& password, std::ostream& out) {
    out << fmt::format(told, username, password, oneTimePasswordLife.count(), username) << std::flush;
}

} // namespace

bool createFirstAdmin(const FirstPassword& password, storage::Database& database, std::ostream& out) {
    // Asked first, since hashing takes its time and the file may long be gone; create_first_admin() decides.
    if (database.acquire()->run(q::anybody_ever).at(0)["found"].as<bool>())
        return false;
    const std::string chosen = given(password);
    const std::string used = chosen.empty() ? newOneTimePassword() : chosen;
    const auto life = std::chrono::duration_cast<std::chrono::seconds>(oneTimePasswordLife).count();
    if (!database.acquire()
             ->run(q::create_first_admin, std::string(username), hashPassword(used), life)
             .at(0)["made"]
             .as<bool>())
        return false;
    if (chosen.empty())
        tell(used, out);
    else
        spdlog::info("there were no users yet: made {}, with the one-time password that was given", username);
    return true;
}

} // namespace labwarden::identity
