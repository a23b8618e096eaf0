// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/user_words.h"

#include "console/widgets/format.h"

#include <QCoreApplication>
#include <QDateTime>

namespace labwarden::console {
namespace {

using style::Icon;
using style::Token;

QString tr(const char* text, int n = -1) {
    return QCoreApplication::translate("UserWords", text, nullptr, n);
}
QString q(const std::string& text) {
    return QString::fromStdString(text);
}

bool isOfType(const ApiError& error, std::string_view type) {
    return error.type == QString::fromLatin1(type.data(), static_cast<qsizetype>(type.size()));
}

/// The server names the matter in its detail; its title only repeats the status.
QString serverWords(const ApiError& error) {
    return error.detail.isEmpty() ? error.title : error.detail;
}

QString waitText(const ApiError& error) {
    return error.retryAfter ? tr("Try again in %1 s.").arg(error.retryAfter->count())
                            : tr("Try again in a moment.");
}

} // namespace

UserStatus statusOf(const User& user) {
    if (user.disabled)
        return UserStatus::disabled;
    if (user.locked)
        return UserStatus::locked;
    return user.mustChangePassword ? UserStatus::oneTimePassword : UserStatus::active;
}

widgets::StateLook lookOf(UserStatus status) {
    switch (status) {
    case UserStatus::active:
        return {Icon::circleCheck, Token::available, tr("Active")};
    case UserStatus::oneTimePassword:
        return {Icon::keyRound, Token::accent, tr("One-time password")};
    case UserStatus::locked:
        return {Icon::lock, Token::warning, tr("Locked")};
    case UserStatus::disabled:
        return {Icon::ban, Token::offline, tr("Disabled")};
    }
    return {Icon::circleHelp, Token::muted, tr("Unknown")};
}

QString meaningOf(UserStatus status) {
    switch (status) {
    case UserStatus::active:
        return tr("May sign in");
    case UserStatus::oneTimePassword:
        return tr("Signs in with a one-time password and chooses an own one then");
    case UserStatus::locked:
        return tr("Has to wait after too many failed log-ins; unlocking lets them try at once");
    case UserStatus::disabled:
        return tr("Cannot sign in until enabled again");
    }
    return {};
}

QString nameOf(const User& user) {
    return q(user.displayName.empty() ? user.username : user.displayName);
}

QString lastLoginText(const User& user, Timestamp now) {
    if (!user.lastLoginAt)
        return tr("Never");
    const auto dayOf = [](Timestamp t) { return QDateTime::fromMSecsSinceEpoch(t.ms).date(); };
    return dayOf(*user.lastLoginAt) == dayOf(now) ? tr("Today, %1").arg(widgets::timeText(*user.lastLoginAt))
                                                  : widgets::dateTimeText(*user.lastLoginAt);
}

QString namesText(const std::vector<User>& users) {
    constexpr std::size_t named = 3;
    QStringList names;
    for (std::size_t i = 0; i < users.size() && (i < named || users.size() == named + 1); ++i)
        names << nameOf(users[i]);
    const auto others = static_cast<qsizetype>(users.size()) - names.size();
    if (others > 0)
        return tr("%1 and %2 others").arg(names.join(QLatin1String(", "))).arg(others);
    if (names.size() < 2)
        return names.join(QString());
    const QString last = names.takeLast();
    return tr("%1 and %2").arg(names.join(QLatin1String(", ")), last);
}

QString allowsText(const std::vector<std::string>& permissions) {
    QStringList parts;
    QString area;
    for (const auto& permission : permissions) {
        const QString of = q(permission).section(QLatin1Char(':'), 0, 0);
        const QString verb = q(permission).section(QLatin1Char(':'), 1);
        if (of == area) {
            parts.last() += QLatin1String(", ") + verb;
        } else {
            parts << QStringLiteral("%1: %2").arg(of, verb);
            area = of;
        }
    }
    return parts.isEmpty() ? tr("nothing") : parts.join(QStringLiteral(" · "));
}

QString joined(const std::set<std::string>& words) {
    QStringList list;
    for (const auto& word : words)
        list << q(word);
    return list.join(QLatin1String(", "));
}

RefusalWords refusalWords(const ApiError& error) {
    using Kind = ApiError::Kind;
    switch (error.kind) {
    case Kind::Unauthorized:
        return {tr("Your session had ended, so nothing was changed."),
                tr("What you have entered is still here. Do it again when you are signed in.")};
    case Kind::Forbidden:
        if (isOfType(error, problem_type::moreThanOwn))
            return {tr("Nobody can give or take what they may not do themselves."), serverWords(error)};
        return {tr("You are not allowed to do this."), serverWords(error)};
    case Kind::Conflict:
        if (isOfType(error, problem_type::lastAdmin))
            return {tr("This would leave the lab without an admin."),
                    tr("Make somebody else an admin first, or enable one.")};
        // The server may have no more to say than that.
        return {tr("Nothing was changed."),
                serverWords(error) == tr("Nothing was changed.") ? QString() : serverWords(error)};
    case Kind::Stale:
        return {tr("Somebody else has changed this in the meantime; nothing was overwritten."),
                tr("What they have made of it is shown now. Look at it and do it again.")};
    case Kind::NotFound:
        return {tr("There is no such user any more."), tr("Somebody has deleted them in the meantime.")};
    case Kind::Invalid:
        return {tr("The server does not take this."),
                error.faults.empty() ? serverWords(error) : tr("Put right what is marked.")};
    case Kind::Throttled:
        return {tr("The server has too much to do; nothing was changed."), waitText(error)};
    case Kind::Unreachable:
    case Kind::Timeout:
        return {error.title,
                tr("It is not known whether it was done. Doing it again does no harm: nothing is "
                   "overwritten.")};
    default:
        if (error.status == 503)
            return {tr("The server cannot do this now."),
                    serverWords(error) + QLatin1Char(' ') + waitText(error)};
        return {error.title, error.detail};
    }
}

bool mayBeOutOfDate(const ApiError& error) {
    using Kind = ApiError::Kind;
    return error.kind == Kind::Stale || error.kind == Kind::NotFound || error.kind == Kind::Timeout ||
           error.kind == Kind::Unreachable || error.status >= 500;
}

} // namespace labwarden::console
