// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/user_rules.h"

#include "server/identity/permissions.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

namespace labwarden::identity {

namespace {

constexpr std::size_t longestUsername = 100;

bool isUsername(std::string_view name) {
    const auto alphanumeric = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    return !name.empty() && name.size() <= longestUsername && alphanumeric(name.front()) &&
           std::ranges::all_of(
               name, [&](char c) { return alphanumeric(c) || c == '.' || c == '_' || c == '@' || c == '-'; });
}

/// The name under which the audit log has what the server does of itself.
bool isTheLab(std::string_view name) {
    return std::ranges::equal(name, std::string_view("labwardend"),
                              [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
}

/// Empty, or something that could be a mail address: whether it is one, only a mail can tell.
bool isMail(std::string_view text) {
    if (text.empty())
        return true;
    const auto at = text.rfind('@');
    return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
           text.find(' ') == std::string_view::npos;
}

/// Characters that nobody sees, or that turn others round: C1 controls, zero-width ones, directions. (Not the
/// two joiners, which some scripts cannot be written without.) `text` is well-formed UTF-8.
bool hasHidden(std::string_view text) {
    const auto at = [text](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const unsigned one = at(i), two = at(i + 1), three = at(i + 2);
        if ((one == 0xC2 && two < 0xA0) || // U+0080 to U+009F
            (one == 0xE2 && two == 0x80 &&
             (three == 0x8B || three == 0x8E || three == 0x8F || (three >= 0xA8 && three <= 0xAE))) ||
            (one == 0xE2 && two == 0x81 && three >= 0xA0 && three <= 0xAF) || // U+2060 to U+206F
            (one == 0xEF && two == 0xBB && three == 0xBF))
            return true;
    }
    return false;
}

void checkMail(std::string_view mail, std::vector<Fault>& faults) {
    if (!isMail(mail))
        faults.push_back({"/email", "must be a mail address, or empty"});
}

} // namespace

void checkName(std::string_view name, const char* pointer, std::vector<Fault>& faults) {
    if (name.starts_with(' ') || name.ends_with(' '))
        faults.push_back({pointer, "must neither begin nor end with a blank"});
    if (hasHidden(name))
        faults.push_back({pointer, "must not have characters that cannot be seen"});
}

std::vector<Fault> faultsOf(const NewUser& user) {
    std::vector<Fault> faults;
    if (!isUsername(user.username))
        faults.push_back({"/username", "must begin with a letter or digit and have only letters (a-z), "
                                       "digits and . _ @ -, 100 at most"});
    else if (isTheLab(user.username))
        faults.push_back({"/username", "is what the audit log calls the lab itself"});
    checkName(user.displayName, "/displayName", faults);
    checkMail(user.email, faults);
    return faults;
}

std::vector<Fault> faultsOf(const UserEdit& edit) {
    return faultsOf(ProfileEdit{edit.displayName, edit.email});
}

std::vector<Fault> faultsOf(const ProfileEdit& edit) {
    std::vector<Fault> faults;
    checkName(edit.displayName, "/displayName", faults);
    checkMail(edit.email, faults);
    return faults;
}

std::vector<Fault> faultsOf(const UserBulk& bulk) {
    std::vector<Fault> faults;
    std::set<std::string_view> named;
    for (std::size_t i = 0; i < bulk.users.size(); ++i)
        if (!named.insert(bulk.users[i].id).second)
            faults.push_back({"/users/" + std::to_string(i) + "/id", "is named twice"});
    for (std::size_t i = 0; i < bulk.removeRoles.size(); ++i)
        if (std::ranges::find(bulk.addRoles, bulk.removeRoles[i]) != bulk.addRoles.end())
            faults.push_back({"/removeRoles/" + std::to_string(i), "is to be added, too"});
    if (!bulk.disabled && bulk.addRoles.empty() && bulk.removeRoles.empty())
        faults.push_back({"", "must say what to change: disabled, addRoles or removeRoles"});
    return faults;
}

std::vector<Fault> faultsOf(const RoleEdit& edit) {
    std::vector<Fault> faults;
    checkName(edit.name, "/name", faults);
    for (std::size_t i = 0; i < edit.permissions.size(); ++i)
        if (!isPermission(edit.permissions[i]))
            faults.push_back({"/permissions/" + std::to_string(i),
                              "is no permission: GET /api/v1/permissions lists them"});
    return faults;
}

} // namespace labwarden::identity
