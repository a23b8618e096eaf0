// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Servers with real TLS whose certificates are not trusted: told apart, asked about, pinned, and refused when
// they change.

#include "console/login/certificate_panel.h"
#include "console/login/login_page.h"
#include "console/login/login_words.h"
#include "console/shell/feed_indicator.h"
#include "console/widgets/label.h"
#include "console/widgets/notice.h"
#include "tests/console/support/console_fixture.h"
#include "tests/console/support/keyboard.h"
#include "tests/console/support/test_certificates.h"

#include <QCheckBox>
#include <QCryptographicHash>
#include <QLineEdit>
#include <QPushButton>
#include <QSslError>

#include <memory>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
Q_DECLARE_METATYPE(labwarden::console::test::CertificateWish)

using Kind = ApiError::Kind;
using Cert = CertificateFault;

class CertificateTest : public QObject {
    Q_OBJECT
    const QSslConfiguration m_machine = QSslConfiguration::defaultConfiguration();
    std::unique_ptr<TestCertificates> m_certificates;
    std::unique_ptr<ConsoleFixture> m_console;
    std::unique_ptr<MainWindow> m_window;

    template<class T>
    T* find(const char* name) {
        auto* found = m_window->findChild<T*>(QLatin1String(name));
        [&] { QVERIFY2(found, name); }();
        return found;
    }
    QByteArray secure(const CertificateWish& wish = {}) {
        const auto configuration = m_certificates->make(wish);
        m_console->server.secure(configuration);
        m_console->client.setServer(m_console->server.url());
        return configuration.localCertificate().digest(QCryptographicHash::Sha256);
    }
    ApiError errorOfAsking() {
        std::optional<ApiError> error;
        m_console->client.get(QStringLiteral("/healthz"), {}, this,
                              [&](ApiResult<boost::json::value> result) { error = result.error(); });
        [&] { QTRY_VERIFY(error.has_value()); }();
        return error.value_or(ApiError{});
    }
    UntrustedCertificate doubtsOfAsking() {
        const auto error = errorOfAsking();
        [&] { QVERIFY(error.certificate); }();
        return error.certificate.value_or(UntrustedCertificate{});
    }
    void openWindow() {
        m_window = std::make_unique<MainWindow>(m_console->parts());
        m_window->show();
        m_window->begin({m_console->server.url().toString(), QStringLiteral("engineer"), {}, {}});
        m_window->activateWindow();
    }
    void signIn() {
        keyboard::type(find<QLineEdit>("passwordLineEdit"), QStringLiteral("secret"));
        keyboard::press(Qt::Key_Return);
    }
    bool isAskedAbout() { return find<QWidget>("certificatePanel")->isVisible(); }
    bool isInLab() { return !m_window->findChild<LoginPage*>()->isVisible(); }
    QString labelText(const char* name) { return find<widgets::Label>(name)->text(); }
    /// By keyboard alone, from where the panel puts the focus.
    void trust() {
        keyboard::press(find<QWidget>("comparedCheckBox"));
        keyboard::press(find<QWidget>("trustCertificatePushButton"));
    }

private Q_SLOTS:
    void init() {
        m_certificates = std::make_unique<TestCertificates>();
        m_console = std::make_unique<ConsoleFixture>();
    }
    void cleanup() {
        m_window.reset();
        m_console.reset();
        QSslConfiguration::setDefaultConfiguration(m_machine);
    }

    void nothing_is_sent_to_a_server_that_is_not_trusted() {
        const auto fingerprint = secure();
        m_console->client.setToken("token-1");
        const auto error = errorOfAsking();
        QCOMPARE(int(error.kind), int(Kind::Untrusted));
        QVERIFY(error.certificate);
        QCOMPARE(error.certificate->fingerprint, fingerprint);
        QCOMPARE(error.certificate->subject, QStringLiteral("Test lab, lab.example"));
        QCOMPARE(m_console->server.requests().size(), 0);
    }

    void what_speaks_against_a_certificate_is_told_apart_data() {
        QTest::addColumn<CertificateWish>("wish");
        QTest::addColumn<int>("fault");
        QTest::addColumn<int>("alone"); // whether nothing else speaks against it
        const auto now = QDateTime::currentDateTimeUtc();
        CertificateWish plain;
        QTest::newRow("self-signed") << plain << int(Cert::selfSigned) << 1;
        CertificateWish issued;
        issued.selfSigned = false;
        QTest::newRow("unknown issuer") << issued << int(Cert::unknownIssuer) << 1;
        CertificateWish elsewhere;
        elsewhere.names = QStringLiteral("DNS:other.example");
        QTest::newRow("wrong host") << elsewhere << int(Cert::wrongHost) << 0;
        CertificateWish old;
        old.from = now.addDays(-60);
        old.until = now.addDays(-2);
        QTest::newRow("expired") << old << int(Cert::expired) << 0;
        CertificateWish future;
        future.from = now.addDays(5);
        QTest::newRow("not yet valid") << future << int(Cert::notYetValid) << 0;
    }
    void what_speaks_against_a_certificate_is_told_apart() {
        QFETCH(CertificateWish, wish);
        QFETCH(int, fault);
        QFETCH(int, alone);
        secure(wish);
        const auto found = doubtsOfAsking();
        QVERIFY(found.has(static_cast<Cert>(fault)));
        if (alone)
            QCOMPARE(found.faults.size(), std::size_t(1));
        const auto words = certificateWords(found);
        QCOMPARE(words.size(), static_cast<qsizetype>(found.faults.size()));
        if (static_cast<Cert>(fault) == Cert::wrongHost)
            QVERIFY(words.join(QLatin1Char(' ')).contains(QStringLiteral("other.example")));
    }

    void a_certificate_that_the_machine_trusts_is_not_asked_about() {
        auto trusting = QSslConfiguration::defaultConfiguration();
        trusting.addCaCertificate(m_certificates->authority());
        QSslConfiguration::setDefaultConfiguration(trusting);
        CertificateWish issued;
        issued.selfSigned = false;
        secure(issued);
        QCOMPARE(int(errorOfAsking().kind), int(Kind::None));
    }

    void the_fingerprint_is_in_groups_that_can_be_read_out() {
        QCOMPARE(fingerprintText(QByteArray::fromHex("0123456789abcdef00ff")),
                 QStringLiteral("01234567 89ABCDEF 00FF"));
    }

    void a_pinned_certificate_is_taken_also_by_the_feed_and_after_a_new_start() {
        const auto fingerprint = secure();
        openWindow();
        signIn();
        QTRY_VERIFY(isAskedAbout());
        QCOMPARE(m_console->server.requests().size(), 0);
        QVERIFY(find<widgets::Notice>("certificateNotice")->words().contains(QStringLiteral("self-signed")));
        QCOMPARE(labelText("fingerprintLabel").simplified(), fingerprintText(fingerprint));
        QVERIFY(find<QWidget>("pinnedFingerprintLabel")->isHidden());
        QVERIFY(!find<QPushButton>("trustCertificatePushButton")->isEnabled());
        trust();
        QTRY_VERIFY(isInLab());
        QTRY_VERIFY(find<FeedIndicator>("feedIndicator")->text().startsWith(QStringLiteral("Live")));

        CertificatePins reread(m_console->settings);
        QCOMPARE(reread.fingerprint(m_console->server.url()), fingerprint);
        ApiClient fresh;
        fresh.setPins(&reread);
        fresh.setServer(m_console->server.url());
        bool answered = false;
        fresh.get(QStringLiteral("/healthz"), {}, this,
                  [&](ApiResult<boost::json::value> result) { answered = bool(result); });
        QTRY_VERIFY(answered);
    }

    void refusing_it_goes_back_to_the_login_and_pins_nothing() {
        secure();
        openWindow();
        signIn();
        QTRY_VERIFY(isAskedAbout());
        QCOMPARE(m_window->focusWidget(),
                 find<QWidget>("refuseCertificatePushButton")); // the harmless answer
        keyboard::press(Qt::Key_Space);
        QTRY_VERIFY(!isAskedAbout());
        QVERIFY(m_console->pins.fingerprint(m_console->server.url()).isEmpty());
        QCOMPARE(m_console->server.requests().size(), 0);
    }

    void another_certificate_than_the_pinned_one_is_refused_with_both_fingerprints() {
        const auto first = secure();
        m_console->pins.pin(doubtsOfAsking());
        QCOMPARE(int(errorOfAsking().kind), int(Kind::None));
        const auto requests = m_console->server.requests().size();
        const auto second = secure();
        QVERIFY(first != second);
        openWindow();
        signIn();
        QTRY_VERIFY(isAskedAbout());
        QVERIFY(labelText("certificateTitleLabel").contains(QStringLiteral("has changed")));
        QCOMPARE(labelText("pinnedFingerprintLabel").simplified(), fingerprintText(first));
        QCOMPARE(labelText("fingerprintLabel").simplified(), fingerprintText(second));
        QCOMPARE(m_console->server.requests().size(), requests);
        QCOMPARE(m_console->pins.fingerprint(m_console->server.url()), first);
        trust();
        QTRY_VERIFY(isInLab());
        QCOMPARE(m_console->pins.fingerprint(m_console->server.url()), second);
    }

    void even_one_that_the_machine_trusts_does_not_replace_a_pinned_one_by_itself() {
        auto trusting = QSslConfiguration::defaultConfiguration();
        trusting.addCaCertificate(m_certificates->authority());
        QSslConfiguration::setDefaultConfiguration(trusting);
        secure();
        m_console->pins.pin(doubtsOfAsking());
        const auto requests = m_console->server.requests().size();
        CertificateWish issued;
        issued.selfSigned = false;
        secure(issued);
        const auto found = doubtsOfAsking();
        QVERIFY(found.has(Cert::changed));
        QCOMPARE(found.faults.size(), std::size_t(1));
        QCOMPARE(m_console->server.requests().size(), requests);
    }

    void a_certificate_that_changes_while_one_is_signed_in_is_asked_about_and_the_session_goes_on() {
        secure();
        m_console->pins.pin(doubtsOfAsking());
        openWindow();
        signIn();
        QTRY_VERIFY(isInLab());
        QTRY_COMPARE(m_console->server.parked(QStringLiteral("/api/v1/events")), 1);
        secure();
        m_console->sync.feed().retryNow();
        QTRY_VERIFY(isAskedAbout());
        const auto devices = m_console->store.devices().size();
        QVERIFY(devices > 0);
        trust();
        QTRY_VERIFY(isInLab());
        QCOMPARE(m_console->server.count("POST", QStringLiteral("/api/v1/auth/login")), 1);
        QTRY_COMPARE(m_console->server.parked(QStringLiteral("/api/v1/events")), 1);
        QCOMPARE(m_console->store.devices().size(), devices);
    }

    void a_pin_covers_what_was_seen_and_not_what_comes_to_it_later() {
        const auto certificate = m_certificates->make().localCertificate();
        const auto server = m_console->server.url();
        const QList<QSslError> seen{QSslError(QSslError::SelfSignedCertificate, certificate)};
        auto& pins = m_console->pins;
        pins.pin(*pins.doubts(server, certificate, seen));
        QVERIFY(!pins.doubts(server, certificate, seen));
        const auto later = seen + QList<QSslError>{QSslError(QSslError::CertificateExpired, certificate)};
        const auto found = pins.doubts(server, certificate, later);
        QVERIFY(found);
        QVERIFY(found->has(Cert::expired));
        QVERIFY(!found->has(Cert::changed));
    }

    void a_certificate_that_was_taken_back_cannot_be_trusted() {
        UntrustedCertificate revoked;
        revoked.faults = {Cert::revoked};
        CertificatePanel panel;
        panel.show();
        panel.open(revoked);
        QVERIFY(!panel.findChild<QPushButton*>(QStringLiteral("trustCertificatePushButton"))->isVisible());
        QVERIFY(!panel.findChild<QCheckBox*>(QStringLiteral("comparedCheckBox"))->isVisible());
    }
};

QTEST_MAIN(CertificateTest)
#include "certificate_test.moc"
