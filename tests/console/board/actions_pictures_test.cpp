// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pictures of what is done on the Devices page, in every state, to be looked at.

#include "console/widgets/file_dialog.h"
#include "console/widgets/message_box.h"
#include "tests/console/board/board_window.h"
#include "tests/console/support/pictures.h"

#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QTableView>
#include <QTemporaryDir>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
using Answer = FakeServer::Answer;

class ActionsPicturesTest : public QObject {
    Q_OBJECT
    std::unique_ptr<BoardWindow> m_board;
    QTemporaryDir m_folder;

    void make() { m_board = std::make_unique<BoardWindow>(pictures::mode()); }
    void open() {
        if (!m_board)
            make();
        m_board->open(pictures::size());
    }
    void press(const char* name) { keyboard::press(m_board->find(name)); }
    void pressIn(QDialog* dialog, const char* name) { keyboard::press(m_board->in(dialog, name)); }
    void type(QDialog* dialog, const char* name, const QString& text) {
        keyboard::type(m_board->in(dialog, name), text);
        if (QApplication::activePopupWidget())
            keyboard::press(Qt::Key_Escape);
    }
    void keep(const char* name) { pictures::keep(m_board->window.get(), name); }
    void keep(QWidget* widget, const char* name) { pictures::keep(widget, name); }
    void awaitSaid(QDialog* dialog) {
        QTRY_VERIFY(m_board->in<widgets::Notice>(dialog, "actionNotice")->isVisible());
    }
    QDialog* import(const char* name, const QByteArray& text) {
        QFile file(m_folder.filePath(QLatin1String(name)));
        [&] { QVERIFY(file.open(QIODevice::WriteOnly)); }();
        file.write(text);
        file.close();
        press("moreActionsPushButton");
        m_board->find<QMenu>("moreActionsMenu")->close();
        m_board->find<QMenu>("moreActionsMenu")->actions().at(1)->trigger();
        auto* dialog = m_board->dialog("importDialog");
        widgets::FileDialog::setNextAnswer(file.fileName());
        keyboard::press(m_board->in(dialog, "emptyStatePushButton"));
        return dialog;
    }

private Q_SLOTS:
    void cleanup() { m_board.reset(); }

    void selection_data() { pictures::looks(); }
    void selection() {
        open();
        m_board->select({"r07-u02", "r07-u04", "r07-u09", "r07-u10", "r08-u05"});
        keep("board-selection");
        press("backInServicePushButton");
        m_board->awaitNotice(QStringLiteral("back in service"));
        keyboard::goTo(m_board->tiles());
        keep("board-done-with-undo");
        keyboard::press(Qt::Key_F10, Qt::ShiftModifier);
        auto* menu = m_board->find<QMenu>("deviceMenu");
        QTRY_VERIFY(menu->isVisible());
        keep(menu, "board-context-menu");
    }

    void narrow_data() { pictures::looks(); }
    void narrow() {
        open();
        m_board->window->resize(860, 720);
        m_board->select({"r07-u02", "r07-u04", "r07-u09"});
        keep("board-selection-narrow");
    }

    void maintenance_data() { pictures::looks(); }
    void maintenance() {
        make();
        m_board->actions.addMany(1200);
        open();
        keyboard::press(m_board->tiles(), Qt::Key_A, Qt::ControlModifier);
        QTRY_VERIFY(m_board->find("selectionBar")->isVisible());
        press("maintenancePushButton");
        auto* dialog = m_board->dialog("maintenanceDialog");
        keep(dialog, "maintenance-empty");
        type(dialog, "reasonComboBox", QStringLiteral("Power cut in Lab 2 on Sunday, back on Monday at 8"));
        keep(dialog, "maintenance");
        m_board->actions.refuse("POST", QStringLiteral("/api/v1/devices/maintenance"),
                                Answer::problem(503, "The database is away.", "Try again in a minute."), 1);
        pressIn(dialog, "maintenancePushButton");
        awaitSaid(dialog);
        keep(dialog, "maintenance-partly");
        m_board->server().on("POST", QStringLiteral("/api/v1/devices/maintenance"),
                             [](const auto&) { return Answer::parked(); });
        pressIn(dialog, "maintenancePushButton");
        QTRY_COMPARE(m_board->server().parked(QStringLiteral("/api/v1/devices/maintenance")), 1);
        keep(dialog, "maintenance-under-way");
    }

    void release_data() { pictures::looks(); }
    void release() {
        make();
        m_board->lab().byKey("r07-u10").lease = m_board->lab().byKey("r07-u02").lease;
        m_board->lab().byKey("r07-u10").name =
            "A device with a name of as many as eighty characters, as some "
            "labs call them, I say";
        open();
        m_board->select({"r07-u02", "r08-u03", "r07-u09"});
        press("releasePushButton");
        auto* dialog = m_board->dialog("releaseDialog");
        type(dialog, "reasonComboBox", QStringLiteral("The chamber is needed for the audit"));
        keep(dialog, "release");
        m_board->lab().byKey("r07-u02").lease.runId.reset();
        pressIn(dialog, "releasePushButton");
        awaitSaid(dialog);
        keep(dialog, "release-partly");
    }

    void tags_data() { pictures::looks(); }
    void tags() {
        make();
        m_board->lab().byKey("r07-u09").tags = {"thermal", "gpu", "burn-in", "endurance"};
        m_board->lab().byKey("r07-u10").tags = {
            "thermal", "a tag as long as a tag may be, sixty-four characters, I say"};
        open();
        m_board->select({"r07-u09", "r07-u10", "r07-u11"});
        press("editTagsPushButton");
        auto* dialog = m_board->dialog("tagsDialog");
        auto* list = m_board->in<QListView>(dialog, "tagListView");
        keep(dialog, "tags-empty");
        keyboard::goTo(list);
        list->setCurrentIndex(list->model()->index(1, 0));
        keyboard::press(Qt::Key_Space);
        list->setCurrentIndex(list->model()->index(4, 0));
        keyboard::press(Qt::Key_Space);
        type(dialog, "newTagLineEdit", QStringLiteral("audit-2027"));
        keyboard::press(Qt::Key_Return);
        QTRY_COMPARE(list->model()->rowCount(), 6);
        keep(dialog, "tags");
        type(dialog, "newTagLineEdit", QString(65, QLatin1Char('x')));
        keep(dialog, "tags-fault");
    }

    void export_devices_data() { pictures::looks(); }
    void export_devices() {
        open();
        keyboard::type(m_board->find("searchLineEdit"), QStringLiteral("r07"));
        m_board->select({"r07-u09", "r07-u10"});
        press("exportDevicesPushButton");
        keep(m_board->dialog("exportDialog"), "export");
    }

    void new_devices_data() { pictures::looks(); }
    void new_devices() {
        make();
        for (const char* key : {"r10-u01", "r10-u02", "edge-gateway-berlin-07"})
            m_board->actions.speak(key, key[1] != 'd');
        auto& refused = m_board->actions.speak("stranger-7");
        refused.refusedAt = Timestamp::now();
        refused.refusedBy = "J. Lindqvist";
        open();
        QTRY_VERIFY(m_board->find("newDevicesBar")->isVisible());
        keep("board-new-devices");
        press("reviewPushButton");
        auto* dialog = m_board->dialog("newDevicesDialog");
        pressIn(dialog, "showRefusedCheckBox");
        keyboard::goTo(m_board->in(dialog, "newDevicesTableView"));
        keep(dialog, "new-devices");
        pressIn(dialog, "acceptPushButton");
        auto* one = m_board->dialog("registerDialog");
        keep(one, "accept-one");
        pressIn(one, "closePushButton");
        m_board->awaitClosed("registerDialog");
        keyboard::press(m_board->in(dialog, "newDevicesTableView"), Qt::Key_A, Qt::ControlModifier);
        pressIn(dialog, "acceptPushButton");
        keep(m_board->dialog("registerDialog"), "accept-several");
    }

    void register_device_data() { pictures::looks(); }
    void register_device() {
        make();
        m_board->lab().devices.clear();
        m_board->lab().runs.clear();
        open();
        QTRY_VERIFY(m_board->find("emptyStatePushButton")->isVisible());
        keep("board-empty");
        press("emptyStatePushButton");
        auto* dialog = m_board->dialog("registerDialog");
        type(dialog, "deviceKeyLineEdit", QStringLiteral("No Key"));
        type(dialog, "tagsLineEdit", QString(65, QLatin1Char('x')));
        pressIn(dialog, "registerPushButton");
        QTRY_VERIFY(m_board->in(dialog, "deviceKeyLineEditFault")->isVisible());
        keep(dialog, "register-faults");
    }

    void import_devices_data() { pictures::looks(); }
    void import_devices() {
        open();
        QByteArray text("key,name,rack,slot,tags\n");
        for (int i = 5; i <= 12; ++i) {
            const QByteArray unit = QByteArray::number(i).rightJustified(2, '0');
            text += "r07-u" + unit + ",r07-u" + unit + ",Rack " + (i % 3 ? "07" : "12") + "," +
                    QByteArray::number(i) + "," + (i % 4 ? "thermal" : "endurance") + "\n";
        }
        text += "edge-1,Edge gateway 1,Rack 12,1,new\nedge-2,Edge gateway 2,Rack 12,2,new\n";
        auto* dialog = import("devices.csv", text);
        QTRY_VERIFY(m_board->in(dialog, "importPushButton")->isEnabled());
        keep(dialog, "import");
    }

    void import_faults_data() { pictures::looks(); }
    void import_faults() {
        open();
        auto* dialog =
            import("devices.csv", "key,name,rack\nr07-u09,,Rack 12\nBad Key,Ten,Rack 07\nnew-1,New,Rack 9\n");
        QTRY_VERIFY(m_board->in<QTableView>(dialog, "importTableView")->model()->rowCount() > 0);
        keep(dialog, "import-faults");
    }

    void import_nothing_data() { pictures::looks(); }
    void import_nothing() {
        open();
        auto* dialog = import("devices.csv", "");
        awaitSaid(dialog);
        keep(dialog, "import-nothing");
    }
};

QTEST_MAIN(ActionsPicturesTest)
#include "actions_pictures_test.moc"
