// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/environments/rekey_command.h"

#include "server/environments/secret_keys.h"
#include "server/storage/database.h"
#include "sql/queries/environments.h"

#include <exception>
#include <ostream>

namespace labwarden::environments {

namespace q = queries::environments;

RekeyExit runRekey(storage::Database& database, const SecretKeys& keys, std::ostream& out,
                   std::ostream& err) {
    int done = 0, already = 0, unknown = 0;
    try {
        for (const auto& row : database.acquire()->run(q::sealed_secrets)) {
            const std::string id = row["environment_id"].c_str(), name = row["name"].c_str(),
                              sealed = row["sealed"].c_str();
            if (keys.isByFirst(sealed)) {
                ++already;
                continue;
            }
            const auto value = keys.open(id, name, sealed);
            if (!value) {
                ++unknown;
                err << "The secret " << name << " of the environment " << row["environment"].c_str() << " ("
                    << id << ") opens with none of the keys.\n";
                continue;
            }
            // Nothing to do for one that was saved or forgotten meanwhile.
            if (database.acquire()
                    ->run(q::reseal_secret, id, name, row["revision"].as<int>(), sealed,
                          keys.seal(id, name, *value))
                    .at(0)
                    .at(0)
                    .as<bool>())
                ++done;
        }
    } catch (const std::exception& e) {
        err << "labwardend secrets: " << e.what() << "\n";
        return RekeyExit::Failed;
    }
    out << "Sealed under the first key: " << done << " now, " << already << " before.\n";
    return unknown == 0 ? RekeyExit::Done : RekeyExit::Refused;
}

} // namespace labwarden::environments
