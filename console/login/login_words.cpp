// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/login/login_words.h"

#include "console/login/server_address.h"
#include "console/widgets/format.h"

#include <QCoreApplication>
#include <QLocale>

namespace labwarden::console {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("LoginPage", text);
}

LoginWords throttledWords(const ApiError& error) {
    const bool locked = isOfType(error, problem_type::loginLocked);
    const QString advice =
        locked ? tr("An admin of the lab can unlock the account or reset its password.") : QString();
    if (error.retryAfter)
        return {waitingWords(locked, *error.retryAfter), advice};
    return {locked ? tr("Too many failed attempts for this account. Wait a while, then try again.")
                   : tr("Too many attempts. Wait a minute, then try again."),
            advice};
}

LoginWords forbiddenWords(const ApiError& error) {
    if (isOfType(error, problem_type::accountDisabled))
        return {tr("This account is disabled."), tr("An admin of the lab can enable it again.")};
    if (isOfType(error, problem_type::passwordExpired))
        return {tr("This one-time password has expired."), tr("Ask an admin of the lab for a new one.")};
    return {error.title, error.detail};
}

} // namespace

bool isOfType(const ApiError& error, std::string_view type) {
    return error.type == QLatin1String(type.data(), static_cast<qsizetype>(type.size()));
}

QString waitingWords(bool isAccountLocked, std::chrono::seconds left) {
    const QString time = widgets::durationText(left);
    return isAccountLocked ? tr("Too many failed attempts for this account. Try again in %1.").arg(time)
                           : tr("Too many attempts. Try again in %1.").arg(time);
}

LoginWords loginWords(const ApiError& error, const QUrl& server) {
    const QString place = shortAddress(server);
    using Kind = ApiError::Kind;
    switch (error.kind) {
    case Kind::Unauthorized:
        return {tr("The user name or the password is wrong."), {}};
    case Kind::Throttled:
        return throttledWords(error);
    case Kind::Forbidden:
        return forbiddenWords(error);
    case Kind::Unreachable:
        return {tr("%1 cannot be reached. Check the address, and that the server is running.").arg(place),
                error.detail};
    case Kind::Timeout:
        return {tr("%1 does not answer. Check the address and your network.").arg(place), {}};
    case Kind::NotFound:
        return {tr("There is no Labwarden server at %1.").arg(place), {}};
    case Kind::Server:
        if (error.status == 200)
            return {tr("There is no Labwarden server at %1.").arg(place), {}};
        if (error.status == 503)
            return {tr("The server cannot sign anybody in at the moment. Try again shortly."), error.title};
        [[fallthrough]];
    default:
        return {error.title, error.detail};
    }
}

LoginWords passwordWords(const ApiError& error) {
    using Kind = ApiError::Kind;
    if (error.kind == Kind::Throttled)
        return {error.retryAfter ? waitingWords(false, *error.retryAfter)
                                 : tr("Too many attempts. Wait a minute, then try again."),
                {}};
    if (error.kind == Kind::Unreachable || error.kind == Kind::Timeout || error.status >= 500)
        return {error.title,
                tr("It is not known whether the password was changed. Try again; if the present one is "
                   "refused then, sign in with the new one.")};
    return {error.title, error.detail};
}

QStringList certificateWords(const UntrustedCertificate& certificate) {
    const auto date = [](const QDateTime& at) {
        return QLocale().toString(at.toLocalTime(), QLocale::ShortFormat);
    };
    QStringList words;
    for (const auto fault : certificate.faults) {
        switch (fault) {
        case CertificateFault::changed:
            words << tr("It is another one than the one that was trusted for this server until now.");
            break;
        case CertificateFault::selfSigned:
            words << tr("It is self-signed: only the server itself says that it is the right one.");
            break;
        case CertificateFault::unknownIssuer:
            words << tr("It was issued by somebody that this computer does not know.");
            break;
        case CertificateFault::wrongHost:
            words << (certificate.names.isEmpty() ? tr("It is made out for another server.")
                                                  : tr("It is made out for another server: %1.")
                                                        .arg(certificate.names.join(QLatin1String(", "))));
            break;
        case CertificateFault::expired:
            words << tr("It has expired on %1.").arg(date(certificate.validUntil));
            break;
        case CertificateFault::notYetValid:
            words << tr("It is not valid before %1.").arg(date(certificate.validFrom));
            break;
        case CertificateFault::revoked:
            words << tr("Its issuer has taken it back. It cannot be trusted.");
            break;
        case CertificateFault::other:
            words += certificate.otherWords;
            break;
        }
    }
    return words;
}

} // namespace labwarden::console
