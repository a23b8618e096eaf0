// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/board/form/attribute_model.h"
#include "console/board/panel/device_editor.h"
#include "console/widgets/message_box.h"
#include "console/widgets/word_list_edit.h"
#include "tests/console/board/panel/panel_window.h"

#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRadioButton>
#include <QTableView>

using namespace labwarden;
using namespace labwarden::board;
using namespace labwarden::console;
using namespace labwarden::console::test;
using widgets::MessageBox;

/// Editing a device in the main window, by keyboard.
class DeviceEditorTest : public QObject, protected PanelWindow {
    Q_OBJECT

    DeviceEditor* editor() { return m_window->findChild<DeviceEditor*>(); }
    void edit(const char* key) {
        openDevice(key);
        auto* button = find<QPushButton>("editDevicePushButton", panel());
        QTRY_VERIFY(button->isEnabled());
        keyboard::press(button);
        QTRY_VERIFY(editor() && editor()->isVisible());
        keyboard::awaitAt(line("deviceNameLineEdit"));
    }
    QLineEdit* line(const char* name) { return find<QLineEdit>(name, editor()); }
    QPushButton* button(const char* name) { return find<QPushButton>(name, editor()); }
    void type(const char* name, const char* words) { keyboard::type(line(name), QString::fromUtf8(words)); }
    QString fault(const char* name) {
        auto* label = find<widgets::Label>(name, editor());
        return label->isVisible() ? label->text() : QString();
    }
    QString editNotice() {
        auto* found = find<widgets::Notice>("deviceEditNotice", editor());
        return found->isVisible() ? found->accessibleName() : QString();
    }
    QStringList words(const char* name) { return find<widgets::WordListEdit>(name, editor())->words(); }
    int puts(const char* key) { return m_console->server.count("PUT", path(key)); }

private Q_SLOTS:
    void init() { make(); }
    void cleanup() { close(); }

    void everything_that_is_said_of_a_device_is_edited_by_keyboard() {
        open();
        edit("r07-u05");
        QVERIFY(!button("saveDevicePushButton")->isEnabled()); // nothing is different yet
        type("deviceNameLineEdit", "Soak 5");
        type("deviceFirmwareLineEdit", "2.5.0");
        type("deviceRackLineEdit", "Rack 12");
        keyboard::write(line("tagsLineEdit"), QStringLiteral("gpu,"));
        QCOMPARE(words("tagsWordListEdit"), QStringList({QStringLiteral("thermal"), QStringLiteral("gpu")}));
        keyboard::write(line("capabilitiesLineEdit"), QStringLiteral("can-fd"));
        keyboard::press(Qt::Key_Return);
        auto* notes = find<QPlainTextEdit>("deviceNotesPlainTextEdit", editor());
        keyboard::type(notes, QStringLiteral("Quiet now."));
        auto* attributes = find<QTableView>("attributeTableView", editor());
        keyboard::goTo(attributes);
        attributes->setCurrentIndex(attributes->model()->index(2, AttributeModel::Name));
        keyboard::press(Qt::Key_Return);
        QTest::keyClicks(keyboard::holder(), QStringLiteral("cabinet"));
        keyboard::press(Qt::Key_Tab); // to its value
        QTest::keyClicks(keyboard::holder(), QStringLiteral("C4"));
        keyboard::press(Qt::Key_Tab); // and no further
        keyboard::awaitAt(attributes);
        QCOMPARE(attributes->model()->rowCount(), 4);
        QVERIFY(find<widgets::Label>("unsavedDeviceLabel", editor())
                    ->text()
                    .contains(QStringLiteral("name, firmware, rack, notes, tags, capabilities, attributes")));
        keyboard::press(button("saveDevicePushButton"));
        QTRY_VERIFY(!editor());
        const auto saved = m_console->devices.description("r07-u05");
        QCOMPARE(saved.name, std::string("Soak 5"));
        QCOMPARE(saved.firmware, std::string("2.5.0"));
        QCOMPARE(saved.location.rack, std::string("Rack 12"));
        QCOMPARE(saved.tags, (std::vector<std::string>{"thermal", "gpu"}));
        QCOMPARE(saved.capabilities, (std::vector<std::string>{"can-fd"}));
        QCOMPARE(saved.notes, std::string("Quiet now."));
        QCOMPARE(saved.attributes.at("cabinet"), std::string("C4"));
        QCOMPARE(saved.attributes.at("asset tag"), std::string("LW-20418"));
        QCOMPARE(m_console->server.last("PUT", path("r07-u05"))->headers.value("if-match"),
                 QByteArray("\"1\""));
        QTRY_COMPARE(text("deviceNameLabel"), QStringLiteral("Soak 5")); // at once
        QCOMPARE(text("deviceNotesLabel"), QStringLiteral("Quiet now."));
    }

    void tags_are_taken_away_and_completed_from_the_lab() {
        device("r08-u01").tags = {"rack-8"};
        open();
        edit("r07-u05");
        keyboard::goTo(line("tagsLineEdit"));
        QVERIFY(line("tagsLineEdit")->completer());
        keyboard::press(Qt::Key_Backspace); // the last one comes back to be written
        QCOMPARE(line("tagsLineEdit")->text(), QStringLiteral("thermal"));
        keyboard::type(line("tagsLineEdit"), QStringLiteral("quiet"));
        keyboard::press(Qt::Key_Return);
        QCOMPARE(words("tagsWordListEdit"), QStringList(QStringLiteral("quiet")));
        auto* pill = find<QWidget>("wordButton", find<QWidget>("tagsWordListEdit", editor()));
        keyboard::press(pill, Qt::Key_Delete);
        QCOMPARE(words("tagsWordListEdit"), QStringList());
        keyboard::awaitAt(line("tagsLineEdit"));
    }

    void faults_of_the_server_stand_at_their_fields_and_nothing_is_lost() {
        open();
        refuse("PUT", path("r07-u05"),
               faultsAnswer({{"/serial", "is taken by r07-u06"},
                             {"/tags/1", "must not be longer than 64 characters"},
                             {"/attributes/asset tag", "must not be empty"}}));
        edit("r07-u05");
        keyboard::write(line("tagsLineEdit"), QStringLiteral("gpu"));
        keyboard::press(Qt::Key_Return);
        type("deviceSerialLineEdit", "SN-48006");
        keyboard::press(Qt::Key_Return);
        QTRY_COMPARE(fault("deviceSerialLineEditFault"), QStringLiteral("Is taken by r07-u06."));
        QCOMPARE(fault("tagsWordListEditFault"),
                 QStringLiteral("“gpu” must not be longer than 64 characters."));
        QCOMPARE(fault("attributeTableViewFault"), QStringLiteral("“asset tag” must not be empty."));
        keyboard::awaitAt(line("deviceSerialLineEdit"));
        QCOMPARE(line("deviceSerialLineEdit")->text(), QStringLiteral("SN-48006"));
        QVERIFY(editNotice().isEmpty()); // all of them have their place
    }

    void a_refusal_without_a_field_is_said_above() {
        open();
        refuse("PUT", path("r07-u05"), Answer::problem(503, "The database does not answer."));
        edit("r07-u05");
        type("deviceOwnerLineEdit", "Team B");
        keyboard::press(button("saveDevicePushButton"));
        QTRY_VERIFY(editNotice().contains(QStringLiteral("database does not answer")));
        QCOMPARE(line("deviceOwnerLineEdit")->text(), QStringLiteral("Team B"));
        QVERIFY(button("saveDevicePushButton")->isEnabled());
    }

    void of_two_edits_the_second_sees_the_difference_and_chooses() {
        open();
        edit("r07-u05");
        type("deviceNameLineEdit", "Mine");
        type("deviceFirmwareLineEdit", "2.5.0");
        auto theirs = m_console->devices.description("r07-u05");
        theirs.name = "Theirs";
        theirs.owner = "Team B";
        feedIsUp();
        m_console->devices.change("r07-u05", theirs);
        QTRY_VERIFY(editNotice().contains(QStringLiteral("Somebody else has just changed this device")));
        QCOMPARE(line("deviceNameLineEdit")->text(), QStringLiteral("Mine"));
        keyboard::press(button("saveDevicePushButton"));
        QDialog* difference = nullptr;
        QTRY_VERIFY((difference = editor()->findChild<QDialog*>(QStringLiteral("differenceDialog"))));
        auto* save = find<QPushButton>("saveMergedPushButton", difference);
        QVERIFY(!save->isEnabled()); // the name is changed by both
        QVERIFY(find<QRadioButton>("mine1RadioButton", difference)->isChecked());   // firmware
        QVERIFY(find<QRadioButton>("theirs2RadioButton", difference)->isChecked()); // owner
        keyboard::press(find<QRadioButton>("mine0RadioButton", difference));
        keyboard::press(save);
        QTRY_VERIFY(!editor());
        const auto saved = m_console->devices.description("r07-u05");
        QCOMPARE(saved.name, std::string("Mine"));
        QCOMPARE(saved.firmware, std::string("2.5.0"));
        QCOMPARE(saved.owner, std::string("Team B"));
        QCOMPARE(m_console->server.last("PUT", path("r07-u05"))->headers.value("if-match"),
                 QByteArray("\"2\""));
    }

    void going_back_from_the_difference_overwrites_nothing() {
        open();
        edit("r07-u05");
        type("deviceNameLineEdit", "Mine");
        auto& there = device("r07-u05"); // changed, and no event has come
        there.name = "Theirs";
        there.version += 1;
        keyboard::press(button("saveDevicePushButton"));
        QDialog* difference = nullptr;
        QTRY_VERIFY((difference = editor()->findChild<QDialog*>(QStringLiteral("differenceDialog"))));
        keyboard::press(find<QPushButton>("backPushButton", difference));
        QTRY_VERIFY(!editor()->findChild<QDialog*>(QStringLiteral("differenceDialog")));
        QCOMPARE(line("deviceNameLineEdit")->text(), QStringLiteral("Mine"));
        QCOMPARE(device("r07-u05").name, std::string("Theirs"));
        QCOMPARE(puts("r07-u05"), 1);
    }

    void what_is_not_saved_asks_before_it_goes() {
        open();
        edit("r07-u05");
        type("deviceOwnerLineEdit", "Team B");
        MessageBox::setNextAnswer(MessageBox::Answer::no);
        keyboard::press(Qt::Key_Escape);
        QVERIFY(MessageBox::lastQuestion().text.contains(QStringLiteral("owner")));
        QVERIFY(editor()->isVisible());
        MessageBox::setNextAnswer(MessageBox::Answer::yes);
        keyboard::press(Qt::Key_Escape);
        QTRY_VERIFY(!editor());
        QCOMPARE(puts("r07-u05"), 0);
        edit("r07-u05");
        keyboard::press(Qt::Key_Escape); // nothing was entered
        QTRY_VERIFY(!editor());
    }

    void deleting_names_the_device_and_asks_first() {
        open();
        edit("r07-u05");
        MessageBox::setNextAnswer(MessageBox::Answer::no);
        keyboard::press(button("deleteDevicePushButton"));
        QCOMPARE(MessageBox::lastQuestion().title, QStringLiteral("Delete r07-u05?"));
        QVERIFY(MessageBox::lastQuestion().dangerous);
        QVERIFY(m_console->store.deviceByKey("r07-u05"));
        const QString at = path("r07-u05");
        MessageBox::setNextAnswer(MessageBox::Answer::yes);
        keyboard::press(button("deleteDevicePushButton"));
        QTRY_VERIFY(!editor());
        QVERIFY(!m_console->store.deviceByKey("r07-u05"));
        QCOMPARE(m_console->server.last("DELETE", at)->headers.value("if-match"), QByteArray("\"1\""));
        QTRY_VERIFY(notice("deviceNotice").contains(QStringLiteral("has been deleted")));
    }

    void a_device_that_a_run_holds_cannot_be_deleted_and_says_why() {
        open();
        edit("r07-u02");
        QVERIFY(!button("deleteDevicePushButton")->isEnabled());
        QVERIFY(
            button("deleteDevicePushButton")->toolTip().contains(QStringLiteral("A run holds the device")));
    }

    void deleting_what_somebody_has_changed_meanwhile_is_asked_again() {
        open();
        edit("r07-u05");
        auto& there = device("r07-u05");
        there.owner = "Team B";
        there.version += 1;
        MessageBox::setNextAnswer(MessageBox::Answer::yes);
        keyboard::press(button("deleteDevicePushButton"));
        QTRY_VERIFY(editNotice().contains(QStringLiteral("Look at it")));
        QCOMPARE(line("deviceOwnerLineEdit")->text(), QStringLiteral("Team B"));
        QVERIFY(m_console->store.deviceByKey("r07-u05"));
    }

    void who_may_not_change_devices_is_not_offered_it() {
        std::erase(m_console->lab.permissions, "devices:write");
        open();
        openDevice("r07-u05");
        QTRY_VERIFY(asked("r07-u05") > 0);
        QVERIFY(!find<QPushButton>("editDevicePushButton", panel())->isVisible());
        keyboard::press(find<QTabBar>("deviceTabBar", panel()), Qt::Key_E, Qt::ControlModifier);
        QVERIFY(!editor());
    }
};

QTEST_MAIN(DeviceEditorTest)
#include "device_editor_test.moc"
