// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Watching devices and runs in the real main window, by keyboard, with a desktop that records what it shows.

#include "console/board/board_page.h"
#include "console/board/device_model.h"
#include "console/board/watch_actions.h"
#include "console/runs/run_inspector.h"
#include "console/shell/nav_bar.h"
#include "console/shell/nav_button.h"
#include "console/shell/news_stack.h"
#include "console/shell/watch_desk.h"
#include "console/widgets/message_box.h"
#include "tests/console/support/console_fixture.h"
#include "tests/console/support/keyboard.h"

#include <QAbstractItemView>
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>

#include <algorithm>
#include <memory>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;

namespace {
const QString eventsPath = QStringLiteral("/api/v1/events");
}

class WatchingTest : public QObject {
    Q_OBJECT
    std::unique_ptr<ConsoleFixture> m_console;
    std::unique_ptr<MainWindow> m_window;

    template<class T>
    T* find(const char* name) {
        auto* found = m_window->findChild<T*>(QLatin1String(name));
        [&] { QVERIFY2(found, name); }();
        return found;
    }
    board::BoardPage* board() { return find<board::BoardPage>("boardPage"); }
    WatchList& watches() { return m_window->watchDesk().list(); }
    QAbstractItemView* tiles() { return find<QAbstractItemView>("deviceTileView"); }
    Device& device(const char* key) { return m_console->lab.byKey(key); }
    QStringList told() { return m_console->notifier.titles(); }

    void open() {
        m_window = std::make_unique<MainWindow>(m_console->parts());
        m_window->watchDesk().watcher().setTiming(
            {std::chrono::milliseconds(50), std::chrono::milliseconds(200)});
        m_window->show();
        m_window->activateWindow();
        m_window->begin(m_console->goodPrefill());
        QTRY_VERIFY(m_console->store.runsLoaded());
        QTRY_COMPARE(m_console->server.parked(eventsPath), 1);
        QTRY_VERIFY(tiles()->isVisible());
    }
    void tell(const std::vector<Event>& events) {
        QTRY_COMPARE(m_console->server.parked(eventsPath), 1);
        m_console->lab.tell(events);
    }
    void select(const char* key) {
        QVERIFY(board()->showDevice(QString::fromStdString(device(key).id)));
        tiles()->setFocus();
    }
    void chooseIn(QMenu* menu, const char* text) {
        const auto actions = menu->actions();
        const auto at = std::find_if(actions.begin(), actions.end(),
                                     [text](auto* action) { return action->text() == QLatin1String(text); });
        QVERIFY2(at != actions.end(), text);
        menu->setActiveAction(*at);
        keyboard::press(menu, Qt::Key_Return);
    }
    Event goOffline(const char* key) {
        auto& d = device(key);
        d.presence.online = false;
        d.presence.version += 1;
        return eventOf(d.id, d.presence);
    }
    QString tileText(const char* key) {
        const auto* model = qobject_cast<const board::DeviceModel*>(tiles()->model());
        return model->index(model->rowOfDevice(device(key).id), board::DeviceModel::NameColumn)
            .data(Qt::AccessibleTextRole)
            .toString();
    }

private Q_SLOTS:
    void init() { m_console = std::make_unique<ConsoleFixture>(); }
    void cleanup() {
        m_window.reset();
        m_console.reset();
    }

    void w_watches_the_chosen_device_and_its_tile_says_so() {
        open();
        select("r07-u05");
        keyboard::press(tiles(), Qt::Key_W);
        QVERIFY(watches().tellsChanges(device("r07-u05").id));
        QCOMPARE(tileText("r07-u05"), QStringLiteral("r07-u05, Available, watched"));
        QCOMPARE(find<NavButton>("watchingNavButton")->count(), 1);
        tell({goOffline("r07-u05")});
        QTRY_COMPARE(told(), QStringList{QStringLiteral("r07-u05 is offline")});
        keyboard::press(tiles(), Qt::Key_W);
        QVERIFY(watches().watches().empty());
        QCOMPARE(tileText("r07-u05"), QStringLiteral("r07-u05, Offline"));
        QCOMPARE(find<NavButton>("watchingNavButton")->count(), -1);
    }

    void shift_w_tells_once_when_the_device_is_free() {
        open();
        select("r07-u02");
        keyboard::press(tiles(), Qt::Key_W, Qt::ShiftModifier);
        QVERIFY(watches().waitsUntilFree(device("r07-u02").id));
        const auto& ended = m_console->lab.finish(48213, Outcome::passed);
        tell({eventOf(ended), eventOf(device("r07-u02").id, device("r07-u02").lease)});
        QTRY_COMPARE(told(), QStringList{QStringLiteral("r07-u02 is free")});
        QVERIFY(!watches().isWatched(device("r07-u02").id));
        tell({goOffline("r07-u02")});
        QTRY_VERIFY(!m_console->store.device(device("r07-u02").id)->presence.online);
        QTest::qWait(300);
        QCOMPARE(told().size(), 1);
    }

    void the_menu_of_a_device_watches_it_and_says_what_it_would_do_next() {
        open();
        select("r07-u02");
        keyboard::press(tiles(), Qt::Key_Menu);
        auto* menu = find<QMenu>("deviceMenu");
        QTRY_VERIFY(menu->isVisible());
        chooseIn(menu, "Watch");
        QVERIFY(watches().tellsChanges(device("r07-u02").id));
        keyboard::press(tiles(), Qt::Key_Menu);
        QTRY_VERIFY(menu->isVisible());
        chooseIn(menu, "Stop watching");
        QVERIFY(!watches().tellsChanges(device("r07-u02").id));
        keyboard::press(tiles(), Qt::Key_Menu);
        QTRY_VERIFY(menu->isVisible());
        chooseIn(menu, "Tell me when it is free");
        QVERIFY(watches().waitsUntilFree(device("r07-u02").id));
    }

    void the_bar_below_the_board_watches_what_is_selected() {
        open();
        m_window->resize(1900, 900); // else they are in its menu
        select("r07-u05");
        auto* watch = find<QPushButton>("watchActionPushButton");
        QTRY_VERIFY(watch->isVisible());
        QVERIFY(!find<QPushButton>("tellWhenFreeActionPushButton")->isEnabled()); // it is free
        keyboard::press(watch);
        QVERIFY(watches().tellsChanges(device("r07-u05").id));
        QCOMPARE(watch->text(), QStringLiteral("Stop watching"));
    }

    void the_panel_of_a_device_watches_it_whatever_the_board_has_selected() {
        open();
        select("r07-u02");
        keyboard::press(tiles(), Qt::Key_Return);
        auto* panel = find<QWidget>("devicePanel");
        QTRY_VERIFY(panel->isVisible());
        board()->showDevice(QString::fromStdString(device("r07-u05").id));
        auto* watch = panel->findChild<QToolButton*>(QStringLiteral("watchActionToolButton"));
        QVERIFY(watch);
        keyboard::press(watch);
        QVERIFY(watches().tellsChanges(device("r07-u02").id));
        QCOMPARE(watch->accessibleName(), QStringLiteral("Stop watching"));
        keyboard::press(watch, Qt::Key_W, Qt::ShiftModifier); // of the panel: the keyboard is there
        QVERIFY(watches().waitsUntilFree(device("r07-u02").id));
        QVERIFY(!watches().isWatched(device("r07-u05").id));
    }

    void what_is_free_already_is_not_waited_for() {
        open();
        select("r07-u05");
        auto* action = board()->watchActions()->tellWhenFree();
        QVERIFY(!action->isEnabled());
        QVERIFY2(action->toolTip().startsWith(QStringLiteral("It is free now")),
                 qPrintable(action->toolTip()));
        keyboard::press(tiles(), Qt::Key_W, Qt::ShiftModifier);
        QVERIFY(watches().watches().empty());
        select("r07-u02");
        QVERIFY(action->isEnabled());
    }

    void w_in_a_text_is_a_letter() {
        open();
        select("r07-u05");
        auto* search = find<QLineEdit>("searchLineEdit");
        keyboard::write(search, QStringLiteral("w"));
        QCOMPARE(search->text(), QStringLiteral("w"));
        QVERIFY(watches().watches().empty());
    }

    void a_click_on_the_notification_opens_the_device_or_the_run() {
        open();
        select("r08-u03");
        keyboard::press(tiles(), Qt::Key_W);
        find<NavBar>("navBar")->setCurrent(3);
        tell({goOffline("r08-u03")});
        QTRY_COMPARE(told().size(), 1);
        m_console->notifier.click();
        QVERIFY(board()->isVisible());
        QCOMPARE(board()->selectedDeviceIds(), QStringList{QString::fromStdString(device("r08-u03").id)});

        m_window->openLink(QUrl(QStringLiteral("labwarden://run/48213")));
        QTRY_VERIFY(find<QToolButton>("watchRunToolButton")->isVisible());
        keyboard::press(find<QToolButton>("watchRunToolButton"));
        QVERIFY(watches().isWatched(uuid(148213)));
        keyboard::press(find<RunInspector>("runInspector"), Qt::Key_Escape);
        tell({eventOf(m_console->lab.finish(48213, Outcome::failed))});
        QTRY_COMPARE(told().size(), 2);
        QCOMPARE(told().last(), QStringLiteral("Run #48213 failed"));
        m_console->notifier.click();
        QTRY_VERIFY(find<RunInspector>("runInspector")->isVisible());
        QCOMPARE(find<RunInspector>("runInspector")->runId(), uuid(148213));
    }

    void a_run_that_one_starts_is_watched_unless_one_does_not_want_that() {
        open();
        const auto start = [this](const char* key) {
            select(key);
            keyboard::press(board()->findChild<QPushButton*>(QStringLiteral("startRunPushButton")));
            QTRY_VERIFY(m_window->findChild<QDialog*>(QStringLiteral("startRunDialog")));
            auto* cases = find<QComboBox>("testCaseComboBox");
            cases->setCurrentIndex(cases->findText(QStringLiteral("TC-2"), Qt::MatchStartsWith));
            find<QComboBox>("environmentComboBox")->setCurrentIndex(0);
            QTRY_VERIFY(find<QPushButton>("startPushButton")->isEnabled());
            QTest::keyClick(find<QDialog>("startRunDialog"), Qt::Key_Return, Qt::ControlModifier);
            QTRY_VERIFY(!m_window->findChild<QDialog*>(QStringLiteral("startRunDialog")));
        };
        start("r07-u05");
        QTRY_VERIFY(watches().isWatched(uuid(148300)));
        tell({eventOf(m_console->lab.finish(48300, Outcome::passed))});
        QTRY_COMPARE(told(), QStringList{QStringLiteral("Run #48300 passed")});

        keyboard::press(tiles(), Qt::Key_W, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(m_window->findChild<QDialog*>(QStringLiteral("watchDialog")));
        keyboard::press(find<QCheckBox>("watchOwnRunsCheckBox"));
        keyboard::press(Qt::Key_Escape);
        QTRY_VERIFY(!m_window->findChild<QDialog*>(QStringLiteral("watchDialog")));
        start("r07-u06");
        QTRY_VERIFY(m_console->store.run(uuid(148301)));
        QVERIFY(!watches().isWatched(uuid(148301)));
    }

    void ones_own_start_of_a_run_on_a_watched_device_is_not_told() {
        open();
        watches().setChanges(WatchKind::device, {device("r07-u05").id}, true);
        watches().setWatchesOwnRuns(false);
        NewTestRun wanted{
            {device("r07-u05").id}, m_console->lab.testCases[1].id, m_console->lab.environments[0].id, {}, 0};
        m_console->api.startRun(wanted, "key", m_window.get(), [this](ApiResult<RunChange> started) {
            QVERIFY(started);
            m_console->sync.accept(*started);
        });
        QTRY_VERIFY(m_console->store.device(device("r07-u05").id)->lease.runId);
        QTest::qWait(400);
        QCOMPARE(told(), QStringList());
        tell({goOffline("r07-u05")});
        QTRY_COMPARE(told(), QStringList{QStringLiteral("r07-u05 is offline")});
    }

    void the_list_shows_everything_and_ends_it() {
        open();
        watches().setChanges(WatchKind::device, {device("r07-u05").id, device("r07-u04").id}, true);
        watches().setUntilFree({device("r07-u04").id}, true);
        watches().setChanges(WatchKind::run, {uuid(148213)}, true);
        keyboard::press(find<NavButton>("watchingNavButton"));
        QTRY_VERIFY(m_window->findChild<QDialog*>(QStringLiteral("watchDialog")));
        auto* table = find<QTableView>("watchTableView");
        QTRY_VERIFY(table->hasFocus());
        QCOMPARE(table->model()->rowCount(), 3);
        QCOMPARE(table->model()->index(1, 1).data().toString(), QStringLiteral("Maintenance"));
        QCOMPARE(table->model()->index(1, 2).data().toString(),
                 QStringLiteral("Every change, and when it is free"));
        keyboard::press(table, Qt::Key_Delete);
        QCOMPARE(table->model()->rowCount(), 2);
        QVERIFY(!watches().isWatched(device("r07-u05").id));
        keyboard::press(table, Qt::Key_Down);
        keyboard::press(table, Qt::Key_Return);
        QTRY_VERIFY(!m_window->findChild<QDialog*>(QStringLiteral("watchDialog")));
        QTRY_VERIFY(find<RunInspector>("runInspector")->isVisible());
        QCOMPARE(find<RunInspector>("runInspector")->runId(), uuid(148213));
        keyboard::press(find<QToolButton>("closeInspectorToolButton"), Qt::Key_W,
                        Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(m_window->findChild<QDialog*>(QStringLiteral("watchDialog")));
        keyboard::press(find<QPushButton>("endAllWatchesPushButton"));
        QVERIFY(watches().watches().empty());
        QVERIFY(find<QWidget>("watchEmptyState")->isVisible());
    }

    void without_a_notification_area_the_window_tells_and_says_why_once() {
        m_console->notifier.available = false;
        open();
        auto* stack = find<NewsStack>("newsStack");
        QVERIFY(!stack->isVisible());
        select("r07-u05");
        keyboard::press(tiles(), Qt::Key_W);
        QVERIFY(stack->isVisible());
        QCOMPARE(stack->count(), 1);
        keyboard::press(find<QWidget>("newsButton"), Qt::Key_Delete);
        QVERIFY(!stack->isVisible());
        select("r07-u06");
        keyboard::press(tiles(), Qt::Key_W);
        QVERIFY(!stack->isVisible());
        tell({goOffline("r07-u05")});
        QTRY_COMPARE(stack->count(), 1);
        QVERIFY(m_console->notifier.shown.empty());
        find<NavBar>("navBar")->setCurrent(3);
        keyboard::press(find<QWidget>("newsButton"), Qt::Key_Return);
        QVERIFY(board()->isVisible());
        QCOMPARE(board()->selectedDeviceIds(), QStringList{QString::fromStdString(device("r07-u05").id)});
        QVERIFY(!stack->isVisible());
    }

    void many_news_in_the_window_are_counted_and_closed_together() {
        m_console->notifier.available = false;
        open();
        auto* stack = find<NewsStack>("newsStack");
        for (int i = 0; i < 5; ++i)
            stack->add({style::Icon::unplug,
                        style::Token::offline,
                        QStringLiteral("r07-u0%1 is offline").arg(i),
                        {},
                        WatchKind::device,
                        {},
                        Timestamp::now()});
        QCOMPARE(stack->findChildren<QWidget*>(QStringLiteral("newsButton")).size() >= 3, true);
        QCOMPARE(find<QPushButton>("moreNewsPushButton")->text(), QStringLiteral("2 more"));
        keyboard::press(find<QPushButton>("closeAllNewsPushButton"));
        QCOMPARE(stack->count(), 0);
        QVERIFY(!stack->isVisible());
        QTRY_VERIFY(keyboard::holder());
    }

    void what_is_watched_is_kept_and_told_after_the_next_start() {
        open();
        watches().setChanges(WatchKind::run, {uuid(148213)}, true);
        watches().setChanges(WatchKind::device, {device("r07-u05").id}, true);
        m_window.reset();
        m_console->signIn.signOut();
        QTRY_VERIFY(!m_console->store.session());
        m_console->lab.finish(48213, Outcome::passed);
        goOffline("r07-u05");
        open();
        QVERIFY(watches().tellsChanges(device("r07-u05").id));
        QTRY_COMPARE(told(), QStringList{QStringLiteral("Run #48213 passed")});
        QVERIFY(!watches().isWatched(uuid(148213)));
    }

    void somebody_else_watches_something_else() {
        open();
        watches().setChanges(WatchKind::device, {device("r07-u05").id}, true);
        m_console->signIn.signOut();
        QTRY_VERIFY(!m_console->store.session());
        QVERIFY(watches().watches().empty());
        QCOMPARE(find<NavButton>("watchingNavButton")->count(), -1);
    }
};

QTEST_MAIN(WatchingTest)
#include "watching_test.moc"
