// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/refusal.h"

#include "common/enum_text.h"
#include "server/errors.h"

#include <stdexcept>
#include <string>

namespace labwarden::identity {

std::optional<Refusal> refusalOf(const boost::json::value& outcome) {
    const auto& status = outcome.at("status").as_string();
    if (status == "done")
        return std::nullopt;
    const auto refusal = fromText<Refusal>(std::string_view(status));
    if (!refusal)
        throw std::logic_error("a change of access came out as " + std::string(status));
    return refusal;
}

void refuse(Refusal refusal, std::string_view permission, std::string_view thing) {
    const std::string name(thing);
    switch (refusal) {
    case Refusal::signed_out:
        throw Unauthenticated(PublicText("The session is unknown or has ended. Sign in again."));
    case Refusal::forbidden:
        throw Forbidden(PublicText("This needs the permission " + std::string(permission) + "."));
    case Refusal::not_found:
        throw NotFound(PublicText("There is no such " + name + "."));
    case Refusal::more_than_own:
        throw Forbidden(
            PublicText("This touches permissions that you do not have yourself. Ask somebody who has them.",
                       problem_type::moreThanOwn));
    case Refusal::stale:
        throw Stale();
    case Refusal::self:
        throw Conflict(PublicText("Nobody can disable, delete or reset themselves. Ask another admin; "
                                  "a password of one's own is changed in the account's settings."));
    case Refusal::last_admin:
        throw Conflict(PublicText("This is the last active admin. Make somebody else an admin first.",
                                  problem_type::lastAdmin));
    case Refusal::name_taken:
        throw Invalid({Fault{thing == "user" ? "/username" : "/name", "is taken already"}});
    case Refusal::built_in:
        throw Conflict(
            PublicText("A built-in role can be neither changed nor deleted. Make a role of your own."));
    case Refusal::in_use:
    case Refusal::unknown_role:
    case Refusal::refused:
        break; // need more words
    }
    throw std::logic_error("a refusal without words of its own");
}

} // namespace labwarden::identity
