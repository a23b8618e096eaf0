// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The editor of test cases against the real server: written in both views, refused, changed by two at once,
// kept over a crash, brought back.

#include "console/testcases/case_editor.h"
#include "console/testcases/case_text_view.h"
#include "console/testcases/case_tree.h"
#include "console/testcases/case_tree_model.h"
#include "console/testcases/case_views.h"
#include "console/testcases/code_edit.h"
#include "console/testcases/test_cases_page.h"
#include "tests/e2e/support/console_case.h"

#include <QClipboard>
#include <QDir>
#include <QPushButton>
#include <QRadioButton>
#include <QTest>
#include <QTextBlock>

#include <boost/json/array.hpp>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::test;

namespace json = boost::json;

class TestCasesTest : public ConsoleCase {
    Q_OBJECT
    std::unique_ptr<Person> m_engineer, m_admin;
    std::shared_ptr<ConsoleHome> m_home;

    void open() {
        startOffice();
        m_engineer = std::make_unique<Person>(*m_lab, "engineer");
        m_admin = std::make_unique<Person>(*m_lab, "admin");
        m_home = std::make_shared<ConsoleHome>();
        openConsole();
    }
    void openConsole() {
        m_console = std::make_unique<ConsoleProgram>(style::ThemeMode::dark, m_home);
        QVERIFY(signIn(*m_console, q(m_lab->url()), QStringLiteral("engineer")));
        QVERIFY(m_console->press("page1NavButton"));
        QTRY_VERIFY_WITH_TIMEOUT(m_console->feedText().startsWith(QLatin1String("Live")), later);
        QTRY_VERIFY_WITH_TIMEOUT(page().isVisible(), soon);
    }
    void openCase(const std::string& id) {
        auto& tree = m_console->widget<CaseTree>("caseTreeView");
        QTRY_VERIFY_WITH_TIMEOUT(tree.cases()->indexOf(id).isValid(), soon);
        QVERIFY(m_console->focus(tree));
        tree.select(id);
        QTest::keyClick(&tree, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(editor().caseId() == id && editor().views()->isVisible(), soon);
    }
    TestCasesPage& page() { return m_console->widget<TestCasesPage>("testCasesPage"); }
    CaseEditor& editor() { return *page().editor(); }
    CodeEdit& code() { return *editor().views()->text()->code(); }
    void paste(const QString& text) {
        QApplication::clipboard()->setText(text);
        QVERIFY(m_console->press(code(), Qt::Key_A, Qt::ControlModifier));
        QVERIFY(m_console->press(code(), Qt::Key_V, Qt::ControlModifier));
        QCOMPARE(code().toPlainText(), text);
    }
    /// From where the keyboard is.
    void save() { QTest::keyClick(m_console->window.focusWidget(), Qt::Key_S, Qt::ControlModifier); }
    json::object theCase(const std::string& id) { return m_admin->get("/api/v1/test-cases/" + id); }
    json::object document(const std::string& id) { return theCase(id).at("document").as_object(); }
    /// As somebody else changes it, whatever its revision.
    void change(const std::string& id, const char* field, const json::value& value) {
        auto now = theCase(id);
        auto changed = now.at("document").as_object();
        changed[field] = value;
        m_admin->put("/api/v1/test-cases/" + id, {{"document", changed}, {"message", "meanwhile"}},
                     now.at("revision").as_int64());
    }

private Q_SLOTS:
    void a_case_is_written_in_the_form_and_in_the_text_and_kept_by_the_server();
    void what_the_server_alone_can_find_wrong_is_underlined_in_the_text();
    void of_two_who_edit_the_same_case_the_second_is_shown_both_and_nothing_is_lost();
    void what_was_not_saved_is_there_again_after_a_crash();
    void an_old_revision_is_compared_and_brought_back();
};

void TestCasesTest::a_case_is_written_in_the_form_and_in_the_text_and_kept_by_the_server() {
    open();
    QVERIFY(m_console->press("newCasePushButton"));
    QVERIFY(m_console->type("caseTitleLineEdit", QStringLiteral("Battery holds")));
    QVERIFY(m_console->type("caseFolderLineEdit", QStringLiteral("Power/Battery")));
    QVERIFY(m_console->press("addStepPushButton"));
    QVERIFY(m_console->press("addCriterionPushButton"));
    QVERIFY(m_console->press("criterionTextToolButton"));
    QVERIFY(m_console->type("criterionExpressionLine", QStringLiteral("min(vbus) >= 11.4 V")));
    QVERIFY(m_console->press("criterionExpressionLine", Qt::Key_E, Qt::ControlModifier));
    QTRY_VERIFY_WITH_TIMEOUT(code().isVisible(), soon);
    QString text = code().toPlainText();
    QVERIFY(text.contains(QStringLiteral("  - expression: min(vbus) >= 11.4 V\n")));
    paste(text.replace(QStringLiteral("durationSeconds: 60"), QStringLiteral("durationSeconds: 600")) +
          QStringLiteral("maxAttempts: 3\n"));
    save();
    QTRY_VERIFY_WITH_TIMEOUT(!editor().caseId().empty() && !editor().isDirty(), soon);

    const auto kept = document(editor().caseId());
    QCOMPARE(q(std::string(kept.at("title").as_string())), QStringLiteral("Battery holds"));
    QCOMPARE(q(std::string(kept.at("folder").as_string())), QStringLiteral("Power/Battery"));
    QCOMPARE(kept.at("steps").at(0).at("durationSeconds").to_number<double>(), 600.0);
    QCOMPARE(kept.at("criteria").as_array().size(), 1u);
    QCOMPARE(kept.at("maxAttempts").to_number<int>(), 3);
    QVERIFY(m_console->press(code(), Qt::Key_E, Qt::ControlModifier));
    QTRY_COMPARE_WITH_TIMEOUT(m_console->text("caseTitleLineEdit"), QStringLiteral("Battery holds"), soon);
}

void TestCasesTest::what_the_server_alone_can_find_wrong_is_underlined_in_the_text() {
    open();
    const std::string id = m_engineer->addTestCase("Soak", {"max(temp) < 60 °C"}, 10);
    openCase(id);
    QVERIFY(m_console->press("caseTitleLineEdit", Qt::Key_E, Qt::ControlModifier));
    QTRY_VERIFY_WITH_TIMEOUT(code().isVisible(), soon);
    const QString text =
        code().toPlainText() + QStringLiteral("attachments:\n  - name: wiring.pdf\n    sha256: %1\n"
                                              "    size: 10\n")
                                   .arg(QString(64, QLatin1Char('a')));
    paste(text);
    save();
    QTRY_VERIFY_WITH_TIMEOUT(!code().marksAt(code().textCursor().position()).isEmpty(), soon);
    QTRY_VERIFY_WITH_TIMEOUT(code().hasFocus(), soon);
    QVERIFY(code().textCursor().block().text().contains(QStringLiteral("sha256")));
    QCOMPARE(code().toPlainText(), text);
    QCOMPARE(theCase(id).at("revision").as_int64(), std::int64_t(1));
}

void TestCasesTest::of_two_who_edit_the_same_case_the_second_is_shown_both_and_nothing_is_lost() {
    open();
    const std::string id = m_engineer->addTestCase("Soak", {"max(temp) < 60 °C"}, 10);
    openCase(id);
    QVERIFY(m_console->type("caseTitleLineEdit", QStringLiteral("Mine")));
    change(id, "title", "Theirs");
    change(id, "owner", "admin");
    QTRY_VERIFY_WITH_TIMEOUT(m_console->words("caseNotice").contains(QStringLiteral("Somebody else")), soon);
    save();
    const auto dialog = m_console->dialog("differenceDialog");
    QVERIFY(dialog);
    QVERIFY(m_console->press(*dialog->findChild<QRadioButton*>(QStringLiteral("mine0RadioButton"))));
    QVERIFY(m_console->press(*dialog->findChild<QPushButton*>(QStringLiteral("saveMergedPushButton"))));
    QTRY_VERIFY_WITH_TIMEOUT(!editor().isDirty(), soon);
    QCOMPARE(theCase(id).at("revision").as_int64(), std::int64_t(4));
    QCOMPARE(q(std::string(document(id).at("title").as_string())), QStringLiteral("Mine"));
    QCOMPARE(q(std::string(document(id).at("owner").as_string())), QStringLiteral("admin"));
}

void TestCasesTest::what_was_not_saved_is_there_again_after_a_crash() {
    open();
    const std::string id = m_engineer->addTestCase("Soak", {"max(temp) < 60 °C"}, 10);
    openCase(id);
    QVERIFY(m_console->press("caseTitleLineEdit", Qt::Key_E, Qt::ControlModifier));
    QTRY_VERIFY_WITH_TIMEOUT(code().isVisible(), soon);
    const QString half = code().toPlainText() + QStringLiteral("tags: [");
    paste(half);
    QTRY_VERIFY_WITH_TIMEOUT(!QDir(m_home->folder.filePath(QStringLiteral("drafts"))).isEmpty(), soon);
    m_console.reset(); // without a word
    openConsole();
    QTRY_VERIFY_WITH_TIMEOUT(m_console->words("testCasesNotice").contains(QStringLiteral("Go on")), soon);
    QVERIFY(m_console->press(*m_console->widget<QWidget>("testCasesNotice")
                                  .findChild<QPushButton*>(QStringLiteral("noticeActionPushButton"))));
    QTRY_COMPARE_WITH_TIMEOUT(code().toPlainText(), half, soon);
    paste(half + QStringLiteral("soak]\n"));
    save();
    QTRY_VERIFY_WITH_TIMEOUT(!editor().isDirty(), soon);
    QCOMPARE(document(id).at("tags").at(0).as_string(), json::string("soak"));
}

void TestCasesTest::an_old_revision_is_compared_and_brought_back() {
    open();
    const std::string id = m_engineer->addTestCase("Soak", {"max(temp) < 60 °C"}, 10);
    change(id, "title", "Theirs");
    openCase(id);
    QCOMPARE(m_console->text("caseTitleLineEdit"), QStringLiteral("Theirs"));
    QVERIFY(m_console->press("caseHistoryToolButton"));
    const auto dialog = m_console->dialog("historyDialog");
    QVERIFY(dialog);
    QTRY_COMPARE_WITH_TIMEOUT(m_console->text("comparisonLabel"), QStringLiteral("From revision 1 to 2"),
                              soon);
    QVERIFY(m_console->press("revisionsListWidget", Qt::Key_Down));
    QTRY_VERIFY_WITH_TIMEOUT(m_console->widget<QPushButton>("restoreRevisionPushButton").isEnabled(), soon);
    QVERIFY(m_console->press("restoreRevisionPushButton"));
    QTRY_VERIFY_WITH_TIMEOUT(!dialog && editor().isDirty(), soon);
    QVERIFY(m_console->press("saveCasePushButton"));
    QTRY_VERIFY_WITH_TIMEOUT(!editor().isDirty(), soon);
    QCOMPARE(theCase(id).at("revision").as_int64(), std::int64_t(3));
    QCOMPARE(q(std::string(document(id).at("title").as_string())), QStringLiteral("Soak"));
    QCOMPARE(q(std::string(theCase(id).at("message").as_string())), QStringLiteral("Back to revision 1"));
}

QTEST_MAIN(TestCasesTest)
#include "test_cases_test.moc"
