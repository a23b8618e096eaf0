// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is done with selected devices, in the real window, by keyboard.

#include "common/domain/device_actions.h"
#include "console/widgets/format.h"
#include "console/widgets/message_box.h"
#include "tests/console/board/board_window.h"

#include <boost/json/value_from.hpp>

#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QProgressBar>
#include <QTableView>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
using Answer = FakeServer::Answer;

namespace {

const QString maintenancePath = QStringLiteral("/api/v1/devices/maintenance");
const QString endPath = QStringLiteral("/api/v1/devices/maintenance/end");
const QString importPath = QStringLiteral("/api/v1/devices/import");

} // namespace

class BoardActionsTest : public QObject {
    Q_OBJECT
    std::unique_ptr<BoardWindow> m_board;

    void open() { m_board->open(); }
    QWidget* find(const char* name) { return m_board->find(name); }
    void press(const char* name) { keyboard::press(m_board->find(name)); }
    void pressIn(QDialog* dialog, const char* name) { keyboard::press(m_board->in(dialog, name)); }
    void giveReason(QDialog* dialog, const QString& reason) {
        keyboard::type(m_board->in<QComboBox>(dialog, "reasonComboBox"), reason);
    }
    QString missing(QDialog* dialog) { return m_board->in<widgets::Label>(dialog, "missingLabel")->text(); }
    QString said(QDialog* dialog) {
        return m_board->in<widgets::Notice>(dialog, "actionNotice")->accessibleName();
    }
    std::vector<std::string> many(int count) {
        std::vector<std::string> keys;
        for (int i = 1; i <= count; ++i)
            keys.push_back(QStringLiteral("x%1").arg(i, 4, 10, QLatin1Char('0')).toStdString());
        return keys;
    }
    /// Selects everything of the lab.
    void selectAll() {
        keyboard::press(m_board->tiles(), Qt::Key_A, Qt::ControlModifier);
        QTRY_VERIFY(find("selectionBar")->isVisible());
    }

private Q_SLOTS:
    void init() { m_board = std::make_unique<BoardWindow>(); }
    void cleanup() { m_board.reset(); }

    void the_bar_says_how_many_are_selected_and_goes_with_the_selection() {
        open();
        QVERIFY(!find("selectionBar")->isVisible());
        m_board->select({"r07-u09", "r07-u10"});
        QCOMPARE(m_board->find<widgets::Label>("selectionCountLabel")->text(), QStringLiteral("2 selected"));
        QCOMPARE(m_board->find<QPushButton>("selectAllPushButton")->text(), QStringLiteral("Select all 36"));
        press("selectAllPushButton");
        QTRY_COMPARE(m_board->find<widgets::Label>("selectionCountLabel")->text(),
                     QStringLiteral("36 selected"));
        keyboard::press(m_board->tiles(), Qt::Key_Escape);
        QTRY_VERIFY(!find("selectionBar")->isVisible());
    }

    void all_that_match_the_filter_are_selected_and_nothing_else() {
        open();
        keyboard::type(find("searchLineEdit"), QStringLiteral("r08"));
        m_board->select({"r08-u01"});
        QCOMPARE(m_board->find<QPushButton>("selectAllPushButton")->text(),
                 QStringLiteral("Select all 12 that match"));
        press("selectAllPushButton");
        QTRY_COMPARE(m_board->find<widgets::Label>("selectionCountLabel")->text(),
                     QStringLiteral("12 selected"));
    }

    void what_is_not_allowed_is_not_offered() {
        m_board->lab().permissions = {"devices:read", "testcases:read", "environments:read", "runs:read"};
        open();
        m_board->select({"r07-u09"});
        for (const char* name : {"startSelectedPushButton", "maintenancePushButton",
                                 "backInServicePushButton", "releasePushButton", "editTagsPushButton"})
            QVERIFY2(!find(name)->isVisible(), name);
        QVERIFY(find("exportDevicesPushButton")->isVisible());
        keyboard::press(m_board->tiles(), Qt::Key_M, Qt::ControlModifier);
        QVERIFY(!m_board->window->findChild<QDialog*>(QStringLiteral("maintenanceDialog")));
    }

    void what_cannot_work_says_why_before_it_is_tried() {
        open();
        m_board->select({"r07-u02"}); // under test
        QVERIFY(!find("startSelectedPushButton")->isEnabled());
        QVERIFY(
            find("startSelectedPushButton")->accessibleDescription().contains(QStringLiteral("under test")));
        QVERIFY(!find("backInServicePushButton")->isEnabled());
        QVERIFY(find("releasePushButton")->isEnabled());
        m_board->select({"r07-u09"});
        QTRY_VERIFY(find("startSelectedPushButton")->isEnabled());
        QVERIFY(!find("releasePushButton")->isEnabled());
        QVERIFY(find("releasePushButton")->toolTip().contains(QStringLiteral("No run holds")));
        // And it follows the lab.
        auto& device = m_board->lab().byKey("r07-u09");
        device.presence = {PresenceKind::mqtt, false, Timestamp::now(), device.presence.version + 1};
        m_board->lab().tell({eventOf(device.id, device.presence)});
        QTRY_VERIFY(!find("startSelectedPushButton")->isEnabled());
    }

    void the_context_menu_has_the_same_actions_with_their_keys() {
        open();
        keyboard::goTo(m_board->tiles());
        keyboard::press(Qt::Key_Home);
        m_board->tiles()->clearSelection();
        keyboard::press(Qt::Key_F10, Qt::ShiftModifier);
        auto* menu = m_board->find<QMenu>("deviceMenu");
        QTRY_VERIFY(menu->isVisible());
        QStringList texts;
        for (const auto* action : menu->actions())
            if (!action->isSeparator())
                texts << action->text() + QLatin1Char(' ') + action->shortcut().toString();
        QCOMPARE(texts.size(), 10);
        QVERIFY2(texts.contains(QStringLiteral("Maintenance… Ctrl+M")),
                 qPrintable(texts.join(QLatin1Char('|'))));
        QTRY_COMPARE(m_board->find<widgets::Label>("selectionCountLabel")->text(),
                     QStringLiteral("1 selected"));
        keyboard::press(Qt::Key_Down);
        keyboard::press(Qt::Key_Down);
        keyboard::press(Qt::Key_Return);
        m_board->dialog("maintenanceDialog");
    }

    void a_right_click_opens_the_menu_in_the_table_too() {
        open();
        m_board->find<QWidget>("boardPage");
        auto* table = m_board->find<QTableView>("deviceTableView");
        m_board->select({"r07-u09"});
        Q_EMIT table->customContextMenuRequested(QPoint(10, 10));
        QTRY_VERIFY(m_board->find<QMenu>("deviceMenu")->isVisible());
        keyboard::press(Qt::Key_Escape);
        QTRY_VERIFY(!m_board->find<QMenu>("deviceMenu")->isVisible());
        QVERIFY(find("selectionBar")->isVisible());
    }

    void a_run_is_started_on_those_that_are_available() {
        open();
        m_board->select({"r07-u02", "r07-u09", "r07-u10"});
        QVERIFY(find("startSelectedPushButton")->toolTip().contains(QStringLiteral("1 selected device")));
        keyboard::press(m_board->tiles(), Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
        m_board->dialog("startRunDialog");
    }

    // --- maintenance ---

    void devices_go_into_maintenance_with_a_reason_and_come_back_by_undo() {
        open();
        m_board->select({"r07-u02", "r07-u04", "r07-u09"});
        keyboard::press(m_board->tiles(), Qt::Key_M, Qt::ControlModifier);
        auto* dialog = m_board->dialog("maintenanceDialog");
        const QString words = dialog->findChildren<widgets::Label*>().isEmpty() ? QString() : [&] {
            QStringList all;
            for (const auto* label : dialog->findChildren<widgets::Label*>())
                all << label->text();
            return all.join(QLatin1Char('\n'));
        }();
        QVERIFY(words.contains(QStringLiteral("3 devices")));
        QVERIFY(words.contains(QStringLiteral("1 of them is under test")));
        QVERIFY(words.contains(QStringLiteral("1 of them is in maintenance already")));
        QCOMPARE(missing(dialog), QStringLiteral("Give a reason."));
        giveReason(dialog, QStringLiteral("New firmware"));
        pressIn(dialog, "maintenancePushButton");
        m_board->awaitClosed("maintenanceDialog");
        m_board->awaitNotice(QStringLiteral("3 devices are in maintenance: New firmware"));
        QVERIFY(!m_board->device("r07-u09").service.inService);
        QCOMPARE(m_board->device("r07-u04").service.reason, std::string("New firmware"));

        press("noticeActionPushButton");
        m_board->awaitNotice(QStringLiteral("Undone: 3 devices as before."));
        QVERIFY(m_board->device("r07-u09").service.inService);
        QVERIFY(m_board->device("r07-u02").service.inService);
        QVERIFY(!m_board->device("r07-u04").service.inService);
        QCOMPARE(m_board->device("r07-u04").service.reason, std::string("Fan replacement"));
    }

    void what_somebody_else_has_changed_since_is_left_alone_by_undo() {
        open();
        m_board->select({"r07-u09", "r07-u10"});
        press("maintenancePushButton");
        auto* dialog = m_board->dialog("maintenanceDialog");
        giveReason(dialog, QStringLiteral("Cabling"));
        pressIn(dialog, "maintenancePushButton");
        m_board->awaitNotice(QStringLiteral("2 devices are in maintenance"));
        auto& device = m_board->lab().byKey("r07-u10");
        device.service.reason = "Burnt out";
        device.service.by = "J. Lindqvist";
        ++device.service.version;
        m_board->store().merge({{EventPart::service, device.id, device.service.version, false,
                                 boost::json::value_from(device.service)}});
        press("noticeActionPushButton");
        m_board->awaitNotice(QStringLiteral("1 device was changed by somebody else"));
        QVERIFY(m_board->device("r07-u09").service.inService);
        QCOMPARE(m_board->device("r07-u10").service.reason, std::string("Burnt out"));
    }

    void the_last_reasons_are_offered_again() {
        open();
        for (const char* reason : {"New firmware", "Cabling"}) {
            m_board->select({"r07-u09"});
            press("maintenancePushButton");
            auto* dialog = m_board->dialog("maintenanceDialog");
            giveReason(dialog, QLatin1String(reason));
            pressIn(dialog, "maintenancePushButton");
            m_board->awaitClosed("maintenanceDialog");
        }
        press("maintenancePushButton");
        auto* input = m_board->in<QComboBox>(m_board->dialog("maintenanceDialog"), "reasonComboBox");
        QCOMPARE(input->count(), 2);
        QCOMPARE(input->currentText(), QString());
        keyboard::press(input, Qt::Key_Down);
        QCOMPARE(input->currentText(), QStringLiteral("Cabling"));
    }

    void a_reason_that_is_too_long_is_not_sent() {
        open();
        m_board->select({"r07-u09"});
        press("maintenancePushButton");
        auto* dialog = m_board->dialog("maintenanceDialog");
        auto* input = m_board->in<QComboBox>(dialog, "reasonComboBox");
        keyboard::goTo(input);
        input->setEditText(QString(501, QLatin1Char('x')));
        QVERIFY(missing(dialog).contains(QStringLiteral("1 character too long")));
        QVERIFY(!m_board->in(dialog, "maintenancePushButton")->isEnabled());
    }

    void more_devices_than_one_request_takes_go_in_several() {
        m_board->actions.addMany(1200);
        open();
        selectAll();
        keyboard::press(m_board->tiles(), Qt::Key_M, Qt::ControlModifier);
        auto* dialog = m_board->dialog("maintenanceDialog");
        giveReason(dialog, QStringLiteral("Power cut on Sunday"));
        pressIn(dialog, "maintenancePushButton");
        m_board->awaitClosed("maintenanceDialog");
        QCOMPARE(m_board->server().count("POST", maintenancePath), 3);
        QVERIFY(!m_board->device("x1200").service.inService);
    }

    void when_a_later_request_fails_it_is_said_exactly_what_was_done() {
        m_board->actions.addMany(1200);
        m_board->actions.refuse("POST", maintenancePath, Answer::problem(503, "PostgreSQL is away."), 1);
        open();
        selectAll();
        keyboard::press(m_board->tiles(), Qt::Key_M, Qt::ControlModifier);
        auto* dialog = m_board->dialog("maintenanceDialog");
        giveReason(dialog, QStringLiteral("Power cut on Sunday"));
        pressIn(dialog, "maintenancePushButton");
        QTRY_VERIFY2(
            said(dialog).contains(
                QStringLiteral("500 of %1 devices are out of service now").arg(widgets::countText(1236))),
            qPrintable(said(dialog)));
        QVERIFY(said(dialog).contains(QStringLiteral("of the next 500 it is not known")));
        QVERIFY(said(dialog).contains(QStringLiteral("PostgreSQL is away.")));
        // The rest can be tried again, and both are undone together.
        m_board->actions.letPass();
        auto* goOn = m_board->in<QPushButton>(dialog, "maintenancePushButton");
        QCOMPARE(goOn->text(), QStringLiteral("Go on with 736 devices"));
        keyboard::press(goOn);
        m_board->awaitClosed("maintenanceDialog");
        press("noticeActionPushButton");
        m_board->awaitNotice(QStringLiteral("Undone: %1 devices").arg(widgets::countText(1236)));
        QVERIFY(m_board->device("x0001").service.inService);
        QVERIFY(m_board->device("x1200").service.inService);
    }

    void stopping_lets_the_request_under_way_finish_and_sends_no_more() {
        m_board->actions.addMany(1200);
        m_board->server().on("POST", maintenancePath, [](const auto&) { return Answer::parked(); });
        open();
        selectAll();
        keyboard::press(m_board->tiles(), Qt::Key_M, Qt::ControlModifier);
        auto* dialog = m_board->dialog("maintenanceDialog");
        giveReason(dialog, QStringLiteral("Power cut"));
        pressIn(dialog, "maintenancePushButton");
        QTRY_COMPARE(m_board->server().parked(maintenancePath), 1);
        QVERIFY(m_board->in<QProgressBar>(dialog, "actionProgressBar")->isVisible());
        keyboard::press(m_board->in(dialog, "closePushButton"));
        QVERIFY(dialog->isVisible());
        m_board->server().answerParked(maintenancePath, Answer::json({{"devices", boost::json::array()},
                                                                      {"events", boost::json::array()}}));
        QTRY_VERIFY2(said(dialog).startsWith(QStringLiteral("Stopped. 500 of")), qPrintable(said(dialog)));
        QCOMPARE(m_board->server().count("POST", maintenancePath), 1);
    }

    void devices_come_back_in_service_and_go_out_again_by_undo() {
        open();
        m_board->select({"r07-u04", "r07-u09"});
        keyboard::press(m_board->tiles(), Qt::Key_M, Qt::ControlModifier | Qt::ShiftModifier);
        m_board->awaitNotice(QStringLiteral("1 device is back in service."));
        QVERIFY(m_board->device("r07-u04").service.inService);
        const auto body = m_board->lastBody("POST", endPath);
        QCOMPARE(body.at("deviceIds").as_array().size(), std::size_t(1));
        press("noticeActionPushButton");
        m_board->awaitNotice(QStringLiteral("Undone"));
        QCOMPARE(m_board->device("r07-u04").service.reason, std::string("Fan replacement"));
        QVERIFY(!m_board->device("r07-u04").service.inService);
    }

    void a_device_that_has_to_pass_its_health_check_first_is_told() {
        m_board->actions.needHealthCheck = {"r07-u04"};
        open();
        m_board->select({"r07-u04"});
        press("backInServicePushButton");
        m_board->awaitNotice(QStringLiteral("1 device has to pass its health check first"));
        QVERIFY(!m_board->device("r07-u04").service.inService);
    }

    void a_refusal_is_told_in_the_servers_own_words() {
        m_board->actions.refuse("POST", endPath, Answer::problem(403, "Not you.", "Ask the lab manager."));
        open();
        m_board->select({"r07-u04"});
        press("backInServicePushButton");
        m_board->awaitNotice(QStringLiteral("Not you. Ask the lab manager."));
        m_board->awaitNotice(QStringLiteral("Nothing was changed."));
    }

    // --- release ---

    void a_device_is_released_from_the_run_that_was_shown() {
        open();
        m_board->select({"r07-u02"});
        keyboard::press(m_board->tiles(), Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
        auto* dialog = m_board->dialog("releaseDialog");
        const auto* table = m_board->in<QTableView>(dialog, "releaseTableView")->model();
        QCOMPARE(table->rowCount(), 1);
        QVERIFY(table->index(0, 0).data().toString().contains(QStringLiteral("#48213")));
        QCOMPARE(table->index(0, 1).data().toString(), QStringLiteral("M. Keller"));
        QCOMPARE(missing(dialog), QStringLiteral("Give a reason."));
        giveReason(dialog, QStringLiteral("The chamber is needed"));
        const std::string runId = *m_board->device("r07-u02").lease.runId;
        pressIn(dialog, "releasePushButton");
        m_board->awaitClosed("releaseDialog");
        m_board->awaitNotice(QStringLiteral("Released: 1 device."));
        const auto body =
            m_board->lastBody("POST", QStringLiteral("/api/v1/devices/%1/release")
                                          .arg(QString::fromStdString(m_board->device("r07-u02").id)));
        QCOMPARE(body.at("runId").as_string().c_str(), runId.c_str());
        QCOMPARE(body.at("reason").as_string().c_str(), "The chamber is needed");
        QVERIFY(!m_board->device("r07-u02").lease.runId);
        QVERIFY(m_board->store().run(runId)->state == RunState::finished);
    }

    void enter_in_the_reason_releases_nothing() {
        open();
        m_board->select({"r07-u02"});
        press("releasePushButton");
        auto* dialog = m_board->dialog("releaseDialog");
        giveReason(dialog, QStringLiteral("Needed"));
        keyboard::press(Qt::Key_Return);
        QVERIFY(dialog->isVisible());
        QVERIFY(m_board->device("r07-u02").lease.runId.has_value());
    }

    void devices_of_the_same_run_that_are_not_selected_are_named() {
        auto& other = m_board->lab().byKey("r07-u09");
        other.lease = m_board->lab().byKey("r07-u02").lease;
        open();
        m_board->select({"r07-u02"});
        press("releasePushButton");
        auto* dialog = m_board->dialog("releaseDialog");
        const auto* table = m_board->in<QTableView>(dialog, "releaseTableView")->model();
        QVERIFY(
            table->index(0, 3).data().toString().contains(QStringLiteral("r07-u09 that is not selected")));
        QCOMPARE(m_board->in<QPushButton>(dialog, "releasePushButton")->text(),
                 QStringLiteral("Release 2 devices"));
    }

    void each_release_tells_what_became_of_it() {
        open();
        m_board->select({"r07-u02", "r08-u03"});
        press("releasePushButton");
        auto* dialog = m_board->dialog("releaseDialog");
        giveReason(dialog, QStringLiteral("Fire drill"));
        // The first run ends by itself while the person is writing, and the console does not know yet.
        m_board->lab().byKey("r07-u02").lease.runId.reset();
        pressIn(dialog, "releasePushButton");
        QTRY_VERIFY2(said(dialog).contains(QStringLiteral("1 run had ended already")),
                     qPrintable(said(dialog)));
        const auto* table = m_board->in<QTableView>(dialog, "releaseTableView")->model();
        QCOMPARE(table->index(0, 4).data().toString(), QStringLiteral("Had ended already"));
        QVERIFY(said(dialog).contains(QStringLiteral("is held by no run")));
        QCOMPARE(table->index(1, 4).data().toString(), QStringLiteral("Released"));
        pressIn(dialog, "closePushButton");
        m_board->awaitClosed("releaseDialog");
        m_board->awaitNotice(QStringLiteral("Released: 1 device."));
    }

    // --- tags ---

    void tags_are_added_and_removed_and_put_back_by_undo() {
        m_board->lab().byKey("r07-u09").tags = {"thermal", "gpu"};
        open();
        m_board->select({"r07-u09", "r07-u10"});
        keyboard::press(m_board->tiles(), Qt::Key_T, Qt::ControlModifier);
        auto* dialog = m_board->dialog("tagsDialog");
        auto* list = m_board->in<QListView>(dialog, "tagListView");
        QCOMPARE(list->model()->rowCount(), 2);
        QCOMPARE(list->model()->index(0, 0).data(Qt::CheckStateRole).toInt(), int(Qt::PartiallyChecked));
        QCOMPARE(list->model()->index(1, 0).data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
        QCOMPARE(missing(dialog), QStringLiteral("Nothing would change."));
        // Partial: on all, on none, and as it was.
        keyboard::goTo(list);
        list->setCurrentIndex(list->model()->index(0, 0));
        keyboard::press(Qt::Key_Space);
        QCOMPARE(list->model()->index(0, 0).data(Qt::CheckStateRole).toInt(), int(Qt::Checked));
        list->setCurrentIndex(list->model()->index(1, 0));
        keyboard::press(Qt::Key_Space);
        QCOMPARE(list->model()->index(1, 0).data(Qt::CheckStateRole).toInt(), int(Qt::Unchecked));
        keyboard::type(m_board->in(dialog, "newTagLineEdit"), QStringLiteral("burn in"));
        keyboard::press(Qt::Key_Return);
        QTRY_COMPARE(list->model()->rowCount(), 3);
        const QString preview = m_board->in(dialog, "tagPreviewLine")->accessibleName();
        QCOMPARE(preview, QStringLiteral("Adds “gpu” to 1 device\nRemoves “thermal” from 2 devices\n"
                                         "Adds “burn in” to 2 devices"));
        pressIn(dialog, "changeTagsPushButton");
        m_board->awaitClosed("tagsDialog");
        m_board->awaitNotice(QStringLiteral("Changed the tags of 2 devices."));
        const std::vector<std::string> now{"gpu", "burn in"};
        QTRY_COMPARE(m_board->device("r07-u09").tags, now);
        QTRY_COMPARE(m_board->device("r07-u10").tags, now);
        press("noticeActionPushButton");
        m_board->awaitNotice(QStringLiteral("Undone"));
        QTRY_COMPARE(m_board->device("r07-u09").tags, (std::vector<std::string>{"thermal", "gpu"}));
        QTRY_COMPARE(m_board->device("r07-u10").tags, (std::vector<std::string>{"thermal"}));
    }

    void a_tag_that_nobody_could_have_is_told_while_one_types() {
        open();
        m_board->select({"r07-u09"});
        press("editTagsPushButton");
        auto* dialog = m_board->dialog("tagsDialog");
        keyboard::type(m_board->in(dialog, "newTagLineEdit"), QString(65, QLatin1Char('x')));
        QVERIFY(m_board->in(dialog, "tagFaultLine")->isVisible());
        QVERIFY(!m_board->in(dialog, "addTagPushButton")->isEnabled());
    }

    void a_refused_change_of_tags_keeps_what_was_entered() {
        m_board->actions.refuse("POST", importPath, Answer::problem(409, "Conflict", "Somebody was faster."));
        open();
        m_board->select({"r07-u09"});
        press("editTagsPushButton");
        auto* dialog = m_board->dialog("tagsDialog");
        keyboard::type(m_board->in(dialog, "newTagLineEdit"), QStringLiteral("gpu"));
        keyboard::press(Qt::Key_Return);
        auto* list = m_board->in<QListView>(dialog, "tagListView");
        QTRY_COMPARE(list->model()->rowCount(), 2);
        pressIn(dialog, "changeTagsPushButton");
        QTRY_VERIFY(said(dialog).contains(QStringLiteral("Somebody was faster.")));
        QCOMPARE(list->model()->rowCount(), 2);
        m_board->actions.letPass();
        pressIn(dialog, "changeTagsPushButton");
        m_board->awaitClosed("tagsDialog");
    }

    void discarding_what_was_entered_is_asked_first() {
        open();
        m_board->select({"r07-u09"});
        press("maintenancePushButton");
        auto* dialog = m_board->dialog("maintenanceDialog");
        giveReason(dialog, QStringLiteral("Half a rea"));
        widgets::MessageBox::setNextAnswer(widgets::MessageBox::Answer::no);
        keyboard::press(m_board->in(dialog, "closePushButton"));
        QVERIFY(dialog->isVisible());
        widgets::MessageBox::setNextAnswer(widgets::MessageBox::Answer::yes);
        keyboard::press(m_board->in(dialog, "closePushButton"));
        m_board->awaitClosed("maintenanceDialog");
        QCOMPARE(m_board->server().count("POST", maintenancePath), 0);
    }
};

QTEST_MAIN(BoardActionsTest)
#include "board_actions_test.moc"
