// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/runs/criteria_list.h"
#include "console/runs/log_view.h"
#include "console/runs/run_inspector.h"
#include "console/runs/run_table_model.h"
#include "console/runs/run_words.h"
#include "console/runs/telemetry_panel.h"
#include "console/shell/nav_bar.h"
#include "console/telemetry/thresholds.h"
#include "console/widgets/chip.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/label.h"
#include "console/widgets/message_box.h"
#include "console/widgets/notice.h"
#include "console/widgets/plot.h"
#include "console/widgets/state_badge.h"
#include "tests/console/support/console_fixture.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QClipboard>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QToolButton>

#include <boost/json/value_from.hpp>

#include <memory>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
using Answer = FakeServer::Answer;
using Request = FakeServer::Request;
using widgets::MessageBox;

namespace {

TestRunDetail finishedRun(Outcome outcome) {
    TestRunDetail detail;
    static_cast<TestRun&>(detail) = run(7, device(1, "r07-u01"));
    detail.state = RunState::finished;
    detail.outcome = outcome;
    detail.testCase = thermalCase().document;
    return detail;
}

RunResult result(const char* criterion, double value, const char* unit, const char* limit, bool passed) {
    RunResult r;
    r.device = "r07-u01";
    r.step = "Hold 45 °C";
    r.criterion = criterion;
    r.metric = "case_temp";
    r.value = value;
    r.unit = unit;
    r.limit = limit;
    r.passed = passed;
    return r;
}

} // namespace

class RunsTest : public QObject {
    Q_OBJECT
    std::unique_ptr<ConsoleFixture> m_console;
    std::unique_ptr<MainWindow> m_window;

    template<class T>
    T* find(const char* name) {
        auto* found = m_window->findChild<T*>(QLatin1String(name));
        [&] { QVERIFY2(found, name); }();
        return found;
    }
    QTableView* table() { return find<QTableView>("runTableView"); }
    RunInspector* inspector() { return find<RunInspector>("runInspector"); }
    QString badge() { return find<widgets::StateBadge>("runStateBadge")->text(); }
    void openRun(int number) {
        m_window->openLink(QUrl(QStringLiteral("labwarden://run/%1").arg(number)));
        QTRY_VERIFY(inspector()->isVisible());
    }
    /// The lab ends the run and tells the console.
    void end(int number, Outcome outcome) {
        const auto& ended = m_console->lab.finish(number, outcome);
        QTRY_COMPARE(m_console->server.parked(QStringLiteral("/api/v1/events")), 1);
        m_console->lab.tell({eventOf(ended)});
    }

private Q_SLOTS:
    void init() {
        m_console = std::make_unique<ConsoleFixture>();
        m_window = std::make_unique<MainWindow>(m_console->parts());
        m_window->show();
        m_window->begin(m_console->goodPrefill());
        QTRY_VERIFY(m_console->store.runsLoaded());
        QTRY_COMPARE(m_console->server.parked(QStringLiteral("/api/v1/events")), 1);
        m_window->findChild<NavBar*>()->setCurrent(3);
        m_window->activateWindow();
    }
    void cleanup() {
        m_window.reset();
        m_console.reset();
    }

    void runs_are_listed_newest_first_and_a_new_one_appears_by_itself() {
        QTRY_COMPARE(table()->model()->rowCount(), 6);
        QCOMPARE(table()->model()->index(0, RunTableModel::Number).data().toString(),
                 QStringLiteral("48214"));
        m_console->lab.tell({eventOf(run(48220, m_console->lab.byKey("r07-u09")))});
        QTRY_COMPARE(table()->model()->rowCount(), 7);
        QCOMPARE(table()->model()->index(0, RunTableModel::Number).data().toString(),
                 QStringLiteral("48220"));
        QCOMPARE(table()->model()->index(0, RunTableModel::State).data().toString(),
                 QStringLiteral("Running 67 %"));
    }

    void words_and_chips_filter_the_list() {
        QTRY_COMPARE(table()->model()->rowCount(), 6);
        find<widgets::Chip>("failedRunsChip")->click();
        QCOMPARE(table()->model()->rowCount(), 1);
        find<widgets::Chip>("allRunsChip")->click();
        QTest::keyClicks(find<QLineEdit>("runSearchField"), QStringLiteral("keller r09"));
        QCOMPARE(table()->model()->rowCount(), 1);
        QTest::keyClicks(find<QLineEdit>("runSearchField"), QStringLiteral(" nothing"));
        QVERIFY(find<widgets::EmptyState>("runsEmptyState")->isVisible());
        Q_EMIT find<widgets::EmptyState>("runsEmptyState")->actionTriggered();
        QCOMPARE(table()->model()->rowCount(), 6);
    }

    void enter_opens_a_run_and_escape_closes_it() {
        QTRY_COMPARE(table()->model()->rowCount(), 6);
        table()->setFocus();
        table()->selectRow(1);
        QTest::keyClick(table(), Qt::Key_Return);
        QTRY_VERIFY(inspector()->isVisible());
        QCOMPARE(find<widgets::Label>("runTitleLabel")->text(), QStringLiteral("Thermal soak 45 °C"));
        QCOMPARE(find<widgets::Label>("runSubtitleLabel")->text(),
                 QStringLiteral("Run #48213 · started by M. Keller"));
        QTest::keyClick(inspector(), Qt::Key_Escape);
        QVERIFY(!inspector()->isVisible());
    }

    void a_running_run_shows_its_progress_criteria_log_and_chart() {
        openRun(48213);
        QCOMPARE(badge(), QStringLiteral("Running 67 %"));
        auto* criteria = find<CriteriaList>("criteriaList");
        QTRY_COMPARE(criteria->lines().size(), std::size_t(4));
        QVERIFY(criteria->lines()[0].state == CriterionLine::State::pending);
        QTRY_VERIFY(!find<widgets::Plot>("telemetryPlot")->isEmpty());
        QVERIFY(find<LogView>("logView")->toPlainText().contains(QStringLiteral("Chamber at 24 °C")));
        const auto polls = [this] {
            return m_console->server.count(
                "GET", QStringLiteral("/api/v1/devices/%1/telemetry")
                           .arg(QString::fromStdString(m_console->lab.byKey("r07-u02").id)));
        };
        const int before = polls();
        QTRY_VERIFY(polls() > before); // live
    }

    void a_verdict_comes_by_itself_and_says_which_value_broke_which_limit() {
        openRun(48213);
        end(48213, Outcome::failed);
        QTRY_COMPARE(badge(), QStringLiteral("Failed"));
        auto* criteria = find<CriteriaList>("criteriaList");
        QTRY_VERIFY(!criteria->lines().empty() && criteria->lines()[0].state == CriterionLine::State::broken);
        QCOMPARE(criteria->lines()[0].value, QStringLiteral("83.4 °C"));
        QCOMPARE(criteria->lines()[0].note, QStringLiteral("limit < 78 °C"));
        QCOMPARE(find<widgets::Notice>("whyNotice")->words(),
                 QStringLiteral("max(case_temp) was 83.4 °C, the limit is < 78 °C."));
        QVERIFY(!find<QPushButton>("cancelRunPushButton")->isVisible());
    }

    void a_passed_run_says_so_and_gives_no_reason() {
        openRun(48213);
        end(48213, Outcome::passed);
        QTRY_COMPARE(badge(), QStringLiteral("Passed"));
        auto* criteria = find<CriteriaList>("criteriaList");
        QTRY_VERIFY(!criteria->lines().empty() && criteria->lines()[0].state == CriterionLine::State::met);
        QVERIFY(!find<widgets::Notice>("whyNotice")->isVisible());
    }

    void cancelling_asks_first_and_does_nothing_on_no() {
        openRun(48213);
        const QString path =
            QStringLiteral("/api/v1/test-runs/%1/cancel").arg(QString::fromStdString(inspector()->runId()));
        m_console->server.on("POST", path, [this](const Request&) {
            auto cancelled = *m_console->store.run(inspector()->runId());
            cancelled.cancelRequested = true;
            cancelled.version += 1;
            auto body = boost::json::value_from(cancelled);
            body.as_object()["events"] = boost::json::array();
            return Answer::json(body);
        });
        auto* cancel = find<QPushButton>("cancelRunPushButton");
        MessageBox::setNextAnswer(MessageBox::Answer::no);
        cancel->click();
        QVERIFY(MessageBox::lastQuestion().title.contains(QStringLiteral("48213")));
        QVERIFY(MessageBox::lastQuestion().dangerous);
        QCOMPARE(m_console->server.count("POST", path), 0);
        MessageBox::setNextAnswer(MessageBox::Answer::yes);
        cancel->click();
        QTRY_COMPARE(m_console->server.count("POST", path), 1);
        QTRY_COMPARE(cancel->text(), QStringLiteral("Cancelling…"));
        QVERIFY(!cancel->isEnabled());
    }

    void the_link_of_a_run_is_copied() {
        openRun(48213);
        find<QToolButton>("copyLinkToolButton")->click();
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("labwarden://run/48213"));
    }

    void whatever_takes_the_keyboard_has_a_name_for_screen_readers() {
        openRun(48213);
        int named = 0;
        const auto all = m_window->findChildren<QWidget*>();
        for (auto* widget : all) {
            if (!widget->isVisible() || !(widget->focusPolicy() & Qt::TabFocus) || widget->focusProxy())
                continue;
            auto* described = QAccessible::queryAccessibleInterface(widget);
            QVERIFY(described);
            QVERIFY2(!described->text(QAccessible::Name).isEmpty(),
                     qPrintable(QLatin1String(widget->metaObject()->className()) + QLatin1Char(' ') +
                                widget->objectName()));
            ++named;
        }
        QVERIFY(named > 15);
    }

    void the_navigation_counts_active_runs() {
        QTRY_COMPARE(m_console->store.activeRunCount(), 2);
        end(48213, Outcome::passed);
        QTRY_COMPARE(m_console->store.activeRunCount(), 1);
    }

    void the_list_is_a_sound_model_under_change() {
        RunTableModel model(m_console->store, m_console->clock);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        RunFilter filter;
        filter.kind = RunFilter::Kind::active;
        model.setFilter(filter);
        QCOMPARE(model.rowCount(), 2);
        auto ended = *m_console->store.run(uuid(148213));
        ended.state = RunState::finished;
        ended.outcome = Outcome::passed;
        ended.version += 1;
        m_console->store.mergeRuns({ended, run(48299, m_console->lab.byKey("r07-u09"))});
        QTRY_COMPARE(model.rowCount(), 2);
        QTRY_COMPARE(model.at(0).number, std::int64_t(48299));
        m_console->store.clear();
        QCOMPARE(model.rowCount(), 0);
    }

    // --- words ---

    void criteria_find_their_results_whatever_their_spelling() {
        auto detail = finishedRun(Outcome::passed);
        detail.testCase.criteria = {{"max(case_temp)<78 °C", Severity::must, ""},
                                    {"mean(vbus) > 11 V", Severity::should, ""}};
        detail.results = {result("max(case_temp) < 78 °C", 71.4, "°C", "< 78 °C", true)};
        const auto lines = criterionLines(detail);
        QCOMPARE(lines.size(), std::size_t(2));
        QVERIFY(lines[0].state == CriterionLine::State::met);
        QCOMPARE(lines[0].value, QStringLiteral("71.4 °C"));
        QCOMPARE(lines[1].value, QStringLiteral("not judged"));
        QCOMPARE(criteriaSummary(lines), QStringLiteral("1 met · 1 pending"));
    }

    void results_of_several_devices_are_told_apart() {
        auto detail = finishedRun(Outcome::failed);
        detail.devices.push_back({uuid(2), "r07-u02", ""});
        detail.testCase.criteria = {{"max(case_temp) < 78 °C", Severity::must, ""}};
        detail.results = {result("max(case_temp) < 78 °C", 71.4, "°C", "< 78 °C", true),
                          result("max(case_temp) < 78 °C", 80, "°C", "< 78 °C", false)};
        detail.results[1].device = "r07-u02";
        const auto lines = criterionLines(detail);
        QCOMPARE(lines.size(), std::size_t(2));
        QCOMPARE(lines[1].note, QStringLiteral("r07-u02 · limit < 78 °C"));
        QCOMPARE(whySentence(detail),
                 QStringLiteral("max(case_temp) was 80 °C on r07-u02, the limit is < 78 °C."));
    }

    void parameters_are_put_into_criteria_before_they_are_shown() {
        auto detail = finishedRun(Outcome::passed);
        detail.testCase.parameters = {{"limit", ParameterType::number, "", 70, {}, {}}};
        detail.testCase.criteria = {{"max(case_temp) < ${limit} °C", Severity::must, ""}};
        detail.parameters = {{"limit", 65}};
        QCOMPARE(criterionLines(detail)[0].expression, QStringLiteral("max(case_temp) < 65 °C"));
    }

    void a_broken_should_does_not_explain_a_failure() {
        auto detail = finishedRun(Outcome::failed);
        auto should = result("mean(vbus) > 11 V", 10, "V", "> 11 V", false);
        should.severity = Severity::should;
        detail.results = {should, result("max(case_temp) < 78 °C", 80, "°C", "< 78 °C", false)};
        QVERIFY(whySentence(detail).startsWith(QStringLiteral("max(case_temp) was 80 °C")));
    }

    void an_error_without_data_and_a_cancelled_run_say_why() {
        auto detail = finishedRun(Outcome::error);
        auto missing = result("max(case_temp) < 78 °C", 0, "", "< 78 °C", false);
        missing.value.reset();
        missing.noData = true;
        missing.message = "no data";
        detail.results = {missing};
        QCOMPARE(whySentence(detail), QStringLiteral("max(case_temp) < 78 °C could not be judged: no data."));
        detail = finishedRun(Outcome::cancelled);
        detail.reason = "Cancelled by M. Keller";
        QCOMPARE(whySentence(detail), QStringLiteral("Cancelled by M. Keller."));
        QVERIFY(whySentence(finishedRun(Outcome::passed)).isEmpty());
    }

    void a_waiting_run_says_what_it_waits_for() {
        auto detail = finishedRun(Outcome::passed);
        detail.state = RunState::waiting;
        detail.outcome.reset();
        detail.wait =
            RunWait{3,
                    {{uuid(1), "r07-u09", "", ObstacleReason::under_test, uuid(5), 12, "Ada", {}, ""},
                     {uuid(2), "r07-u10", "", ObstacleReason::maintenance, {}, {}, "Bo", {}, "Fan"}}};
        QCOMPARE(
            whySentence(detail),
            QStringLiteral("Waits for r07-u09 (run 12 of Ada), r07-u10 (in maintenance: Fan). 2 other runs "
                           "come before it."));
        detail.wait = RunWait{};
        QCOMPARE(whySentence(detail), QStringLiteral("Its devices are free and will be taken in a moment."));
    }

    void limits_are_drawn_in_the_unit_of_the_metric() {
        TestCaseDocument document;
        document.criteria = {{"max(ripple) <= 40 mV", Severity::must, ""},
                             {"mean(ripple) between 0.001 V and 0.02 V", Severity::should, ""},
                             {"count(ripple) > 5", Severity::must, ""},
                             {"max(ripple) < 3 A", Severity::must, ""},
                             {"max(other) < 1 V", Severity::must, ""}};
        const auto limits = thresholdsOf(document, "ripple", "V");
        QCOMPARE(limits.size(), std::size_t(3));
        QCOMPARE(limits[0].value, 0.04);
        QVERIFY(limits[0].beyond == widgets::PlotLimit::Beyond::above);
        QCOMPARE(limits[0].label, QStringLiteral("fail above 40 mV"));
        QCOMPARE(limits[1].value, 0.001);
        QVERIFY(limits[1].beyond == widgets::PlotLimit::Beyond::below);
        QCOMPARE(limits[2].label, QStringLiteral("warn above 0.02 V"));
        QCOMPARE(metricsOf(document), (std::vector<std::string>{"ripple", "other"}));
    }
};

QTEST_MAIN(RunsTest)
#include "runs_test.moc"
