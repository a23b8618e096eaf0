// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pictures of the palette, of what is watched and told, and of a lost connection, to be looked at.

#include "console/board/board_page.h"
#include "console/shell/feed_indicator.h"
#include "console/shell/nav_bar.h"
#include "console/shell/news_stack.h"
#include "console/shell/watch_desk.h"
#include "tests/console/support/console_fixture.h"
#include "tests/console/support/keyboard.h"
#include "tests/console/support/pictures.h"

#include <QDialog>
#include <QLineEdit>

#include <memory>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
using Answer = FakeServer::Answer;
using Request = FakeServer::Request;

namespace {
const QString eventsPath = QStringLiteral("/api/v1/events");
}

class ShellPicturesTest : public QObject {
    Q_OBJECT
    std::unique_ptr<ConsoleFixture> m_console;
    std::unique_ptr<MainWindow> m_window;

    void open(bool asTable = false) {
        m_window.reset();
        m_console = std::make_unique<ConsoleFixture>(pictures::mode());
        m_console->settings.setValue(QStringLiteral("board/view"), asTable ? 1 : 0);
        auto& lab = m_console->lab;
        lab.byKey("r08-u07").name =
            "Climate chamber 3, burn-in shelf, left side: DC-DC 48/12 prototype no. 12, B";
        m_window = std::make_unique<MainWindow>(m_console->parts());
        m_window->watchDesk().watcher().setTiming(
            {std::chrono::milliseconds(50), std::chrono::milliseconds(200)});
        m_window->resize(pictures::size());
        m_window->show();
        m_window->activateWindow();
        m_window->begin(m_console->goodPrefill());
        QTRY_VERIFY(m_console->store.runsLoaded());
        QTRY_VERIFY(m_console->store.testCases().size() > 0);
        QTRY_COMPARE(m_console->server.parked(eventsPath), 1);
        QTRY_VERIFY(keyboard::holder());
    }
    template<class T>
    T* find(const char* name) {
        auto* found = m_window->findChild<T*>(QLatin1String(name));
        [&] { QVERIFY2(found, name); }();
        return found;
    }
    WatchList& watches() { return m_window->watchDesk().list(); }
    const std::string& id(const char* key) { return m_console->lab.byKey(key).id; }
    /// The probe's milliseconds would never stand still.
    void keep(const char* name) {
        const auto& state = m_console->sync.feed().state();
        if (state.kind == FeedState::Kind::Live)
            find<FeedIndicator>("feedIndicator")->setState({FeedState::Kind::Live, 12, {}});
        pictures::keep(m_window.get(), name);
    }
    void type(const char* text) { keyboard::type(find<QLineEdit>("jumpLineEdit"), QString::fromUtf8(text)); }

private Q_SLOTS:
    void cleanup() {
        m_window.reset();
        m_console.reset();
    }

    void palette_data() { pictures::looks(); }
    void palette() {
        open();
        keyboard::press(Qt::Key_K, Qt::ControlModifier);
        keep("jump-empty");
        type("r08");
        keep("jump-devices");
        type("therm");
        keep("jump-runs-and-cases");
        type("SN-4801");
        keep("jump-serial");
        type("chamber");
        keep("jump-long-name");
        type("dark");
        keep("jump-action");
        type("nothing of that kind");
        keep("jump-nothing");
        type("u08");
        keyboard::press(Qt::Key_Return);
        keyboard::press(Qt::Key_K, Qt::ControlModifier);
        keep("jump-recent");
    }

    void watching_data() { pictures::looks(); }
    void watching() {
        open();
        keyboard::press(Qt::Key_W, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(m_window->findChild<QDialog*>(QStringLiteral("watchDialog")));
        pictures::keep(find<QDialog>("watchDialog"), "watching-nothing");
        watches().setChanges(WatchKind::device, {id("r07-u05"), id("r07-u06"), id("r08-u07"), id("r07-u04")},
                             true);
        watches().setUntilFree({id("r07-u02"), id("r07-u04")}, true);
        watches().setChanges(WatchKind::run, {uuid(148213), uuid(148214)}, true);
        auto& device = m_console->lab.byKey("r07-u05");
        device.presence.online = false;
        device.presence.version += 1;
        m_console->lab.tell({eventOf(device.id, device.presence)});
        QTRY_COMPARE(m_console->notifier.shown.size(), std::size_t(1));
        pictures::keep(find<QDialog>("watchDialog"), "watching");
        keyboard::press(Qt::Key_Escape);
        QTRY_VERIFY(!m_window->findChild<QDialog*>(QStringLiteral("watchDialog")));
        keep("board-watched");
        find<board::BoardPage>("boardPage")->showDevice(QString::fromStdString(id("r07-u06")));
        keep("board-watched-selected");
        m_window->openLink(QUrl(QStringLiteral("labwarden://run/48213")));
        QTRY_VERIFY(find<QWidget>("watchRunToolButton")->isVisible());
        keep("run-watched");
    }

    void watched_in_the_table_data() { pictures::looks(); }
    void watched_in_the_table() {
        open(true);
        watches().setChanges(WatchKind::device, {id("r07-u02"), id("r07-u05"), id("r08-u07")}, true);
        keep("table-watched");
    }

    void told_in_the_window_data() { pictures::looks(); }
    void told_in_the_window() {
        open();
        m_console->notifier.available = false;
        watches().setChanges(WatchKind::device, {id("r07-u05")}, true);
        keep("news-first");
        auto* stack = find<NewsStack>("newsStack");
        const auto add = [&](style::Icon icon, style::Token colour, const char* title, const char* text) {
            stack->add({icon, colour, QString::fromUtf8(title), QString::fromUtf8(text), WatchKind::device,
                        id("r07-u05"), Timestamp::now()});
        };
        add(style::Icon::unplug, style::Token::offline, "r07-u05 is offline", "Rack 07, slot 5, Main, Lab 2");
        add(style::Icon::circleX, style::Token::failed, "Run #48213 failed",
            "Thermal soak 45 °C on r07-u02 · max(case_temp) < 78 °C: 83.4 °C");
        add(style::Icon::circleCheck, style::Token::available,
            "Climate chamber 3, burn-in shelf, left side: DC-DC 48/12 prototype no. 12, B is free",
            "Rack 08, slot 7, Main, Lab 2");
        keep("news-many");
        keyboard::goTo(find<QWidget>("newsButton"));
        keep("news-focus");
    }

    void lost_data() { pictures::looks(); }
    void lost() {
        open();
        m_console->server.on("GET", eventsPath, [](const Request&) { return Answer::dropped(); });
        m_console->server.answerParked(eventsPath, Answer::dropped());
        QTRY_COMPARE(find<FeedIndicator>("feedIndicator")->text(), QStringLiteral("Reconnecting…"));
        const QDateTime since(QDate::currentDate(), QTime(14, 2, 18));
        m_console->sync.feed().stateChanged({FeedState::Kind::Offline, -1, since});
        m_console->sync.feed().stop();
        m_console->sync.feed().stateChanged({FeedState::Kind::Offline, -1, since});
        keep("lost-devices");
        find<NavBar>("navBar")->setCurrent(3);
        keep("lost-runs");
        keyboard::press(Qt::Key_N, Qt::ControlModifier);
        QTRY_VERIFY(m_window->findChild<QDialog*>(QStringLiteral("startRunDialog")));
        pictures::keep(find<QDialog>("startRunDialog"), "lost-dialog");
    }
};

QTEST_MAIN(ShellPicturesTest)
#include "shell_pictures_test.moc"
