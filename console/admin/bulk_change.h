// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/identity.h"
#include "console/api/admin_api.h"

#include <QString>

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

/// One change to many users at once. Plain values.
namespace labwarden::console {

/// The server takes no more at once, so that all of it is one commit.
inline constexpr int mostUsersAtOnce = 500;

/// What is wanted of everybody chosen.
struct BulkWish {
    enum class Kind { disable, enable, addRole, removeRole };
    Kind kind = Kind::disable;
    std::string role; ///< of the last two
};

/// What a wish comes to.
struct BulkPlan {
    BulkWish wish;
    std::vector<User> changing; ///< they go into the request
    int alike = 0;              ///< how many of those chosen are so already
    UserBulk request() const;
};

BulkPlan planOf(const BulkWish& wish, const std::vector<User>& chosen);
/// What takes the change back: everybody it has changed, as `answered` by the server, the other way round.
UserBulk undoOf(const BulkWish& wish, const std::vector<User>& answered);

/// What is asked before it is done, and what is said afterwards.
struct BulkWords {
    QString title, text, verb;
    bool dangerous = false;
};
BulkWords questionOf(const BulkPlan& plan);
QString doneWords(const BulkPlan& plan);
/// "Disabling 212 people…", while it is under way.
QString underWayWords(const BulkPlan& plan);
QString undoingWords(int count);
/// Of those `asked` for whom somebody else has changed or deleted since, each with what is different `now`.
std::vector<UserConflict> changedMeanwhile(const std::vector<User>& asked,
                                           const std::unordered_map<std::string, User>& now);
/// When nobody is left to be changed.
QString nothingToDoWords(const BulkPlan& plan);

} // namespace labwarden::console
