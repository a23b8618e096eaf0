// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/board_header.h"
#include "console/board/board_page.h"
#include "console/board/device_model.h"
#include "console/board/value_choice.h"
#include "console/shell/nav_bar.h"
#include "tests/console/support/console_fixture.h"
#include "tests/console/support/keyboard.h"

using namespace labwarden;
using namespace labwarden::board;
using namespace labwarden::console::test;

/// The newest value of a metric, on every tile.
class BoardValuesTest : public QObject {
    Q_OBJECT

    static constexpr auto latestPath = "/api/v1/telemetry/latest";
    std::unique_ptr<ConsoleFixture> m_console;
    std::unique_ptr<console::MainWindow> m_window;

    void open() {
        m_window = std::make_unique<console::MainWindow>(m_console->parts());
        m_window->resize(1440, 900);
        m_window->show();
        m_window->activateWindow();
        m_window->begin(m_console->goodPrefill());
        QTRY_VERIFY(m_console->store.runsLoaded());
    }
    ValueChoice* choice() { return m_window->findChild<ValueChoice*>(); }
    QString valueOf(const char* key) {
        const auto* devices = m_window->findChild<BoardPage*>()->devices();
        return devices->at(devices->rowOfDevice(m_console->lab.byKey(key).id)).value;
    }
    int asked() const { return m_console->server.count("GET", QString::fromLatin1(latestPath)); }

private Q_SLOTS:
    void init() { m_console = std::make_unique<ConsoleFixture>(); }
    void cleanup() {
        m_window.reset();
        m_console.reset();
    }

    void a_temperature_stands_on_the_tiles_at_first() {
        open();
        QTRY_COMPARE(valueOf("r07-u01"), QStringLiteral("26 °C"));
        QCOMPARE(choice()->currentText(), QStringLiteral("Case temp, °C"));
        QVERIFY(choice()->isVisible());
        QCOMPARE(valueOf("r08-u10"), QString()); // it is offline
    }

    void another_one_is_chosen_by_keyboard_and_remembered() {
        open();
        QTRY_VERIFY(choice()->isVisible());
        keyboard::press(choice(), Qt::Key_Down);
        QCOMPARE(choice()->metric(), std::string("vbus"));
        QTRY_COMPARE(valueOf("r07-u01"), QStringLiteral("12 V"));
        m_window.reset();
        m_console->signIn.signOut();
        open();
        QTRY_COMPARE(valueOf("r07-u01"), QStringLiteral("12 V"));
    }

    void no_value_can_be_chosen_and_is_remembered() {
        open();
        QTRY_COMPARE(valueOf("r07-u01"), QStringLiteral("26 °C"));
        keyboard::press(choice(), Qt::Key_Home);
        QTRY_COMPARE(valueOf("r07-u01"), QString());
        m_window.reset();
        m_console->signIn.signOut();
        open();
        QTRY_VERIFY(choice()->isVisible());
        QCOMPARE(choice()->metric(), std::string());
    }

    void nothing_is_asked_for_where_no_tile_is_seen() {
        open();
        QTRY_COMPARE(asked(), 1);
        m_window->findChild<console::NavBar*>()->setCurrent(1);
        m_window->findChild<BoardHeader*>()->setView(BoardHeader::Table);
        m_window->findChild<console::NavBar*>()->setCurrent(0);
        QCOMPARE(asked(), 1);
        m_window->findChild<BoardHeader*>()->setView(BoardHeader::Tiles);
        QTRY_COMPARE(asked(), 2);
    }

    void a_lab_that_measures_nothing_offers_nothing() {
        m_console->server.on("GET", QStringLiteral("/api/v1/telemetry/metrics"),
                             [](const FakeServer::Request&) {
                                 return FakeServer::Answer::json({{"metrics", boost::json::array()}});
                             });
        open();
        QTRY_COMPARE(m_console->server.count("GET", QStringLiteral("/api/v1/telemetry/metrics")), 1);
        QVERIFY(!choice()->isVisible());
        QCOMPARE(asked(), 0);
    }
};

QTEST_MAIN(BoardValuesTest)
#include "board_values_test.moc"
