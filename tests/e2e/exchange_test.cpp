// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Test cases as files, between the console's window and a real server: a folder comes in, everything goes
// out, and comes back as it was; a file lies beside a case.

#include "common/casetext/case_text.h"
#include "console/shell/nav_bar.h"
#include "console/testcases/case_editor.h"
#include "console/testcases/case_form.h"
#include "console/testcases/exchange/case_exchange.h"
#include "console/testcases/exchange/import_cases_dialog.h"
#include "console/testcases/test_cases_page.h"
#include "console/widgets/chip.h"
#include "console/widgets/file_dialog.h"
#include "tests/e2e/support/console_case.h"

#include <QDirIterator>
#include <QFile>
#include <QPushButton>
#include <QRadioButton>
#include <QTest>
#include <QToolButton>

#include <boost/json/array.hpp>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::test;
using widgets::FileDialog;

namespace {

const QString fixtures = QStringLiteral(LABWARDEN_SOURCE_DIR "/tests/fixtures/test-definitions");

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

} // namespace

class ExchangeTest : public ConsoleCase {
    Q_OBJECT

    TestCasesPage& page() { return m_console->widget<TestCasesPage>("testCasesPage"); }
    void openPage() {
        startOffice();
        m_console = std::make_unique<ConsoleProgram>();
        QVERIFY(signIn(*m_console, q(m_lab->url()), QStringLiteral("engineer")));
        m_console->window.findChild<NavBar*>()->setCurrent(1);
        QTRY_VERIFY_WITH_TIMEOUT(page().isVisible(), soon);
    }
    /// Of the import dialog that is open.
    int count(const char* chip) { return m_console->widget<widgets::Chip>(chip).count(); }
    /// Until the server has said what the files would do.
    void look(const QString& folder) {
        page().exchange()->importCases({folder});
        QVERIFY(m_console->dialog("importCasesDialog"));
        QTRY_VERIFY_WITH_TIMEOUT(m_console->isShown("allItemsChip"), soon);
    }
    void close() {
        QVERIFY(m_console->press("closePushButton"));
        QTRY_VERIFY_WITH_TIMEOUT(!m_console->window.findChild<ImportCasesDialog*>(), soon);
    }
    void exportAll(const QString& folder) {
        page().exchange()->exportCases();
        QVERIFY(m_console->dialog("exportCasesDialog"));
        m_console->widget<QRadioButton>("allCasesRadioButton").setChecked(true);
        FileDialog::setNextAnswer(folder);
        QVERIFY(m_console->press("exportCasesPushButton"));
        QTRY_VERIFY_WITH_TIMEOUT(!m_console->window.findChild<QDialog*>(QStringLiteral("exportCasesDialog")),
                                 soon);
    }

private Q_SLOTS:
    void a_folder_comes_in_goes_out_and_comes_back_as_it_was();
    void a_file_lies_beside_a_case_and_comes_back_as_it_was_sent();
};

void ExchangeTest::a_folder_comes_in_goes_out_and_comes_back_as_it_was() {
    openPage();
    look(fixtures);
    const int refused = count("refusedItemsChip");
    const int coming = count("newItemsChip") + count("notedItemsChip");
    QVERIFY(refused >= 8 && coming >= 7);
    QCOMPARE(m_console->store.testCases().size(), 0u);
    QCOMPARE(m_console->text("importCasesPushButton"), QStringLiteral("Import %1 test cases").arg(coming));
    QVERIFY(m_console->press("importCasesPushButton"));
    QTRY_VERIFY_WITH_TIMEOUT(!m_console->words("actionNotice").isEmpty(), soon);
    QVERIFY2(
        m_console->words("actionNotice").startsWith(QStringLiteral("%1 test cases imported").arg(coming)),
        qPrintable(m_console->words("actionNotice")));
    QCOMPARE(count("refusedItemsChip"), refused);
    QTRY_COMPARE_WITH_TIMEOUT(static_cast<int>(m_console->store.testCases().size()), coming, soon);
    close();

    QTemporaryDir folder;
    exportAll(folder.path());
    const auto files = filesIn(folder.path());
    QCOMPARE(files.size(), coming);
    look(folder.path());
    QCOMPARE(count("unchangedItemsChip"), coming);
    QCOMPARE(count("allItemsChip"), coming);
    close();

    // One file is changed, and only that is.
    auto changed = casetext::readCase(files.first().toStdString());
    QVERIFY(changed);
    changed.text.document.title = "Changed by hand";
    QFile file(folder.filePath(files.firstKey()));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray::fromStdString(casetext::writeCase(changed.text)));
    file.close();
    look(folder.path());
    QCOMPARE(count("changedItemsChip"), 1);
    QVERIFY(m_console->press("importCasesPushButton"));
    QTRY_VERIFY_WITH_TIMEOUT(!m_console->words("actionNotice").isEmpty(), soon);
    close();
    QTRY_VERIFY_WITH_TIMEOUT(
        std::any_of(m_console->store.testCases().begin(), m_console->store.testCases().end(),
                    [](const auto& each) { return each.second.title == "Changed by hand"; }),
        soon);
    QTemporaryDir second;
    exportAll(second.path());
    QVERIFY(filesIn(second.path()) == filesIn(folder.path()));
}

void ExchangeTest::a_file_lies_beside_a_case_and_comes_back_as_it_was_sent() {
    openPage();
    Person engineer(*m_lab, "engineer");
    const auto id = engineer.addTestCase("Draws a current", {"max(load1) <= 40"}, 2);
    QTRY_VERIFY_WITH_TIMEOUT(m_console->store.testCase(id), soon);
    page().openCase(id);
    auto& editor = *page().editor();
    QTRY_VERIFY_WITH_TIMEOUT(editor.form()->isVisible(), soon);
    QTemporaryDir folder;
    QByteArray bytes(3'000'000, '\0');
    for (qsizetype i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<char>(i * 31 % 251);
    QFile file(folder.filePath(QStringLiteral("Messkurve 45 °C.bin")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
    file.close();
    FileDialog::setNextAnswer(file.fileName());
    QVERIFY(m_console->press("addAttachmentPushButton"));
    QTRY_COMPARE_WITH_TIMEOUT(editor.draft().document().attachments.size(), 1u, soon);
    QVERIFY(m_console->press("saveCasePushButton"));
    QTRY_VERIFY_WITH_TIMEOUT(!editor.isDirty(), soon);
    QCOMPARE(engineer.get("/api/v1/test-cases/" + id).at("document").at("attachments").as_array().size(), 1u);
    const QString saved = folder.filePath(QStringLiteral("saved.bin"));
    FileDialog::setNextAnswer(saved);
    QVERIFY(m_console->press("saveAttachmentToolButton"));
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(saved), soon);
    QFile back(saved);
    QVERIFY(back.open(QIODevice::ReadOnly));
    QVERIFY(back.readAll() == bytes);
}

QTEST_MAIN(ExchangeTest)
#include "exchange_test.moc"
