// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDateTime>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QTemporaryDir>

namespace labwarden::console::test {

/// What a certificate shall be like; by default it is one for 127.0.0.1 that is valid now.
struct CertificateWish {
    bool selfSigned = true; ///< else issued by the maker's own authority
    QString names = QStringLiteral("IP:127.0.0.1");
    QDateTime from = QDateTime::currentDateTimeUtc().addDays(-1);
    QDateTime until = QDateTime::currentDateTimeUtc().addDays(30);
};

/// Makes certificates with the openssl program, each with a key of its own.
class TestCertificates {
public:
    TestCertificates();

    /// For a server; empty (isNull) when openssl has failed, with a warning.
    QSslConfiguration make(const CertificateWish& wish = {});
    /// Whom to trust to trust those that are issued.
    QSslCertificate authority() const;

private:
    bool run(const QStringList& arguments) const;
    QString path(const QString& name) const { return m_folder.filePath(name); }
    bool sign(const QString& name, const CertificateWish& wish);

    QTemporaryDir m_folder;
    int m_made = 0;
};

} // namespace labwarden::console::test
