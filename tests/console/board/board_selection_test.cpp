// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/board_header.h"
#include "console/board/board_page.h"
#include "console/board/device_table.h"
#include "console/board/row_ranges.h"
#include "console/board/tile_view.h"
#include "console/style/theme.h"
#include "tests/console/board/board_fixture.h"

#include <QApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace labwarden;
using namespace labwarden::board;
using namespace labwarden::board::test;

/// The one selection of the board, as it is seen and changed through its views.
class BoardSelectionTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<style::Theme>(*qApp, style::ThemeMode::dark); }

    void init() {
        QVERIFY(m_folder.isValid());
        m_settings = std::make_unique<QSettings>(m_folder.filePath(QStringLiteral("console.ini")),
                                                 QSettings::IniFormat);
        m_settings->clear();
        m_store = std::make_unique<console::LabStore>();
        m_noServer = std::make_unique<NoServer>(*m_store);
        m_page = std::make_unique<BoardPage>(
            BoardParts{*m_store, m_noServer->sync, m_noServer->deviceApi, *m_settings});
        m_page->resize(1072, 800);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        m_lab = lab(4);
        fill(*m_store, m_lab);
    }

    void cleanup() {
        m_page.reset();
        m_noServer.reset();
    }

    void what_is_selected_in_one_view_is_selected_in_the_others() {
        m_page->selectRows({3, 4, 40});
        show(BoardHeader::Table);
        QCOMPARE(selectedInTable(), QStringList({name(3), name(4), name(40)}));
        QTest::keyClick(table(), Qt::Key_Down, Qt::ShiftModifier); // from the current one, the first of them
        QCOMPARE(m_page->selectedRows(), std::vector<int>({3, 4}));
        show(BoardHeader::Tiles);
        QVERIFY(tiles()->selectionModel()->isSelected(devices()->index(4, 0)));
    }

    void the_keyboard_selects_alike_in_tiles_and_table() {
        for (const auto view : {BoardHeader::Tiles, BoardHeader::Table}) {
            show(view);
            QAbstractItemView* shown = current();
            QTest::keyClick(shown, Qt::Key_Home, Qt::ControlModifier);
            QTest::keyClick(shown, Qt::Key_Home);
            m_page->selectRows({0});
            QTest::keyClick(shown, Qt::Key_A, Qt::ControlModifier);
            QCOMPARE(int(m_page->selectedRows().size()), 72);
            const auto forward = view == BoardHeader::Table ? Qt::Key_Down : Qt::Key_Right;
            QTest::keyClick(shown, forward);
            QCOMPARE(int(m_page->selectedRows().size()), 1);
            QTest::keyClick(shown, forward, Qt::ShiftModifier);
            QTest::keyClick(shown, forward, Qt::ShiftModifier);
            QCOMPARE(int(m_page->selectedRows().size()), 3);
            QTest::keyClick(shown, forward, Qt::ControlModifier); // only goes there
            QCOMPARE(int(m_page->selectedRows().size()), 3);
            QTest::keyClick(shown, Qt::Key_Space, Qt::ControlModifier);
            QCOMPARE(int(m_page->selectedRows().size()), 4);
        }
    }

    void a_click_means_the_same_in_the_table_as_in_the_tiles() {
        search()->setText(QStringLiteral("r07-"));
        m_page->selectRows({0, 30}); // one shown, one hidden
        show(BoardHeader::Table);
        const QPoint second = table()->visualRect(table()->model()->index(1, 0)).center();
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, Qt::ControlModifier, second);
        QCOMPARE(m_page->selectedRows(), std::vector<int>({0, 1}));
        QCOMPARE(int(rowsOfSelection(m_page->selection()->selection()).size()), 3);
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, second); // and nothing else, seen or not
        QCOMPARE(rowsOfSelection(m_page->selection()->selection()), std::vector<int>({1}));
    }

    void what_the_filter_hides_stays_selected_and_is_not_meant() {
        m_page->selectRows({0, 30});
        QSignalSpy changed(m_page.get(), &BoardPage::selectionChanged);
        search()->setText(QStringLiteral("r07-"));
        QCOMPARE(m_page->selectedRows(), std::vector<int>({0}));
        QVERIFY(changed.count() > 0);
        show(BoardHeader::Table);
        QCOMPARE(selectedInTable(), QStringList(name(0)));
        search()->clear();
        QCOMPARE(m_page->selectedRows(), std::vector<int>({0, 30}));
        QCOMPARE(selectedInTable(), QStringList({name(0), name(30)}));
    }

    void all_that_match_are_what_is_shown_folded_groups_included() {
        search()->setText(QStringLiteral("r07- gateway"));
        tiles()->groups()->setFolded(0, true);
        const std::vector<int> shown = m_page->shownRows();
        QCOMPARE(int(shown.size()), tiles()->shownCount());
        for (const int row : shown)
            QVERIFY(devices()->at(row).name.startsWith(QStringLiteral("r07-")));
        m_page->selectRows(shown);
        QCOMPARE(m_page->selectedRows().size(), shown.size());
    }

    void the_other_view_brings_the_current_device_into_sight() {
        m_page->selectRows({70});
        show(BoardHeader::Table);
        QCOMPARE(table()->currentIndex().data().toString(), name(70));
        QVERIFY(isInSight(table()));
        table()->verticalScrollBar()->setValue(0);
        QTest::keyClick(table(), Qt::Key_Up);
        show(BoardHeader::Tiles);
        QCOMPARE(tiles()->currentIndex().row(), 69);
        QVERIFY(isInSight(tiles()));
    }

    void sorting_the_table_keeps_the_selection() {
        show(BoardHeader::Table);
        m_page->selectRows({5, 6, 50});
        table()->sortByColumn(DeviceModel::StateColumn, Qt::DescendingOrder);
        QCOMPARE(m_page->selectedRows(), std::vector<int>({5, 6, 50}));
        QStringList selected = selectedInTable();
        selected.sort();
        QCOMPARE(selected, QStringList({name(5), name(6), name(50)}));
        QCOMPARE(table()->currentIndex().data().toString(), name(5));
    }

    void a_current_device_that_goes_hands_over_to_its_neighbour() {
        m_page->selectRows({20});
        const QString next = name(21);
        Lab less = m_lab;
        std::erase_if(less.devices, [&](const Device& d) { return d.name == name(20).toStdString(); });
        m_store->replaceDevices(less.devices);
        QTRY_COMPARE(devices()->rowCount(), 71);
        QCOMPARE(m_page->selection()->currentIndex().data().toString(), next);
        QVERIFY(m_page->selectedRows().empty());
    }

    void of_ten_thousand_all_are_one_range() {
        Lab large = lab(556);
        large.devices.resize(10000);
        m_store->replaceDevices(large.devices);
        QTRY_COMPARE(tiles()->shownCount(), 10000);
        m_page->selectRows(m_page->shownRows());
        QCOMPARE(m_page->selection()->selection().size(), 1);
        show(BoardHeader::Table);
        QCOMPARE(table()->selectionModel()->selection().size(), 1);
        QCOMPARE(int(m_page->selectedRows().size()), 10000);
    }

private:
    TileView* tiles() const { return m_page->findChild<TileView*>(); }
    DeviceTable* table() const { return m_page->findChild<DeviceTable*>(); }
    DeviceModel* devices() const { return m_page->devices(); }
    QLineEdit* search() const { return m_page->findChild<QLineEdit*>(QStringLiteral("searchLineEdit")); }
    QString name(int row) const { return devices()->at(row).name; }

    void show(BoardHeader::View view) { m_page->findChild<BoardHeader*>()->setView(view); }
    QAbstractItemView* current() const {
        return table()->isVisible() ? static_cast<QAbstractItemView*>(table()) : tiles();
    }
    QStringList selectedInTable() const {
        QStringList names;
        for (const int row : rowsOfSelection(table()->selectionModel()->selection()))
            names << table()->model()->index(row, 0).data().toString();
        return names;
    }
    static bool isInSight(const QAbstractItemView* view) {
        const QRect rect = view->visualRect(view->currentIndex());
        return !rect.isEmpty() && view->viewport()->rect().contains(rect);
    }

    QTemporaryDir m_folder;
    std::unique_ptr<style::Theme> m_theme;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<console::LabStore> m_store;
    Lab m_lab;
    std::unique_ptr<NoServer> m_noServer;
    std::unique_ptr<BoardPage> m_page;
};

QTEST_MAIN(BoardSelectionTest)
#include "board_selection_test.moc"
