// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/testcases/exchange/case_exchange.h"
#include "console/testcases/exchange/export_cases_dialog.h"
#include "console/testcases/exchange/import_cases_dialog.h"
#include "console/widgets/chip.h"
#include "console/widgets/file_dialog.h"
#include "console/widgets/message_box.h"
#include "tests/console/testcases/cases_window.h"

#include <QDirIterator>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QRadioButton>
#include <QTemporaryDir>
#include <QToolButton>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
using widgets::FileDialog;
using widgets::MessageBox;

namespace {

/// Every file below a folder.
QMap<QString, QByteArray> filesIn(const QString& folder) {
    QMap<QString, QByteArray> files;
    QDirIterator all(folder, QDir::Files, QDirIterator::Subdirectories);
    while (all.hasNext()) {
        QFile file(all.next());
        if (file.open(QIODevice::ReadOnly))
            files[QDir(folder).relativeFilePath(file.fileName())] = file.readAll();
    }
    return files;
}

class ExportWindow : public CasesWindow {
public:
    using CasesWindow::CasesWindow;
    ExportCasesDialog* dialog = nullptr;
    QTemporaryDir folder;

    void openDialog() {
        keyboard::press(find<QToolButton>("caseExchangeToolButton"));
        QTRY_VERIFY(find<QMenu>("caseExchangeMenu")->isVisible());
        keyboard::press(Qt::Key_Down);
        keyboard::press(Qt::Key_Down);
        keyboard::press(Qt::Key_Return);
        QTRY_VERIFY((dialog = window->findChild<ExportCasesDialog*>()) && dialog->isVisible());
    }
    template<class T = QRadioButton>
    T* part(const char* name) {
        return dialog->findChild<T*>(QLatin1String(name));
    }
    void choose(const char* radio) {
        if (!part(radio)->isChecked())
            keyboard::press(part(radio));
        QVERIFY2(part(radio)->isChecked(), radio);
    }
    void go() { keyboard::press(part<QPushButton>("exportCasesPushButton")); }
    widgets::Notice* said() { return part<widgets::Notice>("actionNotice"); }
    void exportAll(const char* form = "yamlRadioButton") {
        openDialog();
        choose("allCasesRadioButton");
        choose(form);
        FileDialog::setNextAnswer(folder.path());
        go();
        QTRY_VERIFY(!window->findChild<ExportCasesDialog*>());
    }
};

} // namespace

/// Export of test cases to files, as people do it.
class ExportCasesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QApplication::setCursorFlashTime(0); }

    void whatIsExportedComesBackUnchanged_data() {
        QTest::addColumn<QByteArray>("form");
        QTest::newRow("YAML") << QByteArray("yamlRadioButton");
        QTest::newRow("JSON") << QByteArray("jsonCasesRadioButton");
    }
    void whatIsExportedComesBackUnchanged() {
        QFETCH(QByteArray, form);
        ExportWindow w(style::ThemeMode::light, 60);
        w.open();
        w.exportAll(form.constData());
        QVERIFY2(w.notice()->words().startsWith(QLatin1String("62 ")), qPrintable(w.notice()->words()));
        const auto files = filesIn(w.folder.path());
        QCOMPARE(files.size(), 62);
        QVERIFY(files.contains(form == "yamlRadioButton" ? QStringLiteral("Thermal/TC-1.yaml")
                                                         : QStringLiteral("Thermal/TC-1.json")));
        // Once more: the same to the byte.
        MessageBox::setNextAnswer(MessageBox::Answer::yes);
        w.exportAll(form.constData());
        QVERIFY(filesIn(w.folder.path()) == files);
        // And back.
        w.page()->exchange()->importCases({w.folder.path()});
        ImportCasesDialog* dialog = nullptr;
        QTRY_VERIFY((dialog = w.window->findChild<ImportCasesDialog*>()));
        QTRY_COMPARE(dialog->findChild<widgets::Chip*>(QStringLiteral("unchangedItemsChip"))->count(), 62);
        QCOMPARE(dialog->findChild<widgets::Chip*>(QStringLiteral("allItemsChip"))->count(), 62);
        QCOMPARE(dialog->findChild<QLabel*>(QStringLiteral("missingLabel"))->text(),
                 QStringLiteral("Everything is as the files say already."));
    }

    void nothingIsOverwrittenUnasked() {
        ExportWindow w;
        w.open();
        w.exportAll();
        const QString path = w.folder.filePath(QStringLiteral("Thermal/TC-1.yaml"));
        QFile mine(path);
        QVERIFY(mine.open(QIODevice::WriteOnly));
        mine.write("mine");
        mine.close();
        w.openDialog();
        w.choose("allCasesRadioButton");
        FileDialog::setNextAnswer(w.folder.path());
        MessageBox::setNextAnswer(MessageBox::Answer::no);
        w.go();
        QCOMPARE(MessageBox::lastQuestion().title, QStringLiteral("Overwrite 2 files?"));
        QVERIFY(w.dialog->isVisible());
        QCOMPARE(filesIn(w.folder.path())[QStringLiteral("Thermal/TC-1.yaml")], QByteArray("mine"));
    }

    void oneCaseIsOneFile() {
        ExportWindow w;
        w.open();
        w.openCase(w.first());
        keyboard::type(w.field("/title"), QStringLiteral("Not saved"));
        w.openDialog();
        w.choose("selectedCasesRadioButton");
        QVERIFY(w.part<QWidget>("unsavedFactLine")->isVisible());
        FileDialog::setNextAnswer(w.folder.filePath(QStringLiteral("mine.yaml")));
        w.go();
        QTRY_VERIFY(!w.window->findChild<ExportCasesDialog*>());
        QCOMPARE(FileDialog::lastRequest().suggested, QStringLiteral("TC-1.yaml"));
        const auto files = filesIn(w.folder.path());
        QCOMPARE(files.size(), 1);
        QVERIFY(files.first().startsWith("key: TC-1\ntitle: Thermal soak"));
    }

    void theOpenCaseIsOfferedBesideWhatIsSelected() {
        ExportWindow w;
        w.open();
        w.openCase(w.first());
        w.tree()->select(w.lab().testCases[1].id);
        w.openDialog();
        w.choose("openCaseRadioButton");
        FileDialog::setNextAnswer(w.folder.filePath(QStringLiteral("mine.yaml")));
        w.go();
        QTRY_VERIFY(!w.window->findChild<ExportCasesDialog*>());
        QVERIFY(filesIn(w.folder.path()).first().startsWith("key: TC-1\n"));
    }

    void aFolderOfTheTreeAndWhatMatchesAreOffered() {
        ExportWindow w(style::ThemeMode::light, 60);
        w.open();
        keyboard::type(w.find<QLineEdit>("caseSearchField"), QStringLiteral("soak"));
        auto* tree = w.tree();
        keyboard::goTo(tree);
        tree->setCurrentIndex(tree->cases()->indexOfFolder(QStringLiteral("Charging")));
        w.openDialog();
        QVERIFY2(w.part("selectedCasesRadioButton")->text().startsWith(QLatin1String("The folder Charging")),
                 qPrintable(w.part("selectedCasesRadioButton")->text()));
        w.choose("matchingCasesRadioButton");
        FileDialog::setNextAnswer(w.folder.path());
        w.go();
        QTRY_VERIFY(!w.window->findChild<ExportCasesDialog*>());
        QCOMPARE(static_cast<int>(filesIn(w.folder.path()).size()), tree->cases()->shownCount());
    }

    void whatCouldNotBeWrittenIsNamed() {
        ExportWindow w;
        w.open();
        w.openDialog();
        w.choose("allCasesRadioButton");
        w.lab().testCases.pop_back(); // and nobody has told the console yet
        FileDialog::setNextAnswer(w.folder.path());
        w.go();
        QTRY_VERIFY(!w.said()->words().isEmpty());
        QCOMPARE(w.said()->words(), QStringLiteral("1 of 2 test cases are written."));
        QVERIFY2(w.said()->accessibleName().contains(QLatin1String("TC-2: somebody has deleted it")),
                 qPrintable(w.said()->accessibleName()));
        QCOMPARE(filesIn(w.folder.path()).size(), 1);
    }

    void aFolderThatCannotBeWrittenToSaysSo() {
        ExportWindow w;
        w.open();
        w.openDialog();
        w.choose("allCasesRadioButton");
        QFile inTheWay(w.folder.filePath(QStringLiteral("file")));
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        FileDialog::setNextAnswer(inTheWay.fileName());
        w.go();
        QTRY_COMPARE(w.said()->words(), QStringLiteral("0 of 2 test cases are written."));
    }

    void olderFilesOfTheSameCasesAreNamed() {
        ExportWindow w;
        w.open();
        w.exportAll();
        w.cases.saveAs("J. Lindqvist", w.first(),
                       [](TestCaseDocument& document) { document.folder = "Power"; });
        QTRY_COMPARE(w.console->store.testCase(w.first())->folder, std::string("Power"));
        w.openDialog();
        w.choose("allCasesRadioButton");
        FileDialog::setNextAnswer(w.folder.path());
        MessageBox::setNextAnswer(MessageBox::Answer::yes); // TC-2 stands where it was
        w.go();
        QTRY_VERIFY(w.said()->accessibleName().contains(QLatin1String("Thermal/TC-1.yaml")));
    }

    void anExportIsStopped() {
        ExportWindow w(style::ThemeMode::light, 60);
        w.open();
        w.openDialog();
        w.choose("allCasesRadioButton");
        int asked = 0;
        w.server().on("GET", QStringLiteral("/api/v1/test-cases/"), [&](const FakeServer::Request&) {
            ++asked;
            return FakeServer::Answer::parked();
        });
        FileDialog::setNextAnswer(w.folder.path());
        w.go();
        QTRY_COMPARE(asked, 6); // no more at once
        keyboard::press(w.part<QPushButton>("closePushButton"));
        QTRY_VERIFY(w.said()->words().startsWith(QLatin1String("Stopped.")));
        QVERIFY(filesIn(w.folder.path()).isEmpty());
    }
};

QTEST_MAIN(ExportCasesTest)
#include "export_cases_test.moc"
