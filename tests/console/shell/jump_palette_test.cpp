// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Ctrl+K in the real main window, by keyboard.

#include "console/board/board_page.h"
#include "console/runs/run_inspector.h"
#include "console/shell/jump_action.h"
#include "console/shell/jump_palette.h"
#include "console/shell/nav_bar.h"
#include "tests/console/support/console_fixture.h"
#include "tests/console/support/keyboard.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QListView>
#include <QTableView>

#include <memory>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;

class JumpPaletteTest : public QObject {
    Q_OBJECT
    std::unique_ptr<ConsoleFixture> m_console;
    std::unique_ptr<MainWindow> m_window;

    template<class T>
    T* find(const char* name) {
        auto* found = m_window->findChild<T*>(QLatin1String(name));
        [&] { QVERIFY2(found, name); }();
        return found;
    }
    JumpPalette* palette() { return find<JumpPalette>("jumpPalette"); }
    QLineEdit* line() { return find<QLineEdit>("jumpLineEdit"); }
    QListView* list() { return find<QListView>("jumpListView"); }
    board::BoardPage* board() { return find<board::BoardPage>("boardPage"); }

    void open() {
        m_window->show();
        m_window->activateWindow();
        m_window->begin(m_console->goodPrefill());
        QTRY_VERIFY(m_console->store.runsLoaded());
        QTRY_VERIFY(m_console->store.testCases().size() > 0);
        QTRY_VERIFY(find<NavBar>("navBar")->isVisible());
        QTRY_VERIFY(keyboard::holder());
    }
    void openPalette() {
        keyboard::press(Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(palette()->isOpen());
        QVERIFY(line()->hasFocus());
    }
    void write(const char* text) { QTest::keyClicks(line(), QString::fromUtf8(text)); }
    void key(Qt::Key key, Qt::KeyboardModifiers with = Qt::NoModifier) { QTest::keyClick(line(), key, with); }
    QString chosen() { return list()->currentIndex().data().toString(); }
    QStringList rows(bool headings) {
        QStringList texts;
        for (int row = 0; row < list()->model()->rowCount(); ++row) {
            const auto index = list()->model()->index(row, 0);
            if (index.data(JumpModel::HeadingRole).toBool() == headings)
                texts << index.data().toString();
        }
        return texts;
    }

private Q_SLOTS:
    void init() {
        m_console = std::make_unique<ConsoleFixture>();
        m_window = std::make_unique<MainWindow>(m_console->parts());
    }
    void cleanup() {
        m_window.reset();
        m_console.reset();
    }

    void a_device_is_reached_by_a_few_letters() {
        open();
        openPalette();
        write("u08");
        QCOMPARE(chosen(), QStringLiteral("r07-u08"));
        QCOMPARE(rows(true).first(), QStringLiteral("Devices"));
        key(Qt::Key_Down);
        QCOMPARE(chosen(), QStringLiteral("r08-u08"));
        key(Qt::Key_Return);
        QVERIFY(!palette()->isOpen());
        QTRY_COMPARE(board()->selectedDeviceIds(),
                     QStringList{QString::fromStdString(m_console->lab.byKey("r08-u08").id)});
    }

    void a_device_is_found_by_serial_number_and_model_too() {
        open();
        openPalette();
        const auto& device = m_console->lab.byKey("r09-u03");
        write(device.serial.c_str());
        QCOMPARE(chosen(), QStringLiteral("r09-u03"));
        const auto index = list()->currentIndex();
        QVERIFY2(
            index.data(JumpModel::DetailRole).toString().startsWith(QString::fromStdString(device.serial)),
            qPrintable(index.data(JumpModel::DetailRole).toString()));
        QCOMPARE(index.data(JumpModel::DetailMarksRole).value<QList<int>>().size(),
                 qsizetype(device.serial.size()));
        keyboard::type(line(), QStringLiteral("gateway r08"));
        QVERIFY(chosen().startsWith(QStringLiteral("r08-")));
    }

    void a_run_is_reached_by_its_number() {
        open();
        openPalette();
        write("#48213");
        QCOMPARE(rows(true), QStringList{QStringLiteral("Runs")});
        keyboard::type(line(), QStringLiteral("48213"));
        QCOMPARE(chosen(), QStringLiteral("#48213 Thermal soak 45 °C"));
        QCOMPARE(list()->currentIndex().data(JumpModel::NameMarksRole).value<QList<int>>(),
                 (QList<int>{1, 2, 3, 4, 5}));
        QCOMPARE(list()->currentIndex().data(JumpModel::DetailRole).toString(),
                 QStringLiteral("r07-u02 · M. Keller"));
        key(Qt::Key_Return);
        auto* inspector = find<RunInspector>("runInspector");
        QTRY_VERIFY(inspector->isVisible());
        QCOMPARE(inspector->runId(), uuid(148213));
        QVERIFY(find<QWidget>("runsPage")->isVisible());
    }

    void a_test_case_offers_a_run_of_it() {
        open();
        openPalette();
        write("power on self");
        QCOMPARE(rows(true), QStringList{QStringLiteral("Test cases")});
        key(Qt::Key_Return);
        QTRY_VERIFY(find<QDialog>("startRunDialog")->isVisible());
        QCOMPARE(find<QComboBox>("testCaseComboBox")->currentText(),
                 QStringLiteral("TC-2  Power-on self test"));
    }

    void what_one_may_not_do_is_not_there() {
        m_console->lab.permissions = {"devices:read", "testcases:read", "runs:read"};
        open();
        openPalette();
        QVERIFY(!rows(false).contains(QStringLiteral("Start a run…")));
        QVERIFY(!rows(false).contains(QStringLiteral("Go to Admin")));
        QVERIFY(rows(false).contains(QStringLiteral("Go to Runs")));
        write("self test");
        QVERIFY(!rows(true).contains(QStringLiteral("Test cases")));
    }

    void devices_are_registered_imported_and_exported_from_any_page() {
        m_console->lab.permissions.push_back("devices:write");
        open();
        const std::pair<const char*, const char*> dialogs[] = {{"register a device", "registerDialog"},
                                                               {"import devices", "importDialog"},
                                                               {"export devices", "exportDialog"},
                                                               {"new devices", "newDevicesDialog"}};
        for (const auto& [words, name] : dialogs) {
            find<NavBar>("navBar")->setCurrent(1);
            openPalette();
            write(words);
            key(Qt::Key_Return);
            QTRY_VERIFY2(m_window->findChild<QDialog*>(QLatin1String(name)), name);
            auto* dialog = find<QDialog>(name);
            QTRY_VERIFY(dialog->isVisible());
            QVERIFY(find<QWidget>("boardPage")->isVisible());
            dialog->reject();
            QTRY_VERIFY(!dialog->isVisible());
        }
    }

    void actions_are_done_and_remembered() {
        open();
        openPalette();
        QCOMPARE(rows(true), QStringList{QStringLiteral("Actions")});
        write("go run");
        QCOMPARE(chosen(), QStringLiteral("Go to Runs"));
        key(Qt::Key_Return);
        QTRY_VERIFY(find<QWidget>("runsPage")->isVisible());
        openPalette();
        QCOMPARE(rows(true), (QStringList{QStringLiteral("Used lately"), QStringLiteral("Actions")}));
        QCOMPARE(chosen(), QStringLiteral("Go to Runs"));
        write("dark");
        QCOMPARE(chosen(), QStringLiteral("Dark appearance"));
        key(Qt::Key_Return);
        QVERIFY(m_console->theme.isDark());
        openPalette();
        QCOMPARE(rows(false).mid(0, 2),
                 (QStringList{QStringLiteral("Dark appearance"), QStringLiteral("Go to Runs")}));
    }

    void others_add_actions_of_their_own() {
        bool done = false;
        m_window->addJumpAction({QStringLiteral("printLabels"), QStringLiteral("Print labels…"),
                                 style::Icon::tag, [&done] { done = true; }});
        open();
        openPalette();
        write("prin");
        key(Qt::Key_Return);
        QVERIFY(done);
    }

    void escape_gives_the_keyboard_back() {
        open();
        auto* tiles = find<QWidget>("deviceTileView");
        tiles->setFocus();
        openPalette();
        key(Qt::Key_Escape);
        QVERIFY(!palette()->isOpen());
        QVERIFY(tiles->hasFocus());
        find<NavBar>("navBar")->setCurrent(3);
        auto* search = find<QLineEdit>("runSearchField");
        search->setFocus();
        openPalette();
        key(Qt::Key_Escape);
        QVERIFY(search->hasFocus());
    }

    void the_keyboard_going_elsewhere_closes_it() {
        open();
        openPalette();
        keyboard::press(Qt::Key_4, Qt::ControlModifier);
        QTRY_VERIFY(!palette()->isOpen());
        QVERIFY(find<QWidget>("runsPage")->isVisible());
    }

    void arrows_and_page_keys_stop_at_the_ends() {
        open();
        openPalette();
        write("r0");
        const QStringList all = rows(false);
        QVERIFY(all.size() > 8);
        QCOMPARE(chosen(), all.first());
        key(Qt::Key_Up);
        QCOMPARE(chosen(), all.first());
        key(Qt::Key_PageDown);
        QVERIFY(chosen() != all.first());
        key(Qt::Key_End, Qt::ControlModifier);
        QCOMPARE(chosen(), all.last());
        key(Qt::Key_Down);
        QCOMPARE(chosen(), all.last());
        key(Qt::Key_PageUp);
        QVERIFY(chosen() != all.last());
        key(Qt::Key_Tab);
        QVERIFY(line()->hasFocus());
    }

    void a_screen_reader_hears_what_is_chosen_and_that_there_is_nothing() {
        open();
        openPalette();
        write("r08-u10");
        QVERIFY2(line()->accessibleDescription().startsWith(QStringLiteral("r08-u10, device, Offline")),
                 qPrintable(line()->accessibleDescription()));
        keyboard::type(line(), QStringLiteral("zzz"));
        QVERIFY(find<QWidget>("jumpNothingLabel")->isVisible());
        QVERIFY(line()->accessibleDescription().startsWith(QStringLiteral("Nothing is called “zzz”.")));
        key(Qt::Key_Return);
        QVERIFY(palette()->isOpen());
    }

    void states_follow_the_lab_while_it_is_open() {
        open();
        QTRY_COMPARE(m_console->server.parked(QStringLiteral("/api/v1/events")), 1);
        openPalette();
        write("r07-u05");
        auto* model = qobject_cast<JumpModel*>(list()->model());
        QCOMPARE(model->look(list()->currentIndex().row())->word, QStringLiteral("Available"));
        auto& device = m_console->lab.byKey("r07-u05");
        device.presence.online = false;
        device.presence.version += 1;
        auto fresh = test::device(500, "r07-u050");
        m_console->lab.tell({eventOf(device.id, device.presence), eventOf(static_cast<DeviceFacts&>(fresh))});
        QTRY_COMPARE(model->look(list()->currentIndex().row())->word, QStringLiteral("Offline"));
        QTRY_VERIFY(m_console->store.device(fresh.id));
        write("0");
        QTRY_COMPARE(chosen(), QStringLiteral("r07-u050"));
    }

    void it_is_not_there_before_one_has_signed_in() {
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        keyboard::press(Qt::Key_K, Qt::ControlModifier);
        QVERIFY(!palette()->isOpen());
    }

    void the_model_is_in_order() {
        open();
        JumpModel model(m_console->store);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.fill({}, {});
        QCOMPARE(model.rowCount(), 0);
        for (const char* query : {"r", "r0", "r07", "thermal 45", "zzz", ""})
            model.setQuery(QString::fromUtf8(query));
        model.setQuery(QStringLiteral("r07"));
        QCOMPARE(model.choosable(0, 1), 1);
        QVERIFY(!model.entry(0));
        QVERIFY(!(model.flags(model.index(0)) & Qt::ItemIsSelectable));
        model.clear();
        QCOMPARE(model.rowCount(), 0);
    }
};

QTEST_MAIN(JumpPaletteTest)
#include "jump_palette_test.moc"
