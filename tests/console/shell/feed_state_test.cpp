// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How the connection is, wherever one is in the console.

#include "console/shell/feed_indicator.h"
#include "console/shell/nav_bar.h"
#include "console/shell/nav_button.h"
#include "console/widgets/announce.h"
#include "console/widgets/stale_bar.h"
#include "tests/console/support/console_fixture.h"
#include "tests/console/support/keyboard.h"

#include <QDialog>

#include <memory>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
using Answer = FakeServer::Answer;
using Request = FakeServer::Request;
using Kind = FeedState::Kind;

namespace {
const QString eventsPath = QStringLiteral("/api/v1/events");
}

class FeedStateTest : public QObject {
    Q_OBJECT
    std::unique_ptr<ConsoleFixture> m_console;
    std::unique_ptr<MainWindow> m_window;

    template<class T>
    T* find(const char* name) {
        auto* found = m_window->findChild<T*>(QLatin1String(name));
        [&] { QVERIFY2(found, name); }();
        return found;
    }
    FeedIndicator* indicator() { return find<FeedIndicator>("feedIndicator"); }
    void lose() {
        m_console->server.on("GET", eventsPath, [](const Request&) { return Answer::dropped(); });
        m_console->server.answerParked(eventsPath, Answer::dropped());
        QTRY_COMPARE(indicator()->text(), QStringLiteral("Reconnecting…"));
    }
    void comeBack() {
        m_console->server.on("GET", eventsPath, [this](const Request& request) {
            if (request.query.queryItemValue(QStringLiteral("wait")) == QStringLiteral("0"))
                return Answer::json(
                    {{"cursor", m_console->lab.cursor}, {"reset", false}, {"events", boost::json::array()}});
            return Answer::parked();
        });
        keyboard::press(Qt::Key_F5);
        QTRY_VERIFY(indicator()->text().startsWith(QStringLiteral("Live")));
    }

private Q_SLOTS:
    void init() {
        m_console = std::make_unique<ConsoleFixture>();
        m_window = std::make_unique<MainWindow>(m_console->parts());
        m_window->show();
        m_window->activateWindow();
        m_window->begin(m_console->goodPrefill());
        QTRY_VERIFY(m_console->store.runsLoaded());
        QTRY_COMPARE(m_console->server.parked(eventsPath), 1);
        QTRY_VERIFY(indicator()->text().startsWith(QStringLiteral("Live")));
    }
    void cleanup() {
        m_window.reset();
        m_console.reset();
    }

    void live_says_what_a_request_takes_now() {
        auto timing = EventFeed::Timing{};
        timing.probeEvery = std::chrono::milliseconds(30);
        auto& feed = m_console->sync.feed();
        feed.setTiming(timing);
        feed.start(m_console->server.url(), m_console->client.token(), m_console->lab.cursor);
        QTRY_VERIFY(feed.state().delayMs >= 0);
        // The next measurement takes as long as the server does.
        m_console->server.on("GET", QStringLiteral("/healthz"),
                             [](const Request&) { return Answer::parked(); });
        QTRY_COMPARE(m_console->server.parked(QStringLiteral("/healthz")), 1);
        QElapsedTimer held;
        held.start();
        QTest::qWait(200);
        m_console->server.on("GET", QStringLiteral("/healthz"), [](const Request&) {
            return Answer::json({{"status", "ok"}});
        });
        const auto atLeast = static_cast<int>(held.elapsed());
        int measured = -1;
        const auto connection =
            connect(&feed, &EventFeed::stateChanged, this,
                    [&measured](const FeedState& state) { measured = std::max(measured, state.delayMs); });
        m_console->server.answerParked(QStringLiteral("/healthz"), Answer::json({{"status", "ok"}}));
        QTRY_VERIFY2(measured >= atLeast, qPrintable(QString::number(measured)));
        disconnect(connection);
        QTRY_VERIFY(feed.state().delayMs < atLeast); // and the one after that does not remember it
    }

    void a_lost_feed_is_seen_on_every_page() {
        lose();
        for (int page = 0; page < 3; ++page) {
            find<NavBar>("navBar")->setCurrent(page);
            QVERIFY(indicator()->isVisible());
        }
        find<NavBar>("navBar")->setCurrent(0);
        QVERIFY(find<widgets::StaleBar>("staleBar")->isVisible());
        find<NavBar>("navBar")->setCurrent(3);
        QVERIFY(find<widgets::StaleBar>("staleRunsBar")->isVisible());
        QVERIFY(
            find<widgets::StaleBar>("staleRunsBar")->accessibleName().contains(QStringLiteral("runs as of")));
        QVERIFY(find<NavButton>("page3NavButton")
                    ->accessibleDescription()
                    .endsWith(QStringLiteral("may have changed")));
        comeBack();
        QVERIFY(!find<widgets::StaleBar>("staleRunsBar")->isVisible());
        QTRY_COMPARE(find<NavButton>("page3NavButton")->accessibleDescription(), QStringLiteral("2"));
    }

    void a_dialog_says_so_too_whenever_it_was_opened() {
        keyboard::press(Qt::Key_N, Qt::ControlModifier);
        QTRY_VERIFY(m_window->findChild<QDialog*>(QStringLiteral("startRunDialog")));
        auto* dialog = find<QDialog>("startRunDialog");
        QVERIFY(!dialog->findChild<widgets::StaleBar*>());
        const int before =
            dialog->findChild<QWidget*>(QStringLiteral("deviceListView"))->mapTo(dialog, QPoint()).y();
        lose();
        auto* bar = dialog->findChild<widgets::StaleBar*>(QStringLiteral("staleDialogBar"));
        QVERIFY(bar);
        QVERIFY(bar->isVisible());
        QTRY_COMPARE(bar->geometry().topLeft(), QPoint(0, 0));
        QCOMPARE(bar->width(), dialog->width());
        QTRY_VERIFY(
            dialog->findChild<QWidget*>(QStringLiteral("deviceListView"))->mapTo(dialog, QPoint()).y() >=
            before);
        keyboard::press(Qt::Key_Escape);
        QTRY_VERIFY(!m_window->findChild<QDialog*>(QStringLiteral("startRunDialog")));
        keyboard::press(m_window->findChild<QWidget*>(QStringLiteral("deviceTileView")), Qt::Key_N,
                        Qt::ControlModifier);
        QTRY_VERIFY(m_window->findChild<QDialog*>(QStringLiteral("startRunDialog")));
        bar =
            find<QDialog>("startRunDialog")->findChild<widgets::StaleBar*>(QStringLiteral("staleDialogBar"));
        QTRY_VERIFY(bar && bar->isVisible());
        m_console->sync.feed().stateChanged({Kind::Live, 3, {}});
        QVERIFY(!bar->isVisible());
    }

    void a_screen_reader_hears_that_it_is_lost_and_back_and_not_each_delay() {
        widgets::takeAnnouncements();
        indicator()->setState({Kind::Live, 15, {}});
        indicator()->setState({Kind::Live, 16, {}});
        QCOMPARE(widgets::takeAnnouncements(), QStringList());
        indicator()->setState({Kind::Reconnecting, -1, QDateTime::currentDateTime()});
        QCOMPARE(widgets::takeAnnouncements(),
                 QStringList{QStringLiteral("Connection to the lab: Reconnecting…")});
        indicator()->setState({Kind::Live, 12, {}});
        QCOMPARE(widgets::takeAnnouncements(), QStringList{QStringLiteral("Connection to the lab: live")});
        QCOMPARE(indicator()->accessibleDescription(), QStringLiteral("Live · 12 ms"));
    }
};

QTEST_MAIN(FeedStateTest)
#include "feed_state_test.moc"
