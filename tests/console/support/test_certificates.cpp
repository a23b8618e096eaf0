// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/console/support/test_certificates.h"

#include <QFile>
#include <QProcess>
#include <QSslKey>
#include <QSslSocket>

namespace labwarden::console::test {
namespace {

const char settings[] = R"([ca]
default_ca = here
[here]
database = index.txt
new_certs_dir = .
rand_serial = yes
default_md = sha256
unique_subject = no
policy = any
[any]
organizationName = optional
commonName = supplied
[req]
distinguished_name = empty
[empty]
)";

QString asn1Time(const QDateTime& at) {
    return at.toUTC().toString(QStringLiteral("yyyyMMddHHmmss'Z'"));
}

bool write(const QString& path, const QByteArray& text) {
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

} // namespace

TestCertificates::TestCertificates() {
    write(path(QStringLiteral("settings")), settings);
    write(path(QStringLiteral("index.txt")), {});
    run({QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-config"),
         QStringLiteral("settings"), QStringLiteral("-newkey"), QStringLiteral("ec"),
         QStringLiteral("-pkeyopt"), QStringLiteral("ec_paramgen_curve:prime256v1"), QStringLiteral("-nodes"),
         QStringLiteral("-keyout"), QStringLiteral("authority.key"), QStringLiteral("-out"),
         QStringLiteral("authority.pem"), QStringLiteral("-subj"),
         QStringLiteral("/O=Test lab/CN=Authority of the test lab"), QStringLiteral("-addext"),
         QStringLiteral("basicConstraints=critical,CA:TRUE")});
}

bool TestCertificates::run(const QStringList& arguments) const {
    QProcess openssl;
    openssl.setWorkingDirectory(m_folder.path());
    openssl.start(QStringLiteral("openssl"), arguments);
    if (openssl.waitForFinished() && openssl.exitCode() == 0)
        return true;
    qWarning("openssl %s: %s", qPrintable(arguments.value(0)), openssl.readAllStandardError().constData());
    return false;
}

bool TestCertificates::sign(const QString& name, const CertificateWish& wish) {
    const QString key = name + QStringLiteral(".key");
    const QString request = name + QStringLiteral(".req");
    if (!write(path(name + QStringLiteral(".ext")), "subjectAltName=" + wish.names.toLatin1() + "\n") ||
        !run({QStringLiteral("req"), QStringLiteral("-new"), QStringLiteral("-config"),
              QStringLiteral("settings"), QStringLiteral("-newkey"), QStringLiteral("ec"),
              QStringLiteral("-pkeyopt"), QStringLiteral("ec_paramgen_curve:prime256v1"),
              QStringLiteral("-nodes"), QStringLiteral("-keyout"), key, QStringLiteral("-out"), request,
              QStringLiteral("-subj"), QStringLiteral("/O=Test lab/CN=lab.example")}))
        return false;
    QStringList arguments{QStringLiteral("ca"),
                          QStringLiteral("-batch"),
                          QStringLiteral("-notext"),
                          QStringLiteral("-config"),
                          QStringLiteral("settings"),
                          QStringLiteral("-in"),
                          request,
                          QStringLiteral("-out"),
                          name + QStringLiteral(".pem"),
                          QStringLiteral("-startdate"),
                          asn1Time(wish.from),
                          QStringLiteral("-enddate"),
                          asn1Time(wish.until),
                          QStringLiteral("-extfile"),
                          name + QStringLiteral(".ext")};
    if (wish.selfSigned)
        arguments << QStringLiteral("-selfsign") << QStringLiteral("-keyfile") << key;
    else
        arguments << QStringLiteral("-keyfile") << QStringLiteral("authority.key") << QStringLiteral("-cert")
                  << QStringLiteral("authority.pem");
    return run(arguments);
}

QSslConfiguration TestCertificates::make(const CertificateWish& wish) {
    const QString name = QStringLiteral("server%1").arg(++m_made);
    QFile key(path(name + QStringLiteral(".key")));
    if (!sign(name, wish) || !key.open(QIODevice::ReadOnly))
        return {};
    auto configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificate(
        QSslCertificate::fromPath(path(name + QStringLiteral(".pem"))).value(0));
    configuration.setPrivateKey(QSslKey(key.readAll(), QSsl::Ec));
    configuration.setPeerVerifyMode(QSslSocket::QueryPeer);
    return configuration;
}

QSslCertificate TestCertificates::authority() const {
    return QSslCertificate::fromPath(path(QStringLiteral("authority.pem"))).value(0);
}

} // namespace labwarden::console::test
