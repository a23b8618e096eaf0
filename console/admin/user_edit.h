// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/identity.h"
#include "console/widgets/difference_dialog.h"

#include <QString>

#include <string>
#include <vector>

/// Two people editing the same user: what each of them has changed, and what comes of it. Plain values.
namespace labwarden::console {

/// What of a user may be edited.
UserEdit editOf(const User& user);
/// The order of roles means nothing.
bool isSame(const UserEdit& a, const UserEdit& b);

using widgets::Side;

/// One field in which what I want differs from what is there now. Each role is a field of its own.
struct FieldDifference : widgets::Difference {
    enum class Field { displayName, email, disabled, role };
    Field field = Field::displayName;
    std::string role; ///< of a role: its name
};

/// What differs between `mine` and `theirs`, both made from `base`.
std::vector<FieldDifference> differences(const UserEdit& base, const UserEdit& mine, const UserEdit& theirs);
/// Theirs, with mine where `sides` says so; one side for each difference, none of them open.
UserEdit merged(const UserEdit& mine, const UserEdit& theirs, const std::vector<FieldDifference>& differences,
                const std::vector<Side>& sides);

/// The fields that differ, as words: "mail, roles".
QString changedFields(const UserEdit& before, const UserEdit& after);

} // namespace labwarden::console
