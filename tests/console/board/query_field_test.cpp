// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Finding devices in the real window, by keyboard.

#include "console/board/board_header.h"
#include "console/board/board_page.h"
#include "console/board/query/completion_list.h"
#include "console/board/query/query_field.h"
#include "console/board/query/query_popup.h"
#include "console/board/tile_view.h"
#include "console/widgets/chip.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/label.h"
#include "tests/console/support/console_fixture.h"
#include "tests/console/support/keyboard.h"

#include <QAbstractItemModelTester>
#include <QDialog>
#include <QImage>
#include <QListView>
#include <QPushButton>

#include <ctime>

using namespace labwarden;
using namespace labwarden::board;
using namespace labwarden::console;
using namespace labwarden::console::test;

class QueryFieldTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_console = std::make_unique<ConsoleFixture>();
        auto& lab = m_console->lab;
        lab.byKey("r07-u01").tags = {"gpu", "thermal"};
        lab.byKey("r07-u02").tags = {"gpu"};
        lab.byKey("r08-u05").tags = {"gpu", "10 kW"};
        lab.byKey("r09-u03").presence.flappingUntil = Timestamp::now() + std::chrono::hours(1);
        m_window = std::make_unique<MainWindow>(m_console->parts());
        m_window->resize(1280, 720);
        m_window->show();
        m_window->activateWindow();
        m_window->begin(m_console->goodPrefill());
        QTRY_VERIFY(m_console->store.runsLoaded());
        QTRY_COMPARE(tiles()->shownCount(), 36);
        QTRY_COMPARE(m_console->server.parked(QStringLiteral("/api/v1/events")), 1);
    }
    void cleanup() {
        m_window.reset();
        m_console.reset();
    }

    void ctrl_f_leads_to_the_filter_and_enter_on_to_the_devices() {
        keyboard::press(tiles(), Qt::Key_F, Qt::ControlModifier);
        QVERIFY(field()->hasFocus());
        keyboard::write(field(), QStringLiteral("rack 7 state:offline,maintenance"));
        keyboard::press(Qt::Key_Return);
        QVERIFY(tiles()->hasFocus());
        QCOMPARE(tiles()->shownCount(), 1);
    }

    void suggestions_are_taken_with_down_and_enter_or_tab_and_count_devices() {
        keyboard::write(field(), QStringLiteral("ta"));
        QTRY_VERIFY(popup() && popup()->isVisible());
        QCOMPARE(suggestions().value(0), QStringLiteral("tag:"));
        keyboard::press(Qt::Key_Down);
        keyboard::press(Qt::Key_Return);
        QCOMPARE(field()->text(), QStringLiteral("tag:"));
        QVERIFY(popup()->isVisible()); // and goes on with the tags that there are
        QCOMPARE(suggestions(),
                 QStringList({QStringLiteral("10 kW"), QStringLiteral("gpu"), QStringLiteral("thermal")}));
        QVERIFY(spoken(1).contains(QStringLiteral("3 devices")));
        keyboard::press(Qt::Key_Down);
        keyboard::press(Qt::Key_Tab);
        QCOMPARE(field()->text(), QStringLiteral("tag:\"10 kW\" "));
        QVERIFY(!popup()->isVisible());
        QVERIFY(field()->hasFocus());
        QCOMPARE(tiles()->shownCount(), 1);
        QVERIFY(field()->query().faults().empty());
    }

    void suggestions_count_what_the_rest_of_the_query_leaves() {
        keyboard::write(field(), QStringLiteral("rack 7 tag:"));
        QTRY_VERIFY(popup() && popup()->isVisible());
        const int gpu = int(suggestions().indexOf(QStringLiteral("gpu")));
        QVERIFY(spoken(gpu).contains(QStringLiteral("2 devices")));
        QVERIFY(spoken(int(suggestions().indexOf(QStringLiteral("10 kW"))))
                    .contains(QStringLiteral("0 devices")));
        keyboard::type(field(), QStringLiteral("tag:gpu state:"));
        QVERIFY(spoken(0).startsWith(QStringLiteral("available, ")));
    }

    void enter_and_tab_are_not_stolen_while_nothing_is_chosen() {
        keyboard::write(field(), QStringLiteral("tag"));
        QTRY_VERIFY(popup()->isVisible());
        keyboard::press(Qt::Key_Tab);
        QVERIFY(!field()->hasFocus());
        QVERIFY(!popup()->isVisible());
        QCOMPARE(field()->text(), QStringLiteral("tag"));
        keyboard::type(field(), QStringLiteral("gpu"));
        QVERIFY(popup()->isVisible());
        keyboard::press(Qt::Key_Return);
        QVERIFY(tiles()->hasFocus());
        QCOMPARE(field()->text(), QStringLiteral("gpu"));
    }

    void escape_folds_what_unfolded_and_only_then_clears_the_text() {
        keyboard::write(field(), QStringLiteral("sta"));
        QTRY_VERIFY(popup()->isVisible());
        keyboard::press(Qt::Key_Escape);
        QVERIFY(!popup()->isVisible());
        QCOMPARE(field()->text(), QStringLiteral("sta"));
        keyboard::press(Qt::Key_Escape);
        QCOMPARE(field()->text(), QString());
    }

    void down_in_an_empty_line_shows_every_field_that_there_is() {
        keyboard::press(field(), Qt::Key_Down);
        QTRY_VERIFY(popup() && popup()->isVisible());
        QCOMPARE(suggestions().size(), int(deviceFields().size()) + 2);
        for (const QString& name : suggestions())
            QVERIFY2(name.endsWith(QLatin1Char(':')), qPrintable(name));
        const QRect unfolded(popup()->mapTo(m_window.get(), QPoint(0, 0)), popup()->size());
        QVERIFY(m_window->rect().contains(unfolded));
    }

    void faults_are_underlined_where_they_are_and_told_in_words() {
        keyboard::write(field(), QStringLiteral("state:bogus tag:gpu"));
        QCOMPARE(field()->marks().size(), std::size_t(1));
        const QRect mark = field()->marks().front();
        const QFontMetrics metrics(field()->font());
        QCOMPARE(mark.width(), metrics.horizontalAdvance(QStringLiteral("bogus")));
        const QImage picture = field()->grab().toImage();
        const QColor red = style::lightTokens()[style::Token::failed];
        int inked = 0;
        for (int x = mark.left(); x <= mark.right(); ++x)
            for (int y = mark.top(); y <= mark.bottom(); ++y)
                inked += qAbs(picture.pixelColor(x, y).red() - red.red()) < 40 &&
                         qAbs(picture.pixelColor(x, y).green() - red.green()) < 60;
        QVERIFY(inked > 10);
        QVERIFY(field()->accessibleDescription().contains(QStringLiteral("There is no state “bogus”.")));
        QVERIFY(faults().contains(QStringLiteral("There is no state “bogus”.")));
        QCOMPARE(tiles()->shownCount(), 3); // by what is right
        keyboard::press(Qt::Key_Tab);
        QVERIFY(!popup()->isVisible());
        QCOMPARE(field()->marks().size(), std::size_t(1)); // stays
    }

    void what_is_being_written_is_no_fault_until_it_is_left() {
        keyboard::write(field(), QStringLiteral("tag:gpu model~\"DC"));
        QCOMPARE(field()->marks().size(), std::size_t(0));
        QVERIFY(!field()->accessibleDescription().contains(QStringLiteral("quote")));
        keyboard::press(Qt::Key_Escape);
        keyboard::press(Qt::Key_Tab);
        QCOMPARE(field()->marks().size(), std::size_t(1));
        QVERIFY(field()->accessibleDescription().contains(QStringLiteral("The closing quote is missing.")));
    }

    void f1_explains_the_language_and_leads_back() {
        keyboard::press(field(), Qt::Key_F1);
        auto* help = m_window->findChild<QDialog*>(QStringLiteral("queryHelpDialog"));
        QTRY_VERIFY(help && help->isVisible());
        QVERIFY(help->accessibleDescription().contains(QStringLiteral("tag:gpu")));
        keyboard::press(help->findChild<QPushButton*>(), Qt::Key_Return);
        keyboard::awaitAt(field());
    }

    void a_state_in_the_query_is_what_the_chips_show() {
        keyboard::write(field(), QStringLiteral("state:offline "));
        QVERIFY(chip("offlineChip")->isChecked());
        QVERIFY(!chip("allChip")->isChecked());
        QCOMPARE(tiles()->shownCount(), 2);
        QCOMPARE(chip("allChip")->count(), 36); // what each chip would leave
        QCOMPARE(chip("maintenanceChip")->count(), 1);
        keyboard::type(field(), QStringLiteral("state:offline,maintenance "));
        QVERIFY(chip("offlineChip")->isChecked() && chip("maintenanceChip")->isChecked());
        QCOMPARE(tiles()->shownCount(), 3);
    }

    void a_chip_takes_the_place_of_the_state_in_the_query() {
        keyboard::write(field(), QStringLiteral("state:offline rack 8"));
        chip("availableChip")->click();
        QCOMPARE(field()->text(), QStringLiteral("rack 8"));
        QVERIFY(chip("availableChip")->isChecked());
        QVERIFY(!chip("offlineChip")->isChecked());
        QCOMPARE(tiles()->shownCount(), chip("availableChip")->count());
        keyboard::type(field(), QStringLiteral("is:failed "));
        QVERIFY(chip("lastRunFailedChip")->isChecked());
        QVERIFY(!chip("availableChip")->isChecked());
        QCOMPARE(tiles()->shownCount(), 2);
        keyboard::type(field(), {});
        QVERIFY(chip("allChip")->isChecked());
        QCOMPARE(tiles()->shownCount(), 36);
    }

    void chips_count_what_the_words_leave_and_stay_true() {
        keyboard::write(field(), QStringLiteral("tag:gpu "));
        QCOMPARE(chip("allChip")->count(), 3);
        QCOMPARE(chip("offlineChip")->count(), 0);
        Device& device = m_console->lab.byKey("r07-u01");
        device.presence.online = false;
        device.presence.version += 1;
        m_console->lab.tell({eventOf(device.id, device.presence)});
        QTRY_COMPARE(chip("offlineChip")->count(), 1);
        QCOMPARE(chip("allChip")->count(), 3);
    }

    void what_comes_and_goes_is_found_until_it_has_been_quiet() {
        keyboard::write(field(), QStringLiteral("is:flapping "));
        QCOMPARE(tiles()->shownCount(), 1);
        Device& device = m_console->lab.byKey("r09-u03");
        device.presence.flappingUntil = Timestamp::now() + std::chrono::milliseconds(400);
        device.presence.version += 1;
        m_console->lab.tell({eventOf(device.id, device.presence)});
        m_console->clock.set(Timestamp::now() + std::chrono::seconds(1));
        QTRY_COMPARE(tiles()->shownCount(), 0); // nobody tells of it: time has passed
    }

    void an_empty_board_says_why_and_what_to_do() {
        keyboard::write(field(), QStringLiteral("tag:gpux "));
        QVERIFY(why().contains(
            QStringLiteral("No device of this lab meets “tag:gpux”. Did you mean “tag:gpu”?")));
        keyboard::type(field(), QStringLiteral("tag:gpu rack 9 "));
        QVERIFY(why().contains(QStringLiteral("Without “tag:gpu” there would be 12 devices.")));
        QVERIFY(why().contains(QStringLiteral("Without “rack:9” there would be 3 devices.")));
        keyboard::type(field(), QStringLiteral("tag:gpu "));
        chip("offlineChip")->click();
        QVERIFY(why().contains(QStringLiteral("In other states than “Offline” there would be 3 devices.")));
        keyboard::press(empty()->findChild<QPushButton*>());
        QCOMPARE(field()->text(), QString());
        QVERIFY(chip("allChip")->isChecked());
        QCOMPARE(tiles()->shownCount(), 36);
    }

    void the_list_of_suggestions_is_a_proper_model() {
        CompletionModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setItems({{QStringLiteral("gpu"), QStringLiteral("gpu"), {}, 3, {}, true},
                        {QStringLiteral("tag:"),
                         QStringLiteral("tag:"),
                         QStringLiteral("one of its tags"),
                         {},
                         {},
                         false}});
        QCOMPARE(model.rowCount(), 2);
        model.setItems({});
        QCOMPARE(model.rowCount(), 0);
    }

    void ten_thousand_devices_answer_a_key_press() {
        std::vector<Device> many;
        for (int i = 0; i < 10000; ++i) {
            Device device =
                test::device(500 + i, "r" + std::to_string(i / 18) + "-u" + std::to_string(i % 18));
            device.location.rack = std::to_string(i / 18);
            device.tags = {i % 3 ? "gpu" : "thermal", "batch-" + std::to_string(i % 40)};
            many.push_back(std::move(device));
        }
        m_console->store.replaceDevices(std::move(many));
        QTRY_COMPARE(tiles()->shownCount(), 10000);
        const QString text = QStringLiteral("state:available tag:gpu rack 7 model~\"DC\"");
        field()->setFocus();
        double worst = 0, whole = 0; // of the processor's time: other tests run at the same time
        for (const QChar c : text) {
            const std::clock_t before = std::clock();
            QTest::keyClick(field(), c.toLatin1());
            m_window->repaint();
            const double took = double(std::clock() - before) * 1000 / CLOCKS_PER_SEC;
            worst = std::max(worst, took);
            whole += took;
        }
        qInfo("a key in the filter over 10,000 devices: %.1f ms on average, %.1f ms at worst",
              whole / double(text.size()), worst);
        QCOMPARE(tiles()->shownCount(), 12);
    }

private:
    QueryField* field() const { return m_window->findChild<QueryField*>(QStringLiteral("searchLineEdit")); }
    QueryPopup* popup() const { return m_window->findChild<QueryPopup*>(); }
    TileView* tiles() const { return m_window->findChild<TileView*>(); }
    widgets::Chip* chip(const char* name) const {
        return m_window->findChild<widgets::Chip*>(QLatin1String(name));
    }
    widgets::EmptyState* empty() const {
        return m_window->findChild<BoardPage*>()->findChild<widgets::EmptyState*>();
    }
    QString why() const { return empty()->isVisible() ? empty()->accessibleDescription() : QString(); }
    QString faults() const {
        auto* label = popup()->findChild<widgets::Label*>(QStringLiteral("queryFaultsLabel"));
        return label->isVisible() ? label->text() : QString();
    }
    QStringList suggestions() const {
        const auto* model = popup()->findChild<QListView*>()->model();
        QStringList labels;
        for (int row = 0; row < model->rowCount(); ++row)
            labels << model->index(row, 0).data().toString();
        return labels;
    }
    QString spoken(int row) const {
        const auto* model = popup()->findChild<QListView*>()->model();
        return model->index(row, 0).data(Qt::AccessibleTextRole).toString();
    }

    std::unique_ptr<ConsoleFixture> m_console;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(QueryFieldTest)
#include "query_field_test.moc"
