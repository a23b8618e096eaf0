// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/audit_words.h"

#include "console/admin/audit_difference.h"
#include "console/widgets/format.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <map>

namespace labwarden::console {
namespace {

namespace json = boost::json;
using style::Icon;
using style::Token;

QString tr(const char* text) {
    return QCoreApplication::translate("AuditWords", text);
}
QString q(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

const json::value* member(const json::value& of, std::string_view name) {
    const auto* object = of.if_object();
    return object ? object->if_contains(name) : nullptr;
}

QString textOf(const json::value& of, std::string_view name) {
    const auto* value = member(of, name);
    if (!value || value->is_null())
        return {};
    return value->is_string() ? q(std::string_view(value->get_string())) : auditValueText(*value);
}

/// What the entry's target is called: as the server says, else as its state says, else the beginning of its
/// id.
QString nameOf(const AuditEntry& entry) {
    if (!entry.targetName.empty())
        return q(entry.targetName);
    for (const auto* state : {&entry.newValue, &entry.oldValue})
        for (const char* name : {"username", "name", "key", "number", "deviceType"})
            if (const QString text = textOf(*state, name); !text.isEmpty())
                return text;
    return q(std::string_view(entry.targetId).substr(0, 8));
}

QStringList listOf(const json::value& of, std::string_view name) {
    QStringList texts;
    const auto* value = member(of, name);
    if (const auto* list = value ? value->if_array() : nullptr)
        for (const auto& entry : *list)
            texts << auditValueText(entry);
    return texts;
}

QStringList without(const QStringList& all, const QStringList& those) {
    QStringList left;
    std::copy_if(all.begin(), all.end(), std::back_inserter(left),
                 [&](const QString& text) { return !those.contains(text); });
    return left;
}

QString comma(const QStringList& texts) {
    return texts.join(QLatin1String(", "));
}

/// "gave role engineer to ada; took role viewer from ada", whatever of it applies.
QStringList rolesText(const AuditEntry& entry, const QString& name) {
    const auto was = listOf(entry.oldValue, "roles"), now = listOf(entry.newValue, "roles");
    if (!member(entry.newValue, "roles"))
        return {};
    QStringList parts;
    if (const auto given = without(now, was); !given.isEmpty())
        parts << (given.size() == 1 ? tr("gave role %1 to %2") : tr("gave roles %1 to %2"))
                     .arg(comma(given), name);
    if (const auto taken = without(was, now); !taken.isEmpty())
        parts << (taken.size() == 1 ? tr("took role %1 from %2") : tr("took roles %1 from %2"))
                     .arg(comma(taken), name);
    return parts;
}

bool differs(const AuditEntry& entry, std::string_view field) {
    const auto* was = member(entry.oldValue, field);
    const auto* now = member(entry.newValue, field);
    return now && (!was || *was != *now);
}

QString userUpdateText(const AuditEntry& entry) {
    const QString name = nameOf(entry);
    QStringList parts;
    if (differs(entry, "disabled")) {
        const auto* now = member(entry.newValue, "disabled");
        parts
            << (now->is_bool() && now->get_bool() ? tr("disabled user %1") : tr("enabled user %1")).arg(name);
    }
    parts += rolesText(entry, name);
    const bool own = !entry.actorId.empty() && entry.actorId == entry.targetId;
    if (differs(entry, "displayName"))
        parts << (own ? tr("changed their own name to %1") : tr("changed the name of %2 to %1"))
                     .arg(textOf(entry.newValue, "displayName"), name);
    if (differs(entry, "email"))
        parts << (own ? tr("changed their own mail address")
                      : tr("changed the mail address of %1").arg(name));
    return parts.isEmpty() ? tr("changed user %1").arg(name) : parts.join(QLatin1String("; "));
}

QString roleUpdateText(const AuditEntry& entry) {
    const QString name = nameOf(entry);
    const auto was = listOf(entry.oldValue, "permissions"), now = listOf(entry.newValue, "permissions");
    QStringList parts;
    if (differs(entry, "name") && !textOf(entry.oldValue, "name").isEmpty())
        parts << tr("renamed role %1 to %2")
                     .arg(textOf(entry.oldValue, "name"), textOf(entry.newValue, "name"));
    if (differs(entry, "permissions")) {
        if (const auto given = without(now, was); !given.isEmpty())
            parts << tr("gave %1 to role %2").arg(comma(given), name);
        if (const auto taken = without(was, now); !taken.isEmpty())
            parts << tr("took %1 from role %2").arg(comma(taken), name);
    }
    if (differs(entry, "description"))
        parts << tr("described role %1 anew").arg(name);
    return parts.isEmpty() ? tr("changed role %1").arg(name) : parts.join(QLatin1String("; "));
}

QString runEndText(const AuditEntry& entry) {
    const QString outcome = textOf(entry.newValue, "outcome");
    return outcome.isEmpty()
               ? tr("ended run %1").arg(nameOf(entry))
               : tr("ended run %1: %2").arg(nameOf(entry), fieldWord(outcome.toStdString()).toLower());
}

/// Actions are written in several ways ("api_key", "api-key", "apiKey"); here they are one.
std::string plain(std::string_view action) {
    std::string text;
    for (const char c : action)
        if (c != '_' && c != '-')
            text += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    return text;
}

/// With %1 for the target's name.
const std::map<std::string, const char*, std::less<>>& sentences() {
    static const std::map<std::string, const char*, std::less<>> all{
        {"session.open", QT_TRANSLATE_NOOP("AuditWords", "signed in")},
        {"login.failed", QT_TRANSLATE_NOOP("AuditWords", "failed to sign in as %1")},
        {"login.locked",
         QT_TRANSLATE_NOOP("AuditWords", "locked out for a while: too many failed log-ins as %1")},
        {"user.create", QT_TRANSLATE_NOOP("AuditWords", "created user %1")},
        {"user.delete", QT_TRANSLATE_NOOP("AuditWords", "deleted user %1")},
        {"user.disable", QT_TRANSLATE_NOOP("AuditWords", "disabled user %1")},
        {"user.enable", QT_TRANSLATE_NOOP("AuditWords", "enabled user %1")},
        {"user.unlock", QT_TRANSLATE_NOOP("AuditWords", "unlocked user %1")},
        {"user.resetpassword", QT_TRANSLATE_NOOP("AuditWords", "reset the password of %1")},
        {"user.password", QT_TRANSLATE_NOOP("AuditWords", "changed the password of %1")},
        {"user.changepassword", QT_TRANSLATE_NOOP("AuditWords", "changed the password of %1")},
        {"role.create", QT_TRANSLATE_NOOP("AuditWords", "made role %1")},
        {"role.delete", QT_TRANSLATE_NOOP("AuditWords", "deleted role %1")},
        {"apikey.create", QT_TRANSLATE_NOOP("AuditWords", "made API key %1")},
        {"apikey.revoke", QT_TRANSLATE_NOOP("AuditWords", "revoked API key %1")},
        {"apikey.delete", QT_TRANSLATE_NOOP("AuditWords", "revoked API key %1")},
        {"token.issue", QT_TRANSLATE_NOOP("AuditWords", "was given a token for %1")},
        {"run.start", QT_TRANSLATE_NOOP("AuditWords", "started run %1")},
        {"run.claim", QT_TRANSLATE_NOOP("AuditWords", "took on run %1")},
        {"run.cancel", QT_TRANSLATE_NOOP("AuditWords", "cancelled run %1")},
        {"run.grant", QT_TRANSLATE_NOOP("AuditWords", "gave run %1 the devices that it waited for")},
        {"run.retry", QT_TRANSLATE_NOOP("AuditWords", "sent run %1 to a runner again")},
        {"device.create", QT_TRANSLATE_NOOP("AuditWords", "registered device %1")},
        {"device.update", QT_TRANSLATE_NOOP("AuditWords", "changed device %1")},
        {"device.delete", QT_TRANSLATE_NOOP("AuditWords", "removed device %1")},
        {"device.maintenance", QT_TRANSLATE_NOOP("AuditWords", "took device %1 out of service")},
        {"device.inservice", QT_TRANSLATE_NOOP("AuditWords", "put device %1 back in service")},
        {"device.release", QT_TRANSLATE_NOOP("AuditWords", "took device %1 away from its run")},
        {"device.healthcheck", QT_TRANSLATE_NOOP("AuditWords", "had the health of device %1 checked")},
        {"device.refuse", QT_TRANSLATE_NOOP("AuditWords", "refused unregistered device %1")},
        {"device.forget", QT_TRANSLATE_NOOP("AuditWords", "forgot unregistered device %1")},
        {"healthcheck.create", QT_TRANSLATE_NOOP("AuditWords", "gave devices of type %1 a health check")},
        {"healthcheck.update",
         QT_TRANSLATE_NOOP("AuditWords", "changed the health check of devices of type %1")},
        {"healthcheck.delete",
         QT_TRANSLATE_NOOP("AuditWords", "deleted the health check of devices of type %1")},
        {"testcase.create", QT_TRANSLATE_NOOP("AuditWords", "wrote test case %1")},
        {"testcase.update", QT_TRANSLATE_NOOP("AuditWords", "changed test case %1")},
        {"testcase.delete", QT_TRANSLATE_NOOP("AuditWords", "removed test case %1")},
        {"environment.create", QT_TRANSLATE_NOOP("AuditWords", "wrote environment %1")},
        {"environment.update", QT_TRANSLATE_NOOP("AuditWords", "changed environment %1")},
        {"environment.delete", QT_TRANSLATE_NOOP("AuditWords", "removed environment %1")},
    };
    return all;
}

QString sessionEndText(const AuditEntry& entry) {
    const QString whose =
        !entry.targetName.empty() ? q(entry.targetName) : textOf(entry.oldValue, "username");
    if (whose.isEmpty() || whose == q(entry.actor))
        return tr("ended a session of their own");
    return tr("ended a session of %1").arg(whose);
}

} // namespace

QString actionText(const AuditEntry& entry) {
    const auto action = plain(entry.action);
    if (action == "user.update")
        return userUpdateText(entry);
    if (action == "role.update")
        return roleUpdateText(entry);
    if (action == "run.end")
        return runEndText(entry);
    if (action == "session.end")
        return sessionEndText(entry);
    if (action == "login.locked" && entry.targetKind == "address")
        return tr("locked out for a while: too many failed log-ins from %1").arg(q(entry.targetId));
    const bool own = !entry.actorId.empty() && entry.actorId == entry.targetId;
    if (own && (action == "user.password" || action == "user.changepassword"))
        return tr("changed their own password");
    if (const auto sentence = sentences().find(action); sentence != sentences().end()) {
        const QString words = tr(sentence->second);
        return words.contains(QLatin1String("%1")) ? words.arg(nameOf(entry)) : words;
    }
    // An action that this version has no sentence for is told as the server calls it.
    QString words = q(entry.action);
    words.replace(QLatin1Char('.'), QLatin1Char(' ')).replace(QLatin1Char('_'), QLatin1Char(' '));
    const QString name = nameOf(entry);
    return name.isEmpty() ? words : QStringLiteral("%1: %2").arg(words, name);
}

QString targetText(const AuditEntry& entry) {
    if (entry.targetKind.empty())
        return {};
    static const std::map<std::string, const char*, std::less<>> kinds{
        {"user", QT_TRANSLATE_NOOP("AuditWords", "user %1")},
        {"role", QT_TRANSLATE_NOOP("AuditWords", "role %1")},
        {"apikey", QT_TRANSLATE_NOOP("AuditWords", "API key %1")},
        {"session", QT_TRANSLATE_NOOP("AuditWords", "session %1")},
        {"run", QT_TRANSLATE_NOOP("AuditWords", "run %1")},
        {"device", QT_TRANSLATE_NOOP("AuditWords", "device %1")},
        {"unregistereddevice", QT_TRANSLATE_NOOP("AuditWords", "unregistered device %1")},
        {"healthcheck", QT_TRANSLATE_NOOP("AuditWords", "health check of type %1")},
        {"testcase", QT_TRANSLATE_NOOP("AuditWords", "test case %1")},
        {"environment", QT_TRANSLATE_NOOP("AuditWords", "environment %1")},
        {"address", QT_TRANSLATE_NOOP("AuditWords", "address %1")},
    };
    const auto kind = kinds.find(plain(entry.targetKind));
    return kind == kinds.end() ? QStringLiteral("%1 %2").arg(q(entry.targetKind), nameOf(entry))
                               : tr(kind->second).arg(nameOf(entry));
}

QString actorText(const AuditEntry& entry) {
    if (!entry.actor.empty())
        return q(entry.actor);
    return entry.address.empty() ? tr("the server") : tr("somebody unknown");
}

AuditLook lookOf(const AuditEntry& entry) {
    const auto action = plain(entry.action);
    if (action.starts_with("login."))
        return {Icon::triangleAlert, Token::failed};
    static const std::map<std::string, Icon, std::less<>> icons{
        {"user", Icon::user},           {"role", Icon::shieldCheck},   {"apikey", Icon::keyRound},
        {"session", Icon::logIn},       {"run", Icon::circlePlay},     {"device", Icon::cpu},
        {"testcase", Icon::listChecks}, {"environment", Icon::layers}, {"token", Icon::keyRound},
    };
    if (action == "session.end")
        return {Icon::logOut, Token::secondary};
    const auto icon = icons.find(action.substr(0, action.find('.')));
    return {icon == icons.end() ? Icon::scrollText : icon->second, Token::secondary};
}

std::vector<AuditChoice> actionChoices() {
    const auto all = [](const char* value) { return QLatin1String(value); };
    return {{tr("Everything"), {}},
            {tr("Users"), all("user.*")},
            {tr("Roles"), all("role.*")},
            {tr("API keys"), all("api-key.*")},
            {tr("Sessions"), all("session.*")},
            {tr("Failed log-ins"), all("login.*")},
            {tr("Test runs"), all("run.*")},
            {tr("Devices"), all("device.*")},
            {tr("Test cases"), all("test_case.*")},
            {tr("Environments"), all("environment.*")}};
}

std::vector<AuditChoice> targetChoices() {
    const auto kind = [](const char* value) { return QLatin1String(value); };
    return {{tr("Any target"), {}},
            {tr("A user"), kind("user")},
            {tr("A role"), kind("role")},
            {tr("An API key"), kind("api-key")},
            {tr("A session"), kind("session")},
            {tr("A test run"), kind("run")},
            {tr("A device"), kind("device")},
            {tr("A test case"), kind("test_case")},
            {tr("An environment"), kind("environment")}};
}

QString copyText(const AuditEntry& entry) {
    QStringList lines{
        QStringLiteral("%1  %2 %3").arg(q(entry.at.text()), actorText(entry), actionText(entry)),
        QStringLiteral("%1  #%2  %3").arg(q(entry.action)).arg(entry.id).arg(targetText(entry))};
    if (!entry.targetId.empty())
        lines << tr("Target id: %1").arg(q(entry.targetId));
    if (!entry.address.empty())
        lines << tr("From: %1").arg(q(entry.address));
    for (const auto& line : differenceOf(entry.oldValue, entry.newValue)) {
        const auto flat = [](QString text) {
            return text.isEmpty() ? QStringLiteral("–")
                                  : text.replace(QLatin1Char('\n'), QLatin1String(", "));
        };
        lines << QStringLiteral("%1: %2 → %3").arg(line.field, flat(line.before), flat(line.after));
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace labwarden::console
