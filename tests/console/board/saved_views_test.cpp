// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Views of the board that people have saved: the store of them, and the real window by keyboard.

#include "console/board/query/saved_views.h"

#include "console/board/board_header.h"
#include "console/board/device_table.h"
#include "console/board/query/query_field.h"
#include "console/board/query/view_name_dialog.h"
#include "console/board/query/views_button.h"
#include "console/board/table_look.h"
#include "console/board/tile_view.h"
#include "console/widgets/chip.h"
#include "console/widgets/message_box.h"
#include "tests/console/support/console_fixture.h"
#include "tests/console/support/keyboard.h"

#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace labwarden;
using namespace labwarden::board;
using namespace labwarden::console;
using namespace labwarden::console::test;

namespace {

const QString lab = QStringLiteral("https://lab:8443");
const QString ann = QStringLiteral("00000000-0000-4000-8000-000000000001");
const QString bob = QStringLiteral("00000000-0000-4000-8000-000000000002");

BoardLook lookOf(const char* query, const char* chip = "") {
    return {QLatin1String(query), QLatin1String(chip), QStringLiteral("rack"), QStringLiteral("tiles")};
}

QStringList namesOf(const SavedViews& views) {
    QStringList names;
    for (const SavedView& view : views.all())
        names << view.name;
    return names;
}

} // namespace

class SavedViewsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<QSettings>(m_folder->filePath(QStringLiteral("console.ini")),
                                                 QSettings::IniFormat);
    }
    void cleanup() {
        m_window.reset();
        m_console.reset();
    }

    void views_are_kept_by_server_and_person() {
        {
            SavedViews views(*m_settings);
            QVERIFY(!views.find(QStringLiteral("Free")));
            views.setPerson(lab, ann);
            QVERIFY(views.save(QStringLiteral("  Free   GPUs "), lookOf("tag:gpu", "available")));
            QVERIFY(views.save(QStringLiteral("Broken"), lookOf("is:failed")));
            views.setPerson(lab, bob);
            QCOMPARE(namesOf(views), QStringList());
            views.save(QStringLiteral("Mine"), lookOf("by:bob"));
            views.setPerson(QStringLiteral("https://other:8443"), ann);
            QCOMPARE(namesOf(views), QStringList());
        }
        m_settings->sync();
        QSettings again(m_settings->fileName(), QSettings::IniFormat);
        SavedViews views(again);
        views.setPerson(lab, ann);
        QCOMPARE(namesOf(views), QStringList({QStringLiteral("Broken"), QStringLiteral("Free GPUs")}));
        QCOMPARE(views.find(QStringLiteral("free gpus"))->look.query, QStringLiteral("tag:gpu"));
        QCOMPARE(views.find(QStringLiteral("free gpus"))->look.chip, QStringLiteral("available"));
        views.setPerson({}, {});
        QCOMPARE(namesOf(views), QStringList());
    }

    void they_are_overwritten_renamed_and_removed() {
        SavedViews views(*m_settings);
        views.setPerson(lab, ann);
        QSignalSpy changed(&views, &SavedViews::changed);
        views.save(QStringLiteral("A"), lookOf("tag:a"));
        views.save(QStringLiteral("a"), lookOf("tag:b")); // the same name
        QCOMPARE(namesOf(views), QStringList(QStringLiteral("a")));
        views.save(QStringLiteral("B"), lookOf("tag:b"));
        views.setStart(QStringLiteral("b"));
        QVERIFY(!views.rename(QStringLiteral("B"), QStringLiteral("A")));
        QVERIFY(views.rename(QStringLiteral("B"), QStringLiteral("View 10")));
        QCOMPARE(views.start()->name, QStringLiteral("View 10"));
        views.save(QStringLiteral("View 9"), lookOf(""));
        QCOMPARE(namesOf(views).last(), QStringLiteral("View 10"));
        views.remove(QStringLiteral("view 10"));
        QVERIFY(!views.start());
        QVERIFY(!views.save(QStringLiteral("  "), lookOf("")));
        QCOMPARE(changed.count(), 7);
    }

    void settings_that_make_no_sense_are_passed_over_data() {
        QTest::addColumn<QVariant>("kept");
        QTest::newRow("no text") << QVariant(QByteArray("\xff\x00\x01", 3));
        QTest::newRow("no JSON") << QVariant(QStringLiteral("{\"views\":[{"));
        QTest::newRow("a number") << QVariant(42);
        QTest::newRow("a list") << QVariant(QStringList{QStringLiteral("a"), QStringLiteral("b")});
        QTest::newRow("other types") << QVariant(QStringLiteral("{\"views\":{\"name\":3},\"start\":[1]}"));
        QTest::newRow("views of other types") << QVariant(
            QStringLiteral("{\"views\":[1,null,\"x\",{\"name\":7},{\"name\":\" \"}],\"start\":\"x\"}"));
    }
    void settings_that_make_no_sense_are_passed_over() {
        QFETCH(QVariant, kept);
        SavedViews first(*m_settings);
        first.setPerson(lab, ann);
        first.save(QStringLiteral("A"), lookOf(""));
        const QStringList keys = m_settings->allKeys();
        QCOMPARE(keys.size(), 1);
        m_settings->setValue(keys.first(), kept);
        SavedViews views(*m_settings);
        views.setPerson(lab, ann);
        QCOMPARE(namesOf(views), QStringList());
        QVERIFY(!views.start());
        QVERIFY(views.save(QStringLiteral("B"), lookOf("tag:b")));
        QCOMPARE(namesOf(views), QStringList(QStringLiteral("B")));
    }

    void how_a_query_is_written_makes_no_other_look() {
        QVERIFY(lookOf("tag:gpu  rack 7").isSame(lookOf("TAG:gpu rack:7 ")));
        QVERIFY(!lookOf("tag:gpu").isSame(lookOf("-tag:gpu")));
        QVERIFY(!lookOf("tag:gpu").isSame(lookOf("tag:gpu", "offline")));
        QVERIFY(!lookOf("tag:gpu foo:1").isSame(lookOf("tag:gpu"))); // a fault is a difference, too
    }

    void a_view_is_saved_and_come_back_to() {
        open();
        keyboard::write(field(), QStringLiteral("rack 8"));
        chip("availableChip")->click();
        saveAs(QStringLiteral("Free in 8"));
        QCOMPARE(button()->text(), QStringLiteral("Free in 8"));
        const int shown = tiles()->shownCount();
        choose("allDevicesAction");
        QCOMPARE(tiles()->shownCount(), 36);
        QCOMPARE(field()->text(), QString());
        QCOMPARE(button()->text(), QStringLiteral("Views"));
        chooseView(QStringLiteral("Free in 8"));
        QCOMPARE(field()->text(), QStringLiteral("rack 8"));
        QVERIFY(chip("availableChip")->isChecked());
        QCOMPARE(tiles()->shownCount(), shown);
        QCOMPARE(button()->accessibleName(), QStringLiteral("Saved view “Free in 8”"));
    }

    void a_view_keeps_grouping_and_kind_of_view_too() {
        open();
        header()->setGrouping(Grouping::type);
        header()->setView(BoardHeader::Table);
        saveAs(QStringLiteral("By type"));
        header()->setGrouping(Grouping::tag);
        header()->setView(BoardHeader::Tiles);
        chooseView(QStringLiteral("By type"));
        QCOMPARE(header()->grouping(), Grouping::type);
        QCOMPARE(header()->view(), BoardHeader::Table);
    }

    void a_view_of_the_table_brings_its_columns_and_their_order() {
        open();
        header()->setView(BoardHeader::Table);
        auto* table = m_window->findChild<DeviceTable*>();
        arrange(*table, QStringLiteral("name rack serial"), QStringLiteral("-rack"));
        saveAs(QStringLiteral("By rack"));
        QVERIFY(!button()->isChanged());
        arrange(*table, QStringLiteral("serial name rack"), {});
        QVERIFY(button()->isChanged());
        ColumnsMenu::reset(*table);
        header()->setView(BoardHeader::Tiles);
        chooseView(QStringLiteral("By rack"));
        QCOMPARE(header()->view(), BoardHeader::Table);
        QCOMPARE(columnsOf(*table), QStringLiteral("name rack serial"));
        QCOMPARE(sortOf(*table), QStringLiteral("-rack"));
        QVERIFY(!button()->isChanged());
    }

    void what_is_no_column_of_the_table_is_passed_over() {
        open();
        auto* table = m_window->findChild<DeviceTable*>();
        arrange(*table, QStringLiteral("colour rack rack"), QStringLiteral("-colour"));
        QCOMPARE(columnsOf(*table), QStringLiteral("name rack")); // a device without its name is nothing
        QCOMPARE(sortOf(*table), QStringLiteral("name"));
        arrange(*table, {}, {});
        QCOMPARE(columnsOf(*table), QStringLiteral("name rack"));
    }

    void a_change_is_marked_and_can_be_saved_or_undone() {
        open();
        keyboard::write(field(), QStringLiteral("rack 8"));
        saveAs(QStringLiteral("Eight"));
        keyboard::type(field(), QStringLiteral("rack 9"));
        QCOMPARE(button()->text(), QStringLiteral("Eight •"));
        QVERIFY(button()->accessibleName().endsWith(QStringLiteral(", changed")));
        choose("revertViewAction");
        QCOMPARE(field()->text(), QStringLiteral("rack 8"));
        QCOMPARE(button()->text(), QStringLiteral("Eight"));
        keyboard::type(field(), QStringLiteral("rack:8 ")); // the same in other letters
        QCOMPARE(button()->text(), QStringLiteral("Eight"));
        header()->setGrouping(Grouping::state);
        QCOMPARE(button()->text(), QStringLiteral("Eight •"));
        choose("saveViewAction");
        QCOMPARE(button()->text(), QStringLiteral("Eight"));
        choose("allDevicesAction");
        header()->setGrouping(Grouping::rack);
        chooseView(QStringLiteral("Eight"));
        QCOMPARE(header()->grouping(), Grouping::state);
    }

    void it_is_renamed_and_deleted_after_a_question() {
        open();
        keyboard::write(field(), QStringLiteral("rack 8"));
        saveAs(QStringLiteral("Eight"));
        saveAs(QStringLiteral("Other"));
        choose("renameViewAction");
        auto* name = dialogLine();
        QCOMPARE(name->text(), QStringLiteral("Other"));
        keyboard::type(name, QStringLiteral("eight"));
        QVERIFY(!find<QPushButton>("saveViewPushButton")->isEnabled());
        QVERIFY(name->accessibleDescription().contains(QStringLiteral("Another view is called so.")));
        keyboard::type(name, QStringLiteral("Rack & 8"));
        keyboard::press(name, Qt::Key_Return);
        QTRY_COMPARE(button()->accessibleName(), QStringLiteral("Saved view “Rack & 8”"));
        QTRY_VERIFY(!m_window->findChild<ViewNameDialog*>());
        choose("deleteViewAction");
        QTRY_VERIFY(m_window->findChild<QDialog*>(QStringLiteral("questionDialog")));
        keyboard::press(Qt::Key_Return); // the harmless answer
        QTRY_VERIFY(!m_window->findChild<QDialog*>(QStringLiteral("questionDialog")));
        QCOMPARE(button()->accessibleName(), QStringLiteral("Saved view “Rack & 8”"));
        widgets::MessageBox::setNextAnswer(widgets::MessageBox::Answer::yes);
        choose("deleteViewAction");
        QCOMPARE(button()->text(), QStringLiteral("Views"));
        QCOMPARE(field()->text(), QStringLiteral("rack 8")); // what is looked at stays
        QCOMPARE(viewsInMenu(), QStringList(QStringLiteral("Eight")));
    }

    void a_name_that_is_there_replaces_that_view() {
        open();
        saveAs(QStringLiteral("Mine"));
        keyboard::write(field(), QStringLiteral("rack 8"));
        choose("saveViewAsAction");
        keyboard::type(dialogLine(), QStringLiteral("mine"));
        QCOMPARE(find<QPushButton>("saveViewPushButton")->text(), QStringLiteral("Replace it"));
        keyboard::press(dialogLine(), Qt::Key_Return);
        QTRY_COMPARE(button()->text(), QStringLiteral("mine"));
        QCOMPARE(viewsInMenu(), QStringList(QStringLiteral("mine")));
    }

    void a_view_can_be_the_one_that_opens_at_start() {
        open();
        keyboard::write(field(), QStringLiteral("rack 8"));
        saveAs(QStringLiteral("Eight"));
        choose("startViewAction");
        keyboard::type(field(), QStringLiteral("rack 9"));
        reopen();
        QTRY_COMPARE(field()->text(), QStringLiteral("rack 8"));
        QCOMPARE(button()->text(), QStringLiteral("Eight"));
        QTRY_COMPARE(tiles()->shownCount(), 12);
        choose("startViewAction");
        reopen();
        QTRY_COMPARE(tiles()->shownCount(), 36);
        QCOMPARE(field()->text(), QString());
    }

    void somebody_else_has_their_own_views_and_does_not_go_on_with_the_filter() {
        open();
        keyboard::write(field(), QStringLiteral("rack 8"));
        saveAs(QStringLiteral("Eight"));
        UserInfo other = m_console->lab.account.user;
        other.id = uuid(77);
        other.username = "other";
        signInAs(other);
        QCOMPARE(field()->text(), QString());
        QCOMPARE(viewsInMenu(), QStringList());
        saveAs(QStringLiteral("Whole"));
        signInAs(m_console->lab.account.user);
        QCOMPARE(viewsInMenu(), QStringList(QStringLiteral("Eight")));
    }

private:
    void show() {
        m_window = std::make_unique<MainWindow>(m_console->parts());
        m_window->resize(1280, 720);
        m_window->show();
        m_window->activateWindow();
        m_window->begin(m_console->goodPrefill());
        QTRY_VERIFY(m_console->store.runsLoaded());
        QTRY_VERIFY(tiles()->shownCount() > 0);
    }
    void open() {
        m_console = std::make_unique<ConsoleFixture>();
        show();
    }
    /// The program is started again, with the same settings.
    void reopen() {
        m_window.reset();
        m_console->signIn.signOut();
        QTRY_VERIFY(!m_console->store.session());
        show();
    }
    void signInAs(const UserInfo& user) {
        m_console->store.setSession({m_console->server.url(), user, "0.1.0"});
        m_console->store.replaceDevices(m_console->lab.devices);
        QTRY_COMPARE(tiles()->shownCount(), 36);
    }
    /// Opens the menu by keyboard and goes down to the action.
    QMenu* openMenu() {
        keyboard::press(button(), Qt::Key_Return);
        QMenu* menu = nullptr;
        [&] {
            QTRY_VERIFY((menu = m_window->findChild<QMenu*>(QStringLiteral("viewsMenu"))) &&
                        menu->isVisible());
        }();
        return menu;
    }
    void take(const std::function<bool(const QAction*)>& isMeant) {
        QMenu* menu = openMenu();
        for (int i = 0; i <= menu->actions().size(); ++i) {
            keyboard::press(Qt::Key_Down);
            if (menu->activeAction() && isMeant(menu->activeAction())) {
                keyboard::press(Qt::Key_Return);
                QTRY_VERIFY(!m_window->findChild<QMenu*>(QStringLiteral("viewsMenu")));
                return;
            }
        }
        QFAIL("The menu has no such action.");
    }
    void choose(const char* action) {
        take([&](const QAction* one) { return one->objectName() == QLatin1String(action); });
    }
    void chooseView(const QString& name) {
        take([&](const QAction* one) { return one->text().section(QLatin1Char('\t'), 0, 0) == name; });
    }
    void saveAs(const QString& name) {
        choose("saveViewAsAction");
        keyboard::type(dialogLine(), name);
        keyboard::press(dialogLine(), Qt::Key_Return);
        QTRY_VERIFY(!m_window->findChild<ViewNameDialog*>());
    }
    QStringList viewsInMenu() {
        QMenu* menu = openMenu();
        QStringList names;
        for (const QAction* action : menu->actions())
            if (action->isCheckable() && action->objectName().isEmpty())
                names << action->text();
        keyboard::press(Qt::Key_Escape);
        [&] { QTRY_VERIFY(!m_window->findChild<QMenu*>(QStringLiteral("viewsMenu"))); }();
        return names;
    }
    template<class T>
    T* find(const char* name) {
        return m_window->findChild<T*>(QLatin1String(name));
    }
    QLineEdit* dialogLine() { return find<QLineEdit>("viewNameLineEdit"); }
    ViewsButton* button() { return m_window->findChild<ViewsButton*>(); }
    QueryField* field() { return m_window->findChild<QueryField*>(); }
    BoardHeader* header() { return m_window->findChild<BoardHeader*>(); }
    TileView* tiles() { return m_window->findChild<TileView*>(); }
    widgets::Chip* chip(const char* name) { return find<widgets::Chip>(name); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<ConsoleFixture> m_console;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(SavedViewsTest)
#include "saved_views_test.moc"
