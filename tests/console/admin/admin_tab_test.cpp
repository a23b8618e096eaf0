// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/admin_page.h"
#include "console/shell/nav_bar.h"
#include "tests/console/support/console_fixture.h"
#include "tests/console/support/fake_people.h"
#include "tests/console/support/keyboard.h"

#include <QTabBar>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;

namespace {

const QString usersPath = QStringLiteral("/api/v1/users");
const QString eventsPath = QStringLiteral("/api/v1/events");
const QString mePath = QStringLiteral("/api/v1/auth/me");

} // namespace

/// The admin tab in the window: when it is there, and what of it.
class AdminTabTest : public QObject {
    Q_OBJECT
    std::unique_ptr<ConsoleFixture> m_console;
    std::unique_ptr<FakePeople> m_people;
    std::unique_ptr<MainWindow> m_window;

    void make(const std::string& as) {
        m_console = std::make_unique<ConsoleFixture>();
        m_people = std::make_unique<FakePeople>(m_console->lab, m_console->server, as);
    }
    void open() {
        m_window = std::make_unique<MainWindow>(m_console->parts());
        m_window->show();
        m_window->activateWindow();
        m_window->begin(m_console->goodPrefill());
        QTRY_VERIFY(m_console->store.runsLoaded());
        QTRY_VERIFY(m_console->store.environments().size() > 0);
    }
    template<class T>
    T* find(const char* name) {
        return m_window->findChild<T*>(QLatin1String(name));
    }
    QWidget* adminButton() { return find<QWidget>("page4NavButton"); }
    /// The lab gives and takes: what is asked from then on is answered so, and everybody hears that a role
    /// has changed.
    void setPermissions(std::vector<std::string> permissions) {
        m_console->lab.permissions = std::move(permissions);
        const int asked = m_console->server.count("GET", mePath);
        // Again, when the poll that hears it was just being given up: the fake lab remembers no events.
        QTRY_VERIFY([&] {
            if (m_console->server.parked(eventsPath) > 0)
                m_console->lab.tell({{EventPart::role, uuid(9102), 2, false, boost::json::object()}});
            return m_console->server.count("GET", mePath) > asked;
        }());
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
        keyboard::press(m_window.get(), Qt::Key_5, Qt::ControlModifier);
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
        keyboard::press(m_window.get(), Qt::Key_5, Qt::ControlModifier);
        QCOMPARE(m_window->findChild<NavBar*>()->current(), 4);
        QTRY_VERIFY(m_console->people.usersLoaded());
        setPermissions(before);
        QTRY_VERIFY(!adminButton()->isVisible());
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
        QTRY_VERIFY(adminButton()->isVisible());
        QVERIFY(!tabs->isTabVisible(0) && tabs->isTabVisible(index));
        QCOMPARE(tabs->currentIndex(), index);
        setPermissions({"devices:read", "users:read"});
        QTRY_VERIFY(tabs->isTabVisible(0) && !tabs->isTabVisible(index));
        QVERIFY(tabs->isTabVisible(tabs->currentIndex()));
    }
};

QTEST_MAIN(AdminTabTest)
#include "admin_tab_test.moc"
