// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/admin_page.h"
#include "console/admin/user_table.h"
#include "console/shell/nav_bar.h"
#include "console/widgets/message_box.h"
#include "tests/console/support/console_fixture.h"
#include "tests/console/support/fake_people.h"

#include <QCheckBox>
#include <QDialog>
#include <QDir>
#include <QLineEdit>
#include <QPushButton>
#include <QTabBar>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
using Answer = FakeServer::Answer;
using Request = FakeServer::Request;

namespace {

const QString usersPath = QStringLiteral("/api/v1/users");

/// Lets timers, answers and repaints come to rest.
void settle() {
    QTest::qWait(300);
}

} // namespace

/// The admin tab in the window: when it is there, and how it looks, in both themes and two sizes.
class AdminTabTest : public QObject {
    Q_OBJECT
    std::unique_ptr<ConsoleFixture> m_console;
    std::unique_ptr<FakePeople> m_people;
    std::unique_ptr<MainWindow> m_window;

    static void looks() {
        QTest::addColumn<int>("mode");
        QTest::addColumn<QSize>("size");
        for (const auto size : {QSize(1440, 900), QSize(1280, 720)})
            for (const auto mode : {style::ThemeMode::dark, style::ThemeMode::light})
                QTest::addRow("%s-%d", mode == style::ThemeMode::dark ? "dark" : "light", size.width())
                    << int(mode) << size;
    }
    void make(const std::string& as = "admin", style::ThemeMode mode = style::ThemeMode::light) {
        m_window.reset();
        m_console = std::make_unique<ConsoleFixture>(mode);
        m_people = std::make_unique<FakePeople>(m_console->lab, m_console->server, as);
    }
    void makeLook() {
        QFETCH(int, mode);
        make("admin", static_cast<style::ThemeMode>(mode));
    }
    void open() {
        m_window = std::make_unique<MainWindow>(m_console->parts());
        m_window->show();
        m_window->activateWindow();
        m_window->begin(m_console->goodPrefill());
        QTRY_VERIFY(m_console->store.runsLoaded());
        QTRY_VERIFY(m_console->store.environments().size() > 0);
    }
    void openAdmin() {
        open();
        QFETCH(QSize, size);
        m_window->resize(size);
        m_window->findChild<NavBar*>()->setCurrent(2);
        settle();
    }
    void keep(const char* name, QWidget* widget = nullptr) {
        settle();
        const QString folder = qEnvironmentVariable("LABWARDEN_SCREENSHOTS", QDir::tempPath());
        QVERIFY(QDir().mkpath(folder));
        const auto picture = (widget ? widget : m_window.get())->grab();
        QVERIFY(!picture.isNull());
        QVERIFY(picture.save(QStringLiteral("%1/admin-%2-%3.png")
                                 .arg(folder, QLatin1String(name), QLatin1String(QTest::currentDataTag()))));
    }
    UserTable* table() { return m_window->findChild<UserTable*>(); }
    void openUser(const char* username) {
        table()->choose({m_people->byName(username).id});
        table()->setFocus();
        QTest::keyClick(table(), Qt::Key_Return);
        QTRY_VERIFY(m_window->findChild<QWidget*>(QStringLiteral("userEditor"))->isVisible());
    }
    template<class T>
    T* find(const char* name) {
        return m_window->findChild<T*>(QLatin1String(name));
    }
    QWidget* adminButton() { return find<QWidget>("page2NavButton"); }
    void setPermissions(std::vector<std::string> permissions) {
        auto session = *m_console->store.session();
        session.user.permissions = std::move(permissions);
        m_console->store.setSession(session);
    }

private Q_SLOTS:
    void cleanup() {
        m_window.reset();
        m_console.reset();
        m_people.reset();
    }

    void the_tab_is_there_only_for_those_who_may_see_any_of_it() {
        make("engineer");
        open();
        QVERIFY(!adminButton()->isVisible());
        QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
        QCOMPARE(m_window->findChild<NavBar*>()->current(), 0);
        QCOMPARE(m_console->server.count("GET", usersPath), 0);
    }

    void the_tab_comes_and_goes_with_the_permission_at_once() {
        make("engineer");
        open();
        const auto before = m_console->lab.permissions;
        auto more = before;
        more.push_back("users:read");
        setPermissions(more);
        QTRY_VERIFY(adminButton()->isVisible());
        QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
        QCOMPARE(m_window->findChild<NavBar*>()->current(), 2);
        QTRY_VERIFY(m_console->people.usersLoaded());
        setPermissions(before);
        QVERIFY(!adminButton()->isVisible());
        QCOMPARE(m_window->findChild<NavBar*>()->current(), 0);
        QVERIFY(m_console->people.users().empty());
    }

    void each_part_of_it_has_its_own_permission() {
        make("engineer");
        open();
        auto* admin = m_window->findChild<AdminPage*>();
        auto* tabs = find<QTabBar>("adminTabBar");
        auto* extra = new QWidget;
        const int index = tabs->count();
        admin->addSection(QStringLiteral("Extra"), "extra:read", extra);
        QVERIFY(!tabs->isTabVisible(0) && !tabs->isTabVisible(index));
        setPermissions({"devices:read", "extra:read"});
        QVERIFY(adminButton()->isVisible());
        QVERIFY(!tabs->isTabVisible(0) && tabs->isTabVisible(index));
        QCOMPARE(tabs->currentIndex(), index);
        setPermissions({"devices:read", "users:read"});
        QVERIFY(tabs->isTabVisible(0) && !tabs->isTabVisible(index));
        QVERIFY(tabs->isTabVisible(tabs->currentIndex()));
    }

    // --- pictures ---

    void users_data() { looks(); }
    void users() {
        makeLook();
        m_people->addMany(24);
        openAdmin();
        keep("users");
        table()->setFocus();
        for (int i = 0; i < 2; ++i)
            QTest::keyClick(table(), Qt::Key_Down);
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(table(), Qt::Key_Down, Qt::ShiftModifier);
        keep("users-chosen");
        widgets::MessageBox::setNextAnswer(widgets::MessageBox::Answer::yes);
        find<QPushButton>("disableUsersPushButton")->click();
        keep("users-disabled-undo");
    }

    void user_data() { looks(); }
    void user() {
        makeLook();
        m_people->addMany(24);
        openAdmin();
        openUser("j.lindqvist");
        keep("user");
        auto* name = find<QLineEdit>("displayNameLineEdit");
        name->setFocus();
        name->selectAll();
        QTest::keyClicks(name, QStringLiteral("Johanna Lindqvist-Berg"));
        keep("user-edited");
        openUser("engineer");
    }

    void user_sessions_data() { looks(); }
    void user_sessions() {
        makeLook();
        openAdmin();
        openUser("grace");
        find<QTabBar>("userTabBar")->setCurrentIndex(1);
        keep("user-sessions");
    }

    void own_account_data() { looks(); }
    void own_account() {
        makeLook();
        openAdmin();
        openUser("engineer");
        keep("user-own");
    }

    void new_user_data() { looks(); }
    void new_user() {
        makeLook();
        openAdmin();
        find<QPushButton>("newUserPushButton")->click();
        keep("user-new");
        QTest::keyClicks(find<QLineEdit>("usernameLineEdit"), QStringLiteral("lise meitner"));
        find<QPushButton>("saveUserPushButton")->click();
        keep("user-new-faults");
        find<QLineEdit>("usernameLineEdit")->setText(QStringLiteral("lise"));
        find<QLineEdit>("displayNameLineEdit")->setText(QStringLiteral("Lise Meitner"));
        find<QPushButton>("saveUserPushButton")->click();
        QTRY_VERIFY(find<QDialog>("secretDialog"));
        keep("one-time-password", find<QDialog>("secretDialog"));
        keep("user-created");
    }

    void refused_data() { looks(); }
    void refused() {
        makeLook();
        openAdmin();
        openUser("ada");
        m_console->server.on("PUT", QStringLiteral("/api/v1/users/"), [](const Request&) {
            return refusal(409, problem_type::lastAdmin, "This is the last active admin.");
        });
        find<QCheckBox>("adminRoleCheckBox")->click();
        find<QPushButton>("saveUserPushButton")->click();
        keep("user-refused");
    }

    void difference_data() { looks(); }
    void difference() {
        makeLook();
        openAdmin();
        openUser("grace");
        auto* name = find<QLineEdit>("displayNameLineEdit");
        name->setFocus();
        name->selectAll();
        QTest::keyClicks(name, QStringLiteral("Rear Admiral Grace Hopper"));
        find<QCheckBox>("viewerRoleCheckBox")->click();
        m_people->change(
            "grace", {"Grace Brewster Hopper", "g.hopper@navy.example", {"engineer", "lab manager"}, false});
        settle();
        keep("user-changed-meanwhile");
        find<QPushButton>("saveUserPushButton")->click();
        QTRY_VERIFY(find<QDialog>("differenceDialog"));
        keep("difference", find<QDialog>("differenceDialog"));
    }

    void bulk_refused_data() { looks(); }
    void bulk_refused() {
        makeLook();
        openAdmin();
        m_console->server.on("POST", QStringLiteral("/api/v1/users/bulk"), [](const Request&) {
            return Answer::json(
                {{"title", "Conflict"},
                 {"status", 409},
                 {"detail", "Nothing was changed."},
                 {"conflicts",
                  boost::json::array{
                      {{"userId", uuid(9003)}, {"username", "grace"}, {"reason", "is the last active admin"}},
                      {{"userId", uuid(9006)}, {"username", "hedy"}, {"reason", "may do more than you"}}}}},
                409);
        });
        std::vector<std::string> ids;
        for (const char* username : {"grace", "hedy", "katherine"})
            ids.push_back(m_people->byName(username).id);
        table()->choose(ids);
        settle();
        find<QPushButton>("disableUsersPushButton")->click();
        QTRY_VERIFY(find<QDialog>("questionDialog"));
        keep("bulk-question", find<QDialog>("questionDialog"));
        find<QDialog>("questionDialog")->accept();
        QTRY_VERIFY(find<QDialog>("refusedDialog"));
        keep("bulk-refused", find<QDialog>("refusedDialog"));
    }

    void not_there_data() { looks(); }
    void not_there() {
        makeLook();
        m_console->server.on("GET", usersPath, [](const Request&) { return Answer::parked(); });
        openAdmin();
        keep("users-loading");
        m_console->server.answerParked(
            usersPath, Answer::problem(503, "Service Unavailable", "PostgreSQL cannot be reached."));
        keep("users-failed");
        makeLook();
        openAdmin();
        find<QLineEdit>("userSearchField")->setText(QStringLiteral("nobody"));
        keep("users-nobody-matches");
    }
};

QTEST_MAIN(AdminTabTest)
#include "admin_tab_test.moc"
