// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "console/admin/audit_detail.h"
#include "console/admin/audit_filter_bar.h"
#include "console/admin/audit_model.h"
#include "console/admin/audit_page.h"
#include "console/admin/export_bar.h"
#include "console/widgets/file_dialog.h"
#include "console/widgets/label.h"
#include "console/widgets/notice.h"
#include "tests/console/admin/admin_window.h"
#include "tests/console/support/keyboard.h"

#include <boost/json/value_from.hpp>

#include <QClipboard>
#include <QComboBox>
#include <QCompleter>
#include <QDateTimeEdit>
#include <QFile>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>

#include <memory>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
using Answer = FakeServer::Answer;
using Request = FakeServer::Request;

namespace {

const QString logPath = QStringLiteral("/api/v1/audit-log");
const QString csvPath = QStringLiteral("/api/v1/audit-log.csv");
constexpr std::chrono::milliseconds soon{5};

} // namespace

class AuditPageTest : public QObject {
    Q_OBJECT
    std::unique_ptr<AdminWindow> m_window;
    std::unique_ptr<QTemporaryDir> m_folder;

    void open() {
        m_window = std::make_unique<AdminWindow>();
        m_window->open("Audit log");
        QTRY_COMPARE(table()->model()->rowCount(), 100);
    }
    AuditLogPage& page() { return *m_window->find<AuditLogPage>("auditPage"); }
    QTableView* table() { return m_window->find<QTableView>("auditTableView"); }
    AuditDetail* detail() { return m_window->find<AuditDetail>("auditDetail"); }
    QLineEdit* who() { return m_window->find<QLineEdit>("auditActorLineEdit"); }
    QPushButton* fresh() { return m_window->find<QPushButton>("newEntriesPushButton"); }
    ExportBar* bar() { return m_window->find<ExportBar>("exportBar"); }
    QString asked(const char* name) {
        return m_window->console.server.last("GET", logPath)
            ->query.queryItemValue(QLatin1String(name), QUrl::FullyDecoded);
    }
    /// Goes down, or up, to the choice that begins so.
    void choose(const char* box, const QString& beginning) {
        auto* combo = m_window->find<QComboBox>(box);
        keyboard::goTo(combo);
        const int wanted = combo->findText(beginning, Qt::MatchStartsWith);
        QVERIFY(wanted >= 0);
        while (combo->currentIndex() != wanted)
            keyboard::press(combo, combo->currentIndex() < wanted ? Qt::Key_Down : Qt::Key_Up);
    }
    void pressSpace(const char* button) {
        auto* b = m_window->find<QPushButton>(button);
        keyboard::press(b);
    }
    QString file() const { return m_folder->filePath(QStringLiteral("log.csv")); }
    void exportByKeyboard() {
        widgets::FileDialog::setNextAnswer(file());
        pressSpace("exportCsvPushButton");
    }

private Q_SLOTS:
    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        QGuiApplication::clipboard()->clear();
    }
    void cleanup() { m_window.reset(); }

    void the_log_is_read_page_by_page_while_one_goes_down() {
        open();
        QCOMPARE(asked("limit"), QStringLiteral("100"));
        keyboard::press(table(), Qt::Key_End, Qt::ControlModifier);
        QTRY_COMPARE(table()->model()->rowCount(), 200);
        keyboard::press(table(), Qt::Key_End, Qt::ControlModifier);
        QTRY_COMPARE(table()->model()->rowCount(), static_cast<int>(m_window->admin.entries.size()));
        QTRY_COMPARE(m_window->find<widgets::Label>("auditMoreLabel")->text(),
                     QStringLiteral("That is all."));
        QVERIFY(!table()->model()->canFetchMore({}));
    }

    void nothing_is_asked_twice_at_once_or_while_a_retry_is_waited_for() {
        open();
        page().log().setTiming({.retryFirst = std::chrono::seconds(60)});
        m_window->console.server.on("GET", logPath, [](const Request&) { return Answer::parked(); });
        QVERIFY(table()->model()->canFetchMore({}));
        table()->model()->fetchMore({});
        QVERIFY(!table()->model()->canFetchMore({}));
        QTRY_COMPARE(m_window->console.server.parked(logPath), 1);
        m_window->console.server.answerParked(logPath, Answer::problem(503, "Busy."));
        auto* notice = m_window->find<widgets::Notice>("auditNotice");
        QTRY_VERIFY(notice->isVisible());
        QVERIFY(notice->words().contains(QStringLiteral("Busy.")));
        QVERIFY(!table()->model()->canFetchMore({}));
        QCOMPARE(table()->model()->rowCount(), 100); // what is there stays
    }

    void a_failed_page_is_asked_for_again_by_itself() {
        open();
        page().log().setTiming({.retryFirst = soon});
        int failures = 2;
        auto& admin = m_window->admin;
        m_window->console.server.on("GET", logPath, [&failures, &admin](const Request&) {
            if (failures-- > 0)
                return Answer::problem(503, "Busy.");
            return Answer::json({{"entries", boost::json::value_from(std::vector{admin.entries.back()})},
                                 {"nextCursor", ""}});
        });
        keyboard::press(table(), Qt::Key_End, Qt::ControlModifier);
        QTRY_COMPARE(table()->model()->rowCount(), 101);
        QTRY_VERIFY(!m_window->find<widgets::Notice>("auditNotice")->isVisible());
    }

    void who_is_completed_from_the_users_and_filters() {
        open();
        m_window->waitForPeople();
        QTRY_VERIFY(who()->completer()->model()->rowCount() == 9);
        keyboard::goTo(who());
        keyboard::write(who(), QStringLiteral("gra"));
        QTRY_COMPARE(who()->completer()->currentCompletion(), QStringLiteral("grace"));
        keyboard::write(who(), QStringLiteral("ce"));
        keyboard::press(who(), Qt::Key_Return);
        QTRY_COMPARE(asked("actor"), QStringLiteral("grace"));
        QTRY_COMPARE(table()->model()->rowCount(), 60);
        for (int row = 0; row < 60; ++row)
            QCOMPARE(table()->model()->index(row, AuditModel::Who).data().toString(),
                     QStringLiteral("grace"));
        pressSpace("auditResetPushButton");
        QTRY_COMPARE(table()->model()->rowCount(), 100);
        QVERIFY(who()->text().isEmpty());
    }

    void what_target_and_time_filter() {
        open();
        choose("auditActionComboBox", QStringLiteral("Roles"));
        QTRY_COMPARE(asked("action"), QStringLiteral("role.*"));
        QTRY_COMPARE(table()->model()->rowCount(), 20);
        choose("auditTargetComboBox", QStringLiteral("A user"));
        QTRY_COMPARE(asked("targetKind"), QStringLiteral("user"));
        auto* empty = m_window->find<QWidget>("auditEmptyState");
        QTRY_VERIFY(empty->isVisible());
        QTRY_COMPARE(empty->accessibleName(), QStringLiteral("Nothing like that has happened"));
        QPushButton* all = empty->findChild<QPushButton*>();
        keyboard::press(all);
        QTRY_COMPARE(table()->model()->rowCount(), 100);
        choose("auditTimeComboBox", QStringLiteral("Last hour"));
        QTRY_VERIFY(!asked("from").isEmpty());
        QVERIFY(asked("to").isEmpty());
        QTRY_COMPARE(table()->model()->rowCount(), 6);
        choose("auditTimeComboBox", QStringLiteral("From"));
        auto* from = m_window->find<QDateTimeEdit>("auditFromDateTimeEdit");
        QVERIFY(from->isVisible());
        const auto before = from->dateTime();
        keyboard::goTo(from);
        from->setCurrentSection(QDateTimeEdit::DaySection);
        keyboard::press(from, Qt::Key_Up);
        QVERIFY(from->dateTime() != before);
        QTRY_COMPARE(asked("from"),
                     QString::fromStdString(Timestamp{from->dateTime().toMSecsSinceEpoch()}.text()));
        QVERIFY(!asked("to").isEmpty());
    }

    void an_entry_opens_with_its_differences_and_leads_to_the_like() {
        open();
        keyboard::press(table(), Qt::Key_Home, Qt::ControlModifier);
        keyboard::press(table(), Qt::Key_Return);
        QVERIFY(detail()->isVisible());
        QCOMPARE(m_window->find<widgets::Label>("auditDetailTitleLabel")->text(),
                 QStringLiteral("Gave role engineer to ada; changed the name of ada to Ada Lovelace"));
        QStringList told;
        for (auto* label : m_window->find<QWidget>("auditDifferenceGrid")->findChildren<widgets::Label*>())
            told << label->accessibleName();
        QVERIFY(told.contains(QStringLiteral("Display name, Before: Ada Byron")));
        QVERIFY(told.contains(QStringLiteral("Display name, After: Ada Lovelace")));
        QVERIFY(told.contains(QStringLiteral("Roles, After: + engineer\nviewer")));
        QVERIFY(!told.join(QString()).contains(QStringLiteral("Mail"))); // that stayed
        keyboard::press(table(), Qt::Key_Down);
        QCOMPARE(m_window->find<widgets::Label>("auditDetailTitleLabel")->text(),
                 QStringLiteral("Disabled user ruiz"));
        keyboard::press(table(), Qt::Key_Escape);
        QVERIFY(!detail()->isVisible());
        keyboard::press(table(), Qt::Key_Return);
        pressSpace("auditAboutTargetPushButton");
        QTRY_COMPARE(asked("targetKind"), QStringLiteral("user"));
        QVERIFY(!asked("targetId").isEmpty());
        auto* only = m_window->find<QPushButton>("auditOnlyTargetPushButton");
        QVERIFY(only->isVisible());
        QCOMPARE(only->text(), QStringLiteral("Only user ruiz"));
        pressSpace("auditOnlyTargetPushButton");
        QTRY_VERIFY(asked("targetId").isEmpty());
        QCOMPARE(asked("targetKind"), QStringLiteral("user"));
    }

    void an_entry_is_copied_from_the_list_and_from_its_panel() {
        open();
        keyboard::press(table(), Qt::Key_C, Qt::ControlModifier);
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("gave role engineer to ada")));
        QGuiApplication::clipboard()->clear();
        keyboard::press(table(), Qt::Key_Return);
        pressSpace("copyAuditPushButton");
        QVERIFY(QGuiApplication::clipboard()->text().contains(
            QStringLiteral("Display name: Ada Byron → Ada Lovelace")));
    }

    void new_entries_are_told_and_do_not_move_what_is_read() {
        open();
        page().hide();
        page().log().setTiming({.lookEvery = soon});
        page().show();
        QVERIFY(!fresh()->isVisible());
        const auto top = table()->model()->index(0, AuditModel::When).data().toString();
        m_window->admin.happen("ada", "run.start", "run", "48300");
        QTRY_COMPARE(fresh()->text(), QStringLiteral("1 new entry"));
        m_window->admin.happen("ada", "run.start", "run", "48301");
        QTRY_COMPARE(fresh()->text(), QStringLiteral("2 new entries"));
        QVERIFY(fresh()->isVisible());
        QCOMPARE(table()->model()->index(0, AuditModel::When).data().toString(), top);
        pressSpace("newEntriesPushButton");
        QTRY_COMPARE(table()->model()->index(0, AuditModel::What).data().toString(),
                     QStringLiteral("started run 48301"));
        QVERIFY(!fresh()->isVisible());
        QVERIFY(table()->hasFocus());
    }

    void a_log_that_cannot_be_read_says_why_and_offers_to_try_again() {
        m_window = std::make_unique<AdminWindow>();
        m_window->console.server.on("GET", logPath, [](const Request&) {
            return Answer::problem(403, "This takes the permission audit:read.");
        });
        m_window->open("Audit log");
        auto* empty = m_window->find<QWidget>("auditEmptyState");
        QTRY_COMPARE(empty->accessibleName(), QStringLiteral("This takes the permission audit:read."));
        const int before = m_window->console.server.count("GET", logPath);
        auto* again = empty->findChild<QPushButton*>();
        keyboard::press(again);
        QTRY_COMPARE(m_window->console.server.count("GET", logPath), before + 1);
    }

    void who_may_not_read_the_log_has_no_such_tab() {
        m_window = std::make_unique<AdminWindow>(std::vector<std::string>{"users:read"});
        m_window->open("Users");
        auto* tabs = m_window->find<QTabBar>("adminTabBar");
        for (int i = 0; i < tabs->count(); ++i)
            if (tabs->tabText(i) == QStringLiteral("Audit log"))
                QVERIFY(!tabs->isTabVisible(i));
        QCOMPARE(m_window->console.server.count("GET", logPath), 0);
    }

    void what_the_filter_shows_is_exported() {
        open();
        choose("auditActionComboBox", QStringLiteral("Roles"));
        QTRY_COMPARE(table()->model()->rowCount(), 20);
        m_window->admin.csvPageSize = 7;
        exportByKeyboard();
        QVERIFY(widgets::FileDialog::lastRequest().suggested.startsWith(QStringLiteral("labwarden-audit-")));
        QTRY_COMPARE(bar()->words(), QStringLiteral("Exported 20 entries"));
        QVERIFY(QFile::exists(file()));
        QCOMPARE(m_window->console.server.count("GET", csvPath), 3);
        pressSpace("exportPushButton");
        QVERIFY(!bar()->isVisible());
    }

    void an_export_under_way_can_be_cancelled() {
        open();
        m_window->console.server.on("GET", csvPath, [](const Request&) { return Answer::parked(); });
        exportByKeyboard();
        QTRY_COMPARE(m_window->console.server.parked(csvPath), 1);
        QCOMPARE(bar()->words(), QStringLiteral("Exporting…"));
        pressSpace("exportPushButton");
        QCOMPARE(bar()->words(), QStringLiteral("The export was cancelled; nothing was written."));
        QVERIFY(!QFile::exists(file()));
        QVERIFY(m_window->find<QPushButton>("exportCsvPushButton")->isEnabled()); // for another try
    }

    void an_export_to_where_nothing_can_be_written_says_so_and_asks_nothing() {
        open();
        widgets::FileDialog::setNextAnswer(m_folder->filePath(QStringLiteral("no/such/folder/log.csv")));
        pressSpace("exportCsvPushButton");
        QVERIFY(bar()->isVisible());
        QCOMPARE(bar()->words(), QStringLiteral("The export has failed; no file was left behind."));
        QVERIFY(m_window->find<widgets::Label>("exportDetailLabel")
                    ->text()
                    .contains(QStringLiteral("The file cannot be written")));
        QCOMPARE(m_window->console.server.count("GET", csvPath), 0);
        pressSpace("exportPushButton"); // Close
        QVERIFY(!bar()->isVisible());
        keyboard::awaitAt(m_window->find<QPushButton>("exportCsvPushButton")); // for another folder
    }

    void a_failed_export_says_what_is_left() {
        open();
        m_window->console.server.on("GET", csvPath, [](const Request&) {
            return Answer::problem(403, "This takes the permission audit:read.");
        });
        exportByKeyboard();
        QTRY_COMPARE(bar()->words(), QStringLiteral("The export has failed; no file was left behind."));
        QCOMPARE(m_window->find<widgets::Label>("exportDetailLabel")->text(),
                 QStringLiteral("This takes the permission audit:read."));
        widgets::FileDialog::setNextAnswer({}); // the person gives up: nothing happens
        const int before = m_window->console.server.count("GET", csvPath);
        pressSpace("exportCsvPushButton");
        QCOMPARE(m_window->console.server.count("GET", csvPath), before);
    }
};

QTEST_MAIN(AuditPageTest)
#include "audit_page_test.moc"
