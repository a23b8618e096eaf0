// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/identity.h"

#include <QString>

#include <set>
#include <string>
#include <vector>

/// The arithmetic of a change of roles: who would gain and who would lose what. Plain values and functions,
/// for any thread.
namespace labwarden::console {

using PermissionSet = std::set<std::string, std::less<>>;

/// One permission and everybody to whom a change does the same with it.
struct PermissionEffect {
    enum class Kind {
        gain, ///< they have it afterwards and did not before
        lose, ///< they had it before and have it no longer
        keep, ///< a role of theirs loses it, another one still gives it
        had   ///< a role of theirs gains it, they had it already
    };
    Kind kind = Kind::gain;
    std::string permission;
    std::vector<User> people; ///< by displayed name
};

/// What becomes of everybody when the roles `before` are as in `after`: a role is the same by its id, one
/// that is not in `after` is deleted. Users hold roles by the names in `before`. Gains first, then losses,
/// then what stays as it is; within that by permission in the order of `order`, those that are not in it
/// last.
std::vector<PermissionEffect> effectsOf(const std::vector<Role>& before, const std::vector<Role>& after,
                                        const std::vector<User>& users,
                                        const std::vector<Permission>& order = {});

/// "3 people gain runs:start", "1 person keeps devices:write through another role".
QString effectText(const PermissionEffect& effect);
/// "M. Keller (keller), A. Byron (ada, disabled)".
QString whoText(const std::vector<User>& people);

/// The first permission of `needed` that `own` lacks; empty when there is none. Nobody gives, or changes what
/// gives, more than they have.
std::string lackingPermission(const std::vector<std::string>& needed, const PermissionSet& own);

/// "runs" of "runs:start"; the whole text when it has no colon.
std::string areaOf(const std::string& permission);
/// "Test runs"; an area that is not known is called as it is, beginning with a capital.
QString areaWord(const std::string& area);

} // namespace labwarden::console
