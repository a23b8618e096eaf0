// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/columns_menu.h"
#include "console/board/device_table.h"
#include "console/style/theme.h"
#include "tests/console/board/board_fixture.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace labwarden;
using namespace labwarden::board;
using namespace labwarden::board::test;

/// The table's columns, its sorting, and what it copies.
class DeviceTableTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<style::Theme>(*qApp, style::ThemeMode::dark); }

    void init() {
        m_settings = std::make_unique<QSettings>(m_folder.filePath(QStringLiteral("console.ini")),
                                                 QSettings::IniFormat);
        m_settings->clear();
        m_store = std::make_unique<console::LabStore>();
        m_lab = lab(12);
        fill(*m_store, m_lab);
        m_devices = std::make_unique<DeviceModel>(*m_store);
        m_selection = std::make_unique<QItemSelectionModel>(m_devices.get());
        open();
    }
    void cleanup() {
        m_table.reset();
        m_selection.reset();
        m_devices.reset();
    }

    void columns_are_chosen_in_a_menu_by_keyboard() {
        QVERIFY(m_table->isColumnHidden(SerialColumn));
        QMenu* menu = m_table->columnsMenu();
        menu->popup(m_table->mapToGlobal(QPoint(10, 10)));
        QTRY_VERIFY(menu->isVisible());
        menu->setActiveAction(action(*menu, QStringLiteral("Serial number")));
        QTest::keyClick(menu, Qt::Key_Return);
        QVERIFY(!m_table->isColumnHidden(SerialColumn));
        QVERIFY(m_table->columnWidth(SerialColumn) > 60);
        QVERIFY(!action(*menu, QStringLiteral("Name"))->isEnabled()); // cannot be left out
    }

    void the_headings_have_that_menu_too() {
        QHeaderView* header = m_table->horizontalHeader();
        Q_EMIT header->customContextMenuRequested(QPoint(5, 5));
        QTRY_VERIFY(m_table->columnsMenu()->isVisible());
        m_table->columnsMenu()->close();
    }

    void columns_order_widths_and_sorting_are_remembered() {
        QMenu* menu = m_table->columnsMenu();
        Q_EMIT menu->aboutToShow();
        action(*menu, QStringLiteral("Owner"))->trigger();
        action(*menu, QStringLiteral("Tags"))->trigger();
        m_table->setCurrentIndex(m_table->model()->index(0, StateColumn));
        Q_EMIT menu->aboutToShow();
        action(*menu, QStringLiteral("Move “State” to the left"))->trigger();
        m_table->setColumnWidth(ModelColumn, 211);
        m_table->sortByColumn(ModelColumn, Qt::DescendingOrder);
        m_table.reset();
        open();
        QVERIFY(!m_table->isColumnHidden(OwnerColumn));
        QVERIFY(m_table->isColumnHidden(TagsColumn));
        QCOMPARE(m_table->horizontalHeader()->visualIndex(StateColumn), 0);
        QCOMPARE(m_table->columnWidth(ModelColumn), 211);
        QCOMPARE(m_table->rows()->sortedBy(), std::pair(int(ModelColumn), Qt::DescendingOrder));
        Q_EMIT m_table->columnsMenu()->aboutToShow();
        action(*m_table->columnsMenu(), QStringLiteral("As at first"))->trigger();
        QVERIFY(m_table->isColumnHidden(OwnerColumn) && !m_table->isColumnHidden(TagsColumn));
        QCOMPARE(m_table->horizontalHeader()->visualIndex(StateColumn), int(StateColumn));
        QCOMPARE(m_table->rows()->sortedBy(), std::pair(int(NameColumn), Qt::AscendingOrder));
    }

    void a_column_is_sorted_by_keyboard() {
        Q_EMIT m_table->columnsMenu()->aboutToShow();
        QMenu* by = action(*m_table->columnsMenu(), QStringLiteral("Sort by"))->menu();
        QVERIFY(action(*by, QStringLiteral("Name"))->isChecked());
        action(*by, QStringLiteral("Model"))->trigger();
        action(*by, QStringLiteral("Descending"))->trigger();
        QCOMPARE(m_table->rows()->sortedBy(), std::pair(int(ModelColumn), Qt::DescendingOrder));
        QVERIFY(
            m_table->model()->index(0, ModelColumn).data().toString().startsWith(QStringLiteral("Motor")));
    }

    void every_column_says_what_it_is_and_has() {
        for (int column = 0; column < columnTotal; ++column)
            QVERIFY(!columnHeading(column).isEmpty());
        Device d = device(7, 4);
        d.owner = "Power team";
        d.firmware = "2.4.1";
        d.capabilities = {"pd", "can"};
        putIntoMaintenance(d, "Fan replaced");
        const DeviceRow row = rowOf(d, nullptr);
        QCOMPARE(columnText(row, OwnerColumn), QStringLiteral("Power team"));
        QCOMPARE(columnText(row, FirmwareColumn), QStringLiteral("2.4.1"));
        QCOMPARE(columnText(row, CapabilitiesColumn), QStringLiteral("can, pd"));
        QCOMPARE(columnText(row, SiteColumn), QStringLiteral("Berlin"));
        QCOMPARE(columnText(row, RoomColumn), QStringLiteral("Lab B"));
        QCOMPARE(columnText(row, NoteColumn), QStringLiteral("Fan replaced"));
        QVERIFY(!columnText(row, SinceColumn).isEmpty());
        QVERIFY(columnKey(rowOf(device(7, 2), nullptr), SlotColumn) <
                columnKey(rowOf(device(7, 10), nullptr), SlotColumn));
    }

    void rows_are_copied_as_they_stand() {
        m_selection->select(m_devices->index(0, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
        m_selection->select(m_devices->index(1, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
        m_table->setFocus();
        QTest::keyClick(m_table.get(), Qt::Key_C, Qt::ControlModifier);
        const QStringList lines = QGuiApplication::clipboard()->text().split(QLatin1Char('\n'));
        QCOMPARE(lines.size(), 2);
        QVERIFY(lines[0].startsWith(QStringLiteral("r07-u01\tAvailable\t")));
        QCOMPARE(lines[0].count(QLatin1Char('\t')), 6);
    }

    void live_changes_are_sorted_in_and_leave_scroll_and_selection_alone() {
        m_table->sortByColumn(StateColumn, Qt::AscendingOrder);
        m_table->verticalScrollBar()->setValue(900);
        const int first = m_table->rowAt(0);
        const QString seen = nameAt(first + 3);
        const int y = m_table->rowViewportPosition(first + 3);
        m_selection->setCurrentIndex(m_table->rows()->mapToSource(m_table->rows()->index(first + 4, 0)),
                                     QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        const QString current = m_table->currentIndex().data().toString();
        // The first ones, far above, go to the end.
        QSignalSpy sorted(m_table->rows(), &QAbstractItemModel::layoutChanged);
        std::vector<Event> events;
        for (int place = 0; place < 5; ++place)
            for (Device& d : m_lab.devices)
                if (d.name == nameAt(place).toStdString()) {
                    takeOffline(d);
                    events.push_back(presenceEvent(d));
                }
        m_store->merge(events);
        QTRY_COMPARE(sorted.count(), 1);
        int place = 0;
        while (nameAt(place) != seen)
            ++place;
        QCOMPARE(place, first + 3 - 5);
        QCOMPARE(m_table->rowViewportPosition(place), y);
        QCOMPARE(m_table->currentIndex().data().toString(), current);
        QVERIFY(m_table->selectionModel()->isSelected(m_table->currentIndex()));
    }

    void only_rows_that_changed_are_painted() {
        Device& last = m_lab.devices.back();
        QTRY_VERIFY(m_table->isVisible());
        PaintCounter painted(m_table->viewport());
        m_table->viewport()->update();
        QTRY_VERIFY(painted.count > 0);
        QTRY_COMPARE(std::exchange(painted.count, 0), 0); // has come to rest
        QSignalSpy changed(m_devices.get(), &QAbstractItemModel::dataChanged);
        last.presence.online = !last.presence.online;
        m_store->merge({presenceEvent(last)});
        QTRY_COMPARE(changed.count(), 1);
        QCoreApplication::processEvents();
        QCOMPARE(painted.count, 0);
        Device& first = m_lab.devices.front();
        first.presence.online = !first.presence.online;
        m_store->merge({presenceEvent(first)});
        QTRY_VERIFY(painted.count > 0);
        QVERIFY(painted.area.height() <= m_table->rowHeight(0));
    }

private:
    struct PaintCounter : QObject {
        explicit PaintCounter(QWidget* widget) { widget->installEventFilter(this); }
        bool eventFilter(QObject*, QEvent* event) override {
            if (event->type() == QEvent::Paint) {
                ++count;
                area = static_cast<QPaintEvent*>(event)->rect();
            }
            return false;
        }
        int count = 0;
        QRect area;
    };

    void open() {
        m_table = std::make_unique<DeviceTable>(m_devices.get(), *m_selection, *m_settings);
        m_table->resize(1000, 500);
        m_table->show();
        m_table->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_table.get()));
    }
    QString nameAt(int place) const { return m_table->model()->index(place, 0).data().toString(); }
    static QAction* action(const QMenu& menu, const QString& text) {
        const auto actions = menu.actions();
        const auto it =
            std::find_if(actions.begin(), actions.end(), [&](QAction* a) { return a->text() == text; });
        return it == actions.end() ? nullptr : *it;
    }

    QTemporaryDir m_folder;
    std::unique_ptr<style::Theme> m_theme;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<console::LabStore> m_store;
    Lab m_lab;
    std::unique_ptr<DeviceModel> m_devices;
    std::unique_ptr<QItemSelectionModel> m_selection;
    std::unique_ptr<DeviceTable> m_table;
};

QTEST_MAIN(DeviceTableTest)
#include "device_table_test.moc"
