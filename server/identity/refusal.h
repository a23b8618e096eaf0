// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <boost/describe.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string_view>

namespace labwarden::identity {

/// Why the database has not made a change of users or roles, as sql/functions/identity names it. Nothing has
/// changed then.
enum class Refusal {
    signed_out, ///< the actor is not active any more
    forbidden,  ///< or has lost the permission
    not_found,
    more_than_own, ///< touches permissions that the actor has not
    stale,         ///< not the version that was to be changed
    self,          ///< disabling or deleting oneself
    last_admin,
    name_taken,
    unknown_role,
    built_in,
    in_use,
    refused, ///< several people, each with a refusal of their own
};
BOOST_DESCRIBE_ENUM(Refusal, signed_out, forbidden, not_found, more_than_own, stale, self, last_admin,
                    name_taken, unknown_role, built_in, in_use, refused)

/// The refusal in an outcome `{"status": ...}`; nothing when that is "done".
std::optional<Refusal> refusalOf(const boost::json::value& outcome);

/// Throws the ServiceError of a refusal that needs no more to be told: Unauthenticated, Forbidden, NotFound,
/// Stale, Conflict, or Invalid for a name that is taken. `permission` is what the change takes, `thing` what
/// it is about ("user", "role").
[[noreturn]] void refuse(Refusal refusal, std::string_view permission, std::string_view thing);

} // namespace labwarden::identity
