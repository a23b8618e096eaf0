// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/json/domain.h"
#include "console/runs/device_choice_model.h"
#include "console/runs/start_check.h"
#include "console/runs/start_run_dialog.h"
#include "console/widgets/label.h"
#include "console/widgets/notice.h"
#include "tests/console/support/console_fixture.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>

#include <boost/json/value_from.hpp>

#include <memory>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
using Answer = FakeServer::Answer;
using Request = FakeServer::Request;

namespace {
const QString runsPath = QStringLiteral("/api/v1/test-runs");
} // namespace

class StartRunTest : public QObject {
    Q_OBJECT
    std::unique_ptr<ConsoleFixture> m_console;
    std::unique_ptr<StartRunDialog> m_dialog;

    template<class T>
    T* find(const char* name) {
        auto* found = m_dialog->findChild<T*>(QLatin1String(name));
        [&] { QVERIFY2(found, name); }();
        return found;
    }
    void open(const std::vector<std::string>& deviceIds) {
        m_dialog =
            std::make_unique<StartRunDialog>(m_console->api, m_console->store, m_console->sync, deviceIds);
        m_dialog->setAttribute(Qt::WA_DeleteOnClose, false);
        m_dialog->show();
        m_dialog->activateWindow();
        QTRY_VERIFY(m_dialog->isActiveWindow());
    }
    QString casePath(std::size_t at) {
        return QStringLiteral("/api/v1/test-cases/") +
               QString::fromStdString(m_console->lab.testCases[at].id);
    }
    std::string idOf(const char* key) { return m_console->lab.byKey(key).id; }
    /// Types into the boxes as a person does: the beginning of what is meant.
    void choose(const char* box, const QString& beginning) {
        auto* combo = find<QComboBox>(box);
        combo->setFocus();
        QTest::keyClicks(combo, beginning);
        QVERIFY2(combo->currentText().startsWith(beginning), qPrintable(combo->currentText()));
    }
    void chooseCase(const char* key) {
        choose("testCaseComboBox", QLatin1String(key));
        QTRY_VERIFY(!facts().startsWith(QStringLiteral("Loading")));
    }
    QString facts() { return find<widgets::Label>("testCaseFactsLabel")->text(); }
    void fillIn() {
        chooseCase("TC-1");
        choose("environmentComboBox", QStringLiteral("Bench"));
    }
    QPushButton* start() { return find<QPushButton>("startPushButton"); }
    QString missing() { return find<widgets::Label>("missingLabel")->text(); }
    widgets::Notice* notice() { return find<widgets::Notice>("startNotice"); }
    QLineEdit* load() { return find<QLineEdit>("load_pctParameterLineEdit"); }
    QString loadFault() { return find<widgets::Label>("load_pctParameterFaultLabel")->text(); }

    /// Starts are answered with r07-u09 that cannot be had for that reason.
    void refuseAs(const char* reason) {
        m_console->server.on("POST", runsPath, [this, reason](const Request&) {
            return Answer::json({{"title", "A device is not available."},
                                 {"status", 409},
                                 {"conflicts", boost::json::array{{{"deviceId", idOf("r07-u09")},
                                                                   {"key", "r07-u09"},
                                                                   {"reason", reason},
                                                                   {"runId", uuid(7)},
                                                                   {"runNumber", 48299},
                                                                   {"since", "2026-11-30T12:00:00Z"},
                                                                   {"holder", "J. Lindqvist"}}}}},
                                409);
        });
    }

private Q_SLOTS:
    void init() {
        m_console = std::make_unique<ConsoleFixture>();
        m_console->signInDirectly();
    }
    void cleanup() {
        m_dialog.reset();
        m_console.reset();
    }

    void a_run_is_started_by_keyboard_alone() {
        open({idOf("r07-u09")});
        QSignalSpy started(m_dialog.get(), &StartRunDialog::started);
        fillIn();
        load()->setFocus();
        load()->selectAll();
        QTest::keyClicks(load(), QStringLiteral("75.5"));
        QTest::keyClick(load(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_COMPARE(started.count(), 1);
        QVERIFY(!m_dialog->isVisible());

        const auto* sent = m_console->server.last("POST", runsPath);
        const auto run = wire::readText<NewTestRun>(sent->body.toStdString(), wire::people);
        QVERIFY(run);
        QCOMPARE(run.value.deviceIds, std::vector{idOf("r07-u09")});
        QCOMPARE(run.value.testCaseId, m_console->lab.testCases[0].id);
        QCOMPARE(run.value.environmentId, m_console->lab.environments[1].id);
        QCOMPARE(run.value.parameters.at("load_pct").to_number<double>(), 75.5);
        QVERIFY(!sent->headers.value("idempotency-key").isEmpty());
        // Whoever has started it sees it at once, before any event.
        const auto id = started[0][0].value<std::string>();
        QVERIFY(m_console->store.run(id));
        QVERIFY(m_console->store.device(idOf("r07-u09"))->lease.runId == id);
    }

    void what_is_missing_is_said_and_nothing_can_be_started_without_it() {
        open({});
        QCOMPARE(missing(), QStringLiteral("Choose at least one device."));
        QVERIFY(!start()->isEnabled());
        auto* list = find<QListView>("deviceListView");
        list->setFocus();
        list->setCurrentIndex(list->model()->index(0, 0));
        QTest::keyClick(list, Qt::Key_Space);
        QCOMPARE(missing(), QStringLiteral("Choose a test case."));
        chooseCase("TC-2");
        QCOMPARE(missing(), QStringLiteral("Choose an environment."));
        choose("environmentComboBox", QStringLiteral("Bench"));
        QVERIFY(missing().isEmpty());
        QVERIFY(start()->isEnabled());
    }

    void a_parameter_out_of_range_is_marked_while_one_types() {
        open({idOf("r07-u09")});
        fillIn();
        QVERIFY(loadFault().isEmpty());
        load()->setFocus();
        load()->selectAll();
        QTest::keyClicks(load(), QStringLiteral("180"));
        QVERIFY(loadFault().contains(QStringLiteral("100")));
        QVERIFY(!start()->isEnabled());
        QTest::keyClick(load(), Qt::Key_Backspace);
        QVERIFY(loadFault().isEmpty());
        QVERIFY(start()->isEnabled());
        load()->selectAll();
        QTest::keyClicks(load(), QStringLiteral("much"));
        QCOMPARE(loadFault(), QStringLiteral("is not a number"));
    }

    void the_chosen_case_is_fetched_and_nothing_starts_before_it_has_come() {
        open({idOf("r07-u09")});
        m_console->server.on("GET", casePath(0), [](const Request&) { return Answer::parked(); });
        choose("environmentComboBox", QStringLiteral("Bench"));
        choose("testCaseComboBox", QStringLiteral("TC-1"));
        QTRY_COMPARE(m_console->server.parked(casePath(0)), 1);
        QCOMPARE(facts(), QStringLiteral("Loading the test case…"));
        QCOMPARE(missing(), QStringLiteral("Loading the test case…"));
        QVERIFY(!start()->isEnabled());
        m_console->server.answerParked(casePath(0),
                                       Answer::json(boost::json::value_from(m_console->lab.testCases[0])));
        QTRY_VERIFY(start()->isEnabled());
        QVERIFY(facts().startsWith(QStringLiteral("Heats the chamber")));
        QTRY_VERIFY(load()->isVisible());
    }

    void a_case_that_cannot_be_had_is_said_and_asked_for_again() {
        open({idOf("r07-u09")});
        m_console->server.on("GET", casePath(0),
                             [](const Request&) { return Answer::problem(503, "The database is away."); });
        choose("environmentComboBox", QStringLiteral("Bench"));
        choose("testCaseComboBox", QStringLiteral("TC-1"));
        auto* trouble = find<widgets::Notice>("testCaseNotice");
        QTRY_VERIFY(trouble->isVisible());
        QVERIFY(trouble->accessibleName().contains(QStringLiteral("The database is away.")));
        QCOMPARE(missing(), QStringLiteral("The test case could not be loaded."));
        QVERIFY(!start()->isEnabled());
        m_console->server.on("GET", casePath(0), [this](const Request&) {
            return Answer::json(boost::json::value_from(m_console->lab.testCases[0]));
        });
        Q_EMIT trouble->actionTriggered();
        QVERIFY(!trouble->isVisible());
        QTRY_VERIFY(start()->isEnabled());
    }

    void a_case_that_is_still_on_its_way_is_given_up_when_another_is_chosen() {
        open({idOf("r07-u09")});
        m_console->server.on("GET", casePath(0), [](const Request&) { return Answer::parked(); });
        choose("testCaseComboBox", QStringLiteral("TC-1"));
        QTRY_COMPARE(m_console->server.parked(casePath(0)), 1);
        QTest::keyClick(find<QComboBox>("testCaseComboBox"), Qt::Key_Down);
        QVERIFY(find<QComboBox>("testCaseComboBox")->currentText().startsWith(QStringLiteral("TC-2")));
        QTRY_COMPARE(m_console->server.parked(casePath(0)), 0);
        QTRY_VERIFY(!facts().startsWith(QStringLiteral("Loading")));
        QVERIFY(!m_dialog->findChild<QLineEdit*>(QStringLiteral("load_pctParameterLineEdit")));
        choose("environmentComboBox", QStringLiteral("Bench"));
        QVERIFY(start()->isEnabled());
    }

    void a_newer_revision_of_the_chosen_case_is_fetched() {
        open({idOf("r07-u09")});
        fillIn();
        auto& testCase = m_console->lab.testCases[0];
        testCase.revision += 1;
        testCase.version += 1;
        testCase.document.description = "Longer than before.";
        const auto head = summaryOf(testCase);
        m_console->store.merge(
            {{EventPart::test_case, head.id, head.version, false, boost::json::value_from(head)}});
        QTRY_VERIFY(facts().startsWith(QStringLiteral("Longer than before.")));
    }

    void defaults_of_the_environment_are_shown_until_something_is_typed() {
        auto& lab = m_console->lab;
        lab.environments[1].document.defaultParameters = {
            {"load_pct", 55}, {"log_raw", true}, {"of_another_case", 1}};
        m_console->store.replaceEnvironments(lab.environments);
        open({idOf("r07-u09")});
        chooseCase("TC-1");
        QCOMPARE(load()->text(), QStringLiteral("80"));
        choose("environmentComboBox", QStringLiteral("Bench"));
        QCOMPARE(load()->text(), QStringLiteral("55"));
        auto* raw = find<QCheckBox>("log_rawParameterCheckBox");
        QVERIFY(raw->isChecked());
        QVERIFY(start()->isEnabled());
        auto* environment = find<QComboBox>("environmentComboBox");
        QTest::keyClick(environment, Qt::Key_Down); // letters would go on from those before
        QVERIFY(environment->currentText().startsWith(QStringLiteral("Thermal")));
        QCOMPARE(load()->text(), QStringLiteral("80"));
        QVERIFY(!raw->isChecked());
        load()->setFocus();
        load()->selectAll();
        QTest::keyClicks(load(), QStringLiteral("60"));
        QTest::keyClick(environment, Qt::Key_Up);
        QVERIFY(environment->currentText().startsWith(QStringLiteral("Bench")));
        QCOMPARE(load()->text(), QStringLiteral("60"));
        QVERIFY(raw->isChecked());
    }

    void defaults_of_the_environment_that_do_not_fit_are_left_to_the_case() {
        auto& lab = m_console->lab;
        lab.environments[1].document.defaultParameters = {{"load_pct", "much"}, {"log_raw", 7}};
        m_console->store.replaceEnvironments(lab.environments);
        open({idOf("r07-u09")});
        fillIn();
        QCOMPARE(load()->text(), QStringLiteral("80"));
        QVERIFY(start()->isEnabled());
    }

    void a_device_that_does_not_fit_the_case_can_only_be_taken_out() {
        open({idOf("r07-u05")}); // a drive; TC-1 needs dc-dc
        fillIn();
        QVERIFY(!start()->isEnabled());
        QVERIFY(missing().contains(QStringLiteral("take it out")));
        auto* list = find<QListView>("deviceListView");
        list->setFocus();
        list->setCurrentIndex(list->model()->index(0, 0));
        QCOMPARE(list->currentIndex().data().toString(), QStringLiteral("r07-u05"));
        QTest::keyClick(list, Qt::Key_Space);
        QCOMPARE(missing(), QStringLiteral("Choose at least one device."));
        QVERIFY(!(list->model()->flags(list->currentIndex()) & Qt::ItemIsEnabled));
    }

    void a_device_that_somebody_takes_meanwhile_is_said_at_once() {
        open({idOf("r07-u09")});
        fillIn();
        QVERIFY(start()->isEnabled());
        auto lease = m_console->lab.byKey("r07-u09").lease;
        lease.runId = uuid(5);
        lease.runNumber = 48299;
        lease.holder = "J. Lindqvist";
        lease.version += 1;
        m_console->store.merge({eventOf(idOf("r07-u09"), lease)});
        QTRY_VERIFY(!start()->isEnabled());
        auto* list = find<QListView>("deviceListView");
        QCOMPARE(list->model()->index(0, 0).data(DeviceChoiceModel::WhyNotRole).toString(),
                 QStringLiteral("run 48299 of J. Lindqvist"));
    }

    void a_conflict_names_who_holds_each_device() {
        refuseAs("under_test");
        open({idOf("r07-u09")});
        fillIn();
        start()->click();
        QTRY_VERIFY(notice()->isVisible());
        QVERIFY(notice()->words().startsWith(QStringLiteral("Nothing was started")));
        QVERIFY(
            notice()->accessibleName().contains(QStringLiteral("r07-u09: run 48299 of J. Lindqvist since ")));
        QVERIFY(m_dialog->isVisible());
        QVERIFY(!start()->isEnabled());
    }

    void a_fault_of_the_server_stands_at_its_field() {
        m_console->server.on("POST", runsPath, [](const Request&) {
            return Answer::json({{"title", "The input has faults."},
                                 {"status", 422},
                                 {"errors", boost::json::array{{{"pointer", "/parameters/load_pct"},
                                                                {"message", "is too much for this lab"}},
                                                               {{"pointer", "/environmentId"},
                                                                {"message", "is no longer there"}}}}},
                                422);
        });
        open({idOf("r07-u09")});
        fillIn();
        start()->click();
        QTRY_COMPARE(loadFault(), QStringLiteral("is too much for this lab"));
        QCOMPARE(find<widgets::Label>("environmentFaultLabel")->text(), QStringLiteral("is no longer there"));
        QCOMPARE(m_dialog->focusWidget(), static_cast<QWidget*>(load()));
    }

    void when_the_fate_is_not_known_the_same_request_is_sent_again() {
        int asked = 0;
        m_console->server.on("POST", runsPath, [&](const Request&) {
            return ++asked == 1 ? Answer::problem(503, "The answer is not known in time.")
                                : Answer::problem(409, "Started already.");
        });
        open({idOf("r07-u09")});
        fillIn();
        start()->click();
        QTRY_VERIFY(notice()->isVisible());
        const auto key = m_console->server.last("POST", runsPath)->headers.value("idempotency-key");
        start()->click();
        QTRY_COMPARE(asked, 2);
        QCOMPARE(m_console->server.last("POST", runsPath)->headers.value("idempotency-key"), key);
        QTRY_VERIFY(start()->isEnabled());
        start()->click(); // the second was refused for certain: this is another request
        QTRY_COMPARE(asked, 3);
        QVERIFY(m_console->server.last("POST", runsPath)->headers.value("idempotency-key") != key);
    }

    void escape_gives_up_a_start_under_way() {
        m_console->server.on("POST", runsPath, [](const Request&) { return Answer::parked(); });
        open({idOf("r07-u09")});
        QSignalSpy started(m_dialog.get(), &StartRunDialog::started);
        fillIn();
        start()->click();
        QTRY_COMPARE(m_console->server.parked(runsPath), 1);
        QVERIFY(!start()->isEnabled());
        QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
        QTRY_COMPARE(m_console->server.parked(runsPath), 0);
        QVERIFY(!m_dialog->isVisible());
        QCOMPARE(started.count(), 0);
    }

    void enter_in_the_search_goes_to_the_list_and_starts_nothing() {
        open({idOf("r07-u09")});
        fillIn();
        auto* search = find<QLineEdit>("deviceSearchField");
        search->setFocus();
        QTest::keyClicks(search, QStringLiteral("r08 dc-dc"));
        QTest::keyClick(search, Qt::Key_Return);
        QVERIFY(m_dialog->isVisible());
        QCOMPARE(m_console->server.count("POST", runsPath), 0);
        auto* list = find<QListView>("deviceListView");
        QVERIFY(list->hasFocus());
        for (int row = 1; row < list->model()->rowCount(); ++row) // row 0 is the chosen one
            QVERIFY(list->model()->index(row, 0).data().toString().startsWith(QStringLiteral("r08")));
    }

    void the_choice_of_devices_is_a_sound_model_under_change() {
        DeviceChoiceModel model(m_console->store);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setSearch(QStringLiteral("r07"));
        QCOMPARE(model.rowCount(), 12);
        model.setRequirements({"dc-dc", {}});
        m_console->store.merge({removal(EventPart::device, idOf("r07-u09"), 99)});
        QTRY_COMPARE(model.rowCount(), 11);
        model.setSearch({});
        QCOMPARE(model.rowCount(), 35);
        const auto last = model.index(34);
        QVERIFY(!model.setData(last, Qt::Checked, Qt::CheckStateRole)); // those that cannot be had come last
        QVERIFY(model.setData(model.index(0), Qt::Checked, Qt::CheckStateRole));
        QCOMPARE(model.chosen().size(), std::size_t(1));
    }

    void why_a_device_cannot_be_had_is_said_in_the_order_of_its_state() {
        auto d = device(1, "a");
        QVERIFY(whyUnfit(d, {}).isEmpty() && whyBusy(d).isEmpty());
        QVERIFY(whyUnfit(d, {"dc-dc", {"thermal"}}).isEmpty());
        QCOMPARE(whyUnfit(d, {"gateway", {}}), QStringLiteral("type dc-dc, needed is gateway"));
        QCOMPARE(whyUnfit(d, {"", {"vacuum"}}), QStringLiteral("lacks the tag vacuum"));
        d.service = {false, "Fan", "", {}, 2};
        QCOMPARE(whyBusy(d), QStringLiteral("in maintenance: Fan"));
        d.lease.runId = uuid(3);
        d.lease.runNumber = 12;
        d.lease.holder = "Ada";
        QCOMPARE(whyBusy(d), QStringLiteral("run 12 of Ada"));
        d.presence.online = false;
        QVERIFY(whyBusy(d).startsWith(QStringLiteral("offline since")));
    }

    void a_run_may_wait_for_devices_that_others_have() {
        auto lease = m_console->lab.byKey("r07-u09").lease;
        lease.runId = uuid(5);
        lease.runNumber = 48299;
        lease.holder = "J. Lindqvist";
        lease.version += 1;
        m_console->store.merge({eventOf(idOf("r07-u09"), lease)});
        open({idOf("r07-u09")});
        fillIn();
        QTRY_VERIFY(!start()->isEnabled());
        auto* wait = find<QCheckBox>("waitCheckBox");
        wait->setFocus();
        QTest::keyClick(wait, Qt::Key_Space);
        QVERIFY(start()->isEnabled());
        QCOMPARE(missing(), QStringLiteral("It waits for one device."));
        QTest::keyClick(m_dialog.get(), Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY(m_console->server.last("POST", runsPath));
        QVERIFY(m_console->server.last("POST", runsPath)->body.contains("\"whenBusy\":\"queue\""));
    }

    void what_was_refused_can_be_waited_for() {
        refuseAs("wanted");
        open({idOf("r07-u09")});
        fillIn();
        start()->click();
        QTRY_VERIFY(notice()->isVisible());
        QVERIFY(notice()->accessibleName().contains(QStringLiteral("r07-u09: free, but run 48299")));
        notice()->findChild<QPushButton*>(QStringLiteral("noticeActionPushButton"))->click();
        QTRY_COMPARE(m_console->server.count("POST", runsPath), 2);
        QVERIFY(m_console->server.last("POST", runsPath)->body.contains("\"whenBusy\":\"queue\""));
    }
};

QTEST_MAIN(StartRunTest)
#include "start_run_test.moc"
