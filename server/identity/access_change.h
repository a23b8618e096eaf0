// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/identity/session_copies.h"
#include "server/storage/database.h"
#include "server/storage/json_rows.h"

#include <boost/json/value.hpp>

#include <string>
#include <vector>

namespace labwarden::identity {

/// Runs a query with one column `outcome`: what a function of sql/functions/identity answers as JSON, having
/// locked every session (and API key) that shall know of the change. Their hashes stand in `copies`; these
/// copies go before the change is committed. Throws Unavailable("redis") when they cannot: then nothing has
/// changed.
template<class... Args>
boost::json::value changeAccess(storage::Database& database, const SessionCopies& copies,
                                const storage::Query& query, const Args&... args) {
    boost::json::value outcome;
    database.acquire()->transact([&](storage::Transaction& transaction) {
        outcome = storage::parsed(transaction.run(query, args...).at(0)["outcome"]);
        std::vector<std::string> hashes;
        if (const boost::json::value* named = outcome.as_object().if_contains("copies"))
            for (const boost::json::value& hash : named->as_array())
                hashes.emplace_back(hash.as_string());
        copies.remove(hashes);
    });
    return outcome;
}

} // namespace labwarden::identity
