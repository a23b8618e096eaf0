// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/widgets/message_box.h"
#include "tests/console/support/pictures.h"
#include "tests/console/testcases/cases_window.h"

#include <QDialog>
#include <QLabel>
#include <QLineEdit>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;

/// Pictures of the page's states, to be looked at.
class TestCasesPicturesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void list_data() { pictures::looks(); }
    void list() {
        CasesWindow w(pictures::mode(), 120);
        w.open(pictures::size());
        pictures::keep(w.window.get(), "test-cases");
        keyboard::type(w.find<QLineEdit>("caseSearchField"), QStringLiteral("nothing of this kind"));
        pictures::keep(w.window.get(), "test-cases-none");
    }

    void empty_data() { pictures::looks(); }
    void empty() {
        CasesWindow w(pictures::mode());
        w.lab().testCases.clear();
        w.open(pictures::size());
        pictures::keep(w.window.get(), "test-cases-empty");
    }

    void text_data() { pictures::looks(); }
    void text() {
        CasesWindow w(pictures::mode(), 120);
        w.open(pictures::size());
        w.openCase(w.first());
        keyboard::goTo(w.field("/steps/1/name"));
        w.showText();
        pictures::keep(w.window.get(), "test-case-text");
        w.paste(QStringLiteral("# of the old lab\nkey: TC-7\n") +
                w.textOfCode().replace(QStringLiteral("kind: wait"), QStringLiteral("kind: pause")) +
                QStringLiteral("colour: red\n"));
        pictures::keep(w.window.get(), "test-case-text-faults");
        keyboard::press(Qt::Key_E, Qt::ControlModifier);
        QTRY_VERIFY(w.find("caseTextAheadNotice")->isVisible());
        pictures::keep(w.window.get(), "test-case-text-ahead");
    }

    void editor_data() { pictures::looks(); }
    void editor() {
        CasesWindow w(pictures::mode(), 120);
        w.open(pictures::size());
        w.cases.saveAs(
            "J. Lindqvist", w.first(),
            [](TestCaseDocument& document) {
                document.criteria[0].expression = "max(case_temp) < 75 °C";
                document.steps[2].durationSeconds = 900;
                document.tags = {"thermal"};
            },
            "Longer soak, tighter limit");
        QTRY_COMPARE(w.console->store.testCase(w.first())->revision, 4);
        w.openCase(w.first());
        pictures::keep(w.window.get(), "test-case");
        keyboard::press(w.find("caseHistoryToolButton"));
        QDialog* history = nullptr;
        QTRY_VERIFY((history = w.window->findChild<QDialog*>(QStringLiteral("historyDialog"))) &&
                    history->isVisible());
        QTRY_VERIFY(!history->findChild<QLabel*>(QStringLiteral("comparisonLabel"))->text().isEmpty());
        pictures::keep(history, "test-case-history");
        history->reject();
        QTRY_VERIFY(!w.window->findChild<QDialog*>(QStringLiteral("historyDialog")));
        keyboard::type(w.field("/steps/1/name"), QStringLiteral("Preflight checks"));
        pictures::keep(w.window.get(), "test-case-faults");
        keyboard::type(w.field("/steps/1/name"), QStringLiteral("Ramp"));
        w.cases.saveAs("J. Lindqvist", w.first(), [](TestCaseDocument& document) {
            document.steps[1].durationSeconds = 120;
            document.steps[1].name = "Ramp slowly";
            document.title = "Thermal soak 50 °C";
        });
        QTRY_VERIFY(!w.caseNotice()->words().isEmpty());
        keyboard::press(Qt::Key_S, Qt::ControlModifier);
        QDialog* dialog = nullptr;
        QTRY_VERIFY((dialog = w.window->findChild<QDialog*>(QStringLiteral("differenceDialog"))) &&
                    dialog->isVisible());
        pictures::keep(dialog, "test-case-conflict");
        dialog->reject();
        QTRY_VERIFY(!w.window->findChild<QDialog*>(QStringLiteral("differenceDialog")));
        pictures::keep(w.window.get(), "test-case-changed-meanwhile");
    }
};

QTEST_MAIN(TestCasesPicturesTest)
#include "test_cases_pictures_test.moc"
