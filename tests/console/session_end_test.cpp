// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A session that ends while somebody edits, and permissions that change while somebody works.

#include "console/account/account_dialog.h"
#include "console/login/login_page.h"
#include "console/runs/start_run_dialog.h"
#include "console/shell/nav_bar.h"
#include "console/widgets/label.h"
#include "console/widgets/message_box.h"
#include "console/widgets/notice.h"
#include "tests/console/support/console_fixture.h"
#include "tests/console/support/keyboard.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>

#include <memory>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
using widgets::MessageBox;
using Answer = FakeServer::Answer;

namespace {
const QString eventsPath = QStringLiteral("/api/v1/events");
const QString runsPath = QStringLiteral("/api/v1/test-runs");
const QString mePath = QStringLiteral("/api/v1/auth/me");
} // namespace

class SessionEndTest : public QObject {
    Q_OBJECT
    std::unique_ptr<ConsoleFixture> m_console;
    std::unique_ptr<MainWindow> m_window;

    template<class T>
    T* find(const char* name) {
        auto* found = m_window->findChild<T*>(QLatin1String(name));
        [&] { QVERIFY2(found, name); }();
        return found;
    }
    FakeServer& server() { return m_console->server; }
    StartRunDialog* dialog() { return m_window->findChild<StartRunDialog*>(); }
    bool isLoginShown() { return m_window->findChild<LoginPage*>()->isVisible(); }
    QString loginWords() { return find<widgets::Notice>("loginNotice")->words(); }
    QLineEdit* load() { return find<QLineEdit>("load_pctParameterLineEdit"); }
    void choose(const char* box, const QString& beginning) {
        auto* combo = find<QComboBox>(box);
        keyboard::goTo(combo);
        QTest::keyClicks(keyboard::holder(), beginning);
        QVERIFY2(combo->currentText().startsWith(beginning), qPrintable(combo->currentText()));
    }
    /// The start of a run, filled in up to a load of 61.5 %.
    void edit() {
        keyboard::press(m_window.get(), Qt::Key_N, Qt::ControlModifier);
        QTRY_VERIFY(dialog() && dialog()->isActiveWindow());
        auto* search = find<QLineEdit>("deviceSearchField");
        keyboard::type(search, QStringLiteral("r07-u09"));
        keyboard::press(Qt::Key_Return);
        keyboard::press(find<QWidget>("deviceListView"));
        choose("testCaseComboBox", QStringLiteral("TC-1"));
        QTRY_VERIFY(m_window->findChild<QLineEdit*>(QStringLiteral("load_pctParameterLineEdit")));
        choose("environmentComboBox", QStringLiteral("Bench"));
        keyboard::type(load(), QStringLiteral("61.5"));
        QCOMPARE(find<widgets::Label>("missingLabel")->text(), QString());
    }
    void start() { keyboard::press(load(), Qt::Key_Return, Qt::ControlModifier); }
    void endSession() {
        QTRY_COMPARE(server().parked(eventsPath), 1);
        m_console->lab.token = "token-2";
        server().answerParked(eventsPath, Answer::problem(401, "You are not signed in."));
        QTRY_VERIFY(isLoginShown());
    }
    void signInAs(const QString& user) {
        keyboard::type(find<QLineEdit>("userLineEdit"), user);
        keyboard::type(find<QLineEdit>("passwordLineEdit"), QStringLiteral("secret"));
        keyboard::press(Qt::Key_Return);
        QTRY_VERIFY(!isLoginShown());
        QTRY_VERIFY(!m_console->store.testCases().empty());
    }
    void addAdmin() {
        UserInfo admin = m_console->lab.account.user;
        admin.id = uuid(9002);
        admin.username = "admin";
        admin.displayName = "J. Lindqvist";
        m_console->lab.account.others = {admin};
    }

private Q_SLOTS:
    void init() {
        m_console = std::make_unique<ConsoleFixture>();
        m_window = std::make_unique<MainWindow>(m_console->parts());
        m_window->show();
        m_window->activateWindow();
        m_window->begin(m_console->goodPrefill());
        QTRY_VERIFY(m_console->store.runsLoaded());
        QTRY_VERIFY(!m_console->store.environments().empty());
        QTRY_COMPARE(server().parked(eventsPath), 1);
    }
    void cleanup() {
        m_window.reset();
        m_console.reset();
    }

    void the_login_is_usable_over_an_open_dialog_and_what_was_entered_is_saved_afterwards() {
        edit();
        endSession();
        QVERIFY(!dialog()->isVisible());
        QVERIFY(!m_window->isModal());
        QCOMPARE(QApplication::activeModalWidget(), nullptr);
        QVERIFY(loginWords().startsWith(QStringLiteral("Your session has ended.")));
        signInAs(QStringLiteral("engineer"));
        QTRY_VERIFY(dialog()->isVisible());
        QVERIFY(dialog()->isModal());
        QCOMPARE(load()->text(), QStringLiteral("61.5"));
        QSignalSpy started(dialog(), &StartRunDialog::started);
        start();
        QTRY_COMPARE(started.count(), 1);
        const auto* sent = server().last("POST", runsPath);
        QCOMPARE(sent->headers.value("authorization"), QByteArray("Bearer token-2"));
        QVERIFY(sent->body.contains("61.5") || sent->body.contains("6.15E1"));
    }

    void a_save_that_meets_the_end_of_the_session_says_so_and_is_made_again() {
        edit();
        m_console->lab.token = "token-2";
        server().on("POST", runsPath, [this](const FakeServer::Request& request) {
            return m_console->lab.account.isSignedIn(request)
                       ? Answer::problem(409, "Not this time.")
                       : Answer::problem(401, "You are not signed in.");
        });
        start();
        QTRY_VERIFY(isLoginShown());
        QVERIFY(!dialog()->isVisible());
        signInAs(QStringLiteral("engineer"));
        QTRY_VERIFY(dialog()->isVisible());
        QCOMPARE(find<widgets::Notice>("startNotice")->words(), QStringLiteral("Your session has ended."));
        QCOMPARE(load()->text(), QStringLiteral("61.5"));
        start();
        QTRY_COMPARE(find<widgets::Notice>("startNotice")->words(), QStringLiteral("Not this time."));
        QCOMPARE(server().count("POST", runsPath), 2);
    }

    void the_keyboard_is_back_where_it_was() {
        auto* search = find<QLineEdit>("searchLineEdit");
        keyboard::type(search, QStringLiteral("r07"));
        endSession();
        signInAs(QStringLiteral("engineer"));
        QTRY_COMPARE(m_window->focusWidget(), search);
        QCOMPARE(search->text(), QStringLiteral("r07"));
    }

    void another_person_is_asked_before_going_on_with_what_was_left_open() {
        edit();
        addAdmin();
        endSession();
        signInAs(QStringLiteral("admin"));
        QTRY_VERIFY(m_window->findChild<QDialog*>(QStringLiteral("questionDialog")));
        QVERIFY(!dialog()->isVisible());
        QVERIFY(MessageBox::lastQuestion().title.contains(QStringLiteral("M. Keller")));
        keyboard::press(Qt::Key_Return); // the harmless answer
        QTRY_VERIFY(!dialog());
        QCOMPARE(server().count("POST", runsPath), 0);
    }

    void what_another_person_left_open_can_be_gone_on_with_in_ones_own_name() {
        edit();
        addAdmin();
        endSession();
        MessageBox::setNextAnswer(MessageBox::Answer::yes);
        signInAs(QStringLiteral("admin"));
        QTRY_VERIFY(dialog() && dialog()->isVisible());
        QCOMPARE(load()->text(), QStringLiteral("61.5"));
    }

    void the_person_who_left_it_gets_it_back_even_after_somebody_else_was_there() {
        edit();
        addAdmin();
        endSession();
        signInAs(QStringLiteral("admin"));
        QVERIFY(m_window->findChild<QDialog*>(QStringLiteral("questionDialog")));
        QTRY_COMPARE(server().parked(eventsPath), 1);
        m_console->lab.token = "token-3";
        server().answerParked(eventsPath, Answer::problem(401, "You are not signed in."));
        QTRY_VERIFY(isLoginShown());
        signInAs(QStringLiteral("engineer"));
        QTRY_VERIFY(dialog() && dialog()->isVisible());
        QVERIFY(!m_window->findChild<QDialog*>(QStringLiteral("questionDialog")));
    }

    void a_dialog_on_a_dialog_comes_back_above_it() {
        keyboard::press(find<QWidget>("userChip"));
        QTRY_VERIFY(QApplication::activePopupWidget());
        keyboard::press(Qt::Key_Down);
        keyboard::press(Qt::Key_Return);
        QTRY_VERIFY(m_window->findChild<AccountDialog*>());
        auto* account = m_window->findChild<AccountDialog*>();
        for (int i = 0; i < 2; ++i)
            keyboard::press(find<QTabBar>("accountTabBar"), Qt::Key_Right);
        auto* others = find<QPushButton>("endOtherSessionsPushButton");
        QTRY_VERIFY(others->isEnabled());
        keyboard::press(others);
        auto* question = m_window->findChild<QDialog*>(QStringLiteral("questionDialog"));
        QVERIFY(question && question->isVisible());
        endSession();
        QVERIFY(!account->isVisible());
        QVERIFY(!question->isVisible());
        signInAs(QStringLiteral("engineer"));
        QTRY_VERIFY(account->isVisible() && question->isVisible());
        keyboard::press(Qt::Key_Escape);
        QTRY_VERIFY(!m_window->findChild<QDialog*>(QStringLiteral("questionDialog")));
        QVERIFY(account->isVisible());
    }

    void an_open_menu_does_not_stand_over_the_login() {
        keyboard::press(find<QWidget>("userChip"));
        QTRY_VERIFY(QApplication::activePopupWidget());
        endSession();
        QVERIFY(!QApplication::activePopupWidget());
    }

    void a_permission_that_is_taken_away_takes_what_it_offered_at_once() {
        auto* startButton =
            find<QWidget>("boardPage")->findChild<QPushButton*>(QStringLiteral("startRunPushButton"));
        find<NavBar>("navBar")->setCurrent(3);
        auto* startOnRuns =
            find<QWidget>("runsPage")->findChild<QPushButton*>(QStringLiteral("startRunPushButton"));
        QTRY_VERIFY(startOnRuns->isVisible());
        m_console->lab.permissions = {"devices:read", "runs:read", "testcases:read", "environments:read"};
        m_console->lab.tell({{EventPart::role, uuid(7001), 2, false, boost::json::object()}});
        QTRY_VERIFY(!startOnRuns->isVisible());
        QVERIFY(!m_console->store.may("runs:start"));
        find<NavBar>("navBar")->setCurrent(0);
        QVERIFY(!startButton->isVisible() || !startButton->isEnabled());
        keyboard::press(m_window.get(), Qt::Key_N, Qt::ControlModifier);
        QVERIFY(!dialog());
    }

    void a_run_that_may_not_be_cancelled_any_more_does_not_offer_it() {
        m_window->openLink(QUrl(QStringLiteral("labwarden://run/48213")));
        auto* cancel = find<QPushButton>("cancelRunPushButton");
        QTRY_VERIFY(cancel->isVisible());
        m_console->lab.permissions = {"devices:read", "runs:read", "testcases:read", "environments:read"};
        QTRY_COMPARE(server().parked(eventsPath), 1);
        m_console->lab.tell({{EventPart::role, uuid(7001), 2, false, boost::json::object()}});
        QTRY_VERIFY(!cancel->isVisible());
    }

    void the_run_that_one_has_looked_at_is_open_for_oneself_only() {
        addAdmin();
        m_window->openLink(QUrl(QStringLiteral("labwarden://run/48213")));
        auto* inspector = find<QWidget>("runInspector");
        QTRY_VERIFY(inspector->isVisible());
        endSession();
        signInAs(QStringLiteral("engineer"));
        QVERIFY(inspector->isVisible());
        m_console->lab.token = "token-2";
        QTRY_COMPARE(server().parked(eventsPath), 1);
        server().answerParked(eventsPath, Answer::problem(401, "You are not signed in."));
        QTRY_VERIFY(isLoginShown());
        signInAs(QStringLiteral("admin"));
        QVERIFY(!inspector->isVisible());
    }

    void a_permission_that_is_given_offers_what_it_allows_at_once() {
        m_console->lab.permissions.push_back("runs:cancel-any");
        m_console->lab.tell(
            {{EventPart::user, m_console->lab.account.user.id, 2, false, boost::json::object()}});
        QTRY_VERIFY(m_console->store.may("runs:cancel-any"));
    }

    void what_may_not_be_seen_any_more_goes_too() {
        QVERIFY(!m_console->store.testCases().empty());
        m_console->lab.permissions = {"devices:read", "runs:read", "environments:read"};
        server().on("GET", QStringLiteral("/api/v1/test-cases"), [](const FakeServer::Request&) {
            return Answer::problem(403, "You are not allowed to do this.");
        });
        m_console->lab.tell({{EventPart::role, uuid(7001), 2, false, boost::json::object()}});
        QTRY_VERIFY(m_console->store.testCases().empty());
        QVERIFY(!m_console->store.devices().empty());
    }

    void somebody_elses_account_is_none_of_its_business() {
        const auto asked = server().count("GET", mePath);
        m_console->lab.tell({{EventPart::user, uuid(9002), 2, false, boost::json::object()}});
        QTRY_COMPARE(server().parked(eventsPath), 1);
        m_console->lab.permissions.push_back("runs:cancel-any");
        m_console->lab.tell(
            {{EventPart::user, m_console->lab.account.user.id, 2, false, boost::json::object()}});
        QTRY_VERIFY(m_console->store.may("runs:cancel-any"));
        QCOMPARE(server().count("GET", mePath), asked + 1);
    }

    void a_refusal_asks_what_is_allowed_once_for_many() {
        server().on("GET", runsPath + QLatin1Char('/'), [](const FakeServer::Request&) {
            return Answer::problem(403, "You are not allowed to do this.");
        });
        const auto asked = server().count("GET", mePath);
        m_console->lab.permissions = {"devices:read", "testcases:read", "environments:read"};
        int refused = 0;
        for (int i = 0; i < 5; ++i)
            m_console->api.run(uuid(1), this, [&](ApiResult<TestRunDetail> result) {
                refused += result.error().kind == ApiError::Kind::Forbidden ? 1 : 0;
            });
        QTRY_COMPARE(refused, 5);
        QTRY_VERIFY(!m_console->store.may("runs:start"));
        QCOMPARE(server().count("GET", mePath), asked + 1);
    }
};

QTEST_MAIN(SessionEndTest)
#include "session_end_test.moc"
