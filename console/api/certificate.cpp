// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/api/certificate.h"

#include <QCryptographicHash>
#include <QSslCertificate>
#include <QSslError>

#include <algorithm>

namespace labwarden::console {
namespace {

constexpr int groupLength = 8;

CertificateFault faultOf(QSslError::SslError error) {
    switch (error) {
    case QSslError::SelfSignedCertificate:
        return CertificateFault::selfSigned;
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::CertificateUntrusted:
    case QSslError::InvalidCaCertificate:
        return CertificateFault::unknownIssuer;
    case QSslError::HostNameMismatch:
        return CertificateFault::wrongHost;
    case QSslError::CertificateExpired:
        return CertificateFault::expired;
    case QSslError::CertificateNotYetValid:
        return CertificateFault::notYetValid;
    case QSslError::CertificateRevoked:
    case QSslError::CertificateBlacklisted:
        return CertificateFault::revoked;
    default:
        return CertificateFault::other;
    }
}

/// "Labwarden, lab.example": who it is, without the notation of directories.
QString nameOf(const QStringList& organisation, const QStringList& commonName) {
    QStringList parts = organisation + commonName;
    parts.removeDuplicates();
    parts.removeAll(QString());
    return parts.join(QLatin1String(", "));
}

} // namespace

bool UntrustedCertificate::has(CertificateFault fault) const {
    return std::find(faults.begin(), faults.end(), fault) != faults.end();
}

QString placeOf(const QUrl& server) {
    return QStringLiteral("%1:%2").arg(server.host()).arg(server.port(443));
}

QString fingerprintText(const QByteArray& fingerprint) {
    const QString digits = QString::fromLatin1(fingerprint.toHex().toUpper());
    QStringList groups;
    for (qsizetype at = 0; at < digits.size(); at += groupLength)
        groups << digits.mid(at, groupLength);
    return groups.join(QLatin1Char(' '));
}

UntrustedCertificate described(const QUrl& server, const QSslCertificate& certificate,
                               const QList<QSslError>& errors) {
    UntrustedCertificate found;
    found.place = placeOf(server);
    found.fingerprint = certificate.digest(QCryptographicHash::Sha256);
    found.subject = nameOf(certificate.subjectInfo(QSslCertificate::Organization),
                           certificate.subjectInfo(QSslCertificate::CommonName));
    found.issuer = nameOf(certificate.issuerInfo(QSslCertificate::Organization),
                          certificate.issuerInfo(QSslCertificate::CommonName));
    found.names = certificate.subjectAlternativeNames().values();
    found.names.sort();
    found.validFrom = certificate.effectiveDate();
    found.validUntil = certificate.expiryDate();
    for (const auto& error : errors) {
        const auto fault = faultOf(error.error());
        if (!found.has(fault))
            found.faults.push_back(fault);
        if (fault == CertificateFault::other)
            found.otherWords << error.errorString();
    }
    return found;
}

} // namespace labwarden::console
