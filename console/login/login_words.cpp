// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/login/login_words.h"

#include "console/login/server_address.h"

#include <QCoreApplication>

namespace labwarden::console {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("LoginPage", text);
}

} // namespace

LoginWords loginWords(const ApiError& error, const QUrl& server) {
    const QString place = shortAddress(server);
    using Kind = ApiError::Kind;
    switch (error.kind) {
    case Kind::Unauthorized:
        return {tr("The user name or the password is wrong."), {}};
    case Kind::Throttled:
        return {error.retryAfter ? tr("Too many attempts. Try again in %1 s.").arg(error.retryAfter->count())
                                 : tr("Too many attempts. Wait a minute, then try again."),
                {}};
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

} // namespace labwarden::console
