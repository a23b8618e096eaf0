// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <vector>

class QSslCertificate;
class QSslError;

namespace labwarden::console {

/// What speaks against a server's certificate.
enum class CertificateFault {
    changed,       ///< another one was trusted for this server by a person
    selfSigned,    ///< vouched for by nobody else
    unknownIssuer, ///< vouched for by somebody this machine does not trust
    wrongHost,     ///< made out for another name
    expired,
    notYetValid,
    revoked,
    other
};

/// A server's certificate that is not trusted, as a person can judge it. A plain value.
struct UntrustedCertificate {
    QString place;          ///< host and port: what a decision about it is for
    QByteArray fingerprint; ///< SHA-256 of the certificate, 32 bytes
    QByteArray pinned;      ///< the one trusted for this place until now; empty without any
    QString subject, issuer;
    QStringList names; ///< the hosts that it is made out for
    QDateTime validFrom, validUntil;
    std::vector<CertificateFault> faults; ///< never empty, each once
    QStringList otherWords;               ///< of the faults that are `other`

    bool has(CertificateFault fault) const;
    /// Whether a person may decide to trust it: not when its issuer has taken it back.
    bool mayBePinned() const { return !has(CertificateFault::revoked); }
};

/// "lab.example:443": what pins belong to.
QString placeOf(const QUrl& server);

/// A fingerprint as people compare it: eight groups of eight digits, "3A5F90C1 77…".
QString fingerprintText(const QByteArray& fingerprint);

/// The certificate with everything that speaks against it; without faults where `errors` is empty.
UntrustedCertificate described(const QUrl& server, const QSslCertificate& certificate,
                               const QList<QSslError>& errors);

} // namespace labwarden::console
