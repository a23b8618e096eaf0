// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pictures of the way in and of one's own account, in every state, to be looked at.

#include "console/account/account_dialog.h"
#include "console/login/login_page.h"
#include "console/widgets/label.h"
#include "console/widgets/notice.h"
#include "tests/console/support/console_fixture.h"
#include "tests/console/support/keyboard.h"
#include "tests/console/support/pictures.h"
#include "tests/console/support/test_certificates.h"

#include <QAbstractItemView>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTabBar>
#include <QTableView>

#include <memory>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
using Answer = FakeServer::Answer;

namespace {

const QString loginPath = QStringLiteral("/api/v1/auth/login");
const QString eventsPath = QStringLiteral("/api/v1/events");

Answer waiting(Answer answer, const char* seconds) {
    answer.headers.append(qMakePair(QByteArray("Retry-After"), QByteArray(seconds)));
    return answer;
}

} // namespace

class LoginPicturesTest : public QObject {
    Q_OBJECT
    std::unique_ptr<ConsoleFixture> m_console;
    std::unique_ptr<MainWindow> m_window;

    void show(const QString& server) {
        m_window = std::make_unique<MainWindow>(m_console->parts());
        m_window->resize(pictures::size());
        m_window->show();
        m_window->activateWindow();
        m_window->begin({server, QStringLiteral("engineer"), {}, {}});
    }
    QString address() { return m_console->server.url().toString(); }
    void openLab() {
        show(address());
        enter(QStringLiteral("secret"));
        QTRY_VERIFY(!m_window->findChild<LoginPage*>()->isVisible());
        QTRY_VERIFY(m_console->store.runsLoaded());
        QTRY_COMPARE(m_console->server.parked(eventsPath), 1);
    }
    template<class T>
    T* find(const char* name) {
        auto* found = m_window->findChild<T*>(QLatin1String(name));
        [&] { QVERIFY2(found, name); }();
        return found;
    }
    template<class T>
    T* findIn(const char* place, const char* name) {
        auto* found = find<QWidget>(place)->findChild<T*>(QLatin1String(name));
        [&] { QVERIFY2(found, name); }();
        return found;
    }
    void enter(const QString& password) {
        keyboard::type(find<QLineEdit>("passwordLineEdit"), password);
        keyboard::press(Qt::Key_Return);
    }
    void awaitWords(const char* words, const char* notice = "loginNotice") {
        QTRY_VERIFY2(find<widgets::Notice>(notice)->accessibleName().contains(QLatin1String(words)),
                     qPrintable(find<widgets::Notice>(notice)->accessibleName()));
    }
    void answerLoginWith(const Answer& answer) {
        m_console->server.on("POST", loginPath, [answer](const FakeServer::Request&) { return answer; });
    }
    void keep(const char* name) { pictures::keep(m_window.get(), name); }

private Q_SLOTS:
    void init() { m_console = std::make_unique<ConsoleFixture>(pictures::mode()); }
    void cleanup() {
        m_window.reset();
        m_console.reset();
    }

    void login_data() { pictures::looks(); }
    void login() {
        show(QStringLiteral("http://lab.example:8080"));
        keep("login");
        find<QComboBox>("serverComboBox")->setEditText(address());
        enter(QStringLiteral("wrong"));
        awaitWords("is wrong");
        keep("login-wrong");
        answerLoginWith(Answer::problemOfType(403, problem_type::accountDisabled, "No."));
        enter(QStringLiteral("secret"));
        awaitWords("disabled");
        keep("login-disabled");
        answerLoginWith(Answer::parked());
        enter(QStringLiteral("secret"));
        QTRY_COMPARE(m_console->server.parked(loginPath), 1);
        keep("login-under-way");
        awaitWords("not answered yet");
        keep("login-slow");
        keyboard::press(Qt::Key_Escape);
        m_console->server.goAway();
        enter(QStringLiteral("secret"));
        awaitWords("cannot be reached");
        keep("login-unreachable");
    }

    void waits_data() { pictures::looks(); }
    void waits() {
        show(address());
        // So long that the seconds do not show: they would never come to rest.
        answerLoginWith(waiting(
            Answer::problemOfType(429, problem_type::loginLocked, "Too many failed attempts."), "7300"));
        enter(QStringLiteral("wrong"));
        awaitWords("Too many failed attempts");
        keep("login-locked");
        keyboard::type(find<QLineEdit>("userLineEdit"), QStringLiteral("ada"));
        answerLoginWith(waiting(Answer::problem(429, "Too many attempts."), "7300"));
        enter(QStringLiteral("wrong"));
        awaitWords("Too many attempts");
        keep("login-throttled");
    }

    void servers_and_no_key_store_data() { pictures::looks(); }
    void servers_and_no_key_store() {
        m_console->keyStore.outcome = KeyStore::Outcome::unavailable;
        m_console->kept.setWanted(true);
        m_console->settings.setValue(QStringLiteral("login/servers"),
                                     QStringList{QStringLiteral("lab.example"),
                                                 QStringLiteral("bench-4.lab.example:8443"),
                                                 QStringLiteral("localhost:8080")});
        show(address());
        keep("login-no-key-store");
        auto* servers = find<QComboBox>("serverComboBox");
        servers->showPopup();
        pictures::keep(servers->view()->window(), "login-servers");
        servers->hidePopup();
    }

    void certificate_data() { pictures::looks(); }
    void certificate() {
        TestCertificates certificates;
        m_console->server.secure(certificates.make());
        show(address());
        enter(QStringLiteral("secret"));
        auto* trust = find<QPushButton>("trustCertificatePushButton");
        QTRY_VERIFY(trust->isVisible());
        keep("login-certificate");
        keyboard::press(find<QCheckBox>("comparedCheckBox"));
        keyboard::goTo(trust);
        keep("login-certificate-compared");
        keyboard::press(Qt::Key_Space);
        QTRY_VERIFY(m_console->store.runsLoaded());
        CertificateWish other;
        other.selfSigned = false;
        other.names = QStringLiteral("DNS:lab.example,DNS:bench-4.lab.example");
        other.until = QDateTime::currentDateTimeUtc().addSecs(-3600);
        m_console->server.secure(certificates.make(other));
        QTRY_VERIFY(trust->isVisible());
        keep("login-certificate-changed");
    }

    void new_password_data() { pictures::looks(); }
    void new_password() {
        m_console->lab.account.user.mustChangePassword = true;
        show(address());
        enter(QStringLiteral("secret"));
        auto* panel = find<QWidget>("newPasswordPanel");
        QTRY_VERIFY(panel->isVisible());
        keep("login-new-password");
        keyboard::type(findIn<QLineEdit>("newPasswordPanel", "newPasswordEdit"),
                       QStringLiteral("passwordpassword"));
        keyboard::type(findIn<QLineEdit>("newPasswordPanel", "repeatPasswordEdit"),
                       QStringLiteral("passwordpassword"));
        keyboard::press(Qt::Key_Return);
        auto* fault = findIn<widgets::Label>("newPasswordPanel", "newPasswordEditFault");
        QTRY_VERIFY(fault->text().startsWith(QStringLiteral("Many people")));
        keep("login-new-password-refused");
    }

    void session_ended_data() { pictures::looks(); }
    void session_ended() {
        openLab();
        keyboard::press(m_window.get(), Qt::Key_N, Qt::ControlModifier);
        m_console->server.answerParked(eventsPath, Answer::problem(401, "You are not signed in."));
        QTRY_VERIFY(m_window->findChild<LoginPage*>()->isVisible());
        keep("login-session-ended");
        auto other = m_console->lab.account.user;
        other.id = uuid(9002);
        other.displayName = "J. Lindqvist";
        m_console->lab.account.user = other;
        enter(QStringLiteral("secret"));
        QTRY_VERIFY(m_window->findChild<QDialog*>(QStringLiteral("questionDialog")));
        pictures::keep(find<QDialog>("questionDialog"), "question-other-person");
    }

    void account_data() { pictures::looks(); }
    void account() {
        m_console->keyStore.outcome = KeyStore::Outcome::refused;
        m_console->kept.setWanted(true);
        openLab();
        QTRY_VERIFY(find<widgets::Notice>("sessionNotice")->isVisible());
        keep("session-not-kept");
        keyboard::press(find<QWidget>("userChip"));
        QTRY_VERIFY(m_window->findChild<QMenu*>(QStringLiteral("userMenu")));
        pictures::keep(find<QMenu>("userMenu"), "user-menu");
        keyboard::press(Qt::Key_Down);
        keyboard::press(Qt::Key_Return);
        QTRY_VERIFY(m_window->findChild<AccountDialog*>());
        auto* dialog = m_window->findChild<AccountDialog*>();
        pictures::keep(dialog, "account-profile");
        m_console->lab.account.user.displayName = "Mara Keller-Voss";
        m_console->lab.account.user.version = 7;
        keyboard::type(findIn<QLineEdit>("accountDialog", "displayNameLineEdit"),
                       QStringLiteral("M. Keller (B)"));
        keyboard::press(Qt::Key_Return);
        awaitWords("Nothing was saved", "profileNotice");
        pictures::keep(dialog, "account-profile-changed");
        keyboard::press(find<QTabBar>("accountTabBar"), Qt::Key_Right);
        pictures::keep(dialog, "account-password");
        keyboard::type(findIn<QLineEdit>("accountDialog", "currentPasswordEdit"), QStringLiteral("wrong"));
        keyboard::type(findIn<QLineEdit>("accountDialog", "newPasswordEdit"),
                       QStringLiteral("four odd words here"));
        keyboard::type(findIn<QLineEdit>("accountDialog", "repeatPasswordEdit"),
                       QStringLiteral("four odd words here"));
        keyboard::press(Qt::Key_Return);
        auto* fault = findIn<widgets::Label>("accountDialog", "currentPasswordEditFault");
        QTRY_VERIFY(!fault->text().isEmpty());
        pictures::keep(dialog, "account-password-refused");
        keyboard::press(find<QTabBar>("accountTabBar"), Qt::Key_Right);
        QTRY_COMPARE(findIn<QTableView>("accountDialog", "sessionTableView")->model()->rowCount(), 3);
        pictures::keep(dialog, "account-sessions");
    }
};

QTEST_MAIN(LoginPicturesTest)
#include "login_pictures_test.moc"
