// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "console/api/certificate.h"

#include <optional>

class QSettings;
class QSslCertificate;
class QSslError;

namespace labwarden::console {

/// The certificates that a person has decided to trust, one for each server, kept in the settings. A pin is
/// for one certificate with the faults that were seen when it was decided: when it expires later, that is a
/// new question; and with a pin no other certificate is taken, not even one that this machine trusts. GUI
/// thread only.
class CertificatePins {
public:
    explicit CertificatePins(QSettings& settings) : m_settings(settings) {}

    /// From now on this certificate, and no other, is taken for its place.
    void pin(const UntrustedCertificate& certificate);
    void forget(const QUrl& server);
    /// The fingerprint trusted for the server; empty without any.
    QByteArray fingerprint(const QUrl& server) const;

    /// Why the certificate is not taken for the server; nothing when it is.
    std::optional<UntrustedCertificate> doubts(const QUrl& server, const QSslCertificate& certificate,
                                               const QList<QSslError>& errors) const;

private:
    QSettings& m_settings;
};

} // namespace labwarden::console
