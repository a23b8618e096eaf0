// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/api/certificate_pins.h"

#include <QSettings>
#include <QSslCertificate>
#include <QSslError>

#include <algorithm>

namespace labwarden::console {
namespace {

const QString group = QStringLiteral("certificates/");

QString wordOf(CertificateFault fault) {
    switch (fault) {
    case CertificateFault::changed:
        return QStringLiteral("changed");
    case CertificateFault::selfSigned:
        return QStringLiteral("selfSigned");
    case CertificateFault::unknownIssuer:
        return QStringLiteral("unknownIssuer");
    case CertificateFault::wrongHost:
        return QStringLiteral("wrongHost");
    case CertificateFault::expired:
        return QStringLiteral("expired");
    case CertificateFault::notYetValid:
        return QStringLiteral("notYetValid");
    case CertificateFault::revoked:
        return QStringLiteral("revoked");
    case CertificateFault::other:
        break;
    }
    return QStringLiteral("other");
}

} // namespace

void CertificatePins::pin(const UntrustedCertificate& certificate) {
    QStringList kept{QString::fromLatin1(certificate.fingerprint.toHex())};
    for (const auto fault : certificate.faults)
        kept << wordOf(fault);
    m_settings.setValue(group + certificate.place, kept);
}

void CertificatePins::forget(const QUrl& server) {
    m_settings.remove(group + placeOf(server));
}

QByteArray CertificatePins::fingerprint(const QUrl& server) const {
    const auto kept = m_settings.value(group + placeOf(server)).toStringList();
    return QByteArray::fromHex(kept.value(0).toLatin1());
}

std::optional<UntrustedCertificate> CertificatePins::doubts(const QUrl& server,
                                                            const QSslCertificate& certificate,
                                                            const QList<QSslError>& errors) const {
    const auto kept = m_settings.value(group + placeOf(server)).toStringList();
    auto found = described(server, certificate, errors);
    found.pinned = QByteArray::fromHex(kept.value(0).toLatin1());
    if (found.pinned.isEmpty())
        return errors.isEmpty() ? std::nullopt : std::optional(std::move(found));
    if (found.pinned != found.fingerprint) {
        found.faults.insert(found.faults.begin(), CertificateFault::changed);
        return found;
    }
    const bool allSeen = std::all_of(found.faults.begin(), found.faults.end(),
                                     [&](CertificateFault fault) { return kept.contains(wordOf(fault)); });
    return allSeen ? std::nullopt : std::optional(std::move(found));
}

} // namespace labwarden::console
