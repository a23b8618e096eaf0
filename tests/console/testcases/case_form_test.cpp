// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/forms/fault_list.h"
#include "console/forms/fault_mark.h"
#include "console/style/theme.h"
#include "console/testcases/case_form.h"
#include "console/testcases/case_help.h"
#include "console/testcases/case_words.h"
#include "console/testcases/criterion_group.h"
#include "tests/console/support/fake_lab.h"
#include "tests/console/support/keyboard.h"
#include "tests/console/support/pictures.h"

#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QShortcut>
#include <QTest>
#include <QVBoxLayout>

using namespace labwarden;
using namespace labwarden::console;
namespace keyboard = labwarden::console::test::keyboard;
namespace pictures = labwarden::console::test::pictures;

/// The form in a window of its own, with the keys of the editor.
class Bench : public QWidget {
public:
    explicit Bench(const TestCaseDocument& document, style::ThemeMode mode = style::ThemeMode::light)
        : theme(*qApp, mode), form(draft, help), faults(placeWords) {
        help.setMetrics({{"case_temp", "°C", 1000},
                         {"voltage_ripple", "mV", 1000},
                         {"vbus", "V", 1000},
                         {"errors", "", 1000}});
        help.setDeviceTypes({QStringLiteral("dc-dc"), QStringLiteral("gateway")});
        draft.load(document);
        auto* layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(0);
        layout->addWidget(&form, 1);
        layout->addWidget(&faults);
        connect(&draft, &CaseDraft::changed, this, [this] { faults.setFaults(draft.faults()); });
        connect(&faults, &FaultList::chosen, &form, &CaseForm::lead);
        connect(new QShortcut(QKeySequence::Undo, this), &QShortcut::activated, this,
                [this] { draft.undoStack().undo(); });
        connect(new QShortcut(QKeySequence(Qt::Key_F8), this), &QShortcut::activated, &faults,
                &FaultList::next);
        faults.setFaults(draft.faults());
        resize(760, 900);
        QWidget::show();
        activateWindow();
        [&] { QVERIFY(QTest::qWaitForWindowActive(this)); }();
        form.focusFirst();
    }
    QWidget* at(const char* pointer) {
        auto* field = form.fieldAt(QLatin1String(pointer));
        [&] { QVERIFY2(field, pointer); }();
        return field;
    }
    style::Theme theme;
    CaseDraft draft;
    CaseHelp help;
    CaseForm form;
    FaultList faults;
};

class CaseFormTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QApplication::setCursorFlashTime(0); }

    void aCaseIsWrittenFromNothingByKeyboard() {
        Bench bench{TestCaseDocument{}};
        QCOMPARE(bench.faults.count(), 2); // no title, no step
        keyboard::type(bench.at("/title"), QStringLiteral("Power cycle"));
        keyboard::type(bench.at("/folder"), QStringLiteral("Power"));
        keyboard::press(bench.findChild<QPushButton*>(QStringLiteral("addStepPushButton")));
        QTRY_COMPARE(bench.form.steps()->count(), 1);
        QVERIFY(bench.at("/steps/0/name")->hasFocus());
        keyboard::type(bench.at("/steps/0/name"), QStringLiteral("Hold"));
        keyboard::type(bench.at("/steps/0/durationSeconds"), QStringLiteral("2 m"));
        keyboard::press(bench.findChild<QPushButton*>(QStringLiteral("addCriterionPushButton")));
        QTRY_COMPARE(bench.form.criteria()->count(), 1);
        auto* group = bench.form.criteria()->row(0)->group();
        keyboard::type(group->findChild<QLineEdit*>(QStringLiteral("criterionMetricLineEdit")),
                       QStringLiteral("case_temp"));
        QTRY_VERIFY(QApplication::activePopupWidget()); // the metrics that begin so
        QTest::keyClick(QApplication::activePopupWidget(), Qt::Key_Escape);
        keyboard::type(group->findChild<QLineEdit*>(QStringLiteral("criterionLimitLineEdit")),
                       QStringLiteral("78"));
        QTRY_VERIFY(bench.faults.count() == 0);
        const auto& document = bench.draft.document();
        QCOMPARE(document.title, std::string("Power cycle"));
        QCOMPARE(document.steps[0].durationSeconds, 120.0);
        QCOMPARE(document.criteria[0].expression, std::string("max(case_temp) <= 78 °C"));
    }

    void rowsAreMovedCopiedAndRemovedByKeyboardAndComeBack() {
        Bench bench(test::thermalCase().document);
        const auto before = bench.draft.document();
        keyboard::goTo(bench.at("/steps/1/name"));
        keyboard::press(Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(bench.draft.document().steps[0].name, before.steps[1].name);
        QVERIFY(bench.at("/steps/0/name")->hasFocus());
        keyboard::press(Qt::Key_Down, Qt::AltModifier);
        QVERIFY(isSame(bench.draft.document(), before));
        keyboard::press(Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(bench.draft.document().steps.size(), before.steps.size() + 1);
        QVERIFY(bench.draft.document().steps[2].name != before.steps[1].name);
        QVERIFY(bench.draft.faults().empty());
        keyboard::press(Qt::Key_Delete, Qt::ControlModifier);
        QVERIFY(isSame(bench.draft.document(), before));
        for (int i = 0; i < 4; ++i)
            keyboard::press(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(isSame(bench.draft.document(), before));
        QVERIFY(!bench.draft.undoStack().canUndo());
    }

    void aGripDragsARow() {
        Bench bench(test::thermalCase().document);
        const auto first = bench.draft.document().steps[0].name;
        auto* list = bench.form.steps();
        auto* row = list->row(0);
        const QPoint grip = row->gripRect().center();
        const QPoint target = row->mapFrom(list, list->row(2)->geometry().center() + QPoint(0, 6));
        QTest::mousePress(row, Qt::LeftButton, {}, grip);
        QTest::mouseMove(row, target);
        QTest::mouseRelease(row, Qt::LeftButton, {}, target);
        QCOMPARE(bench.draft.document().steps[2].name, first);
    }

    void undoInAFieldIsTheDraftsAndLeadsBack() {
        Bench bench(test::thermalCase().document);
        const auto title = bench.draft.document().title;
        keyboard::type(bench.at("/title"), QStringLiteral("Other"));
        keyboard::goTo(bench.at("/folder"));
        keyboard::press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(bench.draft.document().title, title);
        QVERIFY(bench.at("/title")->hasFocus());
    }

    void aStepThatIsRenamedIsStillNamedByItsCriteria() {
        auto document = test::thermalCase().document;
        document.criteria[0].step = "Hold 45 °C";
        Bench bench(document);
        keyboard::type(bench.at("/steps/2/name"), QStringLiteral("Soak"));
        QCOMPARE(bench.draft.document().criteria[0].step, std::string("Soak"));
        QVERIFY(bench.draft.faults().empty());
    }

    void aFaultIsUnderlinedWhereItIsAndF8LeadsThere() {
        auto document = test::thermalCase().document;
        document.steps[1].name = document.steps[0].name;
        document.criteria[1].expression = "max(case_temp < 70";
        document.criteria[2].expression = "maxx(case_temp) < 5";
        Bench bench(document);
        QCOMPARE(bench.faults.count(), 3);
        keyboard::press(Qt::Key_F8);
        QVERIFY(bench.at("/steps/1/name")->hasFocus());
        QVERIFY(!faultAt(bench.at("/steps/1/name")).isEmpty());
        keyboard::press(Qt::Key_F8);
        QVERIFY(bench.at("/criteria/1/expression")->hasFocus());
        QVERIFY(static_cast<CriterionGroup*>(bench.form.criteria()->row(1)->group())->isText());
        keyboard::press(Qt::Key_F8);
        keyboard::press(Qt::Key_F8);
        QVERIFY(bench.at("/steps/1/name")->hasFocus());
    }

    void aCriterionInPartsMarksThePartThatIsWrong() {
        Bench bench(test::thermalCase().document);
        auto* group = bench.form.criteria()->row(0)->group();
        auto* limit = group->findChild<QLineEdit*>(QStringLiteral("criterionLimitLineEdit"));
        keyboard::type(limit, QStringLiteral("hot"));
        QVERIFY(!static_cast<CriterionGroup*>(group)->isText());
        QVERIFY(!faultAt(limit).isEmpty());
        keyboard::type(limit, QStringLiteral("70"));
        QVERIFY(faultAt(limit).isEmpty());
        QCOMPARE(bench.draft.document().criteria[0].expression, std::string("max(case_temp) < 70 °C"));
    }

    void pictures_data() { pictures::looks(); }
    void pictures() {
        auto document = test::thermalCase().document;
        document.folder = "Thermal/Soak";
        document.owner = "keller";
        document.tags = {"thermal", "nightly"};
        document.status = CaseStatus::approved;
        Step script;
        script.name = "Flash";
        script.kind = StepKind::script;
        script.script = "flash.sh";
        script.arguments = {"--slot", "b side"};
        Step command = script;
        command.name = "Reset";
        command.kind = StepKind::command;
        command.script.clear();
        command.arguments.clear();
        command.command = "reset ${load_pct}";
        command.expectedReply = "ok*";
        document.steps.push_back(script);
        document.steps.push_back(command);
        Bench bench(document, pictures::mode());
        bench.resize(760, 2200);
        pictures::keep(&bench, "case-form");
        bench.draft.edit(QStringLiteral("/steps"), QStringLiteral("spoil"), CaseDraft::Kind::step,
                         [](TestCaseDocument& now) {
                             now.title.clear();
                             now.steps[1].name = now.steps[0].name;
                             now.steps[5].script = "../x";
                             now.criteria[1].expression = "p95(voltage_ripple <= 40 mV";
                             now.criteria[0].expression = "max(case_temp) < ${limit} °C";
                         });
        pictures::keep(&bench, "case-form-faults");
        bench.resize(760, 900);
        bench.draft.load({});
        pictures::keep(&bench, "case-form-empty");
    }
};

QTEST_MAIN(CaseFormTest)
#include "case_form_test.moc"
