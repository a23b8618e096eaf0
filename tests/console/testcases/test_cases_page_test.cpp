// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/case_tree_model.h"
#include "console/widgets/chip.h"
#include "console/widgets/message_box.h"
#include "tests/console/testcases/cases_window.h"

#include <QAbstractItemModelTester>
#include <QCompleter>
#include <QDialog>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTextBlock>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
using widgets::MessageBox;

class TestCasesPageTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QApplication::setCursorFlashTime(0); }

    void theModelKeepsItsPromisesWhileCasesComeChangeMoveAndGo() {
        LabStore store;
        CaseTreeModel model(store);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto summary = [](int number, const char* title, const char* folder, int version = 1) {
            TestCaseSummary made;
            made.id = uuid(number);
            made.key = "TC-" + std::to_string(number);
            made.title = title;
            made.folder = folder;
            made.version = version;
            return made;
        };
        const auto fill = [&](std::vector<TestCaseSummary> cases) {
            QSignalSpy changed(&store, &LabStore::changed);
            store.replaceTestCases(std::move(cases));
            QTRY_COMPARE(changed.count(), 1);
        };
        fill({summary(1, "Soak 10", "Power/Cold"), summary(2, "Soak 9", "Power/Cold"),
              summary(3, "Ping", "")});
        QCOMPARE(model.rowCount(), 2); // Power, Ping
        const auto cold = model.indexOfFolder(QStringLiteral("Power/Cold"));
        QCOMPARE(model.rowCount(cold), 2);
        QCOMPARE(model.index(0, 0, cold).data().toString(), QStringLiteral("Soak 9"));
        QCOMPARE(model.casesBelow(model.index(0, 0)).size(), 2u);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        fill({summary(1, "Soak 10", "Radio", 2), summary(2, "Soak 9", "Power/Cold"),
              summary(3, "Ping", "", 2)});
        QVERIFY(model.indexOf(uuid(1)).parent() == model.indexOfFolder(QStringLiteral("Radio")));
        fill({summary(3, "Ping again", "", 3)});
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("Ping again"));
        QCOMPARE(reset.count(), 0);
        model.setFilter({QStringLiteral("again tc-3"), {}});
        QCOMPARE(model.shownCount(), 1);
        model.setFilter({{}, CaseStatus::retired});
        QCOMPARE(model.shownCount(), 0);
    }

    void tenThousandCasesAreShownFilteredAndScrolled() {
        LabStore store;
        std::vector<TestCaseSummary> many;
        for (int i = 0; i < 10'000; ++i) {
            TestCaseSummary made;
            made.id = uuid(i);
            made.key = "TC-" + std::to_string(i);
            made.title = "Case " + std::to_string(i);
            made.folder = "Area " + std::to_string(i % 20) + "/Set " + std::to_string(i / 20 % 25);
            made.version = 1;
            many.push_back(std::move(made));
        }
        CaseTreeModel model(store);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        store.replaceTestCases(many);
        QTRY_COMPARE(model.shownCount(), 10'000);
        QCOMPARE(model.rowCount(), 20);
        model.setFilter({QStringLiteral("case 77"), {}});
        QCOMPARE(model.shownCount(), 280); // 77, 177, 770 …
    }

    void aCaseIsFoundOpenedChangedAndSavedByKeyboard() {
        CasesWindow w;
        w.open();
        QTest::keyClick(w.window.get(), Qt::Key_F, Qt::ControlModifier);
        keyboard::type(w.find<QLineEdit>("caseSearchField"), QStringLiteral("soak"));
        QTRY_COMPARE(w.tree()->cases()->shownCount(), 1);
        keyboard::press(Qt::Key_Return);
        QVERIFY(w.tree()->hasFocus());
        w.openCase(w.first());
        keyboard::type(w.field("/title"), QStringLiteral("Thermal soak 50 °C"));
        keyboard::type(w.find<QLineEdit>("revisionMessageLineEdit"), QStringLiteral("hotter"));
        keyboard::press(Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(!w.editor()->isDirty());
        const auto& saved = w.cases.byId(w.first());
        QCOMPARE(saved.document.title, std::string("Thermal soak 50 °C"));
        QCOMPARE(saved.message, std::string("hotter"));
        QCOMPARE(saved.revision, 4);
        QTRY_COMPARE(w.console->store.testCase(w.first())->title, std::string("Thermal soak 50 °C"));
        keyboard::press(Qt::Key_Escape);
        QTRY_VERIFY(!w.editor()->isOpen());
        QVERIFY(w.tree()->hasFocus());
    }

    void aCaseIsFoundByItsDescriptionAndItsMetricsToo() {
        CasesWindow w;
        w.lab().testCases[1].document.criteria.clear();
        w.open();
        auto* search = w.find<QLineEdit>("caseSearchField");
        QTest::keyClick(w.window.get(), Qt::Key_F, Qt::ControlModifier);
        keyboard::type(search, QStringLiteral("voltage_ripple converter"));
        QTRY_COMPARE(w.tree()->cases()->shownCount(), 1);
        QVERIFY(w.tree()->cases()->indexOf(w.first()).isValid());
        keyboard::type(search, QStringLiteral("no_such_metric"));
        QTRY_COMPARE(w.tree()->cases()->shownCount(), 0);
        w.server().on("GET", QStringLiteral("/api/v1/test-cases"), [](const FakeServer::Request&) {
            return FakeServer::Answer::problem(503, "The database does not answer.");
        });
        keyboard::type(search, QStringLiteral("soak"));
        QTRY_VERIFY(w.notice()->words().contains(QStringLiteral("could not be searched")));
        QCOMPARE(w.tree()->cases()->shownCount(), 1); // what is known here is found all the same
    }

    void aNewCaseIsWrittenAndCreated() {
        CasesWindow w;
        w.open();
        keyboard::press(w.find<QPushButton>("newCasePushButton"));
        QTRY_VERIFY(w.editor()->isOpen());
        keyboard::type(w.field("/title"), QStringLiteral("Ping"));
        keyboard::press(w.find<QPushButton>("addStepPushButton"));
        keyboard::press(w.find<QPushButton>("saveCasePushButton"));
        QTRY_VERIFY2(!w.editor()->caseId().empty(), qPrintable(w.caseNotice()->accessibleName()));
        QCOMPARE(w.cases.byId(w.editor()->caseId()).document.title, std::string("Ping"));
        QTRY_VERIFY(w.tree()->cases()->indexOf(w.editor()->caseId()).isValid());
        QTRY_COMPARE(w.tree()->cases()->caseAt(w.tree()->currentIndex())->id, w.editor()->caseId());
    }

    void aCaseIsWrittenAsTextAndSaved() {
        CasesWindow w;
        w.open();
        w.openCase(w.first());
        keyboard::goTo(w.field("/steps/1/name"));
        w.showText();
        // Where the keyboard was in the form.
        QVERIFY(w.code()->textCursor().block().text().contains(QStringLiteral("Ramp")));
        QString text = w.textOfCode();
        text.replace(QStringLiteral("Thermal soak"), QStringLiteral("Long soak"));
        w.paste(text);
        QVERIFY(w.editor()->draft().document().title.starts_with("Long soak"));
        QTest::keyClick(w.code(), Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(w.cases.byId(w.first()).document.title.starts_with("Long soak"));
        QTRY_VERIFY(!w.editor()->isDirty());
        QTRY_VERIFY(w.code()->hasFocus());
        // It is remembered which view somebody wants.
        w.crash();
        w.open();
        keyboard::goTo(w.tree());
        w.tree()->select(w.first());
        keyboard::press(Qt::Key_Return);
        QTRY_VERIFY(w.code()->isVisible());
        QCOMPARE(w.textOfCode(), text);
    }

    void fieldsOfferWhatAllCasesHaveWhateverIsFiltered() {
        CasesWindow w;
        w.lab().testCases[1].document.folder = "Power/Battery";
        w.open();
        QTest::keyClick(w.window.get(), Qt::Key_F, Qt::ControlModifier);
        keyboard::type(w.find<QLineEdit>("caseSearchField"), QStringLiteral("thermal soak"));
        QTRY_COMPARE(w.tree()->cases()->shownCount(), 1);
        w.openCase(w.first());
        const auto* offered = qobject_cast<QLineEdit*>(w.field("/folder"))->completer()->model();
        QStringList folders;
        for (int row = 0; row < offered->rowCount(); ++row)
            folders << offered->index(row, 0).data().toString();
        QCOMPARE(folders, QStringList({QStringLiteral("Power"), QStringLiteral("Power/Battery"),
                                       QStringLiteral("Thermal")}));
    }

    void theTextIsReachedFromTheListToo() {
        CasesWindow w;
        w.open();
        w.openCase(w.first());
        QVERIFY(w.tree()->hasFocus());
        w.showText();
        keyboard::press(Qt::Key_E, Qt::ControlModifier);
        QTRY_VERIFY(w.field("/title")->hasFocus());
    }

    void theViewsAreSwitchedAtAnyTimeWithoutLoss() {
        CasesWindow w;
        w.open();
        w.openCase(w.first());
        keyboard::type(w.field("/title"), QStringLiteral("Half"));
        w.showText();
        const QString half = w.textOfCode().replace(QStringLiteral("kind: "), QStringLiteral("kind: un"));
        w.paste(half);
        QVERIFY(w.editor()->draft().isTextAhead());
        keyboard::press(Qt::Key_E, Qt::ControlModifier);
        auto* ahead = w.find<widgets::Notice>("caseTextAheadNotice");
        QTRY_VERIFY(ahead->isVisible());
        QVERIFY(!w.field("/title")->isEnabled()); // what is entered here would take the text's place
        QCOMPARE(w.editor()->draft().document().title, std::string("Half"));
        keyboard::press(Qt::Key_Space); // the keyboard is at the way back
        QTRY_VERIFY(w.code()->isVisible());
        QCOMPARE(w.textOfCode(), half);
        w.awaitDraft();
        w.crash();
        w.open();
        QTRY_VERIFY(w.notice()->isVisible());
        keyboard::press(w.notice()->findChild<QPushButton*>(QStringLiteral("noticeActionPushButton")));
        QTRY_VERIFY(w.code()->isVisible());
        QCOMPARE(w.textOfCode(), half);
        keyboard::press(Qt::Key_F8);
        QVERIFY(w.code()->hasFocus());
        QVERIFY(w.code()->textCursor().block().text().contains(QStringLiteral("kind: un")));
        w.paste(QString(half).replace(QStringLiteral("kind: un"), QStringLiteral("kind: ")));
        QVERIFY(!w.editor()->draft().isTextAhead());
        keyboard::press(Qt::Key_E, Qt::ControlModifier);
        QTRY_VERIFY(w.field("/title")->isVisible());
        QVERIFY(w.field("/title")->isEnabled());
        QVERIFY(w.find("caseTextAheadNotice")->isHidden());
    }

    void undoGoesThroughBothViews() {
        CasesWindow w;
        w.open();
        w.openCase(w.first());
        const auto before = w.cases.byId(w.first()).document;
        keyboard::type(w.field("/title"), QStringLiteral("In the form"));
        w.showText();
        const QString text = w.textOfCode();
        keyboard::press(Qt::Key_End);
        QTest::keyClicks(w.code(), QStringLiteral(" and in the text"));
        QCOMPARE(w.editor()->draft().document().title, std::string("In the form and in the text"));
        keyboard::press(Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(w.textOfCode(), text);
        keyboard::press(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(isSame(w.editor()->draft().document(), before));
        keyboard::press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        keyboard::press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(w.editor()->draft().document().title, std::string("In the form and in the text"));
    }

    void whatTheServerFindsWrongIsUnderlinedInTheText() {
        CasesWindow w;
        w.open();
        w.openCase(w.first());
        keyboard::goTo(w.field("/title"));
        w.showText();
        w.cases.refuse(faultsAnswer({{"/document/criteria/1/expression", "is not known here"}}));
        keyboard::press(Qt::Key_End);
        QTest::keyClicks(w.code(), QStringLiteral(" again"));
        keyboard::press(Qt::Key_S, Qt::ControlModifier);
        QTRY_COMPARE(w.editor()->draft().faults().size(), 1u);
        QTRY_VERIFY(w.code()->hasFocus());
        QCOMPARE(w.code()->marksAt(w.code()->textCursor().position()), QStringLiteral("Is not known here."));
        QVERIFY(w.code()->textCursor().block().text().contains(QStringLiteral("expression")));
        w.cases.letPass();
    }

    void whatTheServerFindsWrongIsUnderlined() {
        CasesWindow w;
        w.open();
        w.openCase(w.first());
        w.cases.refuse(faultsAnswer({{"/document/criteria/1/expression", "is not known here"}}));
        keyboard::type(w.field("/title"), QStringLiteral("Other"));
        keyboard::press(Qt::Key_S, Qt::ControlModifier);
        QTRY_COMPARE(w.editor()->draft().faults().size(), 1u);
        QTRY_VERIFY(w.field("/criteria/1/expression")->hasFocus());
        QVERIFY(w.editor()->isDirty());
        w.cases.letPass();
    }

    void whatSomebodyElseHasSavedIsMergedAndNothingIsLost() {
        CasesWindow w;
        w.open();
        w.openCase(w.first());
        keyboard::type(w.field("/title"), QStringLiteral("Mine"));
        w.cases.saveAs("J. Lindqvist", w.first(), [](TestCaseDocument& document) {
            document.title = "Theirs";
            document.steps[4].durationSeconds = 99;
        });
        QTRY_VERIFY(w.caseNotice()->words().contains(QStringLiteral("Somebody else")));
        keyboard::press(Qt::Key_S, Qt::ControlModifier);
        QDialog* dialog = nullptr;
        QTRY_VERIFY((dialog = w.window->findChild<QDialog*>(QStringLiteral("differenceDialog"))) &&
                    dialog->isVisible());
        QVERIFY(!dialog->findChild<QPushButton*>(QStringLiteral("saveMergedPushButton"))->isEnabled());
        keyboard::press(dialog->findChild<QWidget*>(QStringLiteral("mine0RadioButton")));
        keyboard::press(dialog->findChild<QPushButton*>(QStringLiteral("saveMergedPushButton")));
        QTRY_COMPARE(w.cases.byId(w.first()).revision, 5);
        QCOMPARE(w.cases.byId(w.first()).document.title, std::string("Mine"));
        QCOMPARE(w.cases.byId(w.first()).document.steps[4].durationSeconds, 99.0);
        QTRY_VERIFY(!w.editor()->isDirty());
    }

    void whatWasNotSavedOutlivesACrash() {
        CasesWindow w;
        w.open();
        w.openCase(w.first());
        keyboard::type(w.field("/title"), QStringLiteral("Half a thought"));
        w.awaitDraft();
        w.crash();
        w.cases.saveAs("J. Lindqvist", w.first(),
                       [](TestCaseDocument& document) { document.owner = "lindqvist"; });
        w.open();
        QTRY_VERIFY(w.notice()->words().contains(QStringLiteral("Go on with your draft of TC-1")));
        auto* go = w.notice()->findChild<QPushButton*>(QStringLiteral("noticeActionPushButton"));
        keyboard::press(go);
        QTRY_COMPARE(w.editor()->draft().document().title, std::string("Half a thought"));
        QVERIFY(w.editor()->isDirty());
        keyboard::press(Qt::Key_S, Qt::ControlModifier);
        // Somebody else has saved meanwhile: both changes are there in the end.
        QDialog* dialog = nullptr;
        QTRY_VERIFY((dialog = w.window->findChild<QDialog*>(QStringLiteral("differenceDialog"))) &&
                    dialog->isVisible());
        QVERIFY(!dialog->findChild<QWidget*>(QStringLiteral("mine2RadioButton")));
        keyboard::press(dialog->findChild<QPushButton*>(QStringLiteral("saveMergedPushButton")));
        QTRY_COMPARE(w.cases.byId(w.first()).document.title, std::string("Half a thought"));
        QCOMPARE(w.cases.byId(w.first()).document.owner, std::string("lindqvist"));
        QTRY_VERIFY(!w.hasDraft());
    }

    void whoUsesACaseIsSaidWithIt() {
        CasesWindow w;
        w.cases.usage[w.first()] = {12, Timestamp::now(), 841, {{uuid(7), "dc-dc"}}};
        w.open();
        w.openCase(w.first());
        auto* usage = w.editor()->findChild<QLabel*>(QStringLiteral("editorNoteLabel"));
        QTRY_COMPARE(usage->text(), QString::fromUtf8("12 runs, the last is 841 · health check of dc-dc"));
        keyboard::press(w.find<QPushButton>("newCasePushButton"));
        QTRY_VERIFY(usage->isHidden());
    }

    void anOldRevisionIsComparedAndBroughtBack() {
        CasesWindow w;
        w.open();
        w.openCase(w.first());
        const auto before = w.cases.byId(w.first()).document;
        keyboard::type(w.field("/title"), QStringLiteral("Another"));
        keyboard::press(Qt::Key_S, Qt::ControlModifier);
        QTRY_COMPARE(w.cases.byId(w.first()).revision, 4);
        QTRY_VERIFY(!w.editor()->isDirty());
        keyboard::press(w.find("caseHistoryToolButton"));
        QDialog* dialog = nullptr;
        QTRY_VERIFY((dialog = w.window->findChild<QDialog*>(QStringLiteral("historyDialog"))) &&
                    dialog->isVisible());
        auto* title = dialog->findChild<QLabel*>(QStringLiteral("comparisonLabel"));
        QTRY_COMPARE(title->text(), QStringLiteral("From revision 3 to 4"));
        QStringList lines;
        for (const auto* label :
             dialog->findChild<QWidget*>(QStringLiteral("changesScrollArea"))->findChildren<QLabel*>())
            lines << label->text();
        QCOMPARE(lines, QStringList({QStringLiteral("Title"), QString::fromUtf8("− Thermal soak 45 °C"),
                                     QStringLiteral("+ Another")}));
        auto* restore = dialog->findChild<QPushButton*>(QStringLiteral("restoreRevisionPushButton"));
        QVERIFY(!restore->isEnabled());
        keyboard::press(dialog->findChild<QWidget*>(QStringLiteral("revisionsListWidget")), Qt::Key_Down);
        QTRY_VERIFY(restore->isEnabled());
        keyboard::press(restore);
        QTRY_VERIFY(w.editor()->isDirty());
        QVERIFY(isSame(w.editor()->draft().document(), before));
        keyboard::press(w.find("saveCasePushButton"));
        QTRY_COMPARE(w.cases.byId(w.first()).revision, 5);
        QVERIFY(isSame(w.cases.byId(w.first()).document, before));
        QCOMPARE(w.cases.byId(w.first()).message, std::string("Back to revision 3"));
    }

    void leavingWithSomethingUnsavedAsks() {
        CasesWindow w;
        w.open();
        w.openCase(w.first());
        keyboard::type(w.field("/title"), QStringLiteral("Other"));
        MessageBox::setNextAnswer(MessageBox::Answer::no);
        keyboard::press(Qt::Key_Escape);
        QCOMPARE(MessageBox::lastQuestion().title, QStringLiteral("Discard what is not saved?"));
        QVERIFY(w.editor()->isOpen());
        MessageBox::setNextAnswer(MessageBox::Answer::yes);
        keyboard::press(Qt::Key_Escape);
        QTRY_VERIFY(!w.editor()->isOpen());
        QVERIFY(w.cases.byId(w.first()).document.title != "Other");
    }

    void tagsOfManyAreChangedAtOnce() {
        CasesWindow w(style::ThemeMode::light, 20);
        w.open();
        keyboard::goTo(w.tree());
        w.tree()->selectAll();
        QTest::keyClick(w.tree(), Qt::Key_Menu);
        const QPoint at(10, 10);
        QContextMenuEvent event(QContextMenuEvent::Keyboard, at, w.tree()->viewport()->mapToGlobal(at));
        QApplication::sendEvent(w.tree()->viewport(), &event);
        QMenu* menu = nullptr;
        QTRY_VERIFY((menu = w.page()->findChild<QMenu*>(QStringLiteral("caseMenu"))) && menu->isVisible());
        for (auto* action : menu->actions())
            if (action->text() == QStringLiteral("Tags…"))
                action->trigger();
        menu->close();
        QDialog* dialog = nullptr;
        QTRY_VERIFY((dialog = w.window->findChild<QDialog*>(QStringLiteral("changeCasesDialog"))) &&
                    dialog->isVisible());
        keyboard::write(dialog->findChild<QLineEdit*>(QStringLiteral("addTagsLineEdit")),
                        QStringLiteral("release"));
        keyboard::press(dialog->findChild<QPushButton*>(QStringLiteral("applyChangePushButton")));
        QTRY_COMPARE(w.notice()->words(), QStringLiteral("22 test cases were changed."));
        for (const auto& each : w.lab().testCases)
            QCOMPARE(each.document.tags.back(), std::string("release"));
        QTRY_COMPARE(w.console->store.testCase(w.first())->tags.back(), std::string("release"));
    }

    void aDeletedCaseIsGoneOnceAsked() {
        CasesWindow w;
        w.open();
        const std::string id = w.first();
        keyboard::goTo(w.tree());
        w.tree()->select(id);
        MessageBox::setNextAnswer(MessageBox::Answer::yes);
        keyboard::press(Qt::Key_Delete);
        QTRY_COMPARE(w.notice()->words(), QStringLiteral("1 test case was deleted."));
        QTRY_VERIFY(!w.tree()->cases()->indexOf(id).isValid());
    }

    void whoMayNotWriteReads() {
        CasesWindow w;
        std::erase(w.lab().permissions, "testcases:write");
        w.open();
        QVERIFY(!w.find<QPushButton>("newCasePushButton")->isVisible());
        w.openCase(w.first());
        QVERIFY(w.caseNotice()->words().contains(QStringLiteral("may read")));
        QVERIFY(!w.field("/title")->isEnabled());
    }
};

QTEST_MAIN(TestCasesPageTest)
#include "test_cases_page_test.moc"
