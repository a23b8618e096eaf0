// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/back_test_panel.h"
#include "tests/console/support/pictures.h"
#include "tests/console/testcases/cases_window.h"
#include "tests/console/testcases/fake_back_test.h"

#include <QComboBox>
#include <QLabel>
#include <QTableView>
#include <QToolButton>

#include <cmath>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;

namespace {

/// An evening with everything in it: too hot twice, a ripple, a stretch without a word.
class Evening {
public:
    CasesWindow w{pictures::mode(), 40};
    FakeBackTest lab{w.lab(), w.server(), w.console->clock};

    Evening() {
        const QDate today(2026, 3, 2);
        w.console->clock.set({QDateTime(today, QTime(9, 12)).toMSecsSinceEpoch()});
        const auto begin = QDateTime(today.addDays(-1), QTime(22, 0)).toMSecsSinceEpoch();
        const auto minute = [begin](Timestamp at) { return static_cast<double>(at.ms - begin) / 60'000; };
        const auto isSilent = [minute](Timestamp at) { return minute(at) >= 41 && minute(at) < 46; };
        lab.sends("r07-u01", "case_temp", "°C", [=](Timestamp at) {
            const double m = minute(at);
            const double hump =
                14 * std::exp(-std::pow((m - 21) / 4, 2)) + 10.5 * std::exp(-std::pow((m - 34) / 2, 2));
            return isSilent(at) ? std::optional<double>() : 69 + hump + 0.4 * std::sin(m * 9);
        });
        lab.sends("r07-u01", "voltage_ripple", "mV",
                  [=](Timestamp at) { return std::optional(33 + 4 * std::sin(minute(at) * 2.1)); });
        lab.sends("r07-u01", "vbus", "V",
                  [=](Timestamp at) { return std::optional(12 + 0.06 * std::sin(minute(at) * 1.3)); });
        w.open(pictures::size());
        w.openCase(w.first());
        w.editor()->draft().edit({}, {}, CaseDraft::Kind::step, [](TestCaseDocument& document) {
            document.parameters[0] = {"limit", ParameterType::number, "°C", 78, 0.0, 100.0};
            document.criteria = {{"max(case_temp) < ${limit} °C over 60s", Severity::must, ""},
                                 {"p95(voltage_ripple) <= 40 mV", Severity::must, ""},
                                 {"rate(case_temp) < 4 °C/min over 60s", Severity::should, ""},
                                 {"mean(vbus) between 11.75 V and 12.25 V", Severity::should, ""},
                                 {"max(vbus) < 13 A", Severity::must, ""}};
        });
    }
    BackTestPanel* panel() { return w.page()->backTest(); }
    void choose(const char* box, const char* key) {
        keyboard::type(w.find(box), QLatin1String(key));
        keyboard::press(Qt::Key_Return);
    }
    void openPanel() {
        keyboard::press(Qt::Key_B, Qt::ControlModifier);
        QTRY_VERIFY(panel()->isVisible());
    }
};

} // namespace

/// Pictures of back-tests and live values, to be looked at.
class BackTestPicturesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void backTest_data() { pictures::looks(); }
    void backTest() {
        Evening e;
        e.openPanel();
        pictures::keep(e.w.window.get(), "back-test-no-device");
        e.choose("backTestDeviceComboBox", "r07-u01");
        keyboard::goTo(e.w.find("backTestSpanComboBox"));
        keyboard::press(Qt::Key_Home);
        for (int i = 0; i < 3; ++i)
            keyboard::press(Qt::Key_Down);
        QTRY_VERIFY(e.panel()->test().lines().size() == 5 && !e.panel()->test().isBusy());
        QTRY_VERIFY(e.panel()->test().lines()[0].result.broken.size() == 2);
        pictures::keep(e.w.window.get(), "back-test");
        keyboard::press(e.w.find("backTestTableView"), Qt::Key_Home, Qt::ControlModifier);
        pictures::keep(e.w.window.get(), "back-test-chosen");
        keyboard::press(Qt::Key_Down);
        keyboard::press(Qt::Key_Down);
        pictures::keep(e.w.window.get(), "back-test-rate");
        keyboard::press(e.w.find("backTestParametersToolButton"));
        pictures::keep(e.w.window.get(), "back-test-parameters");
        e.choose("backTestDeviceComboBox", "r07-u03");
        QTRY_VERIFY(e.panel()->test().lines()[0].result.broken.empty());
        pictures::keep(e.w.window.get(), "back-test-silent");
    }

    void failures_data() { pictures::looks(); }
    void failures() {
        Evening e;
        e.lab.refuse(FakeServer::Answer::problem(503, "The telemetry database could not answer."));
        e.openPanel();
        e.choose("backTestDeviceComboBox", "r07-u01");
        QTRY_VERIFY(e.w.find("backTestNotice")->isVisible());
        pictures::keep(e.w.window.get(), "back-test-refused");
    }

    void liveValues_data() { pictures::looks(); }
    void liveValues() {
        Evening e;
        e.choose("tryDeviceComboBox", "r07-u01");
        QTRY_VERIFY(!e.lab.askedLive.empty());
        keyboard::goTo(e.w.find("addCriterionPushButton"));
        const auto says = [&](const char* words) {
            const auto lines = e.w.editor()->findChildren<QWidget*>(QStringLiteral("liveLine"));
            return std::any_of(lines.begin(), lines.end(), [&](const QWidget* line) {
                return line->accessibleName().startsWith(QLatin1String(words));
            });
        };
        QTRY_VERIFY(says("Holds"));
        keyboard::goTo(e.w.editor()->form()->criteria()->row(3)->menuButton());
        pictures::keep(e.w.window.get(), "live-values");
        e.lab.refuse(FakeServer::Answer::problem(503, "The telemetry database could not answer."));
        QTRY_VERIFY(says("Was"));
        pictures::keep(e.w.window.get(), "live-values-stale");
    }
};

QTEST_MAIN(BackTestPicturesTest)
#include "back_test_pictures_test.moc"
