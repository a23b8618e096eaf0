// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Signing in, by keyboard at the console's log-in page, against the real server: first start, wrong
// passwords, sessions that last and sessions that end, certificates.

#include "console/widgets/notice.h"
#include "tests/console/support/test_certificates.h"
#include "tests/e2e/support/console_case.h"
#include "tests/e2e/support/tls_front.h"

#include <QCheckBox>
#include <QCryptographicHash>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QTest>

#include <boost/json/array.hpp>

#include <csignal>

using namespace labwarden;
using namespace labwarden::test;

namespace json = boost::json;

namespace {

constexpr int guesses = 10; ///< at one account from one address, until it is locked
const QString wrong = QStringLiteral("The user name or the password is wrong.");
const QString own = QStringLiteral("nine quiet owls at dawn");

/// Those that have been printed for the first admin, from the beginning of the log on.
QStringList printedPasswords(const Process& server) {
    static const QRegularExpression line(QStringLiteral("one-time password +(\\S+)"));
    QStringList found;
    for (auto match = line.globalMatch(q(server.output())); match.hasNext();)
        found << match.next().captured(1);
    return found;
}

} // namespace

class LoginTest : public ConsoleCase {
    Q_OBJECT

    QString url() const { return q(m_lab->url()); }
    /// What the page says to a password, once the server has answered.
    QString answerTo(const QString& password) {
        m_console->typeSignIn({}, {}, password);
        const bool answered = QTest::qWaitFor(
            [&] {
                return !m_console->isShown("loginForm") ||
                       m_console->widget<QLineEdit>("passwordLineEdit").isEnabled();
            },
            later);
        return answered ? m_console->words("loginNotice") : QStringLiteral("no answer");
    }
    void lockTheEngineer() {
        m_console->typeSignIn(url(), QStringLiteral("engineer"), QStringLiteral("guess 0"));
        QTRY_COMPARE_WITH_TIMEOUT(m_console->words("loginNotice"), wrong, later);
        for (int i = 1; i < guesses; ++i)
            QCOMPARE(answerTo(QStringLiteral("guess %1").arg(i)), wrong);
        static const QRegularExpression locked(
            QStringLiteral("^Too many failed attempts for this account\\. Try again in 1[45] m"));
        const auto told = answerTo(QLatin1String(Lab::password)); // the right one
        QVERIFY2(locked.match(told).hasMatch(), qPrintable(told));
        QVERIFY(told.contains(QStringLiteral("An admin of the lab can unlock")));
        QVERIFY(!m_console->widget<QPushButton>("signInPushButton").isEnabled());
    }
    /// By keyboard, from where the certificate's panel puts it.
    bool trust() {
        return m_console->press("comparedCheckBox") && m_console->press("trustCertificatePushButton");
    }

private Q_SLOTS:
    void the_first_start_prints_a_one_time_password_once_and_its_owner_has_to_choose_another();
    void ten_guesses_lock_an_account_until_an_admin_or_the_command_line_unlocks_it();
    void a_server_that_was_killed_is_named_as_unreachable_and_lets_in_when_it_is_back();
    void who_stays_signed_in_still_is_after_console_and_server_have_started_again();
    void who_is_disabled_at_work_stands_before_the_login_at_once_and_is_told_why();
    void a_self_signed_certificate_is_trusted_after_a_look_and_another_in_its_place_is_not();
};

void LoginTest::the_first_start_prints_a_one_time_password_once_and_its_owner_has_to_choose_another() {
    startLab({.runner = false, .agent = false, .people = false});
    const auto printed = printedPasswords(m_lab->server());
    QCOMPARE(printed.size(), 1);
    m_console = std::make_unique<ConsoleProgram>();
    m_console->typeSignIn(url(), QStringLiteral("admin"), printed[0]);
    QTRY_VERIFY_WITH_TIMEOUT(m_console->isShown("newPasswordPanel"), later);
    QVERIFY(!m_console->isShown("navBar"));

    // The server's rules, in words at the field.
    const auto choose = [&](const QString& password) {
        return m_console->type("newPasswordEdit", password) &&
               m_console->type("repeatPasswordEdit", password) &&
               m_console->press("repeatPasswordEdit", Qt::Key_Return);
    };
    QVERIFY(choose(QStringLiteral("password1234")));
    QTRY_VERIFY_WITH_TIMEOUT(!m_console->text("newPasswordEditFault").isEmpty(), later);
    QVERIFY(!m_console->isShown("navBar"));
    QVERIFY(choose(own));
    QTRY_VERIFY_WITH_TIMEOUT(m_console->isShown("boardPage"), later);

    m_lab->server().signal(SIGTERM);
    QVERIFY(m_lab->server().wait(std::chrono::seconds(30)));
    m_lab->startServer(); // its log goes on in the same file
    QCOMPARE(printedPasswords(m_lab->server()), printed);
    QCOMPARE(m_lab->logIn("admin", printed[0].toStdString()).status, 401);
    QCOMPARE(m_lab->logIn("admin", own.toStdString()).status, 200);
    QVERIFY(!q(m_lab->server().output()).contains(own));
}

void LoginTest::ten_guesses_lock_an_account_until_an_admin_or_the_command_line_unlocks_it() {
    startOffice();
    Person admin(*m_lab, "admin");
    m_console = std::make_unique<ConsoleProgram>();
    lockTheEngineer();
    if (QTest::currentTestFailed())
        return;
    const auto engineer = admin.user("engineer");
    QVERIFY(engineer.at("locked").as_bool());
    admin.post("/api/v1/users/" + std::string(engineer.at("id").as_string()) + "/unlock", nullptr, 204);
    // Nobody sits out a lock that is gone.
    answerTo(QLatin1String(Lab::password));
    QTRY_VERIFY_WITH_TIMEOUT(m_console->isShown("boardPage"), later);

    QVERIFY(m_console->signOut());
    lockTheEngineer();
    if (QTest::currentTestFailed())
        return;
    const auto told = m_lab->command({"users", "unlock", "engineer"});
    QVERIFY2(told.find("was locked") != std::string::npos, told.c_str());
    answerTo(QLatin1String(Lab::password));
    QTRY_VERIFY_WITH_TIMEOUT(m_console->isShown("boardPage"), later);
}

void LoginTest::a_server_that_was_killed_is_named_as_unreachable_and_lets_in_when_it_is_back() {
    startOffice();
    m_console = std::make_unique<ConsoleProgram>();
    m_console->typeSignIn(url(), QStringLiteral("engineer"), QStringLiteral("not my password"));
    QTRY_COMPARE_WITH_TIMEOUT(m_console->words("loginNotice"), wrong, later);
    m_lab->server().signal(SIGKILL);
    QVERIFY(m_lab->server().wait(std::chrono::seconds(30)));
    const auto told = answerTo(QLatin1String(Lab::password));
    QVERIFY2(told.startsWith(url().section(QLatin1Char('/'), 2) + QLatin1String(" cannot be reached.")),
             qPrintable(told));
    m_lab->startServer();
    answerTo(QLatin1String(Lab::password));
    QTRY_VERIFY_WITH_TIMEOUT(m_console->isShown("boardPage"), later);
}

void LoginTest::who_stays_signed_in_still_is_after_console_and_server_have_started_again() {
    startOffice();
    Person admin(*m_lab, "admin");
    const auto sessions = [&] {
        const auto id = std::string(admin.user("engineer").at("id").as_string());
        return admin.get("/api/v1/users/" + id + "/sessions").at("sessions").as_array().size();
    };
    const auto home = std::make_shared<ConsoleHome>();
    m_console = std::make_unique<ConsoleProgram>(style::ThemeMode::dark, home);
    QVERIFY(m_console->press("staySignedInCheckBox"));
    QVERIFY(signIn(*m_console, url(), QStringLiteral("engineer")));
    QTRY_COMPARE_WITH_TIMEOUT(home->keyStore.secrets.size(), 1, soon);
    m_console.reset();

    m_lab->server().signal(SIGTERM);
    QVERIFY(m_lab->server().wait(std::chrono::seconds(30)));
    m_lab->startServer();
    m_console = std::make_unique<ConsoleProgram>(style::ThemeMode::dark, home);
    QTRY_VERIFY_WITH_TIMEOUT(m_console->isShown("boardPage"), later);
    QCOMPARE(sessions(), std::size_t(1));
    QTRY_VERIFY_WITH_TIMEOUT(m_console->feedText().startsWith(QLatin1String("Live")), later);
    m_console.reset();

    // Ended by somebody else in the meantime: said, and nothing of it is kept.
    const auto id = std::string(admin.user("engineer").at("id").as_string());
    QCOMPARE(admin.send("DELETE", "/api/v1/users/" + id + "/sessions").status, 204);
    m_console = std::make_unique<ConsoleProgram>(style::ThemeMode::dark, home);
    QTRY_VERIFY_WITH_TIMEOUT(
        m_console->words("loginNotice").contains(QStringLiteral("that session has ended since")), later);
    QTRY_VERIFY_WITH_TIMEOUT(home->keyStore.secrets.isEmpty(), soon);
    QVERIFY(!m_console->isShown("navBar"));
}

void LoginTest::who_is_disabled_at_work_stands_before_the_login_at_once_and_is_told_why() {
    startOffice();
    Person admin(*m_lab, "admin"), elsewhere(*m_lab, "engineer");
    m_console = std::make_unique<ConsoleProgram>();
    QVERIFY(signIn(*m_console, url(), QStringLiteral("engineer")));
    QTRY_VERIFY_WITH_TIMEOUT(m_console->feedText().startsWith(QLatin1String("Live")), later);
    admin.changeUser("engineer", {{"disabled", true}});
    elsewhere.get("/api/v1/devices", 401);
    QTRY_VERIFY_WITH_TIMEOUT(m_console->isShown("loginForm"), soon); // without anything being done
    QVERIFY(m_console->words("loginNotice").startsWith(QStringLiteral("Your session has ended.")));
    QVERIFY(!m_console->isShown("navBar"));

    QVERIFY(answerTo(QStringLiteral("not my password")) == wrong); // who guesses is told nothing
    QVERIFY(answerTo(QLatin1String(Lab::password)).startsWith(QStringLiteral("This account is disabled.")));
    admin.changeUser("engineer", {{"disabled", false}});
    answerTo(QLatin1String(Lab::password));
    QTRY_VERIFY_WITH_TIMEOUT(m_console->isShown("boardPage"), later);
    elsewhere.get("/api/v1/devices", 401); // what has ended does not begin again
}

void LoginTest::a_self_signed_certificate_is_trusted_after_a_look_and_another_in_its_place_is_not() {
    console::test::TestCertificates certificates;
    const auto first = certificates.make(), second = certificates.make();
    const auto fingerprint = [](const QSslConfiguration& shown) {
        return QString::fromLatin1(
            shown.localCertificate().digest(QCryptographicHash::Sha256).toHex().toUpper());
    };
    startOffice();
    TlsFront front{QUrl(url())};
    front.show(first);
    m_console = std::make_unique<ConsoleProgram>();
    const auto shown = [&](const char* label) {
        return m_console->text(label).remove(QRegularExpression(QStringLiteral("\\s")));
    };

    m_console->typeSignIn(front.url().toString(), QStringLiteral("engineer"), QLatin1String(Lab::password));
    QTRY_VERIFY_WITH_TIMEOUT(m_console->isShown("certificatePanel"), later);
    QCOMPARE(shown("fingerprintLabel"), fingerprint(first));
    QVERIFY(m_console->words("certificateNotice").contains(QStringLiteral("self-signed")));
    QVERIFY(m_console->press("refuseCertificatePushButton"));
    QVERIFY(m_console->isShown("loginForm"));
    QCOMPARE(front.passed(), 0); // no password went to somebody nobody trusts

    answerTo(QLatin1String(Lab::password));
    QTRY_VERIFY_WITH_TIMEOUT(m_console->isShown("certificatePanel"), later);
    QVERIFY(trust());
    QTRY_VERIFY_WITH_TIMEOUT(m_console->isShown("boardPage"), later);
    QTRY_VERIFY_WITH_TIMEOUT(m_console->feedText().startsWith(QLatin1String("Live")), later);
    QVERIFY(m_console->signOut());

    const auto before = front.passed();
    front.show(second);
    answerTo(QLatin1String(Lab::password));
    QTRY_VERIFY_WITH_TIMEOUT(m_console->isShown("certificatePanel"), later);
    QVERIFY(m_console->text("certificateTitleLabel").contains(QStringLiteral("has changed")));
    QCOMPARE(shown("pinnedFingerprintLabel"), fingerprint(first));
    QCOMPARE(shown("fingerprintLabel"), fingerprint(second));
    QVERIFY(m_console->press("refuseCertificatePushButton"));
    QCOMPARE(front.passed(), before);
    QVERIFY(!m_console->isShown("navBar"));

    front.show(first); // the one that was trusted still is
    answerTo(QLatin1String(Lab::password));
    QTRY_VERIFY_WITH_TIMEOUT(m_console->isShown("boardPage"), later);
    QTRY_VERIFY_WITH_TIMEOUT(m_console->feedText().startsWith(QLatin1String("Live")), later);

    front.show(second); // at work, without anything being done
    QTRY_VERIFY_WITH_TIMEOUT(m_console->isShown("certificatePanel"), later);
    QVERIFY(m_console->text("certificateTitleLabel").contains(QStringLiteral("has changed")));
}

QTEST_MAIN(LoginTest)
#include "login_test.moc"
