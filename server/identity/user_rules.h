// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/identity.h"
#include "common/domain/problem.h"

#include <string_view>
#include <vector>

/// What is asked of users, roles and names beyond what their JSON says; the same for people and for the
/// command line. Pure.
namespace labwarden::identity {

/// Adds what is wrong with a name of people's own making, of a user, a role, an API key. Such names are shown
/// and compared: there are to be no two that look the same but for what nobody sees.
void checkName(std::string_view name, const char* pointer, std::vector<Fault>& faults);

/// A user name has letters and digits that everybody can type, and . _ @ - after the first.
std::vector<Fault> faultsOf(const NewUser& user);
std::vector<Fault> faultsOf(const UserEdit& edit);
std::vector<Fault> faultsOf(const ProfileEdit& edit);
/// Something has to change, and nobody is named twice.
std::vector<Fault> faultsOf(const UserBulk& bulk);
/// Permissions have to be ones that there are.
std::vector<Fault> faultsOf(const RoleEdit& edit);

} // namespace labwarden::identity
