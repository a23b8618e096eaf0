// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A one-time password that is replaced at the log-in, and one's own account: profile, password, sessions.

#include "console/account/account_dialog.h"
#include "console/account/session_table_model.h"
#include "console/login/login_page.h"
#include "console/login/password_words.h"
#include "console/widgets/label.h"
#include "console/widgets/message_box.h"
#include "console/widgets/notice.h"
#include "tests/console/support/console_fixture.h"
#include "tests/console/support/keyboard.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QPushButton>
#include <QTabBar>
#include <QTableView>

#include <memory>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
using widgets::MessageBox;
using Answer = FakeServer::Answer;

namespace {
const QString passwordPath = QStringLiteral("/api/v1/auth/password");
const QString goodPassword = QStringLiteral("correct horse battery");
} // namespace

class AccountTest : public QObject {
    Q_OBJECT
    std::unique_ptr<ConsoleFixture> m_console;
    std::unique_ptr<MainWindow> m_window;

    template<class T>
    T* find(const char* name) {
        auto* found = m_window->findChild<T*>(QLatin1String(name));
        [&] { QVERIFY2(found, name); }();
        return found;
    }
    /// Fields of the same name stand on the log-in page and in the dialog.
    template<class T>
    T* findIn(const char* place, const char* name) {
        auto* found = find<QWidget>(place)->findChild<T*>(QLatin1String(name));
        [&] { QVERIFY2(found, name); }();
        return found;
    }
    FakeServer& server() { return m_console->server; }
    FakeAccount& account() { return m_console->lab.account; }
    bool isInLab() { return !m_window->findChild<LoginPage*>()->isVisible(); }
    void type(QLineEdit* field, const QString& text) { keyboard::type(field, text); }
    void signInWithOneTimePassword() {
        account().user.mustChangePassword = true;
        m_window->begin({server().url().toString(), QStringLiteral("engineer"), {}, {}});
        type(find<QLineEdit>("passwordLineEdit"), QStringLiteral("secret"));
        keyboard::press(Qt::Key_Return);
        QTRY_VERIFY(find<QWidget>("newPasswordPanel")->isVisible());
    }
    void signIn() {
        m_window->begin(m_console->goodPrefill());
        QTRY_VERIFY(isInLab());
        QTRY_COMPARE(server().parked(QStringLiteral("/api/v1/events")), 1);
    }
    /// By keyboard: the chip's menu, its first entry, then the tab.
    void openAccount(int tab) {
        signIn();
        keyboard::press(find<QWidget>("userChip"));
        QTRY_VERIFY(QApplication::activePopupWidget());
        keyboard::press(Qt::Key_Down);
        keyboard::press(Qt::Key_Return);
        QTRY_VERIFY(m_window->findChild<AccountDialog*>());
        for (int i = 0; i < tab; ++i)
            keyboard::press(find<QTabBar>("accountTabBar"), Qt::Key_Right);
    }
    void choosePassword(const char* place, const QString& wanted, const QString& again) {
        type(findIn<QLineEdit>(place, "newPasswordEdit"), wanted);
        auto* repeat = findIn<QLineEdit>(place, "repeatPasswordEdit");
        type(repeat, again);
        keyboard::press(Qt::Key_Return);
    }
    QString labelIn(const char* place, const char* name) {
        return findIn<widgets::Label>(place, name)->text();
    }

private Q_SLOTS:
    void init() {
        m_console = std::make_unique<ConsoleFixture>();
        m_window = std::make_unique<MainWindow>(m_console->parts());
        m_window->show();
        m_window->activateWindow();
    }
    void cleanup() {
        m_window.reset();
        m_console.reset();
    }

    void a_one_time_password_is_replaced_before_anything_else() {
        signInWithOneTimePassword();
        QCOMPARE(server().count("GET", QStringLiteral("/api/v1/devices")), 0);
        QVERIFY(!findIn<QLineEdit>("newPasswordPanel", "currentPasswordEdit")->isVisible()); // just typed
        QVERIFY(labelIn("newPasswordPanel", "passwordRulesLabel")
                    .contains(QStringLiteral("At least 12 characters")));
        QCOMPARE(m_window->focusWidget(),
                 static_cast<QWidget*>(findIn<QLineEdit>("newPasswordPanel", "newPasswordEdit")));
        choosePassword("newPasswordPanel", goodPassword, goodPassword);
        QTRY_VERIFY(isInLab());
        QTRY_VERIFY(m_console->store.devicesLoaded());
        QVERIFY(!m_console->store.session()->user.mustChangePassword);
        QCOMPARE(QString::fromStdString(account().password), goodPassword);
        QVERIFY(findIn<QLineEdit>("newPasswordPanel", "newPasswordEdit")->text().isEmpty());
    }

    void what_is_wrong_with_it_is_said_at_its_field() {
        signInWithOneTimePassword();
        choosePassword("newPasswordPanel", QStringLiteral("short"), QStringLiteral("short"));
        QCOMPARE(labelIn("newPasswordPanel", "newPasswordEditFault"),
                 QStringLiteral("Use at least 12 characters."));
        choosePassword("newPasswordPanel", goodPassword, goodPassword + QLatin1Char('x'));
        QCOMPARE(labelIn("newPasswordPanel", "repeatPasswordEditFault"),
                 QStringLiteral("This is not the same as above."));
        QCOMPARE(server().count("POST", passwordPath), 0);
        const auto common = QStringLiteral("passwordpassword");
        choosePassword("newPasswordPanel", common, common);
        QTRY_VERIFY(
            labelIn("newPasswordPanel", "newPasswordEditFault").startsWith(QStringLiteral("Many people")));
        QCOMPARE(m_window->focusWidget(),
                 static_cast<QWidget*>(findIn<QLineEdit>("newPasswordPanel", "newPasswordEdit")));
        choosePassword("newPasswordPanel", goodPassword, goodPassword);
        QTRY_VERIFY(isInLab());
    }

    void escape_leaves_it_and_ends_the_session_that_waited() {
        signInWithOneTimePassword();
        keyboard::press(Qt::Key_Escape);
        QVERIFY(find<QWidget>("loginForm")->isVisible());
        QTRY_COMPARE(server().count("POST", QStringLiteral("/api/v1/auth/logout")), 1);
        QVERIFY(!m_console->store.session());
    }

    void staying_signed_in_begins_with_the_new_password() {
        m_console->kept.setWanted(true);
        signInWithOneTimePassword();
        QVERIFY(m_console->keyStore.secrets.isEmpty());
        choosePassword("newPasswordPanel", goodPassword, goodPassword);
        QTRY_COMPARE(m_console->keyStore.secrets.size(), 1);
    }

    void how_hard_a_password_is_to_guess_is_said_in_words_data() {
        QTest::addColumn<QString>("password");
        QTest::addColumn<QString>("words");
        const auto row = [](const char* password, const char* words) {
            QTest::newRow(password) << QString::fromUtf8(password) << QString::fromUtf8(words);
        };
        row("", "");
        row("elevenchars", "One more character.");
        row("aaaaaaaaaaaaaaaa", "Easy to guess: the same few characters again and again.");
        row("abcdefghijkl", "Easy to guess: the characters follow one another.");
        row("zyxwvutsrqponm", "Easy to guess: the characters follow one another.");
        row("my engineer words", "Easier to guess: it contains your user name.");
        row("two odd words", "Long enough; longer is better.");
        row("four odd words here", "Hard to guess.");
        row("correct horse battery staple", "Very hard to guess.");
        row("größe über älteren", "Hard to guess.");
    }
    void how_hard_a_password_is_to_guess_is_said_in_words() {
        QFETCH(QString, password);
        QFETCH(QString, words);
        QCOMPARE(passwordStrength(password, QStringLiteral("engineer")), words);
    }

    void name_and_mail_are_saved_with_the_version_they_were_read_with() {
        openAccount(0);
        auto* name = findIn<QLineEdit>("accountDialog", "displayNameLineEdit");
        auto* save = findIn<QPushButton>("accountDialog", "saveProfilePushButton");
        QVERIFY(!save->isEnabled()); // nothing has changed
        type(name, QStringLiteral("Mara Keller"));
        keyboard::press(Qt::Key_Return);
        QTRY_COMPARE(findIn<widgets::Notice>("accountDialog", "profileNotice")->words(),
                     QStringLiteral("Saved."));
        QCOMPARE(server().last("PUT", QStringLiteral("/api/v1/auth/me"))->headers.value("if-match"),
                 QByteArray("\"1\""));
        QCOMPARE(account().user.displayName, std::string("Mara Keller"));
        QVERIFY(find<QWidget>("userChip")->accessibleName().startsWith(QStringLiteral("Mara Keller")));
        QVERIFY(m_window->findChild<AccountDialog*>()->isVisible());
    }

    void a_profile_that_was_changed_meanwhile_shows_both_states_and_overwrites_nothing_by_itself() {
        openAccount(0);
        account().user.displayName = "Changed by an admin";
        account().user.version = 5;
        auto* name = findIn<QLineEdit>("accountDialog", "displayNameLineEdit");
        type(name, QStringLiteral("Mara Keller"));
        keyboard::press(Qt::Key_Return);
        auto* notice = findIn<widgets::Notice>("accountDialog", "profileNotice");
        QTRY_VERIFY(notice->words().contains(QStringLiteral("Nothing was saved")));
        QVERIFY(notice->accessibleName().contains(QStringLiteral("Changed by an admin")));
        QCOMPARE(name->text(), QStringLiteral("Mara Keller"));
        bool answered = false; // whatever was sent before this is with the server by then
        m_console->accountApi.me(this, [&](const ApiResult<UserInfo>&) { answered = true; });
        QTRY_VERIFY(answered);
        QCOMPARE(server().count("PUT", QStringLiteral("/api/v1/auth/me")), 1);
        QCOMPARE(account().user.displayName, std::string("Changed by an admin"));
        keyboard::press(Qt::Key_Return); // a second decision
        QTRY_COMPARE(account().user.displayName, std::string("Mara Keller"));
        QCOMPARE(server().last("PUT", QStringLiteral("/api/v1/auth/me"))->headers.value("if-match"),
                 QByteArray("\"5\""));
    }

    void the_other_state_can_be_taken_instead() {
        openAccount(0);
        account().user.displayName = "Changed by an admin";
        account().user.version = 5;
        auto* name = findIn<QLineEdit>("accountDialog", "displayNameLineEdit");
        type(name, QStringLiteral("Mara Keller"));
        keyboard::press(Qt::Key_Return);
        auto* theirs = findIn<QPushButton>("accountDialog", "takeTheirsPushButton");
        QTRY_VERIFY(theirs->isVisible());
        keyboard::press(theirs);
        QCOMPARE(name->text(), QStringLiteral("Changed by an admin"));
        QVERIFY(!theirs->isVisible());
    }

    void a_mail_that_is_none_is_marked() {
        openAccount(0);
        auto* mail = findIn<QLineEdit>("accountDialog", "emailLineEdit");
        type(mail, QStringLiteral("nobody"));
        keyboard::press(Qt::Key_Return);
        QTRY_COMPARE(labelIn("accountDialog", "emailLineEditFault"),
                     QStringLiteral("Must be a mail address, or empty."));
        QCOMPARE(mail->accessibleDescription(), QStringLiteral("Must be a mail address, or empty."));
    }

    void the_password_is_changed_with_the_present_one_only() {
        openAccount(1);
        type(findIn<QLineEdit>("accountDialog", "currentPasswordEdit"), QStringLiteral("wrong"));
        choosePassword("accountDialog", goodPassword, goodPassword);
        QTRY_COMPARE(labelIn("accountDialog", "currentPasswordEditFault"),
                     QStringLiteral("This is not the right password."));
        auto* current = findIn<QLineEdit>("accountDialog", "currentPasswordEdit");
        type(current, QStringLiteral("secret"));
        keyboard::press(findIn<QLineEdit>("accountDialog", "repeatPasswordEdit"), Qt::Key_Return);
        QTRY_COMPARE(findIn<widgets::Notice>("accountDialog", "passwordNotice")->words(),
                     QStringLiteral("Your password is changed."));
        QCOMPARE(QString::fromStdString(account().password), goodPassword);
        QVERIFY(current->text().isEmpty());
        QVERIFY(isInLab()); // this session goes on
    }

    void too_many_wrong_ones_say_how_long_to_wait() {
        openAccount(1);
        server().on("POST", passwordPath, [](const FakeServer::Request&) {
            auto answer = Answer::problem(429, "Too many attempts.");
            answer.headers.append(qMakePair(QByteArray("Retry-After"), QByteArray("75")));
            return answer;
        });
        type(findIn<QLineEdit>("accountDialog", "currentPasswordEdit"), QStringLiteral("wrong"));
        choosePassword("accountDialog", goodPassword, goodPassword);
        QTRY_COMPARE(findIn<widgets::Notice>("accountDialog", "passwordNotice")->words(),
                     QStringLiteral("Too many attempts. Try again in 1 m 15 s."));
    }

    void ones_sessions_are_listed_and_ended() {
        openAccount(2);
        auto* table = findIn<QTableView>("accountDialog", "sessionTableView");
        QTRY_COMPARE(table->model()->rowCount(), 3);
        auto* end = findIn<QPushButton>("accountDialog", "endSessionPushButton");
        QVERIFY(table->model()->index(0, 0).data().toString().contains(QStringLiteral("(this one)")));
        QVERIFY(!end->isEnabled()); // that is what signing out is for
        keyboard::goTo(table);
        keyboard::press(Qt::Key_Down);
        QVERIFY(end->isEnabled());
        keyboard::press(Qt::Key_Delete);
        QTRY_COMPARE(table->model()->rowCount(), 2);
        QCOMPARE(account().sessions.size(), std::size_t(2));
    }

    void all_other_sessions_are_ended_after_a_question() {
        openAccount(2);
        auto* table = findIn<QTableView>("accountDialog", "sessionTableView");
        auto* others = findIn<QPushButton>("accountDialog", "endOtherSessionsPushButton");
        QTRY_VERIFY(others->isEnabled());
        MessageBox::setNextAnswer(MessageBox::Answer::no);
        keyboard::press(others);
        QCOMPARE(account().sessions.size(), std::size_t(3));
        MessageBox::setNextAnswer(MessageBox::Answer::yes);
        keyboard::press(others);
        QTRY_COMPARE(table->model()->rowCount(), 1);
        QVERIFY(!others->isEnabled());
    }

    void a_session_that_is_gone_already_is_no_trouble() {
        openAccount(2);
        auto* table = findIn<QTableView>("accountDialog", "sessionTableView");
        QTRY_COMPARE(table->model()->rowCount(), 3);
        account().sessions.pop_back();
        keyboard::goTo(table);
        keyboard::press(Qt::Key_Down);
        keyboard::press(Qt::Key_Down);
        keyboard::press(Qt::Key_Delete);
        QTRY_COMPARE(table->model()->rowCount(), 2);
        QVERIFY(!findIn<widgets::Notice>("accountDialog", "sessionsNotice")->isVisible());
    }

    void one_signs_out_from_the_dialog() {
        openAccount(0);
        keyboard::press(findIn<QPushButton>("accountDialog", "signOutPushButton"));
        QTRY_VERIFY(!isInLab());
        QTRY_VERIFY(!m_window->findChild<AccountDialog*>());
        QVERIFY(!m_console->store.session());
    }

    void the_table_of_sessions_keeps_the_rules_of_models() {
        SessionTableModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setSessions(account().sessions);
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.index(2, SessionTableModel::Program).data().toString(), QStringLiteral("curl/7.88.1"));
    }
};

QTEST_MAIN(AccountTest)
#include "account_test.moc"
