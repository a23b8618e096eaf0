// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/board_header.h"
#include "console/board/board_page.h"
#include "console/board/device_table.h"
#include "console/board/heat_pane.h"
#include "console/board/heat_view.h"
#include "console/board/pointed_device.h"
#include "console/board/tile_view.h"
#include "console/style/theme.h"
#include "tests/console/board/board_fixture.h"

#include <QAccessible>
#include <QApplication>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <algorithm>
#include <random>

using namespace labwarden;
using namespace labwarden::board;
using namespace labwarden::board::test;

/// Groups and their headers by keyboard, the heat view, and what a resync leaves alone.
class BoardViewsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<style::Theme>(*qApp, style::ThemeMode::dark); }

    void init() {
        QVERIFY(m_folder.isValid());
        m_settings = std::make_unique<QSettings>(m_folder.filePath(QStringLiteral("console.ini")),
                                                 QSettings::IniFormat);
        m_settings->clear();
        m_store = std::make_unique<console::LabStore>();
        m_lab = lab(12);
        open();
        fill(*m_store, m_lab);
    }

    void cleanup() { m_page.reset(); }

    // --- headers by keyboard ---

    void views_data() {
        QTest::addColumn<int>("view");
        QTest::newRow("tiles") << int(BoardHeader::Tiles);
        QTest::newRow("heat") << int(BoardHeader::Heat);
    }

    void a_header_is_reached_and_folds_by_keyboard_data() { views_data(); }
    void a_header_is_reached_and_folds_by_keyboard() {
        GroupedView* view = show();
        m_page->selectRows({1});
        QTest::keyClick(view, Qt::Key_Up);
        QCOMPARE(view->currentHeader(), 0);
        QCOMPARE(m_page->selectedRows(), std::vector<int>({1})); // going to a header selects nothing
        QTest::keyClick(view, Qt::Key_Left);
        QVERIFY(view->groups()->isFolded(0));
        QCOMPARE(view->currentHeader(), 0);
        QTest::keyClick(view, Qt::Key_Right);
        QVERIFY(!view->groups()->isFolded(0));
        QTest::keyClick(view, Qt::Key_Space);
        QVERIFY(view->groups()->isFolded(0));
        QTest::keyClick(view, Qt::Key_Return);
        QVERIFY(!view->groups()->isFolded(0));
        QTest::keyClick(view, Qt::Key_Minus);
        QVERIFY(view->groups()->isFolded(0));
        QTest::keyClick(view, Qt::Key_Plus);
        QVERIFY(!view->groups()->isFolded(0));
        QTest::keyClick(view, Qt::Key_Right); // and on to the group's first device
        QCOMPARE(view->currentHeader(), -1);
        QCOMPARE(view->currentIndex().row(), 0);
        QCOMPARE(m_page->selectedRows(), std::vector<int>({0}));
    }

    void from_a_folded_group_the_keyboard_gets_away_data() { views_data(); }
    void from_a_folded_group_the_keyboard_gets_away() {
        GroupedView* view = show();
        m_page->selectRows({2});
        QTest::keyClick(view, Qt::Key_Minus); // folds the group around the device
        QCOMPARE(view->currentHeader(), 0);
        QVERIFY(view->groups()->isFolded(0));
        QTest::keyClick(view, Qt::Key_End);
        QCOMPARE(view->currentHeader(), -1);
        QCOMPARE(view->currentIndex().row(), m_page->devices()->rowCount() - 1);
        QTest::keyClick(view, Qt::Key_Home);
        QCOMPARE(view->currentIndex().row(), 18); // the first that is not folded
    }

    void all_groups_fold_and_unfold_at_once_data() { views_data(); }
    void all_groups_fold_and_unfold_at_once() {
        GroupedView* view = show();
        m_page->selectRows({0});
        QTest::keyClick(view, Qt::Key_Up);
        QTest::keyClick(view, Qt::Key_Left, Qt::ControlModifier);
        QVERIFY(view->groups()->areAllFolded());
        QVERIFY(foldAll()->accessibleName().contains(QStringLiteral("Unfold")));
        QTest::keyClick(view, Qt::Key_Down);
        QCOMPARE(view->currentHeader(), 1);
        QTest::keyClick(view, Qt::Key_Down, Qt::ControlModifier);
        QCOMPARE(view->currentHeader(), 2);
        QTest::keyClick(view, Qt::Key_Up);
        QCOMPARE(view->currentHeader(), 1);
        QTest::keyClick(view, Qt::Key_Right, Qt::ControlModifier);
        QVERIFY(!view->groups()->isFolded(0) && !view->groups()->isFolded(11));
        foldAll()->click();
        QVERIFY(view->groups()->areAllFolded());
        foldAll()->click();
        QVERIFY(!view->groups()->isFolded(3));
    }

    void where_all_is_folded_a_header_is_reached_data() { views_data(); }
    void where_all_is_folded_a_header_is_reached() {
        GroupedView* view = show();
        view->groups()->setAllFolded(true);
        QTest::keyClick(view, Qt::Key_Down);
        QCOMPARE(view->currentHeader(), 0);
    }

    void a_screen_reader_is_told_of_headers_data() { views_data(); }
    void a_screen_reader_is_told_of_headers() {
        QAccessible::setActive(true);
        GroupedView* view = show();
        m_page->selectRows({0});
        QTest::keyClick(view, Qt::Key_Up);
        QAccessibleInterface* list = QAccessible::queryAccessibleInterface(view);
        QAccessibleInterface* header = list->focusChild();
        QVERIFY(header);
        QCOMPARE(header->role(), QAccessible::Button);
        QVERIFY(header->text(QAccessible::Name).startsWith(QStringLiteral("Rack 07, 18 devices")));
        QVERIFY(header->state().focused && header->state().expandable && header->state().expanded);
        QCOMPARE(list->indexOfChild(header), 0);
        header->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QVERIFY(view->groups()->isFolded(0));
        header = list->focusChild(); // a fold makes the list anew
        QVERIFY(header->state().collapsed);
        QCOMPARE(list->childAt(header->rect().center().x(), header->rect().center().y()), header);
        QVERIFY(list->child(1)->state().invisible);
        QAccessible::setActive(false);
    }

    void folds_are_remembered_for_each_grouping() {
        GroupedView* view = tiles();
        view->groups()->setFolded(2, true);
        const QString rack = view->groups()->at(2).key;
        header()->setGrouping(Grouping::type);
        QVERIFY(!view->groups()->isFolded(0));
        view->groups()->setFolded(0, true);
        m_page.reset();
        open();
        QCOMPARE(tiles()->groups()->grouping(), Grouping::type);
        QVERIFY(tiles()->groups()->isFolded(0));
        header()->setGrouping(Grouping::rack);
        QCOMPARE(tiles()->groups()->foldedKeys(Grouping::rack), QStringList(rack));
        QVERIFY(tiles()->groups()->isFolded(2) && !tiles()->groups()->isFolded(0));
    }

    void a_header_stays_in_sight_while_its_tiles_do() {
        tiles()->verticalScrollBar()->setValue(150);
        QCOMPARE(tiles()->headerRect(0).top(), 0);
        QTest::mouseClick(tiles()->viewport(), Qt::LeftButton, {}, QPoint(100, 12));
        QVERIFY(tiles()->groups()->isFolded(0));
        QVERIFY(tiles()->viewport()->rect().contains(tiles()->headerRect(0)));
    }

    void devices_are_put_together_by_room() {
        header()->setGrouping(Grouping::room);
        QCOMPARE(tiles()->groups()->count(), 1);
        QCOMPARE(tiles()->groups()->at(0).title, QStringLiteral("Berlin, Lab B"));
    }

    // --- the heat view ---

    void the_heat_view_shows_all_devices_at_once() {
        GroupedView* view = show(BoardHeader::Heat);
        QVERIFY(view->isVisible());
        QCOMPARE(view->verticalScrollBar()->maximum(), 0);
        for (int row = 0; row < m_page->devices()->rowCount(); ++row)
            QVERIFY(view->viewport()->rect().contains(view->visualRect(m_page->devices()->index(row, 0))));
    }

    void the_device_that_is_pointed_at_is_named() {
        GroupedView* view = show(BoardHeader::Heat);
        auto* line = m_page->findChild<PointedDevice*>();
        m_page->selectRows({3});
        QCOMPARE(line->accessibleName(), accessible(3)); // the one that has the keyboard
        const QPoint at = view->visualRect(m_page->devices()->index(40, 0)).center();
        QMouseEvent move(QEvent::MouseMove, at, view->viewport()->mapToGlobal(at), Qt::NoButton, Qt::NoButton,
                         Qt::NoModifier);
        QApplication::sendEvent(view->viewport(), &move);
        QCOMPARE(line->accessibleName(), accessible(40));
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(view->viewport(), &leave);
        QCOMPARE(line->accessibleName(), accessible(3));
    }

    void a_rubber_band_selects_what_it_touches_data() { views_data(); }
    void a_rubber_band_selects_what_it_touches() {
        GroupedView* view = show();
        const auto rect = [&](int row) { return view->visualRect(m_page->devices()->index(row, 0)); };
        drag(view, rect(0).center(), rect(2).center());
        QCOMPARE(m_page->selectedRows(), std::vector<int>({0, 1, 2}));
        drag(view, rect(4).center(), rect(5).center(), Qt::ControlModifier);
        QCOMPARE(m_page->selectedRows(), std::vector<int>({0, 1, 2, 4, 5}));
        drag(view, rect(5).center(), rect(3).center());
        QCOMPARE(m_page->selectedRows(), std::vector<int>({3, 4, 5}));
    }

    void shift_extends_from_where_the_other_view_left_off() {
        m_page->selectRows({10});
        show(BoardHeader::Heat);
        QTest::keyClick(heat(), Qt::Key_Right); // 11
        show(BoardHeader::Tiles);
        QTest::keyClick(tiles(), Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(m_page->selectedRows(), std::vector<int>({11, 12}));
        show(BoardHeader::Table);
        QTest::keyClick(table(), Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(m_page->selectedRows(), std::vector<int>({12, 13}));
    }

    void a_lost_connection_takes_the_colour_from_every_view() {
        for (const auto view : {BoardHeader::Tiles, BoardHeader::Heat, BoardHeader::Table}) {
            header()->setView(view);
            QVERIFY(coloured() > 0);
            m_page->setLive(false, then);
            QCOMPARE(coloured(), 0);
            m_page->setLive(true);
        }
    }

    // --- resync ---

    void a_resync_leaves_selection_scroll_and_folds_alone_data() {
        views_data();
        QTest::newRow("table") << int(BoardHeader::Table);
    }
    void a_resync_leaves_selection_scroll_and_folds_alone() {
        QFETCH(int, view);
        header()->setView(static_cast<BoardHeader::View>(view));
        auto* shown = m_page->findChild<QAbstractItemView*>(QLatin1String(viewNames[view]));
        m_page->resize(900, 420);
        tiles()->groups()->setFolded(1, true);
        const QString folded = tiles()->groups()->at(1).key;
        m_page->selectRows({120, 121, 122});
        const QStringList ids = m_page->selectedDeviceIds();
        const QString current = m_page->selection()->currentIndex().data().toString();
        const auto top = [&] { return shown->visualRect(shown->currentIndex()).top(); };
        int y = -1;
        QTRY_COMPARE(std::exchange(y, top()), top()); // what the selection brings has its room
        QVERIFY(isInSight(shown));

        // Some change, a third of the others goes, some come.
        std::mt19937 random(3);
        std::vector<Device> devices;
        for (Device d : m_lab.devices) {
            const bool kept = ids.contains(QString::fromStdString(d.id));
            if (!kept && random() % 3 == 0)
                continue;
            if (random() % 4 == 0)
                takeOffline(d);
            devices.push_back(std::move(d));
        }
        for (int unit = 20; unit < 24; ++unit)
            devices.push_back(device(8, unit));
        QSignalSpy reset(m_page->devices(), &QAbstractItemModel::modelReset);
        const int before = m_page->devices()->rowCount();
        m_store->replaceDevices(devices);
        QTRY_VERIFY(m_page->devices()->rowCount() != before);
        QCOMPARE(m_page->devices()->rowCount(), int(devices.size()));
        QCOMPARE(reset.count(), 0);
        QStringList now = m_page->selectedDeviceIds();
        now.sort();
        QCOMPARE(now, ids);
        QCOMPARE(m_page->selection()->currentIndex().data().toString(), current);
        QVERIFY(tiles()->groups()->isFolded(tiles()->groups()->groupOfKey(folded)));
        QVERIFY(isInSight(shown));
        if (view != BoardHeader::Heat) // whose cells may have another size then
            QCOMPARE(top(), y);
    }

    void a_resync_that_changes_nothing_paints_nothing_data() {
        a_resync_leaves_selection_scroll_and_folds_alone_data();
    }
    void a_resync_that_changes_nothing_paints_nothing() {
        QFETCH(int, view);
        auto* shown = m_page->findChild<QAbstractItemView*>(QLatin1String(viewNames[view]));
        PaintCounter painted(shown->viewport());
        shown->viewport()->update();
        header()->setView(static_cast<BoardHeader::View>(view));
        QTRY_VERIFY(painted.count > 0);
        QTRY_COMPARE(std::exchange(painted.count, 0), 0); // has come to rest
        QSignalSpy reported(m_store.get(), &console::LabStore::changed);
        std::vector<Device> devices = m_lab.devices;
        for (Device& d : devices)
            ++d.lease.version; // which nobody sees
        m_store->replaceDevices(devices);
        QTRY_COMPARE(reported.count(), 1);
        QCoreApplication::processEvents();
        QCOMPARE(painted.count, 0);
    }

    void a_device_stays_in_sight_when_there_is_less_room_data() {
        a_resync_leaves_selection_scroll_and_folds_alone_data();
    }
    void a_device_stays_in_sight_when_there_is_less_room() {
        QFETCH(int, view);
        header()->setView(static_cast<BoardHeader::View>(view));
        auto* shown = m_page->findChild<QAbstractItemView*>(QLatin1String(viewNames[view]));
        m_page->selectRows({150});
        QTRY_VERIFY(isInSight(shown));
        for (const QSize size : {QSize(1072, 500), QSize(700, 500), QSize(700, 420)}) {
            m_page->resize(size);
            QTRY_COMPARE(m_page->size(), size);
            QTRY_VERIFY(isInSight(shown));
        }
    }

    void a_lost_connection_gives_back_the_room_that_its_bar_took_data() {
        QTest::addColumn<int>("view"); // the heat view does it as the tiles do
        QTest::newRow("tiles") << int(BoardHeader::Tiles);
        QTest::newRow("table") << int(BoardHeader::Table);
    }
    void a_lost_connection_gives_back_the_room_that_its_bar_took() {
        QFETCH(int, view);
        header()->setView(static_cast<BoardHeader::View>(view));
        auto* shown = m_page->findChild<QAbstractItemView*>(QLatin1String(viewNames[view]));
        m_page->resize(700, 500);
        m_page->selectRows({40});
        QTRY_VERIFY(m_page->findChild<QWidget*>(QStringLiteral("selectionBar"))->isVisible());
        QTRY_VERIFY(isInSight(shown));
        shown->scrollTo(shown->currentIndex(), QAbstractItemView::PositionAtBottom);
        const int place = shown->verticalScrollBar()->value();
        const int height = shown->viewport()->height();
        QVERIFY(place > 0);
        for (int cut = 0; cut < 3; ++cut) {
            m_page->setLive(false, Timestamp::now());
            QTRY_VERIFY(shown->viewport()->height() < height);
            QTRY_VERIFY(isInSight(shown)); // the current device does not go below the edge
            m_page->setLive(true);
            QTRY_COMPARE(shown->viewport()->height(), height);
            QTRY_COMPARE(shown->verticalScrollBar()->value(), place);
        }
        // Who scrolls meanwhile stays where they are.
        m_page->setLive(false, Timestamp::now());
        QTRY_VERIFY(shown->viewport()->height() < height);
        shown->verticalScrollBar()->setValue(place / 2);
        m_page->setLive(true);
        QTRY_COMPARE(shown->viewport()->height(), height);
        QCOMPARE(shown->verticalScrollBar()->value(), place / 2);
    }

    void one_device_can_be_all_there_is() {
        m_store->replaceDevices({device(7, 1)});
        QTRY_COMPARE(m_page->devices()->rowCount(), 1);
        for (const auto view : {BoardHeader::Tiles, BoardHeader::Heat, BoardHeader::Table}) {
            header()->setView(view);
            m_page->selectRows({0});
            QVERIFY(!m_page->grab().isNull());
        }
        QTest::keyClick(table(), Qt::Key_Down);
        QCOMPARE(m_page->selectedRows(), std::vector<int>({0}));
        m_store->replaceDevices({});
        QTRY_COMPARE(m_page->devices()->rowCount(), 0);
        QVERIFY(!m_page->selection()->currentIndex().isValid());
    }

private:
    static constexpr const char* viewNames[] = {"deviceTileView", "deviceHeatView", "deviceTableView"};

    struct PaintCounter : QObject {
        explicit PaintCounter(QWidget* widget) { widget->installEventFilter(this); }
        bool eventFilter(QObject*, QEvent* event) override {
            count += event->type() == QEvent::Paint;
            return false;
        }
        int count = 0;
    };

    void open() {
        m_page.reset();
        m_noServer = std::make_unique<NoServer>(*m_store);
        m_page = std::make_unique<BoardPage>(
            BoardParts{*m_store, m_noServer->sync, m_noServer->deviceApi, *m_settings});
        m_page->setAutoFillBackground(true);
        m_page->resize(1072, 800);
        m_page->show();
        m_page->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    }

    TileView* tiles() const { return m_page->findChild<TileView*>(); }
    HeatView* heat() const { return m_page->findChild<HeatView*>(); }
    DeviceTable* table() const { return m_page->findChild<DeviceTable*>(); }
    BoardHeader* header() const { return m_page->findChild<BoardHeader*>(); }
    QToolButton* foldAll() const {
        return m_page->findChild<QToolButton*>(QStringLiteral("foldAllToolButton"));
    }
    QString accessible(int row) const {
        return m_page->devices()->index(row, 0).data(Qt::AccessibleTextRole).toString();
    }

    GroupedView* show(BoardHeader::View view) {
        header()->setView(view);
        m_page->findChild<QAbstractItemView*>(QLatin1String(viewNames[view]))->setFocus();
        return view == BoardHeader::Heat ? static_cast<GroupedView*>(heat()) : tiles();
    }
    /// Of the row that runs.
    GroupedView* show() {
        QFETCH(int, view);
        return show(static_cast<BoardHeader::View>(view));
    }
    static bool isInSight(const QAbstractItemView* view) {
        const QRect rect = view->visualRect(view->currentIndex());
        return !rect.isEmpty() && view->viewport()->rect().intersects(rect);
    }
    static void drag(QAbstractItemView* view, const QPoint& from, const QPoint& to,
                     Qt::KeyboardModifiers with = Qt::NoModifier) {
        QWidget* on = view->viewport();
        QTest::mousePress(on, Qt::LeftButton, with, from);
        for (const QPoint& at : {(from + to) / 2, to}) {
            QMouseEvent move(QEvent::MouseMove, at, on->mapToGlobal(at), Qt::NoButton, Qt::LeftButton, with);
            QApplication::sendEvent(on, &move);
        }
        QTest::mouseRelease(on, Qt::LeftButton, with, to);
    }
    /// Pixels of the view in the colour of warnings.
    int coloured() const {
        const QColor warning = style::darkTokens()[style::Token::warning];
        const QString view = QLatin1String(viewNames[header()->view()]);
        const QImage image = m_page->findChild<QAbstractItemView*>(view)->grab().toImage();
        int count = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                count += image.pixelColor(x, y) == warning;
        return count;
    }

    QTemporaryDir m_folder;
    std::unique_ptr<style::Theme> m_theme;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<console::LabStore> m_store;
    Lab m_lab;
    std::unique_ptr<NoServer> m_noServer;
    std::unique_ptr<BoardPage> m_page;
};

QTEST_MAIN(BoardViewsTest)
#include "board_views_test.moc"
