// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/api/device_api.h"
#include "console/board/board_header.h"
#include "console/board/board_page.h"
#include "console/board/device_table.h"
#include "console/board/tile_view.h"
#include "console/store/lab_sync.h"
#include "console/style/theme.h"
#include "console/widgets/chip.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/stale_bar.h"
#include "tests/console/board/board_fixture.h"

#include <QAccessible>
#include <QApplication>
#include <QDir>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace labwarden;
using namespace labwarden::board;
using namespace labwarden::board::test;

class BoardPageTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<style::Theme>(*qApp, style::ThemeMode::dark); }

    void init() {
        QVERIFY(m_folder.isValid());
        m_settings = std::make_unique<QSettings>(m_folder.filePath(QStringLiteral("console.ini")),
                                                 QSettings::IniFormat);
        m_settings->clear();
        m_store = std::make_unique<console::LabStore>();
        m_sync = std::make_unique<console::LabSync>(m_api, *m_store);
        m_lab = lab(4);
        open();
        fill(*m_store, m_lab);
    }

    void cleanup() {
        m_page.reset();
        m_theme->setMode(style::ThemeMode::dark);
    }

    void every_device_is_shown_in_its_rack() {
        QCOMPARE(tiles()->shownCount(), 72);
        QCOMPARE(tiles()->groups()->all().size(), std::size_t(4));
        QCOMPARE(tiles()->groups()->all().front().title, QStringLiteral("Rack 07"));
        QCOMPARE(chip("allChip")->count(), 72);
        QCOMPARE(chip("underTestChip")->count(), int(m_lab.runs.size()));
    }

    void a_chip_leaves_only_its_state() {
        chip("offlineChip")->click();
        QVERIFY(tiles()->shownCount() > 0);
        QCOMPARE(tiles()->shownCount(), chip("offlineChip")->count());
        chip("allChip")->click();
        QCOMPARE(tiles()->shownCount(), 72);
    }

    void typing_filters_and_the_chips_count_what_is_left() {
        QTest::keyClicks(search(), QStringLiteral("r08- gateway"));
        QCOMPARE(tiles()->groups()->all().size(), std::size_t(1));
        QCOMPARE(chip("allChip")->count(), tiles()->shownCount());
    }

    void a_filter_that_nothing_passes_offers_to_clear_it() {
        QTest::keyClicks(search(), QStringLiteral("zzz"));
        auto* empty = m_page->findChild<widgets::EmptyState*>();
        QTRY_VERIFY(empty->isVisible());
        empty->findChild<QPushButton*>()->click();
        QCOMPARE(search()->text(), QString());
        QVERIFY(tiles()->isVisible());
    }

    void an_empty_lab_says_so() {
        m_store->replaceDevices({});
        auto* empty = m_page->findChild<widgets::EmptyState*>();
        QTRY_VERIFY(empty->isVisible());
        QVERIFY(empty->accessibleName().contains(QStringLiteral("No devices")));
    }

    void a_change_shows_at_once_and_in_the_counts() {
        Device& d = firstAvailable();
        const int before = chip("offlineChip")->count();
        d.presence.online = false;
        m_store->merge({presenceEvent(d)});
        QTRY_COMPARE(chip("offlineChip")->count(), before + 1);
        QCOMPARE(model()->at(model()->rowOfDevice(d.id)).state, DeviceState::offline);
    }

    void a_device_that_no_longer_passes_the_filter_goes() {
        chip("availableChip")->click();
        const int before = tiles()->shownCount();
        Device& d = firstAvailable();
        d.presence.online = false;
        m_store->merge({presenceEvent(d)});
        QTRY_COMPARE(tiles()->shownCount(), before - 1);
    }

    void a_change_of_a_device_out_of_sight_paints_nothing() {
        m_page->resize(900, 400);
        QTest::qWait(0);
        Device& last = m_lab.devices.back(); // in the last rack, below the fold
        QVERIFY(tiles()->visualRect(indexOf(last)).top() > tiles()->viewport()->height());
        PaintCounter painted(tiles()->viewport());
        QSignalSpy changed(model(), &QAbstractItemModel::dataChanged);
        last.presence.online = !last.presence.online;
        m_store->merge({presenceEvent(last)});
        QTRY_COMPARE(changed.count(), 1);
        QCoreApplication::processEvents();
        QCOMPARE(painted.count, 0);
        Device& first = m_lab.devices.front();
        first.presence.online = !first.presence.online;
        m_store->merge({presenceEvent(first)});
        QTRY_VERIFY(painted.count > 0);
    }

    void clicks_select_with_ctrl_and_shift() {
        click(0, 0);
        QCOMPARE(m_page->selectedDeviceIds().size(), 1);
        click(0, 2, Qt::ControlModifier);
        QCOMPARE(m_page->selectedDeviceIds().size(), 2);
        click(0, 0);
        click(0, 4, Qt::ShiftModifier);
        QCOMPARE(m_page->selectedDeviceIds().size(), 5);
        // Across groups in reading order, not by rectangle.
        click(0, 16);
        click(1, 1, Qt::ShiftModifier);
        QCOMPARE(m_page->selectedDeviceIds().size(), 4);
    }

    void the_keyboard_walks_across_groups_and_selects() {
        tiles()->setFocus();
        click(0, 17);
        QTest::keyClick(tiles(), Qt::Key_Right);
        QCOMPARE(tiles()->currentIndex().row(), rowAt(1, 0));
        QCOMPARE(m_page->selectedDeviceIds().size(), 1);
        QTest::keyClick(tiles(), Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(m_page->selectedDeviceIds().size(), 2);
        QTest::keyClick(tiles(), Qt::Key_Space);
        QCOMPARE(m_page->selectedDeviceIds().size(), 1);
        QTest::keyClick(tiles(), Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(m_page->selectedDeviceIds().size(), 72);
        QTest::keyClick(tiles(), Qt::Key_End);
        QCOMPARE(tiles()->currentIndex().row(), rowAt(3, 17));
        QVERIFY(tiles()->viewport()->rect().contains(tiles()->visualRect(tiles()->currentIndex())));
    }

    void ctrl_a_takes_only_what_the_filter_shows() {
        chip("availableChip")->click();
        tiles()->setFocus();
        QTest::keyClick(tiles(), Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(m_page->selectedDeviceIds().size(), tiles()->shownCount());
    }

    void a_screen_reader_finds_every_tile_by_name_and_state() {
        QAccessible::setActive(true);
        tiles()->setFocus();
        click(1, 2);
        QAccessibleInterface* list = QAccessible::queryAccessibleInterface(tiles());
        QCOMPARE(list->role(), QAccessible::List);
        QCOMPARE(list->childCount(), 72 + 4); // and a header for each rack
        QAccessibleInterface* tile = list->child(1 + 18 + 1 + 2);
        QCOMPARE(tile->text(QAccessible::Name),
                 model()->index(rowAt(1, 2), 0).data(Qt::AccessibleTextRole).toString());
        QVERIFY(tile->text(QAccessible::Name).startsWith(QStringLiteral("r08-u03")));
        QVERIFY(tile->state().selected);
        QCOMPARE(list->focusChild(), tile);
        QCOMPARE(list->indexOfChild(tile), 22);
        QCOMPARE(list->childAt(tile->rect().center().x(), tile->rect().center().y()), tile);
        chip("offlineChip")->click();
        QCOMPARE(list->childCount(), tiles()->shownCount() + tiles()->groups()->count());
        QVERIFY(list->child(1)->text(QAccessible::Name).contains(QStringLiteral("Offline")));
        QCOMPARE(list->child(list->childCount()), nullptr);
        QAccessible::setActive(false);
    }

    void a_header_folds_its_group() {
        const QPoint header = tiles()->headerRect(0).center();
        QTest::mouseClick(tiles()->viewport(), Qt::LeftButton, {}, header);
        QVERIFY(tiles()->groups()->isFolded(0));
        QVERIFY(tiles()->visualRect(model()->index(rowAt(0, 0), 0)).isEmpty());
        QTest::mouseClick(tiles()->viewport(), Qt::LeftButton, {}, header);
        QVERIFY(!tiles()->groups()->isFolded(0));
    }

    void starting_a_run_takes_the_available_ones_of_the_selection() {
        QVERIFY(!startButton()->isEnabled());
        QVERIFY(!startButton()->toolTip().isEmpty());
        tiles()->setFocus();
        QTest::keyClick(tiles(), Qt::Key_A, Qt::ControlModifier);
        QTRY_VERIFY(startButton()->isEnabled());
        QSignalSpy requested(m_page.get(), &BoardPage::startRunRequested);
        startButton()->click();
        QCOMPARE(requested.count(), 1);
        QCOMPARE(requested[0][0].toStringList().size(), chip("availableChip")->count());
    }

    void devices_in_use_can_not_be_started() {
        QVERIFY(m_page->showDevice(QString::fromStdString(m_lab.runs.front().devices.front().id)));
        QCOMPARE(m_page->selectedDeviceIds().size(), 1);
        QTRY_VERIFY(startButton()->toolTip().contains(QStringLiteral("under test")));
        QVERIFY(!startButton()->isEnabled());
    }

    void without_the_permission_the_button_says_why() {
        fill(*m_store, m_lab, {"devices:read"});
        tiles()->setFocus();
        QTest::keyClick(tiles(), Qt::Key_A, Qt::ControlModifier);
        QTRY_VERIFY(startButton()->toolTip().contains(QStringLiteral("role")));
        QVERIFY(!startButton()->isEnabled());
    }

    void enter_and_double_click_open_a_device_and_ctrl_enter_its_run() {
        const TestRun& run = m_lab.runs.front();
        QSignalSpy device(m_page.get(), &BoardPage::deviceActivated);
        QSignalSpy activated(m_page.get(), &BoardPage::runActivated);
        m_page->activateWindow();
        QVERIFY(m_page->showDevice(QString::fromStdString(run.devices.front().id)));
        tiles()->setFocus();
        QTest::keyClick(tiles(), Qt::Key_Return);
        QCOMPARE(device.count(), 1);
        QCOMPARE(device[0][0].toString(), QString::fromStdString(run.devices.front().id));
        const QPoint centre = tiles()->visualRect(tiles()->currentIndex()).center();
        QTest::mouseClick(tiles()->viewport(), Qt::LeftButton, {}, centre);
        QTest::mouseDClick(tiles()->viewport(), Qt::LeftButton, {}, centre);
        QCOMPARE(device.count(), 2);
        QCOMPARE(activated.count(), 0);
        QTest::keyClick(tiles(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(activated.count(), 1);
        QCOMPARE(activated[0][0].toString(), QString::fromStdString(run.id));
    }

    void a_device_that_is_filtered_out_can_still_be_shown() {
        QTest::keyClicks(search(), QStringLiteral("r07-u01"));
        QVERIFY(m_page->showDevice(QString::fromStdString(m_lab.devices.back().id)));
        QCOMPARE(search()->text(), QString());
        QCOMPARE(m_page->selectedDeviceIds(), QStringList(QString::fromStdString(m_lab.devices.back().id)));
        QVERIFY(!m_page->showDevice(QStringLiteral("nobody")));
    }

    void the_table_shows_the_same_devices_and_selection() {
        click(0, 3);
        const QStringList selected = m_page->selectedDeviceIds();
        header()->setView(BoardHeader::Table);
        QVERIFY(table()->isVisible());
        QCOMPARE(table()->model()->rowCount(), 72);
        QCOMPARE(m_page->selectedDeviceIds(), selected);
        chip("offlineChip")->click();
        QCOMPARE(table()->model()->rowCount(), chip("offlineChip")->count());
        QCOMPARE(m_page->selectedDeviceIds(), QStringList());
    }

    void view_grouping_and_columns_are_remembered() {
        header()->setView(BoardHeader::Table);
        header()->setGrouping(Grouping::type);
        table()->setColumnWidth(DeviceModel::NameColumn, 271);
        m_page.reset();
        open();
        QVERIFY(table()->isVisible());
        QCOMPARE(tiles()->groups()->grouping(), Grouping::type);
        QCOMPARE(table()->columnWidth(DeviceModel::NameColumn), 271);
    }

    void a_lost_connection_takes_the_colour_away() {
        auto* bar = m_page->findChild<widgets::StaleBar*>();
        QVERIFY(!bar->isVisible());
        const QColor warning = style::darkTokens()[style::Token::warning];
        const auto coloured = [&] {
            const QImage image = tiles()->grab().toImage();
            int count = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    count += image.pixelColor(x, y) == warning;
            return count;
        };
        QVERIFY(coloured() > 0);
        m_page->setLive(false, then);
        QVERIFY(bar->isVisible());
        QCOMPARE(coloured(), 0);
        m_page->setLive(true);
        QVERIFY(!bar->isVisible());
        QVERIFY(coloured() > 0);
    }

    void ten_thousand_devices_and_names_of_eighty_letters_can_be_shown() {
        Lab large = lab(556);
        large.devices.resize(10000);
        for (Device& d : large.devices)
            d.name = std::string(80 - d.name.size(), 'x') + d.name;
        m_store->replaceDevices(large.devices);
        QTRY_COMPARE(tiles()->shownCount(), 10000);
        QVERIFY(!m_page->grab().isNull());
        QTest::keyClick(tiles(), Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(m_page->selectedDeviceIds().size(), 10000);
    }

    void pictures_of_the_board_are_taken() {
        const QString folder = qEnvironmentVariable("LABWARDEN_SCREENSHOTS");
        for (const auto& [mode, name] :
             {std::pair{style::ThemeMode::dark, "dark"}, {style::ThemeMode::light, "light"}}) {
            m_theme->setMode(mode);
            m_page->resize(1072, 800);
            QTRY_COMPARE(style::tokens(m_page.get()).isDark(), mode == style::ThemeMode::dark);
            const QPixmap picture = m_page->grab();
            QVERIFY(!picture.isNull());
            if (!folder.isEmpty() && QDir().mkpath(folder))
                QVERIFY(picture.save(QStringLiteral("%1/board-%2.png").arg(folder, QLatin1String(name))));
        }
    }

private:
    struct PaintCounter : QObject {
        explicit PaintCounter(QWidget* widget) { widget->installEventFilter(this); }
        bool eventFilter(QObject*, QEvent* event) override {
            count += event->type() == QEvent::Paint;
            return false;
        }
        int count = 0;
    };

    void open() {
        m_page = std::make_unique<BoardPage>(BoardParts{*m_store, *m_sync, m_deviceApi, *m_settings});
        m_page->setAutoFillBackground(true);
        m_page->resize(1072, 800);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    }

    TileView* tiles() const { return m_page->findChild<TileView*>(); }
    DeviceTable* table() const { return m_page->findChild<DeviceTable*>(); }
    BoardHeader* header() const { return m_page->findChild<BoardHeader*>(); }
    DeviceModel* model() const { return m_page->findChild<DeviceModel*>(); }
    QLineEdit* search() const { return m_page->findChild<QLineEdit*>(QStringLiteral("searchLineEdit")); }
    QPushButton* startButton() const {
        return m_page->findChild<QPushButton*>(QStringLiteral("startRunPushButton"));
    }
    widgets::Chip* chip(const char* name) const {
        return m_page->findChild<widgets::Chip*>(QLatin1String(name));
    }

    QModelIndex indexOf(const Device& device) const {
        return model()->index(model()->rowOfDevice(device.id), 0);
    }
    int rowAt(std::size_t group, std::size_t index) const {
        return tiles()->groups()->all().at(group).rows.at(index);
    }
    void click(std::size_t group, std::size_t index, Qt::KeyboardModifiers modifiers = {}) {
        const QModelIndex target = model()->index(rowAt(group, index), 0);
        tiles()->scrollTo(target);
        QTest::mouseClick(tiles()->viewport(), Qt::LeftButton, modifiers,
                          tiles()->visualRect(target).center());
    }
    Device& firstAvailable() {
        for (Device& d : m_lab.devices)
            if (deviceState(d.presence, d.lease, d.service) == DeviceState::available)
                return d;
        qFatal("the lab has no available device");
    }

    QTemporaryDir m_folder;
    std::unique_ptr<style::Theme> m_theme;
    std::unique_ptr<QSettings> m_settings;
    console::ApiClient m_client;
    console::LabApi m_api{m_client};
    console::DeviceApi m_deviceApi{m_client};
    std::unique_ptr<console::LabStore> m_store;
    std::unique_ptr<console::LabSync> m_sync;
    Lab m_lab;
    std::unique_ptr<BoardPage> m_page;
};

QTEST_MAIN(BoardPageTest)
#include "board_page_test.moc"
