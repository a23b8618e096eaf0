// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "common/casetext/case_text.h"
#include "console/api/test_case_api.h"
#include "console/testcases/exchange/case_file_names.h"
#include "console/testcases/exchange/case_files.h"
#include "console/testcases/exchange/case_import_detail.h"
#include "console/testcases/exchange/case_import_model.h"
#include "console/testcases/exchange/case_import_report.h"

#include <QAbstractItemModelTester>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace labwarden;
using namespace labwarden::console;

namespace {

const QString fixtures = QStringLiteral(LABWARDEN_SOURCE_DIR "/tests/fixtures/test-definitions");

void put(const QTemporaryDir& folder, const QString& path, const QByteArray& text) {
    QVERIFY(QDir(folder.path()).mkpath(QFileInfo(path).path()));
    QFile file(folder.filePath(path));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

QByteArray caseNamed(const QByteArray& title, const QByteArray& key = {}) {
    return (key.isEmpty() ? QByteArray() : "key: " + key + '\n') + "title: " + title +
           "\nsteps:\n  - name: Watch\n    kind: measure\n    durationSeconds: 5\n";
}

FoundFiles find(const QStringList& paths) {
    return findCaseFiles(paths, false, [](int) {});
}

TestCaseSummary inFolder(int number, const char* folder) {
    TestCaseSummary made;
    made.key = "TC-" + std::to_string(number);
    made.folder = folder;
    return made;
}

/// Every outcome that there is.
ImportState everything() {
    ImportState state;
    auto& files = state.report.files;
    files.push_back(
        {"a.yaml", FileOutcome::refused, {}, {{4, 9, "/steps/0", "is not known"}, {6, 1, "", "too"}}});
    files.push_back(
        {"b.yaml", FileOutcome::imported, {{1, "TC-1", "Boots", CaseChange::update, {}, {}}}, {}});
    files.push_back({"c.yaml", FileOutcome::imported, {{1, "", "Pings", CaseChange::create, {}, {}}}, {}});
    files.push_back(
        {"d.csv",
         FileOutcome::imported_with_notes,
         {{2, "", "Runs", CaseChange::create, {{2, "has a column \"Rig\""}}, {{"run.sh", "echo"}}},
          {3, "TC-4", "Ends", CaseChange::unchanged, {}, {}}},
         {}});
    state.notSent = {"e.yaml"};
    return state;
}

} // namespace

/// What import and export are made of, without a window.
class CaseFilesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aFolderIsReadWithAllThatIsBelowIt() {
        const auto found = find({fixtures});
        QVERIFY(found.whyNot.isEmpty());
        QVERIFY(found.find("automated/linux/net-link/net-link.yaml"));
        QVERIFY(found.find("own/reboot.yaml")->text.starts_with("key: TC-4"));
        QVERIFY(!found.find("own"));
        QCOMPARE(found.pieces.size(), 1u);
        QCOMPARE(found.pieces[0].files.size(), found.files.size());
    }

    void ofSeveralFoldersThePathsBeginWithTheirNames() {
        const auto found = find({fixtures + QStringLiteral("/own"), fixtures + QStringLiteral("/tables"),
                                 fixtures + QStringLiteral("/broken/tabs.yaml")});
        QVERIFY(found.find("own/reboot.yaml"));
        QVERIFY(found.find("tables/cases.csv"));
        QVERIFY(found.find("tabs.yaml"));
    }

    void whatNoImportTakesIsNamedAndHiddenFilesAreLeftAlone() {
        QTemporaryDir folder;
        put(folder, QStringLiteral("a.yaml"), caseNamed("A"));
        put(folder, QStringLiteral("docs/README.md"), "# Read me\n");
        put(folder, QStringLiteral(".git/config.yaml"), "a: b\n");
        const auto found = find({folder.path()});
        QCOMPARE(found.files.size(), 1u);
        QCOMPARE(found.leftOut, QStringList{QStringLiteral("docs/README.md")});
        QTemporaryDir empty;
        QVERIFY(!find({empty.path()}).whyNot.isEmpty());
    }

    void whatCannotBeSentIsRefusedHere() {
        QTemporaryDir folder;
        put(folder, QStringLiteral("good.yaml"), caseNamed("Good"));
        put(folder, QStringLiteral("latin.yaml"), "title: K\xe4lte\nsteps: []\n");
        put(folder, QStringLiteral("nul.yaml"), QByteArray("title: A\0\n", 10));
        put(folder, QStringLiteral("bell\a.yaml"), caseNamed("Bell")); // one such spoils a request
        put(folder, QStringLiteral("large.yaml"), QByteArray(mostBytesOfACaseFile + 1, '#'));
        const auto found = find({folder.path(), folder.filePath(QStringLiteral("gone.yaml"))});
        QCOMPARE(found.files.size(), 1u);
        QCOMPARE(found.refused.size(), 5u);
        for (const auto& file : found.refused)
            QVERIFY2(!file.faults.empty() && !file.faults[0].message.empty(), file.path.c_str());
    }

    void moreThanOneRequestTakesGoesInPieces() {
        QTemporaryDir folder;
        for (int i = 0; i < 2'010; ++i)
            put(folder, QStringLiteral("%1.yaml").arg(i, 5, 10, QLatin1Char('0')),
                caseNamed("Case", i == 3 || i == 2'005 ? "TC-7" : QByteArray()));
        const QByteArray padding(900'000, '#');
        for (int i = 0; i < 12; ++i)
            put(folder, QStringLiteral("x%1.yaml").arg(i, 2, 10, QLatin1Char('0')),
                caseNamed("Long") + padding);
        const auto found = find({folder.path()});
        QVERIFY(found.pieces.size() >= 3);
        std::size_t files = 0;
        for (const auto& piece : found.pieces) {
            QVERIFY(piece.body.size() <= mostImportedBytes);
            QVERIFY(piece.files.size() <= mostImportedFiles);
            files += piece.files.size();
        }
        QCOMPARE(files, found.files.size());
        // The server sees one request at a time.
        QCOMPARE(found.refused.size(), 1u);
        QCOMPARE(found.refused[0].path, std::string("02005.yaml"));
        QVERIFY(found.refused[0].faults[0].message.find("00003.yaml") != std::string::npos);
    }

    void readingGoesOnBesideTheWindowAndCanBeGivenUp() {
        CaseFileReader reader;
        QSignalSpy found(&reader, &CaseFileReader::found);
        reader.start({fixtures});
        reader.cancel();
        reader.start({fixtures + QStringLiteral("/own")});
        QTRY_COMPARE(found.count(), 1);
        const auto files = found[0][0].value<std::shared_ptr<FoundFiles>>();
        QCOMPARE(files->files.size(), 3u);
    }

    void theLinesAroundAFaultAreShown() {
        const std::string text = "title: Boots\nsteps:\n  - name:\tWatch\r\n    kindd: wait\n";
        QCOMPARE(excerptAt(text, 4, 5), QStringLiteral("3    - name: Watch\n4      kindd: wait\n       ^"));
        QCOMPARE(excerptAt(text, 1, 0), QStringLiteral("1  title: Boots"));
        QCOMPARE(excerptAt(text, 99, 0), QString());
        QCOMPARE(excerptAt({}, 1, 0), QString());
        const std::string wide = "a: " + std::string(500, 'x') + "!";
        const QString shown = excerptAt(wide, 1, 504);
        QVERIFY(shown.size() < 150);
        const auto lines = shown.split(QLatin1Char('\n'));
        QCOMPARE(lines[0][lines[1].indexOf(QLatin1Char('^'))], QLatin1Char('!'));
    }

    void theModelKeepsItsPromises() {
        CaseImportModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setItems(importItems(everything(), {QStringLiteral("README.md")}), false);
        QCOMPARE(model.totalCount(), 7);
        QCOMPARE(model.rowCount(), 7); // a group each
        const auto refused = model.index(0, 0);
        const auto file = model.index(0, 0, refused);
        QCOMPARE(model.rowCount(file), 2);
        const auto fault = model.index(0, CaseImportModel::Place, file);
        QCOMPARE(fault.data().toString(), QStringLiteral("a.yaml:4:9"));
        QCOMPARE(model.itemAt(fault), model.itemAt(file));
        QVERIFY(!model.itemAt(refused));
        QCOMPARE(model.countOf(ImportGroup::created), 1);
        QCOMPARE(model.countOf(ImportGroup::with_notes), 1);
        model.show(ImportGroup::with_notes);
        QCOMPARE(model.rowCount(), 1);
        QCOMPARE(model.itemAt(model.index(0, 0, model.index(0, 0)))->title, QStringLiteral("Runs"));
        model.show(ImportGroup::left_out);
        model.setItems({}, true);
        QCOMPARE(model.rowCount(), 0);
        model.show({});
        QCOMPARE(model.rowCount(), 0);
    }

    void aReportHasEveryFaultAndNote() {
        const auto items = importItems(everything(), {QStringLiteral("README.md")});
        const auto text = QString::fromUtf8(importReportText(items, false));
        for (const char* line :
             {"a.yaml:4:9: steps 1: is not known.", "d.csv:2: Has a column", "c.yaml:1: New: Pings",
              "b.yaml:1: Changed: TC-1 Boots", "e.yaml: Not sent.", "run.sh", "README.md"})
            QVERIFY2(text.contains(QLatin1String(line)), qPrintable(text));
        const auto csv = importReportCsv(items, true);
        QCOMPARE(csv.count("\r\n"), 1 + 8);
        QVERIFY2(csv.contains("\"a.yaml\",4,9,\"Refused\",fault"), csv.constData());
    }

    void namesAreSafeOnEveryFileSystem() {
        QCOMPARE(safeFileName(QStringLiteral("Power")), QStringLiteral("Power"));
        QCOMPARE(safeFileName(QStringLiteral("a:b*c?")), QStringLiteral("a_b_c_"));
        QCOMPARE(safeFileName(QStringLiteral("con")), QStringLiteral("con_"));
        QCOMPARE(safeFileName(QStringLiteral("LPT1.old")), QStringLiteral("LPT1_.old"));
        QCOMPARE(safeFileName(QStringLiteral("Console")), QStringLiteral("Console"));
        QCOMPARE(safeFileName(QStringLiteral("end. .")), QStringLiteral("end"));
        QCOMPARE(safeFileName(QStringLiteral("...")), QStringLiteral("_"));
        QCOMPARE(safeFileName(QStringLiteral(".hidden")), QStringLiteral("_hidden"));
    }

    void noTwoFoldersDifferInUpperAndLowerCaseOnly() {
        const std::vector<TestCaseSummary> cases{inFolder(1, "Power/Cold"), inFolder(2, "power/Cold"),
                                                 inFolder(3, "Power/a?b"), inFolder(4, "Power/a*b"),
                                                 inFolder(5, "")};
        const auto paths = exportPaths(cases, casetext::Notation::yaml);
        QSet<QString> folded;
        for (const auto& path : paths)
            folded.insert(path.section(QLatin1Char('/'), 0, -2).toCaseFolded());
        QCOMPARE(folded.size(), 5);
        QCOMPARE(paths[0], QStringLiteral("Power/Cold/TC-1.yaml"));
        QCOMPARE(paths[4], QStringLiteral("TC-5.yaml"));
        auto turned = cases;
        std::reverse(turned.begin(), turned.end());
        const auto again = exportPaths(turned, casetext::Notation::yaml);
        QCOMPARE(again[3], paths[1]);
        QCOMPARE(exportPaths(cases, casetext::Notation::json)[4], QStringLiteral("TC-5.json"));
    }
};

QTEST_GUILESS_MAIN(CaseFilesTest)
#include "case_files_test.moc"
