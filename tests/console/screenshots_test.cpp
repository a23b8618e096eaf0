// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pictures of every page in both themes, to be looked at. What it can hold by itself: nothing is empty,
// nothing fails.

#include "console/runs/start_run_dialog.h"
#include "console/shell/nav_bar.h"
#include "tests/console/support/console_fixture.h"
#include "tests/console/support/test_certificates.h"

#include <QAbstractItemView>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTabBar>
#include <QTableView>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;

namespace {

/// Lets timers, answers and repaints come to rest.
void settle() {
    QTest::qWait(350);
}

void keep(QWidget& widget, const QString& name) {
    const QString folder = qEnvironmentVariable("LABWARDEN_SCREENSHOTS", QDir::tempPath());
    QVERIFY(QDir().mkpath(folder));
    const QPixmap picture = widget.grab();
    QVERIFY(!picture.isNull());
    QVERIFY(picture.save(folder + QLatin1Char('/') + name + QStringLiteral(".png")));
}

QString themed(const char* name, style::ThemeMode mode) {
    return QLatin1String(name) +
           (mode == style::ThemeMode::dark ? QLatin1String("-dark") : QLatin1String("-light"));
}

} // namespace

class ScreenshotsTest : public QObject {
    Q_OBJECT

    static void themes() {
        QTest::addColumn<int>("mode");
        QTest::newRow("dark") << int(style::ThemeMode::dark);
        QTest::newRow("light") << int(style::ThemeMode::light);
    }
    static style::ThemeMode mode() {
        QFETCH(int, mode);
        return static_cast<style::ThemeMode>(mode);
    }
    static void open(ConsoleFixture& console, MainWindow& window) {
        window.resize(1440, 900);
        window.show();
        window.begin(console.goodPrefill());
        QTRY_VERIFY(console.store.runsLoaded());
        QTRY_VERIFY(console.store.environments().size() > 0);
        settle();
    }

private Q_SLOTS:
    void login_data() { themes(); }
    void login() {
        ConsoleFixture console(mode());
        MainWindow window(console.parts());
        window.resize(1200, 800);
        window.show();
        window.begin({QStringLiteral("http://lab.example:8080"), QStringLiteral("engineer"), {}, {}});
        settle();
        keep(window, themed("login", mode()));
        auto* password = window.findChild<QLineEdit*>(QStringLiteral("passwordLineEdit"));
        window.findChild<QComboBox*>(QStringLiteral("serverComboBox"))
            ->setEditText(console.server.url().toString());
        QTest::keyClicks(password, QStringLiteral("wrong"));
        QTest::keyClick(password, Qt::Key_Return);
        settle();
        keep(window, themed("login-wrong", mode()));
        console.server.goAway();
        QTest::keyClick(password, Qt::Key_Return);
        settle();
        keep(window, themed("login-unreachable", mode()));
    }

    void login_refusals_data() { themes(); }
    void login_refusals() {
        ConsoleFixture console(mode());
        console.keyStore.outcome = KeyStore::Outcome::unavailable;
        console.kept.setWanted(true);
        console.settings.setValue(QStringLiteral("login/servers"),
                                  QStringList{QStringLiteral("lab.example"),
                                              QStringLiteral("bench-4.lab.example:8443"),
                                              QStringLiteral("localhost:8080")});
        MainWindow window(console.parts());
        window.resize(1200, 800);
        window.show();
        window.begin({console.server.url().toString(), QStringLiteral("engineer"), {}, {}});
        auto locked =
            FakeServer::Answer::problemOfType(429, problem_type::loginLocked, "Too many failed attempts.");
        locked.headers.append(qMakePair(QByteArray("Retry-After"), QByteArray("874")));
        console.server.on("POST", QStringLiteral("/api/v1/auth/login"),
                          [locked](const FakeServer::Request&) { return locked; });
        auto* password = window.findChild<QLineEdit*>(QStringLiteral("passwordLineEdit"));
        QTest::keyClicks(password, QStringLiteral("wrong"));
        QTest::keyClick(password, Qt::Key_Return);
        settle();
        keep(window, themed("login-locked", mode()));
        auto* servers = window.findChild<QComboBox*>(QStringLiteral("serverComboBox"));
        servers->showPopup();
        settle();
        keep(*servers->view()->window(), themed("login-servers", mode()));
        servers->hidePopup();
    }

    void certificate_data() { themes(); }
    void certificate() {
        ConsoleFixture console(mode());
        TestCertificates certificates;
        console.server.secure(certificates.make());
        MainWindow window(console.parts());
        window.resize(1200, 800);
        window.show();
        window.begin(console.goodPrefill());
        auto* trust = window.findChild<QPushButton*>(QStringLiteral("trustCertificatePushButton"));
        QTRY_VERIFY(trust->isVisible());
        settle();
        keep(window, themed("login-certificate", mode()));
        window.findChild<QCheckBox*>(QStringLiteral("comparedCheckBox"))->setChecked(true);
        trust->click();
        QTRY_VERIFY(console.store.runsLoaded());
        CertificateWish other;
        other.selfSigned = false;
        other.names = QStringLiteral("DNS:lab.example,DNS:bench-4.lab.example");
        other.until = QDateTime::currentDateTimeUtc().addSecs(-3600);
        console.server.secure(certificates.make(other));
        QTRY_VERIFY(trust->isVisible());
        settle();
        keep(window, themed("login-certificate-changed", mode()));
    }

    void new_password_data() { themes(); }
    void new_password() {
        ConsoleFixture console(mode());
        console.lab.account.user.mustChangePassword = true;
        MainWindow window(console.parts());
        window.resize(1200, 800);
        window.show();
        window.begin(console.goodPrefill());
        auto* panel = window.findChild<QWidget*>(QStringLiteral("newPasswordPanel"));
        QTRY_VERIFY(panel->isVisible());
        settle();
        keep(window, themed("login-new-password", mode()));
        QTest::keyClicks(panel->findChild<QLineEdit*>(QStringLiteral("newPasswordEdit")),
                         QStringLiteral("passwordpassword"));
        auto* again = panel->findChild<QLineEdit*>(QStringLiteral("repeatPasswordEdit"));
        QTest::keyClicks(again, QStringLiteral("passwordpassword"));
        QTest::keyClick(again, Qt::Key_Return);
        settle();
        keep(window, themed("login-new-password-refused", mode()));
    }

    void session_ended_data() { themes(); }
    void session_ended() {
        ConsoleFixture console(mode());
        MainWindow window(console.parts());
        open(console, window);
        QTest::keyClick(&window, Qt::Key_N, Qt::ControlModifier);
        QTRY_COMPARE(console.server.parked(QStringLiteral("/api/v1/events")), 1);
        console.server.answerParked(QStringLiteral("/api/v1/events"),
                                    FakeServer::Answer::problem(401, "You are not signed in."));
        settle();
        keep(window, themed("login-session-ended", mode()));
        auto other = console.lab.account.user;
        other.id = uuid(9002);
        other.displayName = "J. Lindqvist";
        console.lab.account.user = other;
        auto* password = window.findChild<QLineEdit*>(QStringLiteral("passwordLineEdit"));
        QTest::keyClicks(password, QStringLiteral("secret"));
        QTest::keyClick(password, Qt::Key_Return);
        QTRY_VERIFY(window.findChild<QDialog*>(QStringLiteral("questionDialog")));
        settle();
        keep(*window.findChild<QDialog*>(QStringLiteral("questionDialog")),
             themed("question-other-person", mode()));
    }

    void account_data() { themes(); }
    void account() {
        ConsoleFixture console(mode());
        console.keyStore.outcome = KeyStore::Outcome::refused;
        console.kept.setWanted(true);
        MainWindow window(console.parts());
        open(console, window);
        keep(window, themed("session-not-kept", mode()));
        window.findChild<QAbstractButton*>(QStringLiteral("userChip"))->click();
        settle();
        auto* menu = window.findChild<QMenu*>(QStringLiteral("userMenu"));
        QVERIFY(menu);
        keep(*menu, themed("user-menu", mode()));
        menu->findChild<QAction*>(QStringLiteral("accountAction"))->trigger();
        menu->close();
        settle();
        auto* dialog = window.findChild<QDialog*>(QStringLiteral("accountDialog"));
        QVERIFY(dialog);
        keep(*dialog, themed("account-profile", mode()));
        console.lab.account.user.displayName = "Mara Keller-Voss";
        console.lab.account.user.version = 7;
        QTest::keyClicks(dialog->findChild<QLineEdit*>(QStringLiteral("displayNameLineEdit")),
                         QStringLiteral(" (B)"));
        dialog->findChild<QPushButton*>(QStringLiteral("saveProfilePushButton"))->click();
        settle();
        keep(*dialog, themed("account-profile-changed", mode()));
        dialog->findChild<QTabBar*>(QStringLiteral("accountTabBar"))->setCurrentIndex(1);
        QTest::keyClicks(dialog->findChild<QLineEdit*>(QStringLiteral("newPasswordEdit")),
                         QStringLiteral("four odd words here"));
        settle();
        keep(*dialog, themed("account-password", mode()));
        dialog->findChild<QTabBar*>(QStringLiteral("accountTabBar"))->setCurrentIndex(2);
        settle();
        keep(*dialog, themed("account-sessions", mode()));
    }

    void devices_and_runs_data() { themes(); }
    void devices_and_runs() {
        ConsoleFixture console(mode());
        MainWindow window(console.parts());
        open(console, window);
        keep(window, themed("devices", mode()));
        window.findChild<NavBar*>()->setCurrent(1);
        settle();
        keep(window, themed("runs", mode()));
    }

    void offline_data() { themes(); }
    void offline() {
        ConsoleFixture console(mode());
        console.sync.feed().setTiming(
            {.probeEvery = std::chrono::milliseconds(50), .offlineAfter = std::chrono::milliseconds(100)});
        MainWindow window(console.parts());
        open(console, window);
        console.server.goAway();
        QTRY_VERIFY(console.sync.feed().state().kind == FeedState::Kind::Offline);
        settle();
        keep(window, themed("devices-offline", mode()));
    }

    void question_data() { themes(); }
    void question() {
        ConsoleFixture console(mode());
        MainWindow window(console.parts());
        open(console, window);
        window.openLink(QUrl(QStringLiteral("labwarden://run/48213")));
        settle();
        window.findChild<QPushButton*>(QStringLiteral("cancelRunPushButton"))->click();
        settle();
        auto* box = window.findChild<QDialog*>(QStringLiteral("questionDialog"));
        QVERIFY(box);
        keep(*box, themed("question", mode()));
        box->reject();
    }

    void running_run_data() { themes(); }
    void running_run() {
        ConsoleFixture console(mode());
        MainWindow window(console.parts());
        open(console, window);
        window.resize(1640, 1000);
        window.openLink(QUrl(QStringLiteral("labwarden://run/48213")));
        settle();
        settle();
        keep(window, themed("run-running", mode()));
        window.findChild<QTabBar*>(QStringLiteral("runTabBar"))->setCurrentIndex(1);
        settle();
        keep(window, themed("run-log", mode()));
        window.findChild<QTabBar*>(QStringLiteral("runTabBar"))->setCurrentIndex(2);
        settle();
        keep(window, themed("run-details", mode()));
    }

    void failed_run_data() { themes(); }
    void failed_run() {
        ConsoleFixture console(mode());
        console.lab.finish(48213, Outcome::failed);
        MainWindow window(console.parts());
        open(console, window);
        window.openLink(QUrl(QStringLiteral("labwarden://run/48213")));
        settle();
        settle();
        keep(window, themed("run-failed", mode()));
    }

    void passed_run_data() { themes(); }
    void passed_run() {
        ConsoleFixture console(mode());
        console.lab.finish(48213, Outcome::passed);
        MainWindow window(console.parts());
        open(console, window);
        window.openLink(QUrl(QStringLiteral("labwarden://run/48213")));
        settle();
        settle();
        keep(window, themed("run-passed", mode()));
    }

    void start_dialog_data() { themes(); }
    void start_dialog() {
        ConsoleFixture console(mode());
        console.signInDirectly();
        StartRunDialog dialog(console.api, console.store, console.sync,
                              {console.lab.byKey("r07-u05").id, console.lab.byKey("r07-u06").id});
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.show();
        settle();
        keep(dialog, themed("start-empty", mode()));
        auto* box = dialog.findChild<QComboBox*>(QStringLiteral("testCaseComboBox"));
        box->setCurrentIndex(box->findText(QStringLiteral("TC-1"), Qt::MatchStartsWith));
        dialog.findChild<QComboBox*>(QStringLiteral("environmentComboBox"))->setCurrentIndex(0);
        auto* load = dialog.findChild<QLineEdit*>(QStringLiteral("load_pctParameterLineEdit"));
        load->setText(QStringLiteral("180"));
        settle();
        keep(dialog, themed("start-faults", mode()));
    }

    void empty_lab_data() { themes(); }
    void empty_lab() {
        ConsoleFixture console(mode());
        console.lab.runs.clear();
        console.lab.devices.clear();
        MainWindow window(console.parts());
        window.resize(1200, 800);
        window.show();
        window.begin(console.goodPrefill());
        QTRY_VERIFY(console.store.runsLoaded());
        settle();
        keep(window, themed("devices-empty", mode()));
        window.findChild<NavBar*>()->setCurrent(1);
        settle();
        keep(window, themed("runs-empty", mode()));
    }
};

QTEST_MAIN(ScreenshotsTest)
#include "screenshots_test.moc"
