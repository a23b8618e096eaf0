// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How devices get into the lab and out to a file, in the real window, by keyboard.

#include "console/board/actions/import_dialog.h"
#include "console/widgets/chip.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/file_dialog.h"
#include "console/widgets/message_box.h"
#include "tests/console/board/board_window.h"

#include <QCheckBox>
#include <QDropEvent>
#include <QFile>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QRadioButton>
#include <QTableView>
#include <QTemporaryDir>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
using Answer = FakeServer::Answer;
using widgets::FileDialog;
using widgets::MessageBox;

namespace {

const QString devicesPath = QStringLiteral("/api/v1/devices");
const QString importPath = QStringLiteral("/api/v1/devices/import");
const QString exportPath = QStringLiteral("/api/v1/devices/export");

} // namespace

class JoiningTest : public QObject {
    Q_OBJECT
    std::unique_ptr<BoardWindow> m_board;
    QTemporaryDir m_folder;

    void open() { m_board->open(); }
    QWidget* find(const char* name) { return m_board->find(name); }
    void press(const char* name) { keyboard::press(m_board->find(name)); }
    void pressIn(QDialog* dialog, const char* name) { keyboard::press(m_board->in(dialog, name)); }
    void type(QDialog* dialog, const char* name, const QString& text) {
        keyboard::type(m_board->in(dialog, name), text);
        if (QApplication::activePopupWidget()) // what is offered is not wanted
            keyboard::press(Qt::Key_Escape);
    }
    /// Somebody speaks while the console listens.
    void speak(const char* key) {
        QTRY_COMPARE(m_board->server().parked(QStringLiteral("/api/v1/events")), 1);
        m_board->actions.speak(key);
    }
    QString missing(QDialog* dialog) { return m_board->in<widgets::Label>(dialog, "missingLabel")->text(); }
    QString said(QDialog* dialog) {
        return m_board->in<widgets::Notice>(dialog, "actionNotice")->accessibleName();
    }
    QString cell(QTableView* table, int row, int column) {
        return table->model()->index(row, column).data().toString();
    }
    /// Through the menu of the header.
    QDialog* openFromMenu(const char* action, const char* dialog) {
        press("moreActionsPushButton");
        auto* menu = m_board->find<QMenu>("moreActionsMenu");
        [&] { QTRY_VERIFY(menu->isVisible()); }();
        for (int i = 0; i < 10; ++i) {
            keyboard::press(Qt::Key_Down);
            if (menu->activeAction() && menu->activeAction()->objectName() == QLatin1String(action))
                break;
        }
        keyboard::press(Qt::Key_Return);
        return m_board->dialog(dialog);
    }
    QString write(const char* name, const QByteArray& text) {
        QFile file(m_folder.filePath(QLatin1String(name)));
        [&] { QVERIFY(file.open(QIODevice::WriteOnly)); }();
        file.write(text);
        return file.fileName();
    }
    QByteArray read(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no such file");
    }
    QDialog* openImport(const QString& path) {
        auto* dialog = openFromMenu("importDevices", "importDialog");
        FileDialog::setNextAnswer(path);
        keyboard::press(m_board->in(dialog, "emptyStatePushButton"));
        return dialog;
    }
    int selectedInDialog(QDialog* dialog) {
        return static_cast<int>(
            m_board->in<QTableView>(dialog, "newDevicesTableView")->selectionModel()->selectedRows().size());
    }

private Q_SLOTS:
    void init() { m_board = std::make_unique<BoardWindow>(); }
    void cleanup() { m_board.reset(); }

    // --- new devices ---

    void new_devices_are_told_of_and_one_is_accepted() {
        open();
        QVERIFY(!find("newDevicesBar")->isVisible());
        m_board->actions.speak("r10-u01");
        QTRY_VERIFY(find("newDevicesBar")->isVisible());
        QCOMPARE(find("newDevicesBar")->accessibleName(), QStringLiteral("1 new device wants to join"));
        press("reviewPushButton");
        auto* dialog = m_board->dialog("newDevicesDialog");
        auto* table = m_board->in<QTableView>(dialog, "newDevicesTableView");
        QCOMPARE(cell(table, 0, 0), QStringLiteral("r10-u01"));
        QVERIFY(cell(table, 0, 1).startsWith(QStringLiteral("Online since")));
        pressIn(dialog, "acceptPushButton");
        auto* form = m_board->dialog("registerDialog");
        QVERIFY(m_board->in<QLineEdit>(form, "deviceKeyLineEdit")->isReadOnly());
        QCOMPARE(m_board->in<QLineEdit>(form, "deviceNameLineEdit")->text(), QStringLiteral("r10-u01"));
        type(form, "deviceNameLineEdit", QStringLiteral("Gateway 1"));
        type(form, "deviceTypeLineEdit", QStringLiteral("gateway"));
        type(form, "deviceRackLineEdit", QStringLiteral("Rack 10"));
        type(form, "tagsLineEdit", QStringLiteral("thermal, new"));
        pressIn(form, "registerPushButton");
        m_board->awaitClosed("registerDialog");
        QTRY_VERIFY(m_board->store().deviceByKey("r10-u01"));
        const auto* device = m_board->store().deviceByKey("r10-u01");
        QCOMPARE(device->name, std::string("Gateway 1"));
        QCOMPARE(device->tags, (std::vector<std::string>{"thermal", "new"}));
        QTRY_COMPARE(table->model()->rowCount(), 0);
        pressIn(dialog, "closePushButton");
        m_board->awaitClosed("newDevicesDialog");
        QTRY_VERIFY(!find("newDevicesBar")->isVisible());
        QTRY_COMPARE(m_board->devices()->rowCount(), 37);
    }

    void several_are_accepted_at_once_with_what_they_have_in_common() {
        open();
        for (const char* key : {"r10-u02", "r10-u10", "r10-u01"})
            speak(key);
        QTRY_COMPARE(find("newDevicesBar")->accessibleName(), QStringLiteral("3 new devices want to join"));
        press("reviewPushButton");
        auto* dialog = m_board->dialog("newDevicesDialog");
        auto* table = m_board->in<QTableView>(dialog, "newDevicesTableView");
        QCOMPARE(cell(table, 2, 0), QStringLiteral("r10-u10")); // as people order names
        keyboard::press(table, Qt::Key_A, Qt::ControlModifier);
        pressIn(dialog, "acceptPushButton");
        auto* form = m_board->dialog("registerDialog");
        QVERIFY(!form->findChild<QLineEdit*>(QStringLiteral("deviceKeyLineEdit")));
        type(form, "deviceTypeLineEdit", QStringLiteral("gateway"));
        type(form, "deviceRoomLineEdit", QStringLiteral("Lab 4"));
        pressIn(form, "registerPushButton");
        m_board->awaitClosed("registerDialog");
        QTRY_COMPARE(m_board->store().devices().size(), std::size_t(39));
        QCOMPARE(m_board->store().deviceByKey("r10-u10")->location.room, std::string("Lab 4"));
        QCOMPARE(m_board->store().deviceByKey("r10-u10")->name, std::string("r10-u10"));
    }

    void when_one_of_several_fails_the_others_stay_to_be_tried_again() {
        m_board->actions.refuse("POST", devicesPath, Answer::problem(503, "PostgreSQL is away."), 1);
        open();
        speak("r10-u01");
        speak("r10-u02");
        QTRY_VERIFY(find("newDevicesBar")->isVisible());
        press("reviewPushButton");
        auto* dialog = m_board->dialog("newDevicesDialog");
        auto* table = m_board->in<QTableView>(dialog, "newDevicesTableView");
        QTRY_COMPARE(table->model()->rowCount(), 2);
        keyboard::press(table, Qt::Key_A, Qt::ControlModifier);
        pressIn(dialog, "acceptPushButton");
        auto* form = m_board->dialog("registerDialog");
        pressIn(form, "registerPushButton");
        QTRY_VERIFY2(said(form).contains(QStringLiteral("1 of 2 devices are registered")),
                     qPrintable(said(form)));
        QVERIFY(said(form).contains(QStringLiteral("r10-u02: PostgreSQL is away.")));
        m_board->actions.letPass();
        pressIn(form, "registerPushButton");
        m_board->awaitClosed("registerDialog");
        QTRY_VERIFY(m_board->store().deviceByKey("r10-u02"));
    }

    void a_device_is_refused_seen_among_the_refused_and_forgotten() {
        open();
        m_board->actions.speak("stranger-7");
        QTRY_VERIFY(find("newDevicesBar")->isVisible());
        press("reviewPushButton");
        auto* dialog = m_board->dialog("newDevicesDialog");
        auto* table = m_board->in<QTableView>(dialog, "newDevicesTableView");
        MessageBox::setNextAnswer(MessageBox::Answer::yes);
        pressIn(dialog, "refusePushButton");
        QCOMPARE(MessageBox::lastQuestion().title, QStringLiteral("Refuse stranger-7?"));
        QTRY_COMPARE(table->model()->rowCount(), 0);
        QTRY_VERIFY(!find("newDevicesBar")->isVisible());
        pressIn(dialog, "showRefusedCheckBox");
        QTRY_COMPARE(table->model()->rowCount(), 1);
        QVERIFY(cell(table, 0, 1).startsWith(QStringLiteral("Refused by M. Keller")));
        keyboard::press(table, Qt::Key_Home);
        keyboard::press(Qt::Key_A, Qt::ControlModifier);
        QVERIFY(!m_board->in(dialog, "refusePushButton")->isEnabled());
        pressIn(dialog, "forgetPushButton");
        QTRY_COMPARE(table->model()->rowCount(), 0);
        QTRY_VERIFY(m_board->store().unregistered().empty());
    }

    void what_is_selected_stays_while_others_come() {
        open();
        m_board->actions.speak("r10-u05");
        QTRY_VERIFY(find("newDevicesBar")->isVisible());
        press("reviewPushButton");
        auto* dialog = m_board->dialog("newDevicesDialog");
        auto* table = m_board->in<QTableView>(dialog, "newDevicesTableView");
        QCOMPARE(selectedInDialog(dialog), 1);
        speak("r10-u01");
        QTRY_COMPARE(table->model()->rowCount(), 2);
        QCOMPARE(selectedInDialog(dialog), 1);
        QCOMPARE(table->selectionModel()->selectedRows().front().data().toString(),
                 QStringLiteral("r10-u05"));
    }

    void nothing_is_offered_to_who_may_not_write() {
        m_board->lab().permissions = {"devices:read", "testcases:read", "environments:read", "runs:read"};
        m_board->actions.speak("r10-u01");
        open();
        QTRY_COMPARE(m_board->store().unregistered().size(), std::size_t(1));
        QVERIFY(!find("newDevicesBar")->isVisible());
        press("moreActionsPushButton");
        auto* menu = m_board->find<QMenu>("moreActionsMenu");
        QTRY_VERIFY(menu->isVisible());
        QStringList offered;
        for (const auto* action : menu->actions())
            if (action->isVisible())
                offered << action->objectName();
        QCOMPARE(offered, QStringList{QStringLiteral("exportAny")});
    }

    // --- an empty lab ---

    void an_empty_lab_says_what_to_do_next() {
        m_board->lab().devices.clear();
        m_board->lab().runs.clear();
        open();
        auto* empty = find("boardPage")->findChild<widgets::EmptyState*>();
        QTRY_VERIFY(empty->isVisible());
        QVERIFY(empty->accessibleDescription().contains(QStringLiteral("MQTT")));
        press("emptyStatePushButton");
        auto* dialog = m_board->dialog("registerDialog");
        type(dialog, "deviceKeyLineEdit", QStringLiteral("bench-1"));
        pressIn(dialog, "registerPushButton");
        m_board->awaitClosed("registerDialog");
        m_board->awaitNotice(QStringLiteral("Registered: bench-1."));
        QTRY_COMPARE(m_board->devices()->rowCount(), 1);
    }

    void an_empty_lab_offers_the_import_too() {
        m_board->lab().devices.clear();
        m_board->lab().runs.clear();
        open();
        press("emptyStateOtherPushButton");
        m_board->dialog("importDialog");
    }

    void who_may_not_register_is_offered_nothing_in_an_empty_lab() {
        m_board->lab().devices.clear();
        m_board->lab().runs.clear();
        m_board->lab().permissions = {"devices:read", "testcases:read", "environments:read", "runs:read"};
        open();
        auto* empty = find("boardPage")->findChild<widgets::EmptyState*>();
        QTRY_VERIFY(empty->isVisible());
        QVERIFY(!find("emptyStatePushButton")->isVisible());
        QVERIFY(!find("emptyStateOtherPushButton")->isVisible());
    }

    // --- by hand ---

    void tab_goes_on_from_a_field_below_which_something_is_offered() {
        open();
        auto* dialog = openFromMenu("registerDevice", "registerDialog");
        keyboard::type(m_board->in(dialog, "deviceTypeLineEdit"), QStringLiteral("gate"));
        QTRY_VERIFY(QApplication::activePopupWidget());
        keyboard::press(Qt::Key_Down);
        keyboard::press(Qt::Key_Tab);
        QTRY_VERIFY(m_board->in(dialog, "deviceModelLineEdit")->hasFocus());
        QCOMPARE(m_board->in<QLineEdit>(dialog, "deviceTypeLineEdit")->text(), QStringLiteral("gateway"));
    }

    void faults_stand_at_their_fields_before_anything_is_sent() {
        open();
        auto* dialog = openFromMenu("registerDevice", "registerDialog");
        type(dialog, "deviceKeyLineEdit", QStringLiteral("No Key"));
        pressIn(dialog, "registerPushButton");
        QTRY_VERIFY(m_board->in<widgets::Label>(dialog, "deviceKeyLineEditFault")->isVisible());
        QCOMPARE(m_board->server().count("POST", devicesPath), 0);
        QVERIFY(m_board->in(dialog, "deviceKeyLineEdit")->hasFocus());
        type(dialog, "deviceKeyLineEdit", QStringLiteral("bench-1"));
        QVERIFY(!m_board->in<widgets::Label>(dialog, "deviceKeyLineEditFault")->isVisible());
        pressIn(dialog, "registerPushButton");
        m_board->awaitClosed("registerDialog");
        // And it is selected, so that it is found.
        QTRY_COMPARE(m_board->find<widgets::Label>("selectionCountLabel")->text(),
                     QStringLiteral("1 selected"));
    }

    void faults_of_the_server_stand_at_their_fields_too() {
        m_board->actions.refuse(
            "POST", devicesPath,
            Answer::json(
                {{"title", "The input has faults."},
                 {"errors", {{{"pointer", "/location/rack"}, {"message", "must not be the attic"}}}}},
                422));
        open();
        auto* dialog = openFromMenu("registerDevice", "registerDialog");
        type(dialog, "deviceKeyLineEdit", QStringLiteral("bench-1"));
        type(dialog, "deviceRackLineEdit", QStringLiteral("Attic"));
        pressIn(dialog, "registerPushButton");
        QTRY_COMPARE(m_board->in<widgets::Label>(dialog, "deviceRackLineEditFault")->text(),
                     QStringLiteral("Must not be the attic."));
        QCOMPARE(m_board->in<QLineEdit>(dialog, "deviceKeyLineEdit")->text(), QStringLiteral("bench-1"));
    }

    void a_key_that_is_taken_is_told_in_the_servers_words() {
        open();
        auto* dialog = openFromMenu("registerDevice", "registerDialog");
        type(dialog, "deviceKeyLineEdit", QStringLiteral("r07-u01"));
        pressIn(dialog, "registerPushButton");
        QTRY_VERIFY(said(dialog).contains(QStringLiteral("There is a device with the key r07-u01 already.")));
    }

    // --- import ---

    void an_import_shows_its_difference_first_and_is_done_then() {
        open();
        auto* dialog = openImport(write("devices.csv", "key,name,rack\n"
                                                       "r07-u09,r07-u09,Rack 12\n"
                                                       "r07-u10,r07-u10,Rack 07\n"
                                                       "new-1,Brand new,Rack 12\n"));
        auto* table = m_board->in<QTableView>(dialog, "importTableView");
        QTRY_COMPARE(table->model()->rowCount(), 3);
        QCOMPARE(cell(table, 0, 0), QStringLiteral("2"));
        QCOMPARE(cell(table, 0, 1), QStringLiteral("r07-u09"));
        QCOMPARE(cell(table, 0, 2), QStringLiteral("Changed"));
        QCOMPARE(cell(table, 0, 3), QStringLiteral("location.rack"));
        QCOMPARE(cell(table, 0, 4), QStringLiteral("Rack 07 → Rack 12"));
        QCOMPARE(cell(table, 1, 2), QStringLiteral("As it is"));
        QCOMPARE(cell(table, 2, 2), QStringLiteral("New"));
        const auto* line = m_board->in<QWidget>(dialog, "importDetailLine");
        const QRect stands(line->mapTo(dialog, QPoint()), line->size());
        const QRect rows(table->mapTo(dialog, QPoint()), table->size());
        QVERIFY2(!stands.intersects(rows),
                 qPrintable(QStringLiteral("%1 and %2").arg(rows.bottom()).arg(stands.top())));
        QCOMPARE(m_board->in<widgets::Chip>(dialog, "changeRowsChip")->count(), 2);
        QCOMPARE(m_board->in<widgets::Chip>(dialog, "faultRowsChip")->count(), 0);
        auto* button = m_board->in<QPushButton>(dialog, "importPushButton");
        QCOMPARE(button->text(), QStringLiteral("Import 2 devices"));
        QVERIFY(button->hasFocus());
        QVERIFY(!m_board->store().deviceByKey("new-1"));
        keyboard::press(button);
        m_board->awaitClosed("importDialog");
        m_board->awaitNotice(QStringLiteral("Imported: 1 new, 1 changed."));
        QTRY_VERIFY(m_board->store().deviceByKey("new-1"));
        QTRY_COMPARE(m_board->device("r07-u09").location.rack, std::string("Rack 12"));
    }

    void a_faulty_file_names_its_faults_first_and_cannot_be_imported() {
        open();
        const QString path = write("devices.csv", "key,name\nr07-u09,Nine\nBad Key,Ten\n");
        auto* dialog = openImport(path);
        auto* table = m_board->in<QTableView>(dialog, "importTableView");
        QTRY_VERIFY(table->model()->rowCount() > 0);
        QCOMPARE(cell(table, 0, 2), QStringLiteral("Fault"));
        QCOMPARE(cell(table, 0, 0), QStringLiteral("3"));
        QCOMPARE(cell(table, 0, 1), QStringLiteral("Bad Key"));
        QCOMPARE(cell(table, 0, 3), QStringLiteral("key"));
        QVERIFY(!m_board->in(dialog, "importPushButton")->isEnabled());
        QCOMPARE(missing(dialog), QStringLiteral("Mend the fault in the file, then check it again."));
        QCOMPARE(table->model()->rowCount(), 1); // the faults are what is shown
        keyboard::goTo(m_board->in(dialog, "faultRowsChip"));
        keyboard::press(m_board->in(dialog, "allRowsChip"));
        QTRY_COMPARE(table->model()->rowCount(), 2);
        // The file is mended outside, and looked at again.
        write("devices.csv", "key,name\nr07-u09,Nine\nr07-u10,Ten\n");
        keyboard::press(table, Qt::Key_F5);
        QTRY_VERIFY(m_board->in(dialog, "importPushButton")->isEnabled());
        QCOMPARE(m_board->in<QPushButton>(dialog, "importPushButton")->text(),
                 QStringLiteral("Import 2 devices"));
    }

    void what_somebody_changes_meanwhile_asks_for_another_look() {
        open();
        auto* dialog = openImport(write("devices.json", R"([{"key": "r07-u09", "name": "Nine"}])"));
        auto* button = m_board->in<QPushButton>(dialog, "importPushButton");
        QTRY_COMPARE(button->text(), QStringLiteral("Import 1 device"));
        m_board->actions.refuse("POST", importPath,
                                Answer::problem(409, "Conflict", "Somebody has changed r07-u09 meanwhile."));
        keyboard::press(button);
        QTRY_VERIFY(said(dialog).contains(QStringLiteral("Somebody has changed r07-u09 meanwhile.")));
        QVERIFY(!button->isEnabled());
        m_board->actions.letPass();
        pressIn(dialog, "checkAgainPushButton");
        QTRY_VERIFY(button->isEnabled());
        keyboard::press(button);
        m_board->awaitClosed("importDialog");
    }

    void an_import_that_is_stopped_says_that_its_fate_is_unknown() {
        open();
        auto* dialog = openImport(write("devices.json", R"([{"key": "r07-u09", "name": "Nine"}])"));
        auto* button = m_board->in<QPushButton>(dialog, "importPushButton");
        QTRY_VERIFY(button->isEnabled());
        m_board->server().on("POST", importPath, [](const auto&) { return Answer::parked(); });
        keyboard::press(button);
        QTRY_COMPARE(m_board->server().parked(importPath), 1);
        pressIn(dialog, "closePushButton");
        QTRY_VERIFY(said(dialog).contains(QStringLiteral("for all of them or for none")));
        QVERIFY(!button->isEnabled());
    }

    void too_many_devices_and_files_that_are_none_are_said_before_anything_is_sent() {
        open();
        QByteArray text("key,name\n");
        for (int i = 0; i < 2001; ++i)
            text += QByteArray("d") + QByteArray::number(i) + ",x\n";
        auto* dialog = openImport(write("many.csv", text));
        QTRY_VERIFY2(said(dialog).contains(QStringLiteral("at most")), qPrintable(said(dialog)));
        FileDialog::setNextAnswer(m_folder.filePath(QStringLiteral("nowhere.csv")));
        keyboard::press(m_board->in(dialog, "chooseFilePushButton"));
        QTRY_VERIFY2(said(dialog).contains(QStringLiteral("cannot be read")), qPrintable(said(dialog)));
        FileDialog::setNextAnswer(write("empty.csv", "  \n"));
        keyboard::press(m_board->in(dialog, "chooseFilePushButton"));
        QTRY_VERIFY(said(dialog).contains(QStringLiteral("The file is empty.")));
        QCOMPARE(m_board->server().count("POST", importPath), 0);
    }

    void a_file_can_be_dropped() {
        open();
        auto* dialog = openFromMenu("importDevices", "importDialog");
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(write("devices.csv", "key,name\nnew-1,New\n"))});
        QDragEnterEvent enter(QPoint(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(dialog, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(dialog, &drop);
        QTRY_VERIFY(m_board->in(dialog, "importPushButton")->isEnabled());
    }

    // --- export ---

    void the_selected_devices_are_exported_as_the_server_writes_them() {
        m_board->lab().byKey("r07-u09").owner = "=HYPERLINK(\"evil\")";
        open();
        m_board->select({"r07-u09", "r07-u11"});
        press("exportDevicesPushButton");
        auto* dialog = m_board->dialog("exportDialog");
        QVERIFY(m_board->in<QRadioButton>(dialog, "selectedRadioButton")->isChecked());
        const QString path = m_folder.filePath(QStringLiteral("some.csv"));
        FileDialog::setNextAnswer(path);
        pressIn(dialog, "exportPushButton");
        m_board->awaitNotice(QStringLiteral("Exported 2 devices."));
        QCOMPARE(read(path),
                 QByteArray("\"key\",\"name\",\"tags\",\"owner\"\r\n"
                            "\"r07-u09\",\"r07-u09\",\"thermal\",\"'=HYPERLINK(\"\"evil\"\")\"\r\n"
                            "\"r07-u11\",\"r07-u11\",\"thermal\",\"\"\r\n"));
    }

    void all_that_match_are_exported_as_json() {
        open();
        keyboard::type(find("searchLineEdit"), QStringLiteral("r08"));
        auto* dialog = openFromMenu("exportAny", "exportDialog");
        QVERIFY(m_board->in<QRadioButton>(dialog, "matchingRadioButton")->isChecked());
        keyboard::goTo(m_board->in(dialog, "csvRadioButton"));
        keyboard::press(Qt::Key_Down);
        QVERIFY(m_board->in<QRadioButton>(dialog, "jsonRadioButton")->isChecked());
        const QString path = m_folder.filePath(QStringLiteral("some.json"));
        FileDialog::setNextAnswer(path);
        pressIn(dialog, "exportPushButton");
        m_board->awaitNotice(QStringLiteral("Exported 12 devices."));
        QCOMPARE(boost::json::parse(read(path).toStdString()).as_array().size(), std::size_t(12));
        QCOMPARE(FileDialog::lastRequest().suffix, QStringLiteral("json"));
    }

    void an_export_that_cannot_be_written_says_why() {
        open();
        auto* dialog = openFromMenu("exportAny", "exportDialog");
        FileDialog::setNextAnswer(m_folder.filePath(QStringLiteral("no such folder/x.csv")));
        pressIn(dialog, "exportPushButton");
        m_board->awaitNotice(QStringLiteral("Nothing was exported."));
        m_board->awaitNotice(QStringLiteral("cannot be written"));
    }

    void an_export_that_takes_long_can_be_stopped() {
        open();
        m_board->server().on("GET", exportPath, [](const auto&) { return Answer::parked(); });
        auto* dialog = openFromMenu("exportAny", "exportDialog");
        const QString path = m_folder.filePath(QStringLiteral("never.csv"));
        FileDialog::setNextAnswer(path);
        pressIn(dialog, "exportPushButton");
        m_board->awaitNotice(QStringLiteral("Exporting…"));
        press("noticeActionPushButton");
        m_board->awaitNotice(QStringLiteral("The export was stopped"));
        QVERIFY(!QFile::exists(path));
    }
};

QTEST_MAIN(JoiningTest)
#include "joining_test.moc"
