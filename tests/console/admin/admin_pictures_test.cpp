// SPDX-FileCopyrightText: Labwarden contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pictures of roles, API keys and audit log in every state, both themes and two sizes, to be looked at. What
// it can hold by itself: nothing is empty, nothing fails.

#include "console/admin/audit_page.h"
#include "console/admin/export_bar.h"
#include "console/admin/role_effects.h"
#include "console/admin/role_matrix_view.h"
#include "console/widgets/file_dialog.h"
#include "console/widgets/message_box.h"
#include "console/widgets/notice.h"
#include "tests/console/admin/admin_window.h"
#include "tests/console/support/keyboard.h"
#include "tests/console/support/pictures.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>

using namespace labwarden;
using namespace labwarden::console;
using namespace labwarden::console::test;
using Answer = FakeServer::Answer;
using Request = FakeServer::Request;

namespace {

constexpr int navigation = 188; ///< stands left of the tab in the window

} // namespace

class AdminPicturesTest : public QObject {
    Q_OBJECT

    std::unique_ptr<AdminWindow> m_window;

    void open(const char* section, std::vector<std::string> permissions = {}) {
        if (!m_window)
            m_window = std::make_unique<AdminWindow>(std::move(permissions), pictures::mode());
        m_window->open(section, {pictures::size().width() - navigation, pictures::size().height()});
    }
    void prepare() { m_window = std::make_unique<AdminWindow>(std::vector<std::string>(), pictures::mode()); }
    void keepPage(const char* name) { pictures::keep(m_window->page.get(), name); }
    void keepDialog(const char* dialog, const char* name) {
        QTRY_VERIFY2(m_window->page->findChild<QWidget*>(QLatin1String(dialog)), dialog);
        pictures::keep(m_window->find<QWidget>(dialog), name);
    }
    void toggle(const char* role, const char* permission) {
        auto* view = m_window->find<RoleMatrixView>("roleMatrixView");
        QTRY_VERIFY(view->model()->columnCount() > 0);
        for (int row = 0; row < view->model()->rowCount(); ++row)
            for (int column = 0; column < view->model()->columnCount(); ++column)
                if (view->model()
                        ->index(row, column)
                        .data(Qt::AccessibleTextRole)
                        .toString()
                        .startsWith(
                            QStringLiteral("%1, %2,").arg(QLatin1String(role), QLatin1String(permission)))) {
                    view->setCurrentIndex(view->model()->index(row, column));
                    QTest::keyClick(view, Qt::Key_Space);
                    return;
                }
        QFAIL("no such cell");
    }

private Q_SLOTS:
    void cleanup() { m_window.reset(); }

    void roles_data() { pictures::looks(); }
    void roles() {
        open("Roles");
        m_window->waitForPeople();
        keepPage("roles");
        toggle("night shift", "devices:write");
        toggle("night shift", "environments:read");
        toggle("auditor", "testcases:read");
        m_window->find<EffectLine>("effectLine")->click();
        keepPage("roles-edited");
        m_window->admin.changeRole("night shift",
                                   {"devices:read", "devices:write", "runs:read", "testcases:read"});
        m_window->console.peopleSync.reloadRoles();
        QTRY_VERIFY(m_window->find<QPushButton>("takeTheirsPushButton")->isVisible());
        keepPage("roles-conflict");
    }

    void role_dialogs_data() { pictures::looks(); }
    void role_dialogs() {
        open("Roles");
        m_window->waitForPeople();
        m_window->find<QPushButton>("newRolePushButton")->click();
        keepDialog("roleDialog", "role-new");
        m_window->find<QDialog>("roleDialog")->reject();
        QTRY_VERIFY(!m_window->page->findChild<QDialog*>(QStringLiteral("roleDialog")));
        auto* view = m_window->find<RoleMatrixView>("roleMatrixView");
        view->setCurrentIndex(view->model()->index(1, 4));
        m_window->admin.changeRole("auditor", {"devices:read", "audit:read"}).description =
            "For the yearly review";
        m_window->find<QPushButton>("editRolePushButton")->click();
        m_window->in<QLineEdit>("roleDialog", "roleNameLineEdit")->setText(QStringLiteral("reviewer"));
        m_window->in<QPushButton>("roleDialog", "saveRolePushButton")->click();
        QTRY_VERIFY(m_window->in<QWidget>("roleDialog", "roleDifferenceGrid")->isVisible());
        keepDialog("roleDialog", "role-stale");
        widgets::MessageBox::setNextAnswer(widgets::MessageBox::Answer::yes);
        m_window->find<QDialog>("roleDialog")->reject();
        QTRY_VERIFY(!m_window->page->findChild<QDialog*>(QStringLiteral("roleDialog")));
    }

    void role_in_use_data() { pictures::looks(); }
    void role_in_use() {
        open("Roles");
        m_window->waitForPeople();
        auto* view = m_window->find<RoleMatrixView>("roleMatrixView");
        view->setCurrentIndex(view->model()->index(1, 5));
        keyboard::press(m_window->find<QPushButton>("deleteRolePushButton"));
        QTRY_VERIFY(m_window->find<widgets::Notice>("rolesNotice")->isVisible());
        keepPage("role-in-use");
    }

    void looking_only_data() { pictures::looks(); }
    void looking_only() {
        open("Roles", {"users:read"});
        m_window->waitForPeople();
        toggle("night shift", "runs:start");
        keepPage("roles-looking");
    }

    void loading_and_failing_data() { pictures::looks(); }
    void loading_and_failing() {
        prepare();
        m_window->console.server.on("GET", QStringLiteral("/api/v1/roles"),
                                    [](const Request&) { return Answer::parked(); });
        open("Roles");
        QTRY_COMPARE(m_window->console.server.parked(QStringLiteral("/api/v1/roles")), 1);
        keepPage("roles-loading");
        m_window->console.server.answerParked(
            QStringLiteral("/api/v1/roles"),
            Answer::problem(503, "The server is busy.", "PostgreSQL is restarting."));
        auto* empty = m_window->find<QWidget>("rolesEmptyState");
        QTRY_VERIFY(empty->accessibleDescription().contains(QStringLiteral("restarting")));
        keepPage("roles-failed");
    }

    void api_keys_data() { pictures::looks(); }
    void api_keys() {
        open("API keys");
        m_window->waitForPeople();
        m_window->find<QTableView>("apiKeyTableView")->selectRow(1);
        keepPage("keys");
        m_window->find<QPushButton>("newKeyPushButton")->click();
        m_window->in<QLineEdit>("newApiKeyDialog", "keyNameLineEdit")->setText(QStringLiteral("deploy"));
        m_window->in<QCheckBox>("newApiKeyDialog", "scopeCheckBox_runs:start")->setChecked(true);
        keepDialog("newApiKeyDialog", "key-new");
        m_window->in<QPushButton>("newApiKeyDialog", "makeKeyPushButton")->click();
        QTRY_VERIFY(m_window->page->findChild<QDialog*>(QStringLiteral("secretDialog")));
        keepDialog("secretDialog", "key-secret");
        m_window->in<QPushButton>("secretDialog", "copySecretPushButton")->click();
        keepDialog("secretDialog", "key-secret-copied");
        m_window->find<QDialog>("secretDialog")->close();
        QTRY_VERIFY(!m_window->page->findChild<QDialog*>(QStringLiteral("secretDialog")));
        keyboard::press(m_window->find<QTableView>("apiKeyTableView"), Qt::Key_Delete);
        keepDialog("questionDialog", "key-revoke-question");
    }

    void no_keys_data() { pictures::looks(); }
    void no_keys() {
        prepare();
        m_window->admin.apiKeys.clear();
        open("API keys");
        m_window->waitForPeople();
        keepPage("keys-none");
    }

    void audit_data() { pictures::looks(); }
    void audit() {
        open("Audit log");
        auto* table = m_window->find<QTableView>("auditTableView");
        QTRY_VERIFY(table->model()->rowCount() > 0);
        auto& log = m_window->find<AuditLogPage>("auditPage")->log();
        log.setTiming({.lookEvery = std::chrono::milliseconds(20)});
        m_window->admin.happen("ada", "run.start", "run", "48300");
        m_window->find<AuditLogPage>("auditPage")->hide();
        m_window->find<AuditLogPage>("auditPage")->show();
        QTRY_VERIFY(m_window->find<QPushButton>("newEntriesPushButton")->isVisible());
        keepPage("audit");
        table->setFocus();
        QTest::keyClick(table, Qt::Key_Return);
        keepPage("audit-entry");
        for (int i = 0; i < 5; ++i)
            QTest::keyClick(table, Qt::Key_Down);
        m_window->find<QComboBox>("auditTimeComboBox")->setCurrentIndex(5);
        QTest::keyClick(table, Qt::Key_Return);
        widgets::FileDialog::setNextAnswer(QDir::temp().filePath(QStringLiteral("no/such/folder/log.csv")));
        keyboard::press(m_window->find<QPushButton>("exportCsvPushButton"));
        QTRY_VERIFY(m_window->find<ExportBar>("exportBar")->words().contains(QStringLiteral("has failed")));
        keepPage("audit-export-failed");
        m_window->console.server.on("GET", QStringLiteral("/api/v1/audit-log.csv"),
                                    [](const Request&) { return Answer::parked(); });
        QTemporaryDir folder;
        widgets::FileDialog::setNextAnswer(folder.filePath(QStringLiteral("labwarden-audit-2026-11-21.csv")));
        keyboard::press(m_window->find<QPushButton>("exportCsvPushButton"));
        QTRY_COMPARE(m_window->console.server.parked(QStringLiteral("/api/v1/audit-log.csv")), 1);
        keepPage("audit-exporting");
    }

    void audit_empty_data() { pictures::looks(); }
    void audit_empty() {
        open("Audit log");
        m_window->find<QLineEdit>("auditActorLineEdit")->setText(QStringLiteral("nobody"));
        QTRY_COMPARE(m_window->find<QTableView>("auditTableView")->model()->rowCount(), 0);
        auto* empty = m_window->find<QWidget>("auditEmptyState");
        QTRY_COMPARE(empty->accessibleName(), QStringLiteral("Nothing like that has happened"));
        keepPage("audit-none");
        m_window->console.server.on("GET", QStringLiteral("/api/v1/audit-log"), [](const Request&) {
            return Answer::problem(503, "The server is busy.", "PostgreSQL is restarting.");
        });
        m_window->find<QLineEdit>("auditActorLineEdit")->setText(QStringLiteral("ada"));
        QTRY_VERIFY((empty->accessibleName() + empty->accessibleDescription())
                        .contains(QStringLiteral("restarting")));
        keepPage("audit-failed");
    }
};

QTEST_MAIN(AdminPicturesTest)
#include "admin_pictures_test.moc"
