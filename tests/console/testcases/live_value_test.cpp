// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/criterion_group.h"
#include "console/testcases/live_line.h"
#include "console/testcases/trial_device.h"
#include "tests/console/testcases/cases_window.h"
#include "tests/console/testcases/fake_back_test.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;

namespace {

/// The page with a device that sends a case temperature of 71.5 °C and a ripple.
struct Bench {
    CasesWindow w;
    FakeBackTest lab{w.lab(), w.server(), w.console->clock};
    double temperature = 71.5;

    Bench() {
        lab.sends("r07-u01", "case_temp", "°C", [this](Timestamp) { return temperature; });
        lab.sends("r07-u01", "voltage_ripple", "mV", [](Timestamp) { return 45.0; });
        w.open();
        w.openCase(w.first());
    }
    QWidget* box() { return w.find("tryDeviceComboBox"); }
    void choose(const char* key) {
        keyboard::type(box(), QLatin1String(key));
        keyboard::press(Qt::Key_Return);
    }
    LiveLine* line(int row) {
        auto* group = w.editor()->form()->criteria()->row(row)->group();
        return group->findChild<LiveLine*>();
    }
    /// Of the first criterion.
    QWidget* field(const char* name) {
        return w.editor()->form()->criteria()->row(0)->findChild<QWidget*>(QLatin1String(name));
    }
    QString text(int row) { return line(row)->isVisible() ? line(row)->text() : QString(); }
};

} // namespace

/// What each criterion comes to on a device while it is written.
class LiveValueTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QApplication::setCursorFlashTime(0); }

    void eachCriterionShowsItsValueOnTheChosenDeviceWithWordAndWindow() {
        Bench b;
        QVERIFY2(b.text(0).isEmpty(), "without a device there is none");
        QVERIFY(b.lab.askedLive.empty());
        b.choose("r07-u01");
        QTRY_COMPARE(b.text(0),
                     QStringLiteral("Holds 71.5 °C, over the last 5 m 00 s, for want of a window"));
        QCOMPARE(b.lab.askedLive.size(), 1u); // all rows with one request
        QCOMPARE(b.lab.askedLive[0].points, 0);
        QVERIFY(b.text(1).startsWith(QStringLiteral("Breaks 45 mV")));
        QVERIFY2(b.text(2).startsWith(QStringLiteral("No data, count(errors): no data")),
                 qPrintable(b.text(2)));
        b.choose("");
        QTRY_VERIFY(b.text(0).isEmpty());
    }

    void itFollowsWhatIsTypedAndWhatTheDeviceSends() {
        Bench b;
        b.choose("r07-u01");
        QTRY_VERIFY(b.text(0).startsWith(QStringLiteral("Holds 71.5")));
        keyboard::type(b.field("criterionLimitLineEdit"), QStringLiteral("70"));
        QTRY_VERIFY(b.text(0).startsWith(QStringLiteral("Breaks 71.5 °C")));
        b.temperature = 65;
        QTRY_VERIFY(b.text(0).startsWith(QStringLiteral("Holds 65 °C")));
        keyboard::type(b.field("criterionWindowLineEdit"), QStringLiteral("30 s"));
        QTRY_VERIFY2(b.text(0).endsWith(QStringLiteral("over the last 30 s")), qPrintable(b.text(0)));
    }

    void aCriterionThatCannotBeReadShowsNoValueAndSpoilsNoOther() {
        Bench b;
        b.choose("r07-u01");
        QTRY_VERIFY(b.text(0).startsWith(QStringLiteral("Holds")));
        keyboard::type(b.field("criterionLimitLineEdit"), QStringLiteral("7x"));
        QTRY_VERIFY2(b.text(0).startsWith(QStringLiteral("No live value: ")), qPrintable(b.text(0)));
        const auto before = b.lab.askedLive.size();
        QTRY_VERIFY(b.lab.askedLive.size() > before);
        QCOMPARE(b.lab.askedLive.back().criteria.size(), 3u);
        QVERIFY(b.text(1).startsWith(QStringLiteral("Breaks 45 mV")));
    }

    void aParameterWithoutValueIsSaid() {
        Bench b;
        b.choose("r07-u01");
        b.w.editor()->draft().edit({}, {}, CaseDraft::Kind::step, [](TestCaseDocument& document) {
            document.parameters = {{"limit", ParameterType::number, "°C", nullptr, {}, {}}};
            document.criteria[0].expression = "max(case_temp) < ${limit} °C";
        });
        QTRY_COMPARE(b.text(0), QStringLiteral("No live value: ${limit} is required"));
        b.w.editor()->draft().edit({}, {}, CaseDraft::Kind::step, [](TestCaseDocument& document) {
            document.parameters[0].defaultValue = 60;
        });
        QTRY_VERIFY(b.text(0).startsWith(QStringLiteral("Breaks 71.5 °C")));
    }

    void askedIsOneAtATimeAndOnlyWhileItIsSeen() {
        Bench b;
        b.lab.hold(FakeBackTest::Kind::live);
        b.choose("r07-u01");
        QTRY_COMPARE(b.w.server().parked(QLatin1String(FakeBackTest::path)), 1);
        keyboard::type(b.field("criterionLimitLineEdit"), QStringLiteral("60"));
        keyboard::type(b.field("criterionLimitLineEdit"), QStringLiteral("61"));
        QCOMPARE(b.lab.askedLive.size(), 1u);
        QVERIFY2(!b.text(0).contains(QStringLiteral("°C")), "nothing is known yet");
        b.lab.release();
        QTRY_VERIFY(b.text(0).startsWith(QStringLiteral("Breaks 71.5")));
        QCOMPARE(b.lab.askedLive.back().criteria[0].expression, std::string("max(case_temp) < 61 °C"));
        b.w.window->findChild<NavBar*>()->setCurrent(0);
        QTRY_VERIFY(!b.w.page()->isVisible());
        b.temperature = 50;
        const auto asked = b.lab.askedLive.size();
        QTest::qWait(2 * static_cast<int>(LiveValues::every.count())); // nothing is to happen
        QCOMPARE(b.lab.askedLive.size(), asked);
        b.w.window->findChild<NavBar*>()->setCurrent(1);
        QTRY_VERIFY(b.text(0).startsWith(QStringLiteral("Holds 50 °C")));
    }

    void aValueThatIsOldLooksOld() {
        Bench b;
        b.choose("r07-u01");
        QTRY_VERIFY(b.text(0).startsWith(QStringLiteral("Holds 71.5")));
        b.lab.refuse(FakeServer::Answer::problem(503, "The telemetry database is away."));
        QTRY_VERIFY2(b.text(0).startsWith(QStringLiteral("Was 71.5 °C, at ")), qPrintable(b.text(0)));
        b.lab.letPass();
        QTRY_VERIFY(b.text(0).startsWith(QStringLiteral("Holds 71.5")));
        b.w.server().goAway();
        QTRY_VERIFY_WITH_TIMEOUT(b.text(0).startsWith(QStringLiteral("Was 71.5 °C")), 15'000);
    }

    void theDeviceIsRememberedForThePersonAndThoseThatFitComeFirst() {
        Bench b;
        auto* box = b.w.find<QComboBox>("tryDeviceComboBox");
        keyboard::goTo(box);
        box->showPopup();
        QCOMPARE(box->itemText(0), QStringLiteral("no device"));
        QCOMPARE(b.w.console->store.deviceByKey(box->itemText(1).toStdString())->type, std::string("dc-dc"));
        box->hidePopup();
        b.choose("nonsense");
        QCOMPARE(box->currentText(), QString());
        b.choose("R07-U01");
        QCOMPARE(box->currentText(), QStringLiteral("r07-u01"));
        b.w.crash();
        b.w.open();
        b.w.openCase(b.w.first());
        QCOMPARE(b.w.find<QComboBox>("tryDeviceComboBox")->currentText(), QStringLiteral("r07-u01"));
        QTRY_VERIFY(b.text(0).startsWith(QStringLiteral("Holds 71.5")));
    }
};

QTEST_MAIN(LiveValueTest)
#include "live_value_test.moc"
