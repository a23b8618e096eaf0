// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/back_test_charts.h"
#include "console/testcases/back_test_model.h"
#include "console/testcases/back_test_panel.h"
#include "tests/console/testcases/cases_window.h"
#include "tests/console/testcases/fake_back_test.h"

#include <QComboBox>
#include <QDateTimeEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
using namespace std::chrono_literals;
using criteria::Verdict;

namespace {

/// Yesterday 22:00 – 23:00 as the window's clock has it.
QDateTime yesterdayAt(const Clock& clock, int hour, int minute) {
    const QDate today = QDateTime::fromMSecsSinceEpoch(clock.now().ms).date();
    return QDateTime(today.addDays(-1), QTime(hour, minute));
}

/// A device whose case was too hot from 22:20 to 22:30 and that said nothing from 22:40 to 22:45.
struct Bench {
    CasesWindow w;
    FakeBackTest lab{w.lab(), w.server(), w.console->clock};

    Bench() {
        const auto minute = [this](Timestamp at) {
            return (at - Timestamp{yesterdayAt(w.console->clock, 22, 0).toMSecsSinceEpoch()}).count() /
                   60'000.0;
        };
        lab.sends("r07-u01", "case_temp", "°C",
                  [minute](Timestamp at) { return minute(at) >= 20 && minute(at) < 30 ? 81.5 : 70.0; });
        lab.sends("r07-u01", "voltage_ripple", "mV", [minute](Timestamp at) {
            return minute(at) >= 40 && minute(at) < 45 ? std::optional<double>() : 30.0;
        });
        lab.sends("r07-u01", "errors", "", [](Timestamp) { return 0.0; });
        lab.sends("r07-u01", "vbus", "V", [](Timestamp) { return 12.0; });
        w.open();
        w.openCase(w.first());
    }
    BackTestPanel* panel() { return w.page()->backTest(); }
    const BackTestCharts& charts() { return panel()->charts(); }
    const std::vector<BackTestLine>& lines() { return panel()->test().lines(); }
    QTableView* table() { return w.find<QTableView>("backTestTableView"); }
    void openPanel() {
        keyboard::press(w.find("backTestPushButton"));
        QTRY_VERIFY(panel()->isVisible());
    }
    void chooseDevice(const char* key) {
        keyboard::type(w.find("backTestDeviceComboBox"), QLatin1String(key));
        keyboard::press(Qt::Key_Return);
    }
    /// "Yesterday, 22:00 – 23:00"
    void chooseEvening() {
        keyboard::goTo(w.find("backTestSpanComboBox"));
        keyboard::press(Qt::Key_Home);
        for (int i = 0; i < 3; ++i)
            keyboard::press(Qt::Key_Down);
    }
    void openEvening() {
        openPanel();
        chooseDevice("r07-u01");
        chooseEvening();
        QTRY_COMPARE(lines().size(), 4u);
        QTRY_VERIFY(!panel()->test().isBusy());
    }
    /// Of the first criterion, where it is written.
    QWidget* field(const char* name) {
        return w.editor()->form()->criteria()->row(0)->findChild<QWidget*>(QLatin1String(name));
    }
    QString summary() { return w.find<QLabel>("backTestSummaryLabel")->text(); }
};

} // namespace

/// Criteria on telemetry that is there already, by keyboard.
class BackTestTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QApplication::setCursorFlashTime(0); }

    void criteriaAreTriedOnLastNightAndShowWhereTheyBroke() {
        Bench b;
        b.openEvening();
        QCOMPARE(b.lab.asked.back().from->ms, yesterdayAt(b.w.console->clock, 22, 0).toMSecsSinceEpoch());
        QCOMPARE(*b.lab.asked.back().to - *b.lab.asked.back().from, std::chrono::milliseconds(1h));
        QCOMPARE(b.lines()[0].result.verdict, Verdict::failed);
        QCOMPARE(b.lines()[1].result.verdict, Verdict::noData); // the gap
        QCOMPARE(b.lines()[2].result.verdict, Verdict::failed); // one count a second
        QCOMPARE(b.lines()[3].result.verdict, Verdict::passed);
        QCOMPARE(b.summary(), QStringLiteral("1 of 4 would have held · 2 broken · 1 without verdict"));
        const auto* model = b.table()->model();
        QCOMPARE(model->index(0, BackTestModel::State).data().toString(), QStringLiteral("Breaks"));
        QCOMPARE(model->index(0, BackTestModel::Value).data().toString(), QStringLiteral("81.5 °C"));
        QCOMPARE(model->index(0, BackTestModel::Place).data().toString(),
                 QStringLiteral("22:20:00 – 22:29:59"));
        QCOMPARE(b.charts().count(), 4);
        QCOMPARE(b.charts().chart(0).title, QStringLiteral("Case temp"));
        QCOMPARE(b.charts().chart(0).limits.size(), 1u);
        const auto& spans = b.charts().plot(0)->spans();
        QCOMPARE(spans.size(), 1u);
        QCOMPARE(spans[0].from.ms, yesterdayAt(b.w.console->clock, 22, 20).toMSecsSinceEpoch());
        const auto& gaps = b.charts().plot(1)->spans();
        QCOMPARE(gaps.size(), 1u);
        QVERIFY(gaps[0].kind == widgets::PlotSpan::Kind::gap);
    }

    void aChosenCriterionLeadsToItsChartAndItsSpan() {
        Bench b;
        b.openEvening();
        keyboard::goTo(b.table());
        keyboard::press(Qt::Key_Home, Qt::ControlModifier);
        QTRY_COMPARE(b.table()->currentIndex().row(), 0);
        QCOMPARE(b.charts().plot(0)->cursor()->ms,
                 yesterdayAt(b.w.console->clock, 22, 20).toMSecsSinceEpoch());
        QVERIFY(b.charts().plot(0)->spans().front().isChosen);
        keyboard::press(Qt::Key_Down);
        keyboard::press(Qt::Key_Down);
        keyboard::press(Qt::Key_Down);
        QVERIFY(!b.charts().plot(0)->spans().front().isChosen);
        const auto* last = b.charts().plot(3);
        QTRY_VERIFY(b.charts().viewport()->rect().contains(
            QRect(last->mapTo(b.charts().viewport(), QPoint(0, 0)), last->size())));
        keyboard::press(Qt::Key_Return); // to where it is written
        QTRY_VERIFY(b.w.editor()->isAncestorOf(keyboard::holder()));
        QVERIFY(b.w.editor()->form()->criteria()->row(3)->isAncestorOf(keyboard::holder()));
    }

    void aLimitIsTunedUntilItHoldsWhileThePanelIsOpen() {
        Bench b;
        b.openEvening();
        keyboard::type(b.field("criterionLimitLineEdit"), QStringLiteral("85"));
        QTRY_COMPARE(b.lines()[0].result.verdict, Verdict::passed);
        QVERIFY(b.charts().plot(0)->spans().empty());
        QCOMPARE(b.charts().chart(0).limits[0].value, 85.0);
        keyboard::type(b.field("criterionLimitLineEdit"), QStringLiteral("8x"));
        QTRY_VERIFY(!b.lines()[0].isTried());
        QCOMPARE(b.table()->model()->index(0, BackTestModel::State).data().toString(),
                 QStringLiteral("Not tried"));
        QVERIFY(b.summary().endsWith(QStringLiteral("1 not tried")));
    }

    void aWindowHasALineOfItsOwnAndARateAChart() {
        Bench b;
        b.w.editor()->draft().edit({}, {}, CaseDraft::Kind::step, [](TestCaseDocument& document) {
            document.criteria = {{"mean(case_temp) < 78 °C over 30s", Severity::must, ""},
                                 {"rate(case_temp) < 10 °C/min over 10s", Severity::should, ""}};
        });
        b.openPanel();
        b.chooseDevice("r07-u01");
        b.chooseEvening();
        QTRY_COMPARE(b.charts().count(), 2);
        QCOMPARE(b.charts().chart(0).lines.size(), 2u);
        QCOMPARE(b.charts().chart(0).lines[1].name, QStringLiteral("mean over 30 s"));
        QCOMPARE(b.charts().chart(1).unit, QStringLiteral("°C/min"));
        QTRY_COMPARE(b.lines()[1].result.verdict, Verdict::failed);
        QCOMPARE(b.lines()[1].result.broken.size(), 1u);
    }

    void parametersAreAskedForAndPutIn() {
        Bench b;
        b.w.editor()->draft().edit({}, {}, CaseDraft::Kind::step, [](TestCaseDocument& document) {
            document.parameters = {{"limit", ParameterType::number, "°C", nullptr, 0.0, 100.0}};
            document.criteria = {{"max(case_temp) < ${limit} °C", Severity::must, ""}};
        });
        b.openPanel();
        b.chooseDevice("r07-u01");
        b.chooseEvening();
        QTRY_COMPARE(b.lines().size(), 1u);
        QCOMPARE(b.lines()[0].why, QStringLiteral("${limit} is required"));
        keyboard::type(b.w.find("limitParameterLineEdit"), QStringLiteral("90"));
        QTRY_VERIFY(b.lines()[0].isTried());
        QTRY_COMPARE(b.lines()[0].result.verdict, Verdict::passed);
        keyboard::type(b.w.find("limitParameterLineEdit"), QStringLiteral("80"));
        QTRY_COMPARE(b.lines()[0].result.verdict, Verdict::failed);
    }

    void theTimeOfAPastRunCanBeLookedAt() {
        Bench b;
        b.openPanel();
        b.chooseDevice("r07-u01");
        auto* box = b.w.find<QComboBox>("backTestSpanComboBox");
        QTRY_COMPARE(box->count(), 6);
        QVERIFY2(box->itemText(5).startsWith(QStringLiteral("Run 48207 · Passed · ")),
                 qPrintable(box->itemText(5)));
        keyboard::goTo(box);
        keyboard::press(Qt::Key_End);
        const auto& run = b.w.lab().runs.front();
        QTRY_VERIFY(!b.lab.asked.empty());
        QTRY_COMPARE(b.lab.asked.back().from->ms / 1000, run.startedAt->ms / 1000);
        QTRY_COMPARE(b.lab.asked.back().to->ms / 1000, run.finishedAt->ms / 1000);
    }

    void anOwnTimeIsWritten() {
        Bench b;
        b.openEvening();
        auto* from = b.w.find<QDateTimeEdit>("backTestFromDateTimeEdit");
        keyboard::goTo(from);
        from->setCurrentSection(QDateTimeEdit::MinuteSection);
        QTest::keyClick(from, Qt::Key_Up);
        QCOMPARE(b.w.find<QComboBox>("backTestSpanComboBox")->currentText(),
                 QStringLiteral("From and to as written"));
        QTRY_COMPARE(b.lab.asked.back().from->ms, yesterdayAt(b.w.console->clock, 22, 1).toMSecsSinceEpoch());
    }

    void whatIsMissingIsSaid() {
        Bench b;
        b.openPanel();
        const auto says = [&](const char* name, const char* words) {
            const auto labels = b.w.find(name)->findChildren<QLabel*>();
            return std::any_of(labels.begin(), labels.end(), [&](const QLabel* label) {
                return label->isVisible() && label->text().contains(QLatin1String(words));
            });
        };
        QTRY_VERIFY(says("backTestEmptyState", "Choose a device"));
        QVERIFY(b.w.find("backTestDeviceComboBox")->isAncestorOf(keyboard::holder()) ||
                b.w.find("backTestDeviceComboBox") == keyboard::holder());
        b.chooseDevice("r07-u03");
        QTRY_VERIFY(says("backTestNoChartsEmptyState", "r07-u03 sent none of these metrics"));
        b.w.editor()->draft().edit({}, {}, CaseDraft::Kind::step,
                                   [](TestCaseDocument& document) { document.criteria.clear(); });
        QTRY_VERIFY(says("backTestEmptyState", "no success criteria"));
    }

    void aSlowAnswerHasAProgressAndCanBeCancelled() {
        Bench b;
        b.lab.hold(FakeBackTest::Kind::ofSpan);
        b.openPanel();
        b.chooseDevice("r07-u01");
        QTRY_VERIFY(b.w.find("backTestProgressBar")->isVisible());
        keyboard::press(b.w.find("cancelBackTestPushButton"));
        QTRY_VERIFY(!b.w.find("backTestProgressBar")->isVisible());
        auto* notice = b.w.find<widgets::Notice>("backTestNotice");
        QCOMPARE(notice->words(), QStringLiteral("Cancelled."));
        b.lab.release();
        keyboard::press(notice->findChild<QPushButton*>());
        QTRY_COMPARE(b.lines().size(), 4u);
        QVERIFY(notice->isHidden());
    }

    void whatTheServerHasAgainstItIsSaidWithAWayOn() {
        Bench b;
        b.lab.refuse(faultsAnswer({{"/from", "has 9 samples up to \"to\", more than the 8 that can be "
                                             "judged at once; choose a shorter time or fewer metrics"}}));
        b.openPanel();
        b.chooseDevice("r07-u01");
        auto* notice = b.w.find<widgets::Notice>("backTestNotice");
        QTRY_COMPARE(notice->words(), QStringLiteral("This cannot be tried."));
        b.lab.refuse(FakeServer::Answer::problem(503, "The telemetry database is away."));
        keyboard::press(notice->findChild<QPushButton*>());
        QTRY_VERIFY(notice->words() != QStringLiteral("This cannot be tried.") && notice->isVisible());
        b.lab.letPass();
        keyboard::press(notice->findChild<QPushButton*>());
        QTRY_COMPARE(b.lines().size(), 4u);
    }

    void ctrlBOpensItEscapeGoesBackToTheListAndClosingTheEditorClosesIt() {
        Bench b;
        keyboard::press(Qt::Key_B, Qt::ControlModifier);
        QTRY_VERIFY(b.panel()->isVisible());
        QVERIFY(!b.w.tree()->isVisible());
        QVERIFY(b.w.editor()->isVisible());
        keyboard::press(Qt::Key_Escape);
        QTRY_VERIFY(!b.panel()->isVisible());
        QVERIFY(b.w.tree()->isVisible() && b.w.editor()->isVisible());
        QTRY_VERIFY(b.w.editor()->isAncestorOf(keyboard::holder()));
        keyboard::press(Qt::Key_B, Qt::ControlModifier);
        QTRY_VERIFY(b.panel()->isVisible());
        keyboard::press(b.w.find("closeCaseToolButton"));
        QTRY_VERIFY(!b.panel()->isVisible() && b.w.tree()->isVisible());
    }

    void whoMayOnlyReadCanTryToo() {
        Bench b;
        std::erase(b.w.lab().permissions, "testcases:write");
        auto user = b.w.lab().account.user;
        b.w.console->store.updateUser(user);
        QTRY_VERIFY(!b.field("criterionLimitLineEdit")->isEnabled());
        b.openEvening();
        QCOMPARE(b.lines()[0].result.verdict, Verdict::failed);
    }
};

QTEST_MAIN(BackTestTest)
#include "back_test_test.moc"
