// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/login/login_page.h"
#include "console/login/server_address.h"
#include "console/shell/feed_indicator.h"
#include "console/shell/nav_bar.h"
#include "console/shell/user_chip.h"
#include "console/widgets/label.h"
#include "console/widgets/notice.h"
#include "tests/console/support/console_fixture.h"
#include "tests/console/support/keyboard.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedWidget>

#include <memory>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
using Answer = FakeServer::Answer;
using Request = FakeServer::Request;

class LoginTest : public QObject {
    Q_OBJECT
    std::unique_ptr<ConsoleFixture> m_console;
    std::unique_ptr<MainWindow> m_window;

    template<class T>
    T* find(const char* name) {
        auto* found = m_window->findChild<T*>(QLatin1String(name));
        [&] { QVERIFY2(found, name); }();
        return found;
    }
    QLineEdit* password() { return find<QLineEdit>("passwordLineEdit"); }
    QString words() { return find<widgets::Notice>("loginNotice")->words(); }
    LoginPage* page() { return m_window->findChild<LoginPage*>(); }
    bool isLoginShown() { return page()->isVisible(); }
    void answerLoginWith(Answer answer) {
        m_console->server.on("POST", QStringLiteral("/api/v1/auth/login"),
                             [answer](const Request&) { return answer; });
    }
    void enter(const QString& text) {
        keyboard::type(password(), text);
        keyboard::press(Qt::Key_Return);
    }

private Q_SLOTS:
    void init() {
        m_console = std::make_unique<ConsoleFixture>();
        m_window = std::make_unique<MainWindow>(m_console->parts());
        m_window->show();
        m_window->begin({m_console->server.url().toString(), QStringLiteral("engineer"), {}, {}});
        m_window->activateWindow();
    }
    void cleanup() {
        m_window.reset();
        m_console.reset();
    }

    void the_right_password_opens_the_lab() {
        QVERIFY(isLoginShown());
        enter(QStringLiteral("secret"));
        QTRY_VERIFY(!isLoginShown());
        QTRY_VERIFY(m_console->store.devicesLoaded());
        QVERIFY(password()->text().isEmpty());
        QTRY_VERIFY(find<FeedIndicator>("feedIndicator")->text().startsWith(QStringLiteral("Live")));
    }

    void a_wrong_password_is_said_and_selected_for_another_try() {
        enter(QStringLiteral("wrong"));
        QTRY_COMPARE(words(), QStringLiteral("The user name or the password is wrong."));
        QVERIFY(isLoginShown());
        QCOMPARE(password()->selectedText().size(), 5);
        enter(QStringLiteral("secret"));
        QTRY_VERIFY(!isLoginShown());
    }

    void a_server_that_cannot_be_reached_is_named() {
        m_console->server.goAway();
        enter(QStringLiteral("secret"));
        QTRY_VERIFY(words().contains(QStringLiteral("cannot be reached")));
        QVERIFY(words().contains(shortAddress(m_console->server.url())));
    }

    void a_throttled_login_counts_down_and_can_then_be_tried_again() {
        auto answer = Answer::problem(429, "Too many attempts.");
        answer.headers.append(qMakePair(QByteArray("Retry-After"), QByteArray("1")));
        answerLoginWith(answer);
        enter(QStringLiteral("secret"));
        QTRY_COMPARE(words(), QStringLiteral("Too many attempts. Try again in 1 s."));
        auto* button = find<QPushButton>("signInPushButton");
        QVERIFY(!button->isEnabled());
        keyboard::press(Qt::Key_Return);
        QCOMPARE(m_console->server.count("POST", QStringLiteral("/api/v1/auth/login")), 1);
        QTRY_VERIFY(button->isEnabled());
        QVERIFY(words().isEmpty());
    }

    void a_locked_account_counts_down_and_another_one_may_be_tried_at_once() {
        auto answer = Answer::problemOfType(429, problem_type::loginLocked, "Too many failed attempts.");
        answer.headers.append(qMakePair(QByteArray("Retry-After"), QByteArray("874")));
        answerLoginWith(answer);
        enter(QStringLiteral("secret"));
        QTRY_VERIFY(words().startsWith(
            QStringLiteral("Too many failed attempts for this account. Try again in 14 m")));
        auto* button = find<QPushButton>("signInPushButton");
        QVERIFY(!button->isEnabled());
        auto* user = find<QLineEdit>("userLineEdit");
        QCOMPARE(m_window->focusWidget(), static_cast<QWidget*>(user));
        QTest::keyClicks(keyboard::holder(), QStringLiteral("2"));
        QVERIFY(button->isEnabled());
        QVERIFY(words().isEmpty());
    }

    void each_refusal_of_an_account_has_its_words_data() {
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, std::string_view type, const char* expected) {
            QTest::newRow(name) << QByteArray(type.data(), static_cast<qsizetype>(type.size()))
                                << QString::fromLatin1(expected);
        };
        row("disabled", problem_type::accountDisabled, "This account is disabled.");
        row("one-time password expired", problem_type::passwordExpired,
            "This one-time password has expired.");
    }
    void each_refusal_of_an_account_has_its_words() {
        QFETCH(QByteArray, type);
        QFETCH(QString, expected);
        answerLoginWith(Answer::problemOfType(403, type.constData(), "No."));
        enter(QStringLiteral("secret"));
        QTRY_COMPARE(words(), expected);
        QVERIFY(find<widgets::Notice>("loginNotice")->accessibleName().contains(QStringLiteral("admin")));
    }

    void each_other_trouble_has_its_words_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("expected");
        QTest::newRow("no such path") << 404 << QStringLiteral("There is no Labwarden server at");
        QTest::newRow("busy") << 503 << QStringLiteral("cannot sign anybody in at the moment");
        QTest::newRow("disabled") << 403 << QStringLiteral("This account is disabled.");
        QTest::newRow("another program") << 200 << QStringLiteral("There is no Labwarden server at");
    }
    void each_other_trouble_has_its_words() {
        QFETCH(int, status);
        QFETCH(QString, expected);
        answerLoginWith(status == 200 ? Answer{200, "<html>", {}, false, false}
                                      : Answer::problem(status, "This account is disabled."));
        enter(QStringLiteral("secret"));
        QTRY_VERIFY2(words().contains(expected), qPrintable(words()));
    }

    void what_is_missing_is_said_before_anything_is_sent() {
        auto* server = find<QComboBox>("serverComboBox");
        server->setEditText(QStringLiteral("not an address"));
        enter(QStringLiteral("secret"));
        QVERIFY(words().contains(QStringLiteral("is not the address of a server")));
        server->setEditText(m_console->server.url().toString());
        enter({});
        QCOMPARE(words(), QStringLiteral("Enter your password."));
        QCOMPARE(m_console->server.requests().size(), 0);
    }

    void escape_gives_up_a_login_under_way() {
        answerLoginWith(Answer::parked());
        enter(QStringLiteral("secret"));
        QTRY_COMPARE(m_console->server.parked(QStringLiteral("/api/v1/auth/login")), 1);
        QVERIFY(!password()->isEnabled());
        keyboard::press(Qt::Key_Escape);
        QTRY_COMPARE(m_console->server.parked(QStringLiteral("/api/v1/auth/login")), 0);
        QVERIFY(password()->isEnabled());
        QVERIFY(isLoginShown());
    }

    void a_login_that_takes_long_offers_a_way_out() {
        answerLoginWith(Answer::parked());
        enter(QStringLiteral("secret"));
        QTRY_COMPARE(words(), QStringLiteral("The server has not answered yet."));
        keyboard::press(find<widgets::Notice>("loginNotice")->findChild<QPushButton*>());
        QTRY_COMPARE(m_console->server.parked(QStringLiteral("/api/v1/auth/login")), 0);
        QVERIFY(password()->isEnabled());
        QCOMPARE(words(), QString());
    }

    void the_keyboard_walks_through_server_user_password_button() {
        keyboard::goTo(find<QComboBox>("serverComboBox"));
        keyboard::press(Qt::Key_Tab);
        QCOMPARE(m_window->focusWidget(), static_cast<QWidget*>(find<QLineEdit>("userLineEdit")));
        keyboard::press(Qt::Key_Tab);
        QCOMPARE(m_window->focusWidget(), static_cast<QWidget*>(password()));
        keyboard::press(Qt::Key_Tab);
        QCOMPARE(m_window->focusWidget(), static_cast<QWidget*>(find<QCheckBox>("staySignedInCheckBox")));
        keyboard::press(Qt::Key_Tab);
        QCOMPARE(m_window->focusWidget(), static_cast<QWidget*>(find<QPushButton>("signInPushButton")));
    }

    void the_password_can_be_shown_and_hidden() {
        QTRY_VERIFY(m_window->isActiveWindow());
        keyboard::goTo(password());
        keyboard::press(Qt::Key_R, Qt::ControlModifier);
        QCOMPARE(password()->echoMode(), QLineEdit::Normal);
        keyboard::press(Qt::Key_R, Qt::ControlModifier);
        QCOMPARE(password()->echoMode(), QLineEdit::Password);
    }

    void servers_that_worked_are_remembered_and_the_password_never_is() {
        enter(QStringLiteral("secret"));
        QTRY_VERIFY(!isLoginShown());
        QCOMPARE(find<QComboBox>("serverComboBox")->itemText(0), m_console->server.url().toString());
        m_console->settings.sync();
        QFile file(m_console->settings.fileName());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const auto kept = file.readAll();
        QVERIFY(kept.contains("engineer"));
        QVERIFY(!kept.contains("secret"));
        QVERIFY(!kept.contains(m_console->lab.token.c_str()));
    }

    void an_ended_session_brings_the_login_back_and_the_lab_stays() {
        enter(QStringLiteral("secret"));
        QTRY_COMPARE(m_console->server.parked(QStringLiteral("/api/v1/events")), 1);
        const auto devices = m_console->store.devices().size();
        m_console->lab.token = "token-2";
        m_console->server.answerParked(QStringLiteral("/api/v1/events"),
                                       Answer::problem(401, "You are not signed in."));
        QTRY_VERIFY(isLoginShown());
        QVERIFY(words().startsWith(QStringLiteral("Your session has ended.")));
        QCOMPARE(m_console->store.devices().size(), devices);
        QSignalSpy resets(&m_console->store, &LabStore::reset);
        enter(QStringLiteral("secret"));
        QTRY_VERIFY(!isLoginShown());
        QTRY_COMPARE(m_console->server.parked(QStringLiteral("/api/v1/events")), 1);
        QCOMPARE(resets.count(), 0);
    }

    void signing_out_forgets_the_lab_and_ends_the_session_on_the_server() {
        enter(QStringLiteral("secret"));
        QTRY_VERIFY(m_console->store.devicesLoaded());
        Q_EMIT m_window->findChild<NavBar*>()->signOutRequested();
        QVERIFY(isLoginShown());
        QVERIFY(m_console->store.devices().empty());
        QTRY_COMPARE(m_console->server.count("POST", QStringLiteral("/api/v1/auth/logout")), 1);
        const auto* request = m_console->server.last("POST", QStringLiteral("/api/v1/auth/logout"));
        QCOMPARE(request->headers.value("authorization"), QByteArray("Bearer token-1"));
    }

    void a_server_that_asks_for_a_newer_console_is_refused_with_both_versions() {
        m_console->server.on("POST", QStringLiteral("/api/v1/auth/login"), [](const Request&) {
            return Answer::json({{"token", "t"},
                                 {"expiresAt", "2030-01-01T00:00:00Z"},
                                 {"user", {{"id", uuid(1)}, {"username", "engineer"}, {"displayName", "E"}}},
                                 {"serverVersion", "9.0.0"},
                                 {"minConsole", "8.0.0"}});
        });
        enter(QStringLiteral("secret"));
        QTRY_COMPARE(words(), QStringLiteral("This console is too old for the server."));
        QVERIFY(isLoginShown());
        // The session that was opened for nothing is not left behind.
        QTRY_COMPARE(m_console->server.count("POST", QStringLiteral("/api/v1/auth/logout")), 1);
    }

    void a_server_that_is_too_old_is_refused_with_both_versions() {
        m_console->lab.account.serverVersion = "0.0.3";
        enter(QStringLiteral("secret"));
        QTRY_COMPARE(words(), QStringLiteral("The server is too old for this console."));
        QVERIFY(find<widgets::Notice>("loginNotice")->accessibleName().contains(QStringLiteral("0.0.3")));
        QVERIFY(isLoginShown());
    }

    void a_password_file_that_others_can_read_is_refused() {
#ifdef Q_OS_WIN
        QSKIP("Permission bits say nothing on Windows");
#endif
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("password"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("secret\n");
        file.close();
        QProcessEnvironment environment;
        environment.insert(QStringLiteral("LABWARDEN_CONSOLE_SERVER"), QStringLiteral("lab:1"));
        environment.insert(QStringLiteral("LABWARDEN_CONSOLE_USER"), QStringLiteral("engineer"));
        environment.insert(QStringLiteral("LABWARDEN_CONSOLE_PASSWORD_FILE"), path);
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup);
        auto prefill = prefillFrom(environment);
        QVERIFY(prefill.password.isEmpty());
        QVERIFY(prefill.problem.contains(QStringLiteral("0600")));
        QVERIFY(!prefill.complete());
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        prefill = prefillFrom(environment);
        QCOMPARE(prefill.password, QStringLiteral("secret"));
        QVERIFY(prefill.complete());
    }

    void a_complete_prefill_signs_in_at_once() {
        m_window->begin(m_console->goodPrefill());
        QTRY_VERIFY(!isLoginShown());
    }

    void an_unencrypted_way_to_another_machine_is_pointed_out() {
        auto* hint = find<widgets::Label>("serverHintLabel");
        QVERIFY(!hint->isVisible());
        find<QComboBox>("serverComboBox")->setEditText(QStringLiteral("http://lab.example"));
        QVERIFY(hint->isVisible());
    }

    void addresses_are_understood_as_people_type_them_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("url");
        const auto row = [](const char* typed, const char* url) {
            QTest::newRow(typed) << QString::fromLatin1(typed) << QString::fromLatin1(url);
        };
        row("lab.example", "https://lab.example");
        row("lab.example:8443", "https://lab.example:8443");
        row("localhost:8080", "http://localhost:8080");
        row("127.0.0.1:8080", "http://127.0.0.1:8080");
        row("http://lab.example/", "http://lab.example");
        row("https://lab.example/lw", "https://lab.example/lw");
        row("ftp://lab.example", "");
        row("https://me@lab.example", "");
        row("https://lab.example?x=1", "");
        row("two words", "");
        row("", "");
    }
    void addresses_are_understood_as_people_type_them() {
        QFETCH(QString, typed);
        QFETCH(QString, url);
        QCOMPARE(serverAddress(typed).value_or(QUrl()).toString(), url);
    }

    void the_feed_says_how_it_is() {
        using Kind = FeedState::Kind;
        QCOMPARE(FeedIndicator::words({Kind::Live, 12, {}}), QStringLiteral("Live · 12 ms"));
        QCOMPARE(FeedIndicator::words({Kind::Reconnecting, -1, {}}), QStringLiteral("Reconnecting…"));
        const QDateTime today(QDate::currentDate(), QTime(14, 2));
        QCOMPARE(FeedIndicator::words({Kind::Offline, -1, today}), QStringLiteral("Offline since 14:02"));
        const QDateTime earlier(QDate(2026, 3, 1), QTime(14, 2));
        QCOMPARE(FeedIndicator::words({Kind::Offline, -1, earlier}),
                 QStringLiteral("Offline since 1 Mar 14:02"));
    }

    void initials_are_those_of_the_first_and_last_name() {
        QCOMPARE(UserChip::initials(QStringLiteral("M. Keller")), QStringLiteral("MK"));
        QCOMPARE(UserChip::initials(QStringLiteral("Ada Augusta Lovelace")), QStringLiteral("AL"));
        QCOMPARE(UserChip::initials(QStringLiteral("admin")), QStringLiteral("A"));
        QCOMPARE(UserChip::initials({}), QString());
    }
};

QTEST_MAIN(LoginTest)
#include "login_test.moc"
