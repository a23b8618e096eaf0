// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "common/domain/identity.h"
#include "console/style/icons.h"

#include <QString>

#include <vector>

/// The audit log in people's words.
namespace labwarden::console {

/// What was done and to whom, without who did it: "disabled user ada", "gave role engineer to ada".
QString actionText(const AuditEntry& entry);
/// What the entry is about: "user ada", "run 48213"; empty when it is about nothing.
QString targetText(const AuditEntry& entry);
/// Who did it; the server itself and strangers have words of their own.
QString actorText(const AuditEntry& entry);

/// The picture beside the entry; tinted only where something went wrong.
struct AuditLook {
    style::Icon icon;
    style::Token colour;
};
AuditLook lookOf(const AuditEntry& entry);

/// One choice of a filter: its word, and what the server is asked for.
struct AuditChoice {
    QString word;
    QString value; ///< "user.*"; empty: does not narrow
};
/// Groups of actions; the first is all.
std::vector<AuditChoice> actionChoices();
/// Kinds of targets; the first is all.
std::vector<AuditChoice> targetChoices();

/// The whole entry as text to be pasted somewhere: when, who, what, from where, and what is different.
QString copyText(const AuditEntry& entry);

} // namespace labwarden::console
