// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/exchange/import_cases_dialog.h"
#include "console/widgets/chip.h"
#include "console/widgets/file_dialog.h"
#include "console/widgets/message_box.h"
#include "tests/console/testcases/cases_window.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTextBrowser>
#include <QToolButton>
#include <QTreeView>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
using widgets::FileDialog;
using widgets::MessageBox;

namespace {

const QString fixtures = QStringLiteral(LABWARDEN_SOURCE_DIR "/tests/fixtures/test-definitions");

void put(const QString& path, const QByteArray& text) {
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

QByteArray textOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray caseNamed(const QByteArray& title) {
    return "title: " + title + "\nsteps:\n  - name: Watch\n    kind: measure\n    durationSeconds: 5\n";
}

/// The dialog, opened from the page's menu by keyboard.
class ImportWindow : public CasesWindow {
public:
    ImportCasesDialog* dialog = nullptr;

    void openDialog() {
        open();
        keyboard::press(find<QToolButton>("caseExchangeToolButton"));
        QTRY_VERIFY(find<QMenu>("caseExchangeMenu")->isVisible());
        keyboard::press(Qt::Key_Down);
        keyboard::press(Qt::Key_Return);
        QTRY_VERIFY((dialog = window->findChild<ImportCasesDialog*>()) && dialog->isVisible());
        new QAbstractItemModelTester(tree()->model(), QAbstractItemModelTester::FailureReportingMode::QtTest,
                                     dialog);
    }
    /// With the button that is offered first.
    void takeFolder(const QString& folder) {
        FileDialog::setNextAnswer(folder);
        auto* empty = part<QWidget>("importCasesEmptyState");
        auto* button = empty->isVisible()
                           ? empty->findChild<QPushButton*>(QStringLiteral("emptyStateOtherPushButton"))
                           : part<QPushButton>("chooseFolderPushButton");
        keyboard::press(button);
    }
    /// Until the server has said what it would do.
    void look(const QString& folder) {
        takeFolder(folder);
        QTRY_VERIFY(tree()->isVisible() && tree()->model()->rowCount() > 0);
    }
    template<class T>
    T* part(const char* name) {
        auto* found = dialog->findChild<T*>(QLatin1String(name));
        [&] { QVERIFY2(found, name); }();
        return found;
    }
    QTreeView* tree() { return part<QTreeView>("importTreeView"); }
    QPushButton* verb() { return part<QPushButton>("importCasesPushButton"); }
    widgets::Notice* said() { return part<widgets::Notice>("actionNotice"); }
    int count(const char* chip) { return part<widgets::Chip>(chip)->count(); }
    /// The row of a file, the keyboard on it.
    QString select(const QString& what) {
        auto* model = tree()->model();
        const auto found = model->match(model->index(0, 0), Qt::DisplayRole, what, 1,
                                        Qt::MatchRecursive | Qt::MatchStartsWith);
        [&] { QVERIFY2(!found.isEmpty(), qPrintable(what)); }();
        keyboard::goTo(tree());
        tree()->setCurrentIndex(found.value(0));
        return part<QTextBrowser>("importDetailBrowser")->toPlainText();
    }
    QStringList texts() {
        QStringList all;
        auto* model = tree()->model();
        std::function<void(const QModelIndex&)> visit = [&](const QModelIndex& above) {
            for (int row = 0; row < model->rowCount(above); ++row) {
                QStringList cells;
                for (int column = 0; column < model->columnCount(); ++column)
                    cells << model->index(row, column, above).data().toString();
                all << cells.join(QLatin1String(" | "));
                visit(model->index(row, 0, above));
            }
        };
        visit({});
        return all;
    }
    /// 2,100 files, so that it takes two requests.
    static void fillWithMany(const QTemporaryDir& folder) {
        for (int i = 0; i < 2'100; ++i)
            put(folder.filePath(QStringLiteral("%1.yaml").arg(i, 5, 10, QLatin1Char('0'))),
                caseNamed("Many " + QByteArray::number(i)));
    }
};

} // namespace

/// Import of test cases from files, as people do it.
class ImportCasesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QApplication::setCursorFlashTime(0); }

    void aFolderIsLookedAtFirstAndEachFileSaysWhatBecomesOfIt() {
        ImportWindow w;
        w.lab().testCases[1].key = "TC-4"; // which own/reboot.yaml names
        w.openDialog();
        w.look(fixtures);
        QCOMPARE(w.exchange.dryRuns, 1);
        QCOMPARE(w.exchange.imports, 0);
        QVERIFY(w.count("refusedItemsChip") >= 8);
        QVERIFY(w.count("notedItemsChip") >= 5);
        QCOMPARE(w.count("changedItemsChip"), 1);
        QVERIFY(w.count("newItemsChip") >= 0);
        QCOMPARE(w.count("allItemsChip"), w.count("refusedItemsChip") + w.count("notedItemsChip") +
                                              w.count("changedItemsChip") + w.count("newItemsChip") +
                                              w.count("unchangedItemsChip"));
        const auto rows = w.texts();
        QVERIFY2(!rows.filter(QStringLiteral("own/typo.yaml:5:5")).isEmpty(),
                 qPrintable(rows.join(QLatin1Char('\n'))));
        const QString sums = w.part<QLabel>("importSumsLabel")->text();
        QVERIFY2(sums.contains(QLatin1String("refused")) && sums.contains(QLatin1String("with notes")),
                 qPrintable(sums));
    }

    void aFaultIsShownWithItsLine() {
        ImportWindow w;
        w.openDialog();
        w.look(fixtures);
        const QString detail = w.select(QStringLiteral("typo.yaml"));
        QVERIFY2(detail.contains(QLatin1String("Line 5, column 5: duration: is not a known field.")),
                 qPrintable(detail));
        QVERIFY2(detail.contains(QLatin1String("    duration: 5")), qPrintable(detail));
        QVERIFY2(detail.contains(QLatin1Char('^')), qPrintable(detail));
    }

    void everyNoteIsSaidAndTheScriptsAreThere() {
        ImportWindow w;
        w.openDialog();
        w.look(fixtures);
        const QString detail = w.select(QStringLiteral("net-link"));
        QVERIFY2(detail.contains(QLatin1String("Notes")) && detail.contains(QLatin1String(".sh")) &&
                     detail.contains(QLatin1String("set -e")),
                 qPrintable(detail));
        QTemporaryDir folder;
        FileDialog::setNextAnswer(folder.path());
        keyboard::press(w.part<QPushButton>("saveScriptsPushButton"));
        const auto scripts = QDir(folder.path()).entryList({QStringLiteral("*.sh")});
        QVERIFY(scripts.size() >= 4);
        QVERIFY(textOf(folder.filePath(scripts[0])).contains("set -e"));
        // Again: nothing is overwritten unasked.
        put(folder.filePath(scripts[0]), "mine");
        FileDialog::setNextAnswer(folder.path());
        MessageBox::setNextAnswer(MessageBox::Answer::no);
        keyboard::press(w.part<QPushButton>("saveScriptsPushButton"));
        QCOMPARE(textOf(folder.filePath(scripts[0])), QByteArray("mine"));
        QVERIFY(MessageBox::lastQuestion().title.contains(QString::number(scripts.size())));
    }

    void whatAFileChangesIsShownBesideWhatIsThere() {
        ImportWindow w;
        w.lab().testCases[1].key = "TC-4";
        w.openDialog();
        w.look(fixtures + QStringLiteral("/own"));
        const auto* browser = w.part<QTextBrowser>("importDetailBrowser");
        w.select(QStringLiteral("Reboots"));
        QTRY_VERIFY2(browser->toPlainText().contains(QLatin1String("+ Reboots")),
                     qPrintable(browser->toPlainText()));
        QVERIFY(browser->toPlainText().contains(QLatin1String("What it changes in TC-4")));
    }

    void theCasesAreImportedAndTheReportSaysWhatWasNot() {
        ImportWindow w;
        w.lab().testCases[1].key = "TC-4";
        w.openDialog();
        w.look(fixtures);
        const auto before = w.lab().testCases.size();
        QVERIFY2(w.verb()->text().startsWith(QLatin1String("Import ")), qPrintable(w.verb()->text()));
        const int promised = w.verb()->text().section(QLatin1Char(' '), 1, 1).toInt();
        QVERIFY(promised > 5);
        keyboard::press(w.verb());
        QTRY_COMPARE(w.exchange.imports, 1);
        QTRY_VERIFY(!w.said()->words().isEmpty());
        QVERIFY(w.said()->words().contains(QString::number(promised)));
        QCOMPARE(w.lab().testCases.size(), before + static_cast<std::size_t>(promised) - 1); // one is changed
        QVERIFY(w.lab().testCases[1].document.title == "Reboots");
        QVERIFY(!w.verb()->isVisible());
        QVERIFY(w.select(QStringLiteral("typo.yaml")).contains(QLatin1String("Line 5")));
        QTRY_COMPARE(w.CasesWindow::tree()->cases()->totalCount(),
                     static_cast<int>(w.lab().testCases.size()));
        QTemporaryDir folder;
        FileDialog::setNextAnswer(folder.filePath(QStringLiteral("report.csv")));
        keyboard::press(w.part<QPushButton>("saveReportPushButton"));
        QVERIFY(textOf(folder.filePath(QStringLiteral("report.csv")))
                    .contains("\"own/typo.yaml\",5,5,\"Refused\""));
        FileDialog::setNextAnswer(folder.filePath(QStringLiteral("report.txt")));
        keyboard::press(w.part<QPushButton>("saveReportPushButton"));
        QVERIFY(textOf(folder.filePath(QStringLiteral("report.txt"))).contains("own/typo.yaml:5:5"));
        keyboard::press(w.part<QPushButton>("closePushButton"));
        QTRY_VERIFY(!w.window->findChild<ImportCasesDialog*>());
        QVERIFY(w.notice()->words().startsWith(QLatin1String("Imported")));
    }

    void chipsFilterTheList() {
        ImportWindow w;
        w.openDialog();
        w.look(fixtures);
        keyboard::goTo(w.part<widgets::Chip>("refusedItemsChip"));
        keyboard::press(Qt::Key_Space);
        QCOMPARE(w.tree()->model()->rowCount(), 1);
        QVERIFY(w.texts().front().startsWith(QLatin1String("Refused")));
    }

    void mendedFilesAreCheckedAgain() {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("a.yaml"));
        put(path, "titel: A\nsteps: []\n");
        ImportWindow w;
        w.openDialog();
        w.look(folder.path());
        QCOMPARE(w.count("refusedItemsChip"), 1);
        QVERIFY(!w.verb()->isEnabled());
        put(path, caseNamed("A"));
        keyboard::press(Qt::Key_F5);
        QTRY_COMPARE(w.count("newItemsChip"), 1);
        QVERIFY(w.verb()->isEnabled());
        QCOMPARE(w.verb()->text(), QStringLiteral("Import 1 test case"));
    }

    void lookingIsStopped() {
        ImportWindow w;
        w.openDialog();
        w.exchange.park(true);
        w.takeFolder(fixtures);
        QTRY_COMPARE(w.exchange.parked(), 1);
        keyboard::press(w.part<QPushButton>("closePushButton")); // "Stop"
        QTRY_VERIFY(w.part<QWidget>("importCasesEmptyState")->isVisible());
        QVERIFY(w.dialog->isVisible());
        w.exchange.park(false);
        w.look(fixtures);
        QVERIFY(w.verb()->isEnabled());
    }

    void moreThanOneRequestTakesIsStoppedBetweenThemAndSaysWhatWasDone() {
        QTemporaryDir folder;
        ImportWindow::fillWithMany(folder);
        ImportWindow w;
        w.openDialog();
        w.look(folder.path());
        QCOMPARE(w.exchange.dryRuns, 2);
        QCOMPARE(w.count("newItemsChip"), 2'100);
        w.exchange.park(true);
        keyboard::press(w.verb());
        QTRY_COMPARE(w.exchange.parked(), 1);
        keyboard::press(w.part<QPushButton>("closePushButton"));
        QVERIFY(w.dialog->isVisible());
        w.exchange.answerParked();
        QTRY_COMPARE(w.count("unsentItemsChip"), 100);
        QCOMPARE(w.exchange.imports, 1);
        QCOMPARE(w.count("newItemsChip"), 2'000);
        QVERIFY2(w.said()->words().startsWith(QLatin1String("Stopped.")), qPrintable(w.said()->words()));
        QTRY_COMPARE(w.CasesWindow::tree()->cases()->totalCount(),
                     static_cast<int>(w.lab().testCases.size()));
    }

    void anImportThatBreaksOffSaysOfWhichFilesNobodyKnows() {
        QTemporaryDir folder;
        ImportWindow::fillWithMany(folder);
        ImportWindow w;
        w.openDialog();
        w.look(folder.path());
        w.exchange.park(true);
        keyboard::press(w.verb());
        QTRY_COMPARE(w.exchange.parked(), 1);
        w.exchange.answerParked();
        QTRY_COMPARE(w.exchange.parked(), 1);
        w.server().answerParked(QStringLiteral("/api/v1/test-cases/import"),
                                FakeServer::Answer::problem(503, "The lab is busy."));
        QTRY_COMPARE(w.count("unsentItemsChip"), 100);
        QVERIFY(w.said()->words().contains(QLatin1String("broke off")));
        QVERIFY(w.select(QStringLiteral("02000.yaml")).contains(QLatin1String("may be imported or not")));
    }

    void whatTheServerRefusesAltogetherIsSaid() {
        ImportWindow w;
        w.openDialog();
        w.exchange.refuse(FakeServer::Answer::problem(403, "You may not write test cases."));
        w.takeFolder(fixtures);
        QTRY_VERIFY(!w.said()->words().isEmpty());
        QVERIFY(w.part<QWidget>("importCasesEmptyState")->isVisible());
    }

    void filesThatAreDroppedOnThePageAreLookedAt() {
        CasesWindow w;
        w.open();
        dropFiles(w.page(),
                  {fixtures + QStringLiteral("/own/reboot.yaml"), fixtures + QStringLiteral("/tables")});
        QTRY_COMPARE(w.exchange.dryRuns, 1);
        QVERIFY(w.window->findChild<ImportCasesDialog*>()->isVisible());
    }

    void ctrlKLeadsThere() {
        CasesWindow w;
        w.open();
        keyboard::press(Qt::Key_K, Qt::ControlModifier);
        QTRY_VERIFY(qobject_cast<QLineEdit*>(keyboard::holder()));
        QTest::keyClicks(keyboard::holder(), QStringLiteral("import test"));
        keyboard::press(Qt::Key_Return);
        QTRY_VERIFY(w.window->findChild<ImportCasesDialog*>());
        QVERIFY(w.window->findChild<ImportCasesDialog*>()->isVisible());
    }

    void whoMayNotWriteIsNotOfferedIt() {
        CasesWindow w;
        std::erase(w.lab().permissions, "testcases:write");
        w.open();
        keyboard::press(w.find<QToolButton>("caseExchangeToolButton"));
        QTRY_VERIFY(w.find<QMenu>("caseExchangeMenu")->isVisible());
        QVERIFY(!w.find<QMenu>("caseExchangeMenu")->actions()[0]->isVisible());
        QVERIFY(w.find<QMenu>("caseExchangeMenu")->actions()[1]->isVisible());
        keyboard::press(Qt::Key_Escape);
    }
};

QTEST_MAIN(ImportCasesTest)
#include "import_cases_test.moc"
