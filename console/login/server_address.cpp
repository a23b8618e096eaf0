// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/login/server_address.h"

#include <QHostAddress>

namespace labwarden::console {
namespace {

bool isThisMachine(const QString& host) {
    return host.compare(QLatin1String("localhost"), Qt::CaseInsensitive) == 0 ||
           QHostAddress(host).isLoopback();
}

} // namespace

std::optional<QUrl> serverAddress(const QString& text) {
    QString address = text.trimmed();
    if (address.isEmpty() || address.contains(QLatin1Char(' ')))
        return std::nullopt;
    const bool hasScheme = address.contains(QLatin1String("://"));
    if (!hasScheme) {
        const QUrl probe(QLatin1String("http://") + address, QUrl::StrictMode);
        address.prepend(isThisMachine(probe.host()) ? QLatin1String("http://") : QLatin1String("https://"));
    }
    QUrl url(address, QUrl::StrictMode);
    const bool known = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
    if (!url.isValid() || !known || url.host().isEmpty() || !url.userInfo().isEmpty() || url.hasQuery() ||
        url.hasFragment())
        return std::nullopt;
    if (url.path() == QLatin1String("/"))
        url.setPath({});
    return url;
}

bool isReadableOnTheWay(const QUrl& server) {
    return server.scheme() == QLatin1String("http") && !isThisMachine(server.host());
}

QString shortAddress(const QUrl& server) {
    return server.port() < 0 ? server.host() : QStringLiteral("%1:%2").arg(server.host()).arg(server.port());
}

} // namespace labwarden::console
